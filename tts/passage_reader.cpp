#include "tts/passage_reader.h"

#include <algorithm>
#include <array>

#include "tts/text/inline_pause.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// A longer paragraph is read in parts.
constexpr std::size_t kLongParagraph = 2048;

constexpr std::string_view kSpace = " \t\r\n\f\v";
/// Behind such a mark a sentence looks for its next word in the paragraph that follows.
constexpr std::string_view kOpening = "\"'([";

/// Whether `text` ends with something that is read and opens nothing. A pause on its own belongs to what
/// follows.
bool ends_with_word(std::string_view text) {
  if (is_inline_pause(text)) return false;
  const std::size_t size = text.find_last_not_of(kSpace) + 1;
  constexpr std::size_t kSeen = 8;  // of which invalid bytes are left out
  const std::string seen = clean_utf8(text.substr(size - std::min(size, kSeen), std::min(size, kSeen))).text;
  const std::size_t last = seen.find_last_not_of(kSpace);
  return last != std::string::npos && kOpening.find(seen[last]) == std::string_view::npos;
}

/// Past the first blank line and the white space around it; `npos` when `text` ends before that is known.
std::size_t paragraph_end(std::string_view text) {
  for (std::size_t line_end = text.find('\n'); line_end != std::string_view::npos;) {
    const std::size_t next = text.find_first_not_of(kSpace, line_end);
    if (next == std::string_view::npos) return std::string_view::npos;
    const std::string_view gap = text.substr(line_end, next - line_end);
    if (ends_with_word(text.substr(0, line_end)) && std::count(gap.begin(), gap.end(), '\n') >= 2)
      return next;
    line_end = text.find('\n', next);
  }
  return std::string_view::npos;
}

/// Past the last sentence of raw bytes that is whole whatever follows; 0 when there is none.
std::size_t whole_sentences_of(std::string_view bytes, GoesOn goes_on) {
  const CleanText clean = clean_utf8(bytes);
  const std::size_t end = whole_sentences(clean.text, goes_on);
  return end == 0 ? 0 : clean.source_offset(end);
}

/// Past the end of a comment, script or style sheet that `end` would cut in two; absent where it cuts none.
std::optional<std::size_t> past_silent_markup(std::string_view text, std::size_t end) {
  struct Markup {
    std::string_view open;
    std::string_view close;
  };
  static constexpr std::array<Markup, 3> kSilent = {
      {{"<!--", "-->"}, {"<script", "</script>"}, {"<style", "</style>"}}};
  constexpr std::size_t kLongest = 1U << 20U;
  for (const Markup& markup : kSilent) {
    const std::size_t open = text.substr(0, end).rfind(markup.open);
    if (open == std::string_view::npos) continue;
    const std::size_t close = text.substr(0, open + kLongest).find(markup.close, open);
    if (close != std::string_view::npos && close + markup.close.size() > end)
      return close + markup.close.size();
  }
  return std::nullopt;
}

}  // namespace

std::optional<Passage> PassageReader::next() {
  const std::string_view rest = std::string_view(text_).substr(at_);
  if (rest.empty()) return std::nullopt;
  std::size_t end = paragraph_end(rest.substr(0, kLongParagraph));
  for (std::size_t look = kLongParagraph; end == std::string_view::npos || end == 0; look *= 2) {
    if (look >= rest.size()) {
      end = std::min(paragraph_end(rest), rest.size());
      break;
    }
    end = whole_sentences_of(rest.substr(0, look), goes_on_);
  }
  if (const auto past = past_silent_markup(rest, end)) end = *past;
  const Passage passage{.text = rest.substr(0, end), .offset = at_};
  at_ += end;
  return passage;
}

}  // namespace driftwave
