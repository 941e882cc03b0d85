#pragma once
#include <string_view>

namespace driftwave {

/// Whether a licence forbids commercial use: it says NC as Creative Commons' do, "non-commercial", "no
/// commercial" or "private", in any case.
[[nodiscard]] bool forbids_commercial_use(std::string_view licence);

/// For the comment of each file that such a voice makes: " use=non-commercial", else nothing.
[[nodiscard]] inline std::string_view use_note(std::string_view licence) {
  return forbids_commercial_use(licence) ? " use=non-commercial" : "";
}

}  // namespace driftwave
