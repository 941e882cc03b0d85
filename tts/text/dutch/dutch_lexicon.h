#pragma once
/// The text of dutch.lexicon, which the build puts into the library.
#include <string_view>

namespace driftwave::dutch {

[[nodiscard]] std::string_view lexicon_text();

}  // namespace driftwave::dutch
