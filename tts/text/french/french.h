#pragma once
/// How French is read.
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/language.h"

namespace driftwave {

/// Thread: any.
class French final : public Language {
 public:
  /// @param tag "fr-be" counts septante and nonante, "fr-ch" huitante, too; any other as in France.
  explicit French(std::string_view tag = "fr");

  [[nodiscard]] GoesOn sentence_goes_on() const override;
  [[nodiscard]] std::vector<Token> tokens(const SentenceText& sentence, std::string* silent) const override;
  [[nodiscard]] bool rises(const std::vector<Token>& sentence) const override;
  [[nodiscard]] std::string ordinal(std::string_view digits) const override;
  [[nodiscard]] std::string date(const DateFigures& date) const override;

 private:
  const char* region_;  ///< ICU's name for where numbers are counted otherwise; null in France
};

}  // namespace driftwave
