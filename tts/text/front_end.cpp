#include "tts/text/front_end.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/core/cancelled.h"
#include "tts/text/bytes.h"
#include "tts/text/plain_text.h"
#include "tts/text/questions.h"
#include "tts/text/sentences.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

double pause_after(const TextSpan& sentence, const std::vector<Token>& tokens, const Pauses& pauses) {
  if (sentence.ends_paragraph) return pauses.paragraph_seconds;
  const bool cut_inside = tokens.empty() || tokens.back().kind != TokenKind::kPunctuation ||
                          tokens.back().text == "," || tokens.back().text == "—";
  return cut_inside ? pauses.clause_seconds : pauses.sentence_seconds;
}

/// Past the character of `source` that the byte before `end` of the clean text was made of.
std::size_t source_end(const CleanText& clean, std::size_t end, std::string_view source) {
  std::size_t past = clean.source_offset(end - 1) + 1;
  while (past < source.size() && (static_cast<unsigned char>(source[past]) & 0xC0) == 0x80) ++past;
  return past;
}

/// Turns offsets in the clean text into offsets in the text as given.
void to_source(const CleanText& clean, std::string_view source, SpokenSentence& sentence) {
  sentence.source_begin = clean.source_offset(sentence.source_begin);
  sentence.source_end = source_end(clean, sentence.source_end, source);
  for (WordSpan& word : sentence.phonemes.words) {
    word.source_begin = clean.source_offset(word.source_begin);
    word.source_end = source_end(clean, word.source_end, source);
  }
}

/// A sentence or a part of one, and the pause that the text asks for behind it.
struct PausedSpan {
  TextSpan span;
  std::optional<double> seconds = std::nullopt;
};

/// Sentences, parted where the text asks for a pause. A pause before the first has an empty span.
std::vector<PausedSpan> cut_at_pauses(const CleanText& clean, const Language& language) {
  const std::string_view text = clean.text;
  std::vector<PausedSpan> parts;
  auto pause = clean.pauses.begin();
  const auto add = [&](std::size_t begin, std::size_t end, bool ends_paragraph) {
    constexpr std::string_view kSpace = " \t\r\n\f\v";
    const std::string_view said = trim(text.substr(begin, end - begin), kSpace);
    if (said.empty()) return;
    const std::size_t at = static_cast<std::size_t>(said.data() - text.data());
    parts.push_back({.span = {at, at + said.size(), said, ends_paragraph}});
  };
  const auto ask = [&](double seconds) {
    if (parts.empty()) parts.push_back({.span = {}});
    parts.back().seconds = parts.back().seconds.value_or(0.0) + seconds;
  };
  for (const TextSpan& span : split_sentences(text, {.goes_on = language.sentence_goes_on()})) {
    std::size_t begin = span.begin;
    for (; pause != clean.pauses.end() && pause->at < span.end; ++pause) {
      add(begin, std::max(begin, pause->at), false);
      ask(pause->seconds);
      begin = std::max(begin, pause->at);
    }
    add(begin, span.end, span.ends_paragraph);
  }
  for (; pause != clean.pauses.end(); ++pause) ask(pause->seconds);
  return parts;
}

}  // namespace

TextFrontEnd::TextFrontEnd(const FrontEndOptions& options)
    : language_(options.rules != nullptr ? options.rules : language_of(options.language)),
      lexicon_(options.lexicon),
      phonemizer_({options.language, options.espeak_data}) {}

std::vector<Token> TextFrontEnd::tokens_of(const TextSpan& sentence, std::string* silent) const {
  const Lexicon* lexicon = lexicon_ == nullptr || lexicon_->empty() ? nullptr : lexicon_.get();
  return language_->tokens({.text = sentence.text, .source_offset = sentence.begin, .lexicon = lexicon},
                           silent);
}

std::vector<SpokenSentence> TextFrontEnd::process(std::string_view text,
                                                  const std::atomic<bool>* cancelled) const {
  const CleanText clean = plain_text(clean_utf8(text));
  std::vector<SpokenSentence> spoken;
  double pause_before = 0.0;
  std::string signs;  // of what is not spoken at all
  for (const PausedSpan& paused : cut_at_pauses(clean, *language_)) {
    check_cancelled(cancelled);
    const TextSpan& span = paused.span;
    std::string silent;
    const std::vector<Token> tokens = tokens_of(span, &silent);
    SpokenSentence sentence{.source_begin = span.begin,
                            .source_end = span.end,
                            .text = std::string(span.text),
                            .normalized = to_text(tokens),
                            .phonemes = phonemizer_.phonemize(tokens),
                            .pause_after_seconds = pause_after(span, tokens, language_->pauses())};
    if (sentence.phonemes.empty()) {
      signs += silent;
      if (spoken.empty()) {
        pause_before += paused.seconds.value_or(0.0);
      } else if (paused.seconds) {
        std::optional<double>& asked = spoken.back().asked_pause_seconds;
        asked = asked.value_or(0.0) + *paused.seconds;
      }
      continue;
    }
    sentence.pause_before_seconds = std::exchange(pause_before, 0.0);
    sentence.asked_pause_seconds = paused.seconds;
    sentence.silent_signs = std::exchange(signs, "") + silent;
    if (language_->rises(tokens)) sentence.rise_from = begin_of_rise(sentence.phonemes);
    to_source(clean, text, sentence);
    spoken.push_back(std::move(sentence));
  }
  if (!spoken.empty()) spoken.back().silent_signs += signs;
  return spoken;
}

SpokenSentence TextFrontEnd::process_utterance(std::string_view text) const {
  const CleanText clean = plain_text(clean_utf8(text));
  std::vector<Token> tokens;
  for (const TextSpan& span : split_sentences(clean.text, {.goes_on = language_->sentence_goes_on()})) {
    std::vector<Token> more = tokens_of(span, nullptr);
    tokens.insert(tokens.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  SpokenSentence sentence{.source_begin = 0,
                          .source_end = clean.text.size(),
                          .text = clean.text,
                          .normalized = to_text(tokens),
                          .phonemes = phonemizer_.phonemize(tokens)};
  if (!sentence.phonemes.empty()) to_source(clean, text, sentence);
  return sentence;
}

}  // namespace driftwave
