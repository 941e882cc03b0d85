#include "tts/text/normalize.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

#include "tts/text/latin.h"
#include "tts/text/rules/capitals.h"
#include "tts/text/rules/rule.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

using Kind = Lexeme::Kind;

/// How much a mark stops the voice; of neighbouring marks the strongest is kept.
std::size_t strength(std::string_view mark) {
  static constexpr std::string_view kByStrength[] = {",", "—", ":", ";", "…", ".", "!", "?"};
  const auto* const found = std::find(std::begin(kByStrength), std::end(kByStrength), mark);
  return static_cast<std::size_t>(found - std::begin(kByStrength));
}

/// The pause a symbol stands for; empty for what is silent.
std::string_view mark_of(const Cursor& at) {
  switch (at[0].symbol) {
    case U'.':
    case U'。':
      return at.symbol(1, U'.') || at.symbol(-1, U'.') ? "…" : ".";
    case U',':
    case U'，':
    case U'、':
    case U'(':
    case U')':
    case U'[':
    case U']':
    case U'{':
    case U'}':
    case U'|':
      return ",";
    case U'?':
    case U'？':
    case U'‽':
      return "?";
    case U'!':
    case U'！':
      return "!";
    case U';':
    case U'；':
      return ";";
    case U':':
    case U'：':
      return ":";
    case U'…':
      return "…";
    case U'—':
    case U'―':
      return "—";
    case U'–':
      return at.gap(-1) || at.gap(1) || (at.word(-1) && at.word(1)) ? "—" : "";
    case U'-':
      return (at.space(-1) && at.gap(1)) || at.symbol(1, U'-') || at.symbol(-1, U'-') ? "—" : "";
    default:
      return "";
  }
}

/// Whether silence about a sign loses something: arithmetic, currencies, pictures that are no emoji, numbers
/// of other scripts. Punctuation, marks of lists, Markdown's signs and what cannot be seen go without saying.
bool is_meant_to_be_said(char32_t sign) {
  if (sign < 0x80) return std::u32string_view(U"+<>^").find(sign) != std::u32string_view::npos;
  if (std::u32string_view(U"´¨¸¯·•‣◦∙▪▫●○◉▸▹►▶★☆⭐").find(sign) != std::u32string_view::npos) return false;
  const auto c = static_cast<UChar32>(sign);
  if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0 && sign >= 0x2190) return false;
  if (u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) != 0 || (sign >= 0x1F1E6 && sign <= 0x1F1FF)) return false;
  if (sign >= 0x2500 && sign <= 0x259F) return false;  // lines and blocks, which draw
  return (U_GET_GC_MASK(c) & (U_GC_S_MASK | U_GC_N_MASK | U_GC_L_MASK)) != 0;
}

/// Collects the tokens of one sentence.
class Normalizer {
 public:
  Normalizer(std::string_view sentence, std::size_t offset, const ReadingRules& rules, const Lexicon* lexicon)
      : lexemes_(cut_lexemes(sentence)), offset_(offset), rules_(rules), lexicon_(lexicon) {
    if (rules.quieten != nullptr) shouted_ = rules.quieten(lexemes_);
  }

  std::vector<Token> run(std::string* silent) {
    for (std::size_t i = 0; i < lexemes_.size();) i += step(i);
    finish();
    if (silent != nullptr) *silent = std::move(silent_);
    return std::move(tokens_);
  }

 private:
  /// Reads what stands at lexeme `i`; returns how many lexemes that was.
  std::size_t step(std::size_t i) {
    const Lexeme& lexeme = lexemes_[i];
    if (lexeme.kind == Kind::kSpace) return 1;
    if (lexeme.kind == Kind::kIpa) {
      tokens_.push_back({lexeme.text, offset_ + lexeme.begin, offset_ + lexeme.end, TokenKind::kIpa});
      return 1;
    }
    const Cursor at(lexemes_, i);
    if (lexicon_ != nullptr && lexeme.kind == Kind::kWord && looked_up(*lexicon_, lexeme)) return 1;
    const Reading said = reading(at);
    if (!said.empty()) return say(said, i);
    if (lexeme.kind == Kind::kSymbol) {
      const std::string_view pause = mark_of(at);
      if (pause.empty() && is_meant_to_be_said(lexeme.symbol)) add_silent(lexeme.text);
      mark(pause, lexeme);
      return 1;
    }
    return word(at);
  }

  void add_silent(const std::string& sign) {
    if (silent_.find(sign) == std::string::npos) silent_ += sign;
  }

  /// Says a word as the lexicon does; false where it lacks the word.
  bool looked_up(const Lexicon& lexicon, const Lexeme& lexeme) {
    Pronunciation inflected;
    const Pronunciation* found = lexicon.find(lexeme.text, inflected);
    if (found == nullptr) return false;
    if (!found->words.empty()) {
      say_words(found->words, lexeme.begin, lexeme.end);
    } else {
      Token token{lexeme.text, offset_ + lexeme.begin, offset_ + lexeme.end, TokenKind::kWord};
      token.phonemes = found->ipa;
      tokens_.push_back(std::move(token));
    }
    return true;
  }

  [[nodiscard]] Reading reading(const Cursor& at) const {
    if (rules_.first_reading != nullptr) return rules_.first_reading(at);
    for (const std::span<const Rule> family : rules_.families) {
      for (const Rule& rule : family) {
        Reading reading = rule.read(at);
        if (!reading.empty()) return reading;
      }
    }
    return {};
  }

  std::size_t say(const Reading& reading, std::size_t first) {
    std::size_t i = first;
    for (const SpokenPart& part : reading) {
      std::size_t begin = i;
      i += static_cast<std::size_t>(part.lexemes);
      std::size_t end = i;
      while (begin + 1 < end && lexemes_[begin].kind == Kind::kSpace) ++begin;
      while (end > begin + 1 && lexemes_[end - 1].kind == Kind::kSpace) --end;
      if (part.words.starts_with("[[")) {
        say_phonemes(part.words, begin, end);
      } else {
        say_words(part.words, lexemes_[begin].begin, lexemes_[end - 1].end);
      }
    }
    return i - first;
  }

  /// "[[ipa]]" for the text of the lexemes from `begin` to `end`.
  void say_phonemes(std::string_view words, std::size_t begin, std::size_t end) {
    Token token{"", offset_ + lexemes_[begin].begin, offset_ + lexemes_[end - 1].end, TokenKind::kWord};
    for (std::size_t i = begin; i < end; ++i) token.text += lexemes_[i].text;
    token.phonemes = words.substr(2, words.size() - 4);
    tokens_.push_back(std::move(token));
  }

  void say_words(std::string_view words, std::size_t begin, std::size_t end) {
    while (!words.empty()) {
      const std::size_t length = std::min(words.find(' '), words.size());
      const std::string_view one = words.substr(0, length);
      words.remove_prefix(std::min(length + 1, words.size()));
      Token token{std::string(one), offset_ + begin, offset_ + end, TokenKind::kWord};
      if (one == ",") token.kind = TokenKind::kPunctuation;
      if (one.starts_with('{')) {
        token.kind = TokenKind::kLetters;
        token.text.clear();
        for (const char32_t letter : to_code_points(one.substr(1, one.size() - 2))) {
          if (!token.text.empty()) token.text += ' ';
          append_utf8(token.text, letter);
        }
      }
      tokens_.push_back(std::move(token));
    }
  }

  void mark(std::string_view text, const Lexeme& lexeme) {
    if (text.empty() || tokens_.empty()) return;
    if (tokens_.back().kind == TokenKind::kPunctuation) {
      if (strength(text) > strength(tokens_.back().text)) tokens_.back().text = text;
      return;
    }
    tokens_.push_back(
        {std::string(text), offset_ + lexeme.begin, offset_ + lexeme.end, TokenKind::kPunctuation});
  }

  /// A word as it stands. Joined to the word before by a hyphen, it becomes part of that: espeak-ng gives
  /// "well-known" one stress pattern.
  std::size_t word(const Cursor& at) {
    const Lexeme& lexeme = at[0];
    std::string text = lexeme.text;
    std::size_t end = lexeme.end;
    std::size_t used = 1;
    if (lexeme.kind == Kind::kDigits) {  // another language: its decimals are left to espeak-ng
      for (std::ptrdiff_t n = 1; at.symbol_of(n, U".,") && at.digits(n + 1); n += 2) {
        text += at[n].text + at[n + 1].text;
        end = at[n + 1].end;
        used += 2;
      }
    } else if (rules_.respells) {
      const bool has_exceptions = rules_.exceptions != nullptr && lexeme.kind == Kind::kWord;
      if (has_exceptions && looked_up(*rules_.exceptions, lexeme)) return used;
      text = in_latin_letters(as_said(lexeme));
      if (text != lexeme.text && has_exceptions) {  // Kyōto is Kyoto
        Lexeme plain = lexeme;
        plain.text = text;
        if (looked_up(*rules_.exceptions, plain)) return used;
      }
    }
    if (text.empty()) {
      add_silent(lexeme.text);
      return used;
    }
    const bool joins = at.symbol_of(-1, U"-‐‑") && at.word(-2) && lexeme.kind == Kind::kWord &&
                       joinable_end_ == offset_ + at[-2].end;
    if (joins) {
      tokens_.back().text += '-' + text;
      tokens_.back().source_end = offset_ + end;
    } else {
      tokens_.push_back({text, offset_ + lexeme.begin, offset_ + end, TokenKind::kWord});
    }
    joinable_end_ = offset_ + end;
    return used;
  }

  /// A word in the case that says what espeak-ng should know: capitals are letters to it.
  [[nodiscard]] std::string as_said(const Lexeme& word) const {
    const bool letter = word.text.size() == 1 || word.text.starts_with("I'");
    std::string_view stem = word.text;  // of NASA's
    if (stem.size() > 3 && stem.ends_with("'s")) stem.remove_suffix(2);
    return !letter && (shouted_ || all_capitals(stem)) ? word.lower : word.text;
  }

  /// A bracket that closes the sentence is no pause. The full stop of a last "etc." was read as part of the
  /// abbreviation; it also ends the sentence.
  void finish() {
    std::size_t i = lexemes_.size();
    while (i > 0 && lexemes_[i - 1].kind == Kind::kSpace) --i;
    const bool bracket_last =
        i > 0 && std::u32string_view(U")]}").find(lexemes_[i - 1].symbol) != std::u32string_view::npos;
    if (bracket_last && !tokens_.empty() && tokens_.back().text == ",") tokens_.pop_back();
    const auto closing = [](const Lexeme& lexeme) {
      return lexeme.kind == Kind::kSpace ||
             std::u32string_view(U"\"'”’)]»*_").find(lexeme.symbol) != std::u32string_view::npos;
    };
    while (i > 0 && (lexemes_[i - 1].kind != Kind::kWord && closing(lexemes_[i - 1]))) --i;
    if (i == 0 || lexemes_[i - 1].symbol != U'.') return;
    if (!tokens_.empty() && tokens_.back().kind == TokenKind::kPunctuation) return;
    mark(".", lexemes_[i - 1]);
  }

  std::vector<Lexeme> lexemes_;
  std::size_t offset_;
  const ReadingRules& rules_;
  bool shouted_ = false;  // all in capitals, which say nothing about names
  const Lexicon* lexicon_;
  std::vector<Token> tokens_;
  std::string silent_;
  std::size_t joinable_end_ = 0;  // past the last word that stands as it is
};

}  // namespace

std::vector<Token> tokens_by(const ReadingRules& rules, std::string_view sentence, std::size_t source_offset,
                             const Lexicon* lexicon, std::string* silent) {
  return Normalizer(sentence, source_offset, rules, lexicon).run(silent);
}

std::vector<Token> normalize_tokens(std::string_view sentence, std::size_t source_offset,
                                    const Lexicon* lexicon, std::string* silent) {
  static const ReadingRules rules{.first_reading = &first_reading,
                                  .exceptions = &english_lexicon(),
                                  .quieten = &quieten,
                                  .respells = true};
  return tokens_by(rules, sentence, source_offset, lexicon, silent);
}

void say_as_listed(const Lexicon& lexicon, std::vector<Token>& sentence) {
  for (Token& token : sentence) {
    if (token.kind != TokenKind::kWord || !token.phonemes.empty()) continue;
    Pronunciation inflected;
    const Pronunciation* found = lexicon.find(token.text, inflected);
    if (found != nullptr) token.phonemes = found->ipa;
  }
}

std::vector<Token> plain_tokens(std::string_view sentence, std::size_t source_offset, const Lexicon* lexicon,
                                std::string* silent) {
  return tokens_by({}, sentence, source_offset, lexicon, silent);
}

std::string normalize(std::string_view sentence) {
  return to_text(normalize_tokens(sentence));
}

}  // namespace driftwave
