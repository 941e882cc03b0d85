#pragma once
/// What is meant to be read of a text with markup: tags, link targets and the clocks of subtitles are silent.
#include "tts/text/utf8.h"

namespace driftwave {

/// HTML, Markdown and subtitles (SubRip, WebVTT) without what only a screen needs; entities decoded, and
/// compatibility forms such as ㎡, Ⅳ and ① as plain letters and digits. `[Name](/ipa/)` becomes [[ipa]].
/// Text without any of these is returned as it stands. The result's offsets lead where those of `clean` lead.
[[nodiscard]] CleanText plain_text(CleanText clean);

}  // namespace driftwave
