#include "tts/singing/score/karaoke.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// In a file that writes spaces, at least this share of its syllables have one.
constexpr double kSpacedShare = 0.2;

struct Written {
  std::string text;
  bool begins_apart = false;
  bool ends_apart = false;
  bool ends_with_hyphen = false;
};

Written split(const std::string& raw) {
  constexpr std::string_view kApart = " \t\r\n/\\";
  Written written;
  const std::size_t first = raw.find_first_not_of(kApart);
  if (first == std::string::npos) return written;
  const std::size_t last = raw.find_last_not_of(kApart);
  written.begins_apart = first > 0;
  written.ends_apart = last + 1 < raw.size();
  written.text = raw.substr(first, last - first + 1);
  written.ends_with_hyphen = written.text.size() > 1 && written.text.back() == '-';
  if (written.ends_with_hyphen) written.text.pop_back();
  return written;
}

/// "+", "+~", "-", "[[ipa]]": what parse_lyric() takes as it is.
bool is_sign(const std::string& text) {
  return text.starts_with("+") || text == "-" || text == "_" || text.find('[') != std::string::npos;
}

}  // namespace

std::vector<std::string> join_syllables(const std::vector<std::string>& syllables) {
  std::vector<Written> all;
  std::size_t spaced = 0;
  std::size_t filled = 0;
  for (const std::string& raw : syllables) {
    all.push_back(split(raw));
    filled += all.back().text.empty() ? 0 : 1;
    spaced += all.back().begins_apart || all.back().ends_apart ? 1 : 0;
  }
  const bool writes_spaces = static_cast<double>(spaced) > kSpacedShare * static_cast<double>(filled);
  std::vector<std::string> lyrics;
  std::size_t word = all.size();  // where the last word began; none yet
  const Written* before = nullptr;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Written& one = all[i];
    if (one.text.empty() || is_sign(one.text)) {
      lyrics.push_back(one.text);
      if (!one.text.empty() && !one.text.starts_with("+") && one.text != "-" && one.text != "_")
        before = nullptr;
      continue;
    }
    const bool is_apart = before != nullptr && (before->ends_apart || one.begins_apart);
    const bool goes_on = before != nullptr && (before->ends_with_hyphen || (writes_spaces && !is_apart));
    if (goes_on) {
      lyrics[word] += one.text;
      lyrics.emplace_back("+");
    } else {
      word = i;
      lyrics.push_back(one.text);
    }
    before = &one;
  }
  return lyrics;
}

std::string lyric_to_utf8(const std::string& bytes) {
  const CleanText clean = clean_utf8(bytes);
  if (clean.dropped_bytes == 0) return clean.text;
  std::string text;
  for (const char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
  return clean_utf8(text).text;
}

}  // namespace driftwave
