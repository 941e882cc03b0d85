#pragma once
/// The text of english.lexicon, which the build puts into the library.
#include <string_view>

namespace driftwave {

[[nodiscard]] std::string_view english_lexicon_text();

}  // namespace driftwave
