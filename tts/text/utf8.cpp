#include "tts/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace driftwave {
namespace {

bool invisible(UChar32 c) {
  return c == 0xFFFD || c == 0xFEFF || c == 0x00AD;
}

bool control(UChar32 c) {
  return c != '\n' && c != '\t' && u_charType(c) == U_CONTROL_CHAR && c != 0x85;
}

/// What follows ESC in a terminal's colour or movement: [1;31m. @return its bytes.
std::size_t escape_parameters(std::string_view after) {
  if (!after.starts_with('[')) return 0;
  std::size_t i = 1;
  while (i < after.size() && after[i] >= 0x20 && after[i] < 0x40) ++i;
  return i < after.size() && after[i] >= 0x40 && after[i] < 0x7F ? i + 1 : 0;
}

}  // namespace

std::size_t CleanText::source_offset(std::size_t position) const {
  const auto after = std::upper_bound(gaps.begin(), gaps.end(), position,
                                      [](std::size_t p, const Gap& gap) { return p < gap.at; });
  return after == gaps.begin() ? position : position + std::prev(after)->shift;
}

CleanText clean_utf8(std::string_view bytes) {
  CleanText clean;
  clean.text.reserve(bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::size_t i = 0;
  while (i < bytes.size()) {
    // ICU steps in 32-bit offsets; a window keeps texts past 2 GB in range.
    const auto window = static_cast<std::int32_t>(std::min<std::size_t>(bytes.size() - i, 8));
    std::int32_t step = 0;
    UChar32 c = 0;
    U8_NEXT(data + i, step, window, c);
    auto length = static_cast<std::size_t>(step);
    const std::size_t escape = c == 0x1B ? escape_parameters(bytes.substr(i + length)) : 0;
    length += escape;
    if (c < 0 || escape > 0 || invisible(c)) {
      if (escape == 0) clean.dropped_bytes += length;
      const std::size_t shift = i + length - clean.text.size();
      if (!clean.gaps.empty() && clean.gaps.back().at == clean.text.size()) {
        clean.gaps.back().shift = shift;
      } else {
        clean.gaps.push_back({clean.text.size(), shift});
      }
    } else if (c == '\r') {
      // A line ends with CR LF, or in very old files with CR alone.
      clean.text += i + 1 < bytes.size() && bytes[i + 1] == '\n' ? ' ' : '\n';
    } else if (control(c)) {
      clean.text.append(length, ' ');
      ++clean.replaced_controls;
    } else {
      clean.text.append(bytes.substr(i, length));
    }
    i += length;
  }
  return clean;
}

std::u32string to_code_points(std::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(utf8.data());
  for (std::size_t i = 0; i < utf8.size();) {
    const auto window = static_cast<std::int32_t>(std::min<std::size_t>(utf8.size() - i, 8));
    std::int32_t step = 0;
    UChar32 c = 0;
    U8_NEXT(data + i, step, window, c);
    i += static_cast<std::size_t>(step);
    if (c >= 0) points.push_back(static_cast<char32_t>(c));
  }
  return points;
}

}  // namespace driftwave
