#include "tts/text/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>

#include "engine/core/error.h"

namespace driftwave {

std::vector<TextSpan> split_sentences(std::string_view text, const SentenceOptions&) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createSentenceInstance(icu::Locale::getUS(), status));
  UText* utext = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
  if (U_FAILURE(status) != 0) throw Error("split_sentences: ICU: {}", u_errorName(status));
  breaks->setText(utext, status);
  std::vector<TextSpan> spans;
  std::int32_t begin = breaks->first();
  for (std::int32_t end = breaks->next(); end != icu::BreakIterator::DONE;
       begin = end, end = breaks->next()) {
    const std::string_view piece =
        text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    const std::size_t first = piece.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) continue;
    const std::size_t last = piece.find_last_not_of(" \t\r\n") + 1;
    const std::size_t at = static_cast<std::size_t>(begin);
    spans.push_back({at + first, at + last, piece.substr(first, last - first), false});
  }
  utext_close(utext);
  return spans;
}

}  // namespace driftwave
