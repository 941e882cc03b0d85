#include "tts/text/phonemes.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <span>

#include "engine/core/error.h"
#include "tts/text/utf8.h"
#include "tts/text/word_alignment.h"

namespace driftwave {
namespace {

bool vowel_first(std::string_view ipa) {
  for (const char32_t c : to_code_points(ipa)) {
    if (c == U'ˈ' || c == U'ˌ' || c == U'\'' || c == U' ') continue;
    return std::u32string_view(U"aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ").find(c) != std::u32string_view::npos;
  }
  return false;
}

/// Phonemes that are not espeak-ng's to choose: [[ipa]], and the letter A, which it takes for the article.
std::string_view given_phonemes(const Token& token) {
  if (token.kind == TokenKind::kIpa) return token.text;
  return token.kind == TokenKind::kLetters && token.text == "A" ? "ˈeɪ" : "";
}

/// What espeak-ng is given for a token. Given phonemes are stood in for by a word that begins alike, so that
/// "a" and "the" before it take the right form.
std::string espeak_text(const Token& token) {
  const std::string_view given = given_phonemes(token);
  if (!given.empty()) return vowel_first(given) ? "eel" : "tea";
  if (token.kind != TokenKind::kLetters) return token.text;
  std::string dotted;
  for (const char c : token.text) {
    if (c == 's') break;  // plural: added to the phonemes, espeak-ng would read it as a letter
    dotted += c == ' ' ? '.' : c;
  }
  while (!dotted.empty() && dotted.back() == '.') dotted.pop_back();
  return dotted;
}

/// The plural of a letter's name: "Cs" with z, "Fs" with s, "Xs" with a vowel.
std::string_view letter_plural(const Token& token) {
  if (token.kind != TokenKind::kLetters || token.text.size() < 3 || token.text.back() != 's') return "";
  const char letter = token.text[token.text.size() - 3];
  if (letter == 'F') return "s";
  return letter == 'H' || letter == 'S' || letter == 'X' ? "ᵻz" : "z";
}

/// Builds one PhonemeSequence token by token.
class SequenceBuilder {
 public:
  SequenceBuilder() { sequence_.ids.push_back(kBeginId); }

  void word(const Token& first, const Token& last, std::string_view ipa, const std::string& text) {
    if (sequence_.ids.size() > 1) sequence_.ids.push_back(kSpaceId);
    const std::size_t begin = sequence_.ids.size();
    append(ipa);
    if (sequence_.ids.size() == begin) {
      if (begin > 1) sequence_.ids.pop_back();
      return;
    }
    spoke_ = true;
    auto& words = sequence_.words;
    if (!words.empty() && words.back().source_begin == first.source_begin &&
        words.back().source_end == last.source_end) {
      words.back().text += ' ' + text;
      words.back().end_id = sequence_.ids.size();
    } else {
      words.push_back({text, begin, sequence_.ids.size(), first.source_begin, last.source_end});
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
      // Given phonemes may hold spaces; none doubles.
      if (*id != kSpaceId || sequence_.ids.back() != kSpaceId) sequence_.ids.push_back(*id);
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
void phonemize_clause(const EspeakVoice& voice, std::span<const Token> words, SequenceBuilder& builder) {
  std::string text;
  for (const Token& word : words) append_word(text, espeak_text(word));
  const std::vector<std::string> groups = espeak_groups(voice, text);
  const auto alone = [&](std::size_t i) {
    std::string sound;
    for (const std::string& group : espeak_groups(voice, espeak_text(words[i]))) sound += group;
    return sound;
  };
  for (const WordGroups& span : align_words(words.size(), groups, alone)) {
    if (span.first_word == span.end_word) continue;
    std::string label;
    for (std::size_t i = span.first_word; i < span.end_word; ++i) {
      append_word(label, words[i].text);
    }
    const Token& first = words[span.first_word];
    const Token& last = words[span.end_word - 1];
    const std::string ipa =
        first.kind == TokenKind::kIpa
            ? first.text
            : joined_groups(groups, span.first_group, span.end_group) + std::string(letter_plural(last));
    builder.word(first, last, ipa, label);
  }
}

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
    const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end = std::find_if(first, tokens.end(),
                                  [](const Token& token) { return token.kind == TokenKind::kPunctuation; });
    phonemize_clause(voice_, {first, end}, builder);
    i += static_cast<std::size_t>(end - first);
  }
  return builder.finish();
}

}  // namespace driftwave
