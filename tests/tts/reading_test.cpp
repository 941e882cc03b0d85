/// Texts of every kind that is hard to read, most of them by others, against what a person would say. The
/// file reading_cases.tsv says what its columns mean.
#include "tts/reading.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/tts/labelled_lines.h"
#include "tts/text/encoding.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

struct Case {
  std::string kind;
  std::string source;
  std::string written;
  std::string spoken;  ///< alternatives between "|"
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& columns : test::labelled_lines(DRIFTWAVE_READING_CASES, 4))
    all.push_back({columns[0], columns[1], columns[2], columns[3]});
  return all;
}

/// The bytes of a text with escapes: \n, \e, \x and two digits.
std::string bytes_of(std::string_view written) {
  std::string bytes;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char next = written[i] == '\\' && i + 1 < written.size() ? written[i + 1] : '\0';
    if (next == 'n' || next == 'e') {
      bytes += next == 'n' ? '\n' : '\x1b';
      ++i;
    } else if (next == 'x') {
      bytes += static_cast<char>(std::stoi(std::string(written.substr(i + 2, 2)), nullptr, 16));
      i += 3;
    } else {
      bytes += written[i];
    }
  }
  return bytes;
}

/// Without stress, length, pauses and the differences between weak vowels.
std::string plain(std::string_view ipa) {
  static const std::vector<std::pair<char32_t, std::u32string_view>> kAlike = {
      {U'ᵻ', U"ɪ"}, {U'ɐ', U"ə"}, {U'ʌ', U"ə"}, {U'ɾ', U"t"}, {U'ʔ', U"t"}, {U'ɚ', U"əɹ"}, {U'ɜ', U"əɹ"}};
  static constexpr std::u32string_view kSilent = U"ˈˌː^$ .,;:!?…—";
  std::string text;
  for (const char32_t c : to_code_points(ipa)) {
    if (kSilent.find(c) != std::u32string_view::npos) continue;
    std::u32string_view as(&c, 1);
    for (const auto& [from, to] : kAlike) {
      if (from == c) as = to;
    }
    for (const char32_t sound : as) append_utf8(text, sound);
  }
  return text;
}

std::string sound_of(const std::string& bytes, bool is_ssml) {
  static const TextFrontEnd front_end;
  const std::string text = decode_text(bytes).utf8;
  std::vector<SsmlSegment> segments;
  if (is_ssml) {
    segments = parse_ssml(text, "test").segments;
  } else {
    SourceMap source;
    source.copied(text.size(), 0);
    segments.push_back({.text = text, .source = std::move(source)});
  }
  const std::vector<LocatedSentence> sentences = read_segments(front_end, std::move(segments));
  std::string sound;
  for (const LocatedSentence& sentence : sentences)
    sound += plain(symbols_to_text(sentence.spoken.phonemes.ids));
  return sound;
}

bool is_said(const std::string& sound, std::string_view alternatives) {
  while (!alternatives.empty()) {
    const std::string_view one = alternatives.substr(0, alternatives.find('|'));
    alternatives.remove_prefix(std::min(one.size() + 1, alternatives.size()));
    if (sound == sound_of(std::string(one), false)) return true;
  }
  return false;
}

TEST(Reading, SaysWhatAPersonWouldSay) {
  for (const Case& one : cases()) {
    const std::string sound = sound_of(bytes_of(one.written), one.kind == "ssml");
    ASSERT_FALSE(sound.empty()) << one.written;
    EXPECT_TRUE(is_said(sound, one.spoken))
        << one.kind << ": " << one.written << ": want " << one.spoken << ", got " << sound;
  }
}

}  // namespace
}  // namespace driftwave
