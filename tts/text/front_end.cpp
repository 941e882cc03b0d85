#include "tts/text/front_end.h"

#include <iterator>

#include "tts/text/normalize.h"
#include "tts/text/questions.h"
#include "tts/text/sentences.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr double kSentencePauseSeconds = 0.30;
constexpr double kClausePauseSeconds = 0.12;
constexpr double kParagraphPauseSeconds = 0.70;

double pause_after(const TextSpan& sentence, const std::vector<Token>& tokens) {
  if (sentence.ends_paragraph) return kParagraphPauseSeconds;
  const bool cut_inside = tokens.empty() || tokens.back().kind != TokenKind::kPunctuation ||
                          tokens.back().text == "," || tokens.back().text == "—";
  return cut_inside ? kClausePauseSeconds : kSentencePauseSeconds;
}

/// Turns offsets in the clean text into offsets in the text as given.
void to_source(const CleanText& clean, SpokenSentence& sentence) {
  sentence.source_begin = clean.source_offset(sentence.source_begin);
  sentence.source_end = clean.source_offset(sentence.source_end - 1) + 1;
  for (WordSpan& word : sentence.phonemes.words) {
    word.source_begin = clean.source_offset(word.source_begin);
    word.source_end = clean.source_offset(word.source_end - 1) + 1;
  }
}

}  // namespace

TextFrontEnd::TextFrontEnd(const FrontEndOptions& options)
    : english_(options.language == "en" || options.language.starts_with("en-")),
      phonemizer_({options.language, options.espeak_data}) {}

std::vector<Token> TextFrontEnd::tokens_of(std::string_view sentence, std::size_t offset) const {
  return english_ ? normalize_tokens(sentence, offset) : plain_tokens(sentence, offset);
}

std::vector<SpokenSentence> TextFrontEnd::process(std::string_view text) const {
  const CleanText clean = clean_utf8(text);
  std::vector<SpokenSentence> spoken;
  for (const TextSpan& span : split_sentences(clean.text)) {
    const std::vector<Token> tokens = tokens_of(span.text, span.begin);
    SpokenSentence sentence{span.begin,
                            span.end,
                            std::string(span.text),
                            to_text(tokens),
                            phonemizer_.phonemize(tokens),
                            pause_after(span, tokens)};
    if (sentence.phonemes.empty()) continue;
    if (english_ && rises_at_end(tokens)) sentence.rise_from = begin_of_rise(sentence.phonemes);
    to_source(clean, sentence);
    spoken.push_back(std::move(sentence));
  }
  return spoken;
}

SpokenSentence TextFrontEnd::process_utterance(std::string_view text) const {
  const CleanText clean = clean_utf8(text);
  std::vector<Token> tokens;
  for (const TextSpan& span : split_sentences(clean.text)) {
    std::vector<Token> more = tokens_of(span.text, span.begin);
    tokens.insert(tokens.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  SpokenSentence sentence{0,  clean.text.size(), clean.text, to_text(tokens), phonemizer_.phonemize(tokens),
                          0.0};
  if (!sentence.phonemes.empty()) to_source(clean, sentence);
  return sentence;
}

}  // namespace driftwave
