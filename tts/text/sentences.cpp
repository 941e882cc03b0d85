#include "tts/text/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <string>

#include "engine/core/error.h"
#include "tts/text/bytes.h"
#include "tts/text/rules/abbreviations.h"
#include "tts/text/rules/capitals.h"
#include "tts/text/rules/lexeme.h"
#include "tts/text/rules/word_lists.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";
constexpr std::size_t kWrappedLine = 45;  // bytes; a line at least this long may continue on the next

bool space(char c) {
  return kSpace.find(c) != std::string_view::npos;
}

/// Whether the line break between two lines is only where the page was full.
bool wrapped(std::string_view line, std::string_view next) {
  line = trim(line, kSpace);
  next = trim(next, kSpace);
  if (line.empty() || next.empty()) return false;
  const char first = next.front();
  if (first >= 'a' && first <= 'z') return true;
  if (std::string_view("-*#>").find(first) != std::string_view::npos || next.starts_with("•")) return false;
  const bool stopped = std::string_view(".?!:;").find(line.back()) != std::string_view::npos;
  return line.size() >= kWrappedLine && !stopped;
}

/// The text with line breaks inside sentences turned into spaces, byte for byte.
std::string unwrap(std::string_view text) {
  std::string flat(text);
  std::size_t begin = 0;
  for (std::size_t end = flat.find('\n'); end != std::string::npos; end = flat.find('\n', begin)) {
    const std::size_t next_end = std::min(text.find('\n', end + 1), text.size());
    if (wrapped(text.substr(begin, end - begin), text.substr(end + 1, next_end - end - 1))) flat[end] = ' ';
    begin = end + 1;
  }
  return flat;
}

std::string_view first_word(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size() &&
         (space(text[begin]) || std::string_view("\"'([").find(text[begin]) != std::string_view::npos))
    ++begin;
  std::size_t end = begin;
  while (end < text.size() && !space(text[end]) &&
         std::string_view(",.?!;:").find(text[end]) == std::string_view::npos)
    ++end;
  return text.substr(begin, end - begin);
}

std::string_view last_word(std::string_view text) {
  const std::size_t before = text.find_last_of(" \t\r\n(\"[");
  if (before != std::string_view::npos) text.remove_prefix(before + 1);
  const std::size_t dash = text.rfind("--");
  return dash == std::string_view::npos ? text : text.substr(dash + 2);
}

/// Words that begin sentences far more often than they follow "U.S." or "Inc." within one.
bool sentence_opener(std::string_view word) {
  static constexpr std::array<std::string_view, 52> kOpeners = {
      "A",    "After", "All", "Although", "An",   "And",  "As",    "At",   "Because", "But",  "By",
      "Can",  "Did",   "Do",  "For",      "From", "He",   "Her",   "Here", "His",     "How",  "However",
      "I",    "If",    "In",  "It",       "Its",  "It's", "Most",  "My",   "No",      "Now",  "On",
      "One",  "Or",    "Our", "She",      "So",   "Some", "Still", "That", "The",     "Then", "There",
      "They", "This",  "To",  "We",       "What", "When", "Why",   "You"};
  return std::find(kOpeners.begin(), kOpeners.end(), word) != kOpeners.end();
}

/// "Stop!" he said: a mark inside a quotation does not end the sentence around it.
bool lower_case_follows(std::string_view after) {
  const std::string_view next = first_word(after);
  return !next.empty() && next.front() >= 'a' && next.front() <= 'z';
}

/// The same among capitals, where "MR. SMITH" is "Mr. Smith".
bool loud_sentence_goes_on(std::string_view word, std::string_view next, bool number_next) {
  static constexpr std::string_view kOpeners = " THE THIS THAT HE SHE IT WE THEY THERE YOU THEN BUT ";
  const bool opens = kOpeners.find(' ' + std::string(next) + ' ') != std::string_view::npos;
  switch (abbreviation_end(title_case(word))) {
    case AbbreviationEnd::kNever:
      return true;
    case AbbreviationEnd::kMay:
      return !opens;
    case AbbreviationEnd::kBeforeNumber:
      return number_next;
    case AbbreviationEnd::kNone:
      return false;
  }
  return false;
}

/// 5! = 120
bool is_factorial(std::string_view before, std::string_view after) {
  before = trim(before, kSpace);
  after = trim(after, kSpace);
  return before.size() > 1 && before.back() == '!' && is_digit(before[before.size() - 2]) && !after.empty() &&
         std::string_view("=+*/)").find(after.front()) != std::string_view::npos;
}

/// Whether a full stop at the end of `before` belongs to a word, so that `after` goes on with the sentence.
bool sentence_goes_on(std::string_view before, std::string_view after) {
  if (before.ends_with('!') && after.starts_with('=')) return true;  // x != y
  if (is_factorial(before, after)) return true;
  const bool joined = !after.empty() && std::isalnum(static_cast<unsigned char>(after.front())) != 0;
  if (before.ends_with(" .") && joined) return true;  // use .NET
  before = trim(before, kSpace);
  if (lower_case_follows(after)) return true;
  if (before.empty() || before.back() != '.' || before.ends_with("..")) return false;
  const std::string_view word = last_word(before.substr(0, before.size() - 1));
  const std::string_view next = first_word(after);
  const bool number_next = !next.empty() && ((next.front() >= '0' && next.front() <= '9') ||
                                             (next != "I" && roman_value(next).has_value()));
  const bool single_capital = word.size() == 1 && all_capitals(word);
  const bool dotted_capitals = word.size() >= 3 && word[1] == '.' && word[0] >= 'A' && word[0] <= 'Z';
  if (single_capital) return word != "I" && !sentence_opener(next);
  if (dotted_capitals) return !sentence_opener(next);
  if (word.size() > 1 && all_capitals(word) && all_capitals(next.substr(0, next.find('\'')))) {
    return loud_sentence_goes_on(word, next, number_next);
  }
  const bool loud = word.size() > 1 && all_capitals(word) && abbreviation_end(word) == AbbreviationEnd::kNone;
  switch (abbreviation_end(loud && number_next ? title_case(word) : std::string(word))) {
    case AbbreviationEnd::kNever:
      return true;
    case AbbreviationEnd::kMay:
      return !sentence_opener(next);
    case AbbreviationEnd::kBeforeNumber:
      return number_next;
    case AbbreviationEnd::kNone:
      return false;
  }
  return false;
}

/// Whether `text` ends within [[ and ]].
bool inside_given_phonemes(std::string_view text) {
  text = text.substr(text.size() - std::min<std::size_t>(text.size(), 1000));
  const std::size_t open = text.rfind("[[");
  return open != std::string_view::npos && text.find("]]", open) == std::string_view::npos;
}

/// A copy of one that was made once: ICU takes long to make one.
std::unique_ptr<icu::BreakIterator> new_sentence_breaks() {
  static const std::unique_ptr<const icu::BreakIterator> first = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<const icu::BreakIterator> made(
        icu::BreakIterator::createSentenceInstance(icu::Locale::getUS(), status));
    if (U_FAILURE(status) != 0) throw Error("split_sentences: ICU: {}", u_errorName(status));
    return made;
  }();
  return std::unique_ptr<icu::BreakIterator>(first->clone());
}

/// Ends of sentences as byte offsets, ascending; the last is the text's end.
std::vector<std::size_t> sentence_ends(const std::string& flat, GoesOn goes_on) {
  if (goes_on == nullptr) goes_on = &sentence_goes_on;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks = new_sentence_breaks();
  const std::unique_ptr<UText, decltype(&utext_close)> text(
      utext_openUTF8(nullptr, flat.data(), static_cast<std::int64_t>(flat.size()), &status), &utext_close);
  if (U_FAILURE(status) != 0) throw Error("split_sentences: ICU: {}", u_errorName(status));
  breaks->setText(text.get(), status);
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  for (std::int32_t at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
    const auto end = static_cast<std::size_t>(at);
    const std::string_view piece = std::string_view(flat).substr(begin, end - begin);
    const bool line_break =
        !piece.empty() && piece.find('\n', trim(piece, kSpace).size()) != std::string_view::npos;
    const std::string_view rest = std::string_view(flat).substr(end, 64);
    if (end < flat.size() && !line_break && (goes_on(piece, rest) || inside_given_phonemes(piece))) continue;
    ends.push_back(end);
    begin = end;
  }
  return ends;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Byte offset past the first `characters` characters.
std::size_t past_characters(std::string_view text, std::size_t characters) {
  std::size_t i = 0;
  for (std::size_t seen = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (seen++ == characters) break;
  }
  return i;
}

/// `cut`, or past the [[phonemes]] that it would cut in two.
std::size_t outside_given_phonemes(std::string_view piece, std::size_t cut) {
  const std::size_t open = piece.substr(0, cut + 1).rfind("[[");
  if (open == std::string_view::npos) return cut;
  const std::size_t close = piece.find("]]", open);
  return close == std::string_view::npos || close + 2 <= cut ? cut : close + 2;
}

/// Where to cut a piece that is too long: after the last clause mark, else the last space, in its second
/// half.
std::size_t cut_point(std::string_view piece, std::size_t limit) {
  const auto last_before = [&](std::string_view marks) -> std::size_t {
    for (std::size_t i = limit; i > limit / 2; --i) {
      if (space(piece[i]) && (marks.empty() || marks.find(piece[i - 1]) != std::string_view::npos)) return i;
    }
    return 0;
  };
  for (const std::string_view marks : {";:", ",)", ""}) {
    const std::size_t cut = outside_given_phonemes(piece, last_before(marks));
    if (cut > 0) return cut;
  }
  return outside_given_phonemes(piece, limit);
}

void append_pieces(std::string_view text, std::size_t begin, std::size_t end, std::size_t max_characters,
                   std::vector<TextSpan>& spans) {
  while (begin < end && space(text[begin])) ++begin;
  while (end > begin && space(text[end - 1])) --end;
  while (begin < end) {
    const std::string_view piece = text.substr(begin, end - begin);
    std::size_t length = piece.size();
    // A character has at most four bytes, so the front decides.
    if (count_characters(piece.substr(0, 4 * (max_characters + 1))) > max_characters) {
      length = cut_point(piece, past_characters(piece, max_characters));
    }
    const std::string_view trimmed = trim(piece.substr(0, length), kSpace);
    const std::size_t at = begin + static_cast<std::size_t>(trimmed.data() - piece.data());
    spans.push_back({at, at + trimmed.size(), trimmed, false});
    begin += length;
    while (begin < end && space(text[begin])) ++begin;
  }
}

/// Whether the letter that decides about the end of a sentence before `after` (Unicode's rule SB8) is there.
bool letter_follows(std::string_view after) {
  return std::ranges::any_of(to_code_points(after), [](char32_t c) {
    return u_isalpha(static_cast<UChar32>(c)) != 0 || c == U'.' || c == U'!' || c == U'?';
  });
}

/// Whether the first word of `after` is there as a whole.
bool word_follows(std::string_view after) {
  const std::string_view word = first_word(after);
  return !word.empty() && word.data() + word.size() < after.data() + after.size();
}

/// Whether a sentence that ends with its line does so whatever follows: the line speaks for itself and the
/// next one has begun.
bool line_is_whole(std::string_view before, std::string_view after) {
  const std::string_view said = trim(before, kSpace);
  if (said.empty() || before.find('\n', said.size()) == std::string_view::npos) return false;
  const auto last = static_cast<unsigned char>(said.back());
  const bool speaks =
      std::string_view(".?!:;").find(said.back()) != std::string_view::npos || std::isalnum(last) != 0;
  const std::size_t word = after.find_first_not_of(kSpace);
  // Blank lines belong to the paragraph before them.
  return speaks && word != std::string_view::npos &&
         after.substr(0, word).find('\n') == std::string_view::npos;
}

}  // namespace

std::vector<TextSpan> split_sentences(std::string_view text, const SentenceOptions& options) {
  if (options.max_characters == 0) throw Error("split_sentences: want max_characters of at least 1, got 0");
  const std::string flat = unwrap(text);
  std::vector<TextSpan> spans;
  std::size_t begin = 0;
  for (const std::size_t end : sentence_ends(flat, options.goes_on)) {
    const std::size_t before = spans.size();
    append_pieces(text, begin, end, options.max_characters, spans);
    // A blank line after the sentence, or between this and the one before, ends a paragraph.
    if (!spans.empty()) {
      const std::size_t from = spans.size() > before ? spans.back().end : begin;
      const std::string_view gap = text.substr(from, end - from);
      if (std::count(gap.begin(), gap.end(), '\n') >= 2) spans.back().ends_paragraph = true;
      if (spans.size() == before && std::count(gap.begin(), gap.end(), '\n') >= 1)
        spans.back().ends_paragraph = true;
    }
    begin = end;
  }
  return spans;
}

std::size_t whole_sentences(std::string_view text, GoesOn goes_on) {
  // As far as the rules look ahead.
  constexpr std::size_t kSight = 64;
  const std::string flat = unwrap(text);
  const std::vector<std::size_t> ends = sentence_ends(flat, goes_on);
  for (std::size_t i = ends.size(); i-- > 0;) {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    const std::string_view after = text.substr(ends[i]);
    if (line_is_whole(std::string_view(flat).substr(begin, ends[i] - begin), after)) return ends[i];
    // Within a line, what remains of it must be long enough to be one that was wrapped, as the line is.
    const std::string_view seen = after.substr(0, kSight);
    const bool is_inside = seen.size() == kSight && seen.find('\n') == std::string_view::npos &&
                           trim(seen, kSpace).size() >= kWrappedLine;
    if (is_inside && letter_follows(seen)) return ends[i];
  }
  return 0;
}

std::size_t whole_sentences_of_line(std::string_view line, GoesOn goes_on) {
  const std::vector<std::size_t> ends = sentence_ends(std::string(line), goes_on);
  for (std::size_t i = ends.size(); i-- > 0;) {
    const std::string_view after = line.substr(ends[i]);
    if (word_follows(after) && letter_follows(after)) return ends[i];
  }
  return 0;
}

}  // namespace driftwave
