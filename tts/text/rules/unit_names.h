#pragma once
/// The signs of units and their names. Private to the rule families.
#include <string_view>

namespace driftwave {

struct Unit {
  std::string_view sign;  ///< as written; case matters
  std::string_view one;
  std::string_view many;
  bool joined_only = false;  ///< a word of its own elsewhere ("in", "A"): only right after the digits
};

/// The unit with this sign; null where there is none.
[[nodiscard]] const Unit* unit_named(std::string_view sign);

}  // namespace driftwave
