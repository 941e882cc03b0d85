#pragma once
/// The text of german.lexicon, which the build puts into the library.
#include <string_view>

namespace driftwave::german {

[[nodiscard]] std::string_view lexicon_text();

}  // namespace driftwave::german
