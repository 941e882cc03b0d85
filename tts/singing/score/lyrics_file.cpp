#include "tts/singing/score/lyrics_file.h"

#include <algorithm>
#include <utility>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "tts/singing/lyric.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

struct Token {
  std::string text;
  int line = 1;
};

/// What stands between spaces; "[[...]]" is one token whatever it holds.
std::vector<Token> tokens_of(std::string_view lyrics) {
  std::vector<Token> tokens;
  int line = 1;
  std::size_t i = 0;
  bool is_line_start = true;
  while (i < lyrics.size()) {
    const char c = lyrics[i];
    if (c == '#' && is_line_start) {
      i = std::min(lyrics.find('\n', i), lyrics.size());
      continue;
    }
    is_line_start = c == '\n' || (is_line_start && (c == ' ' || c == '\t'));
    if (c == '\n') ++line;
    if (c == ' ' || c == '\t' || c == '\n') {
      ++i;
      continue;
    }
    std::size_t end = lyrics.find_first_of(" \t\n", i);
    const std::size_t open = lyrics.find("[[", i);
    if (open < end) {
      const std::size_t close = lyrics.find("]]", open);
      end = close == std::string_view::npos ? end : lyrics.find_first_of(" \t\n", close);
    }
    end = std::min(end, lyrics.size());
    tokens.push_back({std::string(lyrics.substr(i, end - i)), line});
    i = end;
  }
  return tokens;
}

/// "twin-kle" as "twinkle" and the number of its parts.
std::pair<std::string, std::size_t> parted(const std::string& token) {
  std::string word;
  std::size_t parts = 1;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool is_inside = i > 0 && i + 1 < token.size();
    if (token[i] == '-' && is_inside) {
      ++parts;
    } else {
      word += token[i];
    }
  }
  return {word, parts};
}

class Layout {
 public:
  explicit Layout(const SyllableCounter& count) : count_(count) {}

  std::vector<Token> run(const std::vector<Token>& tokens) {
    bool joins = false;
    for (const Token& token : tokens) {
      if (token.text == "--") {
        joins = has_word_;
        continue;
      }
      add(token, std::exchange(joins, false));
    }
    spread_words();
    return std::move(lyrics_);
  }

 private:
  void add(const Token& token, bool joins) {
    const Lyric lyric = lyric_of(token);
    if (lyric.kind == LyricKind::kNone) return;
    const bool is_plain = lyric.kind == LyricKind::kWord && lyric.ipa.empty();
    if (!is_plain) {
      has_word_ = has_word_ || lyric.kind == LyricKind::kWord;
      lyrics_.push_back(token);
      return;
    }
    const auto [word, parts] = parted(token.text);
    if (joins) {
      lyrics_[word_].text += word;
      std::erase(open_words_, word_);
    } else {
      word_ = lyrics_.size();
      has_word_ = true;
      lyrics_.push_back({word, token.line});
      if (parts == 1) open_words_.push_back(word_);
    }
    for (std::size_t i = joins ? 0 : 1; i < parts; ++i) lyrics_.push_back({"+", token.line});
  }

  static Lyric lyric_of(const Token& token) {
    try {
      return parse_lyric(token.text);
    } catch (const Error& e) {
      throw Error("line {}: {}", token.line, e.what());
    }
  }

  /// Words that nobody has parted take a note for each syllable, unless signs behind them say otherwise.
  void spread_words() {
    std::vector<std::string> words;
    for (const std::size_t at : open_words_) words.push_back(parse_lyric(lyrics_[at].text).text);
    if (words.empty()) return;
    const std::vector<std::size_t> counts = count_(words);
    std::vector<Token> spread;
    std::size_t next = 0;
    for (std::size_t i = 0; i < lyrics_.size(); ++i) {
      spread.push_back(lyrics_[i]);
      if (next == open_words_.size() || open_words_[next] != i) continue;
      const bool is_parted = i + 1 < lyrics_.size() && lyrics_[i + 1].text.starts_with("+") &&
                             lyrics_[i + 1].text != "+~" && lyrics_[i + 1].text != "+*";
      for (std::size_t s = 1; s < counts[next] && !is_parted; ++s) spread.push_back({"+", lyrics_[i].line});
      ++next;
    }
    lyrics_ = std::move(spread);
  }

  const SyllableCounter& count_;
  std::vector<Token> lyrics_;            ///< one a note
  std::vector<std::size_t> open_words_;  ///< of `lyrics_`, those whose syllables are to be counted
  std::size_t word_ = 0;
  bool has_word_ = false;
};

}  // namespace

void set_lyrics(ScorePart& part, std::string_view text, const SyllableCounter& count,
                const std::string& who) {
  std::vector<Token> lyrics;
  try {
    lyrics = Layout(count).run(tokens_of(clean_utf8(text).text));
  } catch (const Error& e) {
    throw Error("{}: {}", who, e.what());
  }
  if (lyrics.empty()) throw Error("{}: want words to sing, got none", who);
  if (lyrics.size() < part.notes.size())
    throw Error("{}: want {} syllables for part \"{}\", got {}: the note in {} has none", who,
                part.notes.size(), part.name, lyrics.size(), describe(part.notes[lyrics.size()].place));
  if (lyrics.size() > part.notes.size())
    throw Error("{}, line {}: want {} syllables for part \"{}\", got {}: \"{}\" has no note", who,
                lyrics[part.notes.size()].line, part.notes.size(), part.name, lyrics.size(),
                shortened(lyrics[part.notes.size()].text));
  for (std::size_t i = 0; i < part.notes.size(); ++i) part.notes[i].lyric = lyrics[i].text;
}

}  // namespace driftwave
