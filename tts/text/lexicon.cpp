#include "tts/text/lexicon.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/core/error.h"
#include "tts/text/bytes.h"
#include "tts/text/encoding.h"
#include "tts/text/english_lexicon.h"
#include "tts/text/heteronyms.h"
#include "tts/text/phonetic_alphabets.h"
#include "tts/text/pls.h"
#include "tts/text/rules/lexeme.h"
#include "tts/text/symbols.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr std::string_view kSpace = " \t\r";

/// Plain apostrophes, as words have them when they are looked up.
std::string plain_word(std::string_view word) {
  std::string plain;
  for (const char32_t c : to_code_points(word)) append_utf8(plain, c == U'’' ? U'\'' : c);
  return plain;
}

std::string single_spaced(std::string_view words) {
  std::string spaced;
  for (const char c : words) {
    const bool space = kSpace.find(c) != std::string_view::npos;
    if (!space) {
      spaced += c;
    } else if (!spaced.empty() && spaced.back() != ' ') {
      spaced += ' ';
    }
  }
  return spaced;
}

/// @throws Error that names the first symbol that no voice has.
void check_ipa(std::string_view ipa, const std::string& where) {
  if (ipa.empty()) throw Error("{}: want phonemes between slashes, got none", where);
  for (const char32_t c : to_code_points(ipa)) {
    if (symbol_id(c)) continue;
    std::string symbol;
    append_utf8(symbol, c);
    throw Error("{}: want phonemes in IPA, got \"{}\" in \"{}\"", where, symbol, ipa);
  }
}

Pronunciation pronunciation_of(std::string_view column, const std::string& where) {
  const bool slashes = column.size() > 1 && column.starts_with('/') && column.ends_with('/');
  const bool brackets = column.size() > 3 && column.starts_with("[[") && column.ends_with("]]");
  if (!slashes && !brackets) return {"", single_spaced(column)};
  std::string ipa = plain_ipa(brackets ? column.substr(2, column.size() - 4) : column);
  check_ipa(ipa, where);
  return {std::move(ipa), ""};
}

bool begins_small(std::string_view word) {
  return !word.empty() && !begins_with_capital(word);
}

bool has_no_small_letter(std::string_view word) {
  return word.size() > 1 &&
         std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

void Lexicon::add(std::string_view text, const std::string& who) {
  std::size_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end), kSpace);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    const std::string where = who + ": line " + std::to_string(line_number);
    const std::size_t gap = line.find_first_of(" \t");
    if (gap == std::string_view::npos)
      throw Error("{}: want a word and how to say it, got \"{}\"", where, std::string(line));
    const std::string word = plain_word(line.substr(0, gap));
    std::vector<Entry>& entries = entries_[lower_case(word)];
    std::erase_if(entries, [&](const Entry& entry) { return entry.word == word; });
    entries.push_back({word, pronunciation_of(trim(line.substr(gap), kSpace), where)});
  }
}

const Pronunciation* Lexicon::find_as_written(std::string_view word, std::string_view lower) const {
  const auto found = entries_.find(lower);
  if (found == entries_.end()) return nullptr;
  const Pronunciation* best = nullptr;
  for (const Entry& entry : found->second) {
    if (entry.word == word) return &entry.pronunciation;
    if (begins_small(entry.word) || has_no_small_letter(word)) best = &entry.pronunciation;
  }
  return best;
}

const Pronunciation* Lexicon::find(const std::string& word, Pronunciation& inflected) const {
  if (entries_.empty()) return nullptr;
  const std::string lower = lower_case(word);
  if (const Pronunciation* found = find_as_written(word, lower)) return found;
  for (const std::string_view ending : {"'s", "'S", "s"}) {
    if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
    const auto stem_of = [&](std::string_view inflection) {
      return inflection.substr(0, inflection.size() - ending.size());
    };
    const Pronunciation* stem = find_as_written(stem_of(word), stem_of(lower));
    if (stem == nullptr) continue;
    inflected = *stem;
    if (stem->ipa.empty()) {
      inflected.words += "'s";
    } else {
      inflected.ipa += s_ending(stem->ipa);
    }
    return &inflected;
  }
  return nullptr;
}

const Lexicon& english_lexicon() {
  static const Lexicon lexicon = [] {
    Lexicon filled;
    filled.add(english_lexicon_text(), "english.lexicon");
    return filled;
  }();
  return lexicon;
}

std::shared_ptr<const Lexicon> load_lexicons(const std::vector<std::filesystem::path>& files) {
  if (files.empty()) return nullptr;
  auto lexicon = std::make_shared<Lexicon>();
  for (const std::filesystem::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
      throw Error("{}: want a lexicon, got no file that can be read", file.string());
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const std::string text = decode_text(std::move(bytes)).utf8;
    lexicon->add(is_xml(text) ? lexicon_lines(text, file.string()) : text, file.string());
  }
  return lexicon;
}

}  // namespace driftwave
