#include "tts/text/phonemes.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <span>

#include "engine/core/error.h"
#include "tts/text/utf8.h"
#include "tts/text/word_alignment.h"

namespace driftwave {
namespace {

constexpr std::size_t kLongestClause = 100;  // words; bounds the cost of aligning them

bool vowel_first(std::string_view ipa) {
  for (const char32_t c : to_code_points(ipa)) {
    if (c == U'ˈ' || c == U'ˌ' || c == U'\'' || c == U' ') continue;
    return std::u32string_view(U"aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ").find(c) != std::u32string_view::npos;
  }
  return false;
}

/// Phonemes that are not espeak-ng's to choose: [[ipa]], what a lexicon or the context says, and the letter
/// A, which it takes for the article in English.
std::string_view given_phonemes(const Token& token, bool is_english) {
  if (!token.phonemes.empty()) return token.phonemes;
  if (token.kind == TokenKind::kIpa) return token.text;
  return is_english && token.kind == TokenKind::kLetters && token.text == "A" ? "ˈeɪ" : "";
}

/// What espeak-ng is given for a token. Given phonemes are stood in for by a word that begins alike, so that
/// "a" and "the" before it take the right form.
std::string espeak_text(const Token& token, bool is_english) {
  const std::string_view given = given_phonemes(token, is_english);
  if (!given.empty()) return vowel_first(given) ? "eel" : "tea";
  if (token.kind != TokenKind::kLetters) return token.text;
  constexpr std::size_t kLongestDotted = 60;  // bytes: espeak-ng writes past its memory for a word of 800
  const char between = token.text.size() > kLongestDotted ? ' ' : '.';
  std::string dotted;
  for (const char c : token.text) {
    if (c == 's') break;  // plural: added to the phonemes, espeak-ng would read it as a letter
    dotted += c == ' ' ? between : c;
  }
  while (!dotted.empty() && dotted.back() == '.') dotted.pop_back();
  return dotted;
}

/// The plural of a letter's name: in English "Cs" with z, "Fs" with s, "Xs" with a vowel.
std::string_view letter_plural(const Token& token, bool is_english) {
  if (token.kind != TokenKind::kLetters || token.text.size() < 3 || token.text.back() != 's') return "";
  const char letter = token.text[token.text.size() - 3];
  if (letter == 'F' || !is_english) return "s";
  return letter == 'H' || letter == 'S' || letter == 'X' ? "ᵻz" : "z";
}

/// Builds one PhonemeSequence token by token.
class SequenceBuilder {
 public:
  SequenceBuilder() { sequence_.ids.push_back(kBeginId); }

  /// @param joined the phonemes go on with the word before, without a space: "in the" is ɪnðə.
  void word(const Token& token, std::string_view ipa, bool joined) {
    if (sequence_.ids.size() > 1 && !joined) sequence_.ids.push_back(kSpaceId);
    const std::size_t begin = sequence_.ids.size();
    append(ipa);
    while (sequence_.ids.size() > begin && sequence_.ids.back() == kSpaceId) sequence_.ids.pop_back();
    if (sequence_.ids.size() == begin) {
      if (sequence_.ids.back() == kSpaceId) sequence_.ids.pop_back();
      return;
    }
    spoke_ = true;
    auto& words = sequence_.words;
    if (!words.empty() && words.back().source_begin == token.source_begin &&
        words.back().source_end == token.source_end) {
      words.back().text += ' ' + token.text;
      words.back().end_id = sequence_.ids.size();
    } else {
      words.push_back({token.text, begin, sequence_.ids.size(), token.source_begin, token.source_end});
    }
  }

  void punctuation(std::string_view mark) {
    if (spoke_) append(mark);
  }

  PhonemeSequence finish() {
    if (!spoke_) return {{}, {}, sequence_.dropped_symbols};
    sequence_.ids.push_back(kEndId);
    return std::move(sequence_);
  }

 private:
  void append(std::string_view text) {
    for (const char32_t c : to_code_points(text)) append(c);
  }

  void append(char32_t c) {
    if (const auto id = symbol_id(c)) {
      // Given phonemes may hold spaces; none doubles, and none comes first.
      const bool idle = sequence_.ids.back() == kSpaceId || sequence_.ids.back() == kBeginId;
      if (*id != kSpaceId || !idle) sequence_.ids.push_back(*id);
      return;
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    icu::UnicodeString parts;
    if (U_FAILURE(status) != 0 || nfd->getDecomposition(static_cast<UChar32>(c), parts) == 0) {
      ++sequence_.dropped_symbols;
      return;
    }
    std::string utf8;
    append(parts.toUTF8String(utf8));
  }

  PhonemeSequence sequence_;
  bool spoke_ = false;
};

void append_word(std::string& line, std::string_view word) {
  if (!line.empty()) line += ' ';
  line += word;
}

std::string joined_groups(const std::vector<std::string>& groups, std::size_t first, std::size_t end) {
  std::string text;
  for (std::size_t i = first; i < end; ++i) append_word(text, groups[i]);
  return text;
}

/// One clause: words without punctuation between them.
class Clause {
 public:
  Clause(const EspeakVoice& voice, std::span<const Token> words)
      : voice_(voice), is_english_(voice.name.starts_with("en")), words_(words) {
    std::string text;
    for (const Token& word : words) append_word(text, espeak_text(word, is_english_));
    groups_ = espeak_groups(voice, text);
  }

  void speak(SequenceBuilder& builder) const {
    for (const WordGroups& span :
         align_words(words_.size(), groups_, [this](std::size_t i) { return alone(i); })) {
      if (span.end_word == span.first_word + 1) {
        speak_word(span.first_word, joined_groups(groups_, span.first_group, span.end_group), builder);
      } else if (span.end_word > span.first_word) {
        speak_joined(span, builder);
      }
    }
  }

 private:
  [[nodiscard]] std::string alone(std::size_t i) const {
    return espeak_word(voice_, espeak_text(words_[i], is_english_));
  }

  void speak_word(std::size_t i, const std::string& ipa, SequenceBuilder& builder) const {
    const std::string_view given = given_phonemes(words_[i], is_english_);
    if (!given.empty()) {
      builder.word(words_[i], given, false);
    } else {
      builder.word(words_[i], ipa + std::string(letter_plural(words_[i], is_english_)), false);
    }
  }

  /// Several words that espeak-ng runs together.
  void speak_joined(const WordGroups& span, SequenceBuilder& builder) const {
    std::vector<std::string> sounds;
    bool whole = true;
    for (std::size_t i = span.first_word; i < span.end_word; ++i) {
      sounds.push_back(alone(i));
      whole = whole && given_phonemes(words_[i], is_english_).empty() &&
              letter_plural(words_[i], is_english_).empty();
    }
    const std::string ipa = joined_groups(groups_, span.first_group, span.end_group);
    const std::vector<std::string> pieces = split_sound(ipa, sounds);
    for (std::size_t n = 0; n < sounds.size(); ++n) {
      const std::size_t i = span.first_word + n;
      if (whole) {
        builder.word(words_[i], pieces[n], n > 0);
      } else {
        speak_word(i, sounds[n], builder);
      }
    }
  }

  const EspeakVoice& voice_;
  bool is_english_;
  std::span<const Token> words_;
  std::vector<std::string> groups_;
};

}  // namespace

Phonemizer::Phonemizer(EspeakVoice voice) : voice_(std::move(voice)) {
  check_espeak_voice(voice_);
}

PhonemeSequence Phonemizer::phonemize(const std::vector<Token>& tokens) const {
  SequenceBuilder builder;
  for (std::size_t i = 0; i < tokens.size();) {
    if (tokens[i].kind == TokenKind::kPunctuation) {
      builder.punctuation(tokens[i].text);
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < tokens.size() && end < i + kLongestClause && tokens[end].kind != TokenKind::kPunctuation)
      ++end;
    Clause(voice_, std::span(tokens).subspan(i, end - i)).speak(builder);
    i = end;
  }
  return builder.finish();
}

}  // namespace driftwave
