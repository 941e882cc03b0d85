#pragma once
/// The text of french.lexicon, which the build puts into the library.
#include <string_view>

namespace driftwave::french {

[[nodiscard]] std::string_view lexicon_text();

}  // namespace driftwave::french
