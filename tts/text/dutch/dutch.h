#pragma once
/// How Dutch is read.
#include <string>
#include <vector>

#include "tts/text/language.h"

namespace driftwave {

/// Thread: any.
class Dutch final : public Language {
 public:
  [[nodiscard]] GoesOn sentence_goes_on() const override;
  [[nodiscard]] std::vector<Token> tokens(const SentenceText& sentence, std::string* silent) const override;
  [[nodiscard]] bool rises(const std::vector<Token>& sentence) const override;
  [[nodiscard]] std::string ordinal(std::string_view digits) const override;
  [[nodiscard]] std::string date(const DateFigures& date) const override;
};

}  // namespace driftwave
