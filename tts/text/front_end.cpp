#include "tts/text/front_end.h"

#include <iterator>

#include "tts/text/heteronyms.h"
#include "tts/text/normalize.h"
#include "tts/text/plain_text.h"
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

}  // namespace

TextFrontEnd::TextFrontEnd(const FrontEndOptions& options)
    : english_(options.language == "en" || options.language.starts_with("en-")),
      lexicon_(options.lexicon),
      phonemizer_({options.language, options.espeak_data}) {}

std::vector<Token> TextFrontEnd::tokens_of(std::string_view sentence, std::size_t offset) const {
  const Lexicon* lexicon = lexicon_ == nullptr || lexicon_->empty() ? nullptr : lexicon_.get();
  if (!english_) return plain_tokens(sentence, offset, lexicon);
  std::vector<Token> tokens = normalize_tokens(sentence, offset, lexicon);
  resolve_heteronyms(tokens);
  return tokens;
}

std::vector<SpokenSentence> TextFrontEnd::process(std::string_view text) const {
  const CleanText clean = plain_text(clean_utf8(text));
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
    to_source(clean, text, sentence);
    spoken.push_back(std::move(sentence));
  }
  return spoken;
}

SpokenSentence TextFrontEnd::process_utterance(std::string_view text) const {
  const CleanText clean = plain_text(clean_utf8(text));
  std::vector<Token> tokens;
  for (const TextSpan& span : split_sentences(clean.text)) {
    std::vector<Token> more = tokens_of(span.text, span.begin);
    tokens.insert(tokens.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  SpokenSentence sentence{0,  clean.text.size(), clean.text, to_text(tokens), phonemizer_.phonemize(tokens),
                          0.0};
  if (!sentence.phonemes.empty()) to_source(clean, text, sentence);
  return sentence;
}

}  // namespace driftwave
