#include "tts/text/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

struct Mark {
  std::string_view bytes;
  const char* encoding;
};

/// The mark of UTF-32 begins like that of UTF-16.
constexpr auto kMarks = std::to_array<Mark>({{{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                             {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                             {{"\xFF\xFE", 2}, "UTF-16LE"},
                                             {{"\xFE\xFF", 2}, "UTF-16BE"}});

/// Absent when the encoding is not known.
std::optional<std::string> converted(std::string_view bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(encoding, &status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter, status);
  ucnv_close(converter);
  if (U_FAILURE(status) != 0) return std::nullopt;
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

/// The encoding that an XML declaration at the beginning names; empty where there is none.
std::string declared(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return "";
  const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  const std::size_t key = declaration.find("encoding");
  if (key == std::string_view::npos) return "";
  const std::size_t open = declaration.find_first_of("\"'", key);
  if (open == std::string_view::npos) return "";
  const std::size_t close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return "";
  return std::string(declaration.substr(open + 1, close - open - 1));
}

/// UTF-16 and 32 cannot be: the declaration was read byte by byte.
bool one_byte_encoding(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return !name.empty() && !name.starts_with("utf");
}

bool is_text(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && std::string_view("\t\n\r\f\v").find(c) == std::string_view::npos);
  });
}

/// Whether some character of several bytes is whole: UTF-8, then, however damaged.
bool has_whole_characters(std::string_view bytes) {
  return std::ranges::any_of(to_code_points(bytes), [](char32_t c) { return c >= 0x80; });
}

bool is_utf8(std::string_view bytes) {
  std::string again;
  for (const char32_t c : to_code_points(bytes)) append_utf8(again, c);
  return again.size() == bytes.size();
}

}  // namespace

DecodedText decode_text(std::string bytes) {
  // ICU counts in 32 bits.
  constexpr std::size_t kMost = std::size_t{1} << 29U;
  if (bytes.starts_with("\xEF\xBB\xBF")) return {.utf8 = bytes.substr(3), .skipped_bytes = 3, .note = ""};
  if (bytes.size() > kMost) return {.utf8 = std::move(bytes), .note = ""};
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    const std::size_t unit = mark.bytes.size();
    if (unit == 4 && bytes.size() % 4 != 0) continue;
    if (auto utf8 = converted(std::string_view(bytes).substr(unit), mark.encoding))
      return {.utf8 = std::move(*utf8), .note = ""};
  }
  const std::string name = declared(bytes);
  if (one_byte_encoding(name)) {
    if (auto utf8 = converted(bytes, name.c_str())) return {.utf8 = std::move(*utf8), .note = ""};
  }
  const bool stays = is_utf8(bytes) || !is_text(bytes) || has_whole_characters(bytes);
  auto utf8 = stays ? std::nullopt : converted(bytes, "windows-1252");
  if (!utf8) return {.utf8 = std::move(bytes), .note = ""};
  return {.utf8 = std::move(*utf8), .note = "it is no UTF-8: it was read as Windows-1252"};
}

}  // namespace driftwave
