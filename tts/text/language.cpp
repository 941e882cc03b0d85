#include "tts/text/language.h"

#include <algorithm>
#include <array>

#include "tts/text/dutch/dutch.h"
#include "tts/text/french/french.h"
#include "tts/text/german/german.h"
#include "tts/text/heteronyms.h"
#include "tts/text/normalize.h"
#include "tts/text/questions.h"
#include "tts/text/rules/lexeme.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

class English final : public Language {
 public:
  [[nodiscard]] std::vector<Token> tokens(const SentenceText& sentence, std::string* silent) const override {
    std::vector<Token> read =
        normalize_tokens(sentence.text, sentence.source_offset, sentence.lexicon, silent);
    resolve_heteronyms(read);
    return read;
  }
  [[nodiscard]] bool rises(const std::vector<Token>& sentence) const override {
    return rises_at_end(sentence);
  }
  [[nodiscard]] std::string ordinal(std::string_view digits) const override {
    const bool teen = digits.size() > 1 && digits[digits.size() - 2] == '1';
    const char last = teen || digits.empty() ? '0' : digits.back();
    return std::string(digits) + (last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th");
  }
  [[nodiscard]] std::string date(const DateFigures& date) const override {
    std::string said = date.month > 0 ? month_name(date.month) : "";
    if (date.day > 0) said += (said.empty() ? "" : " ") + ordinal(std::to_string(date.day));
    if (!date.year.empty()) said += (said.empty() ? "" : date.day == 0 ? " " : ", ") + date.year;
    return said;
  }
  [[nodiscard]] std::string letter_a() const override { return "[[ˈeɪ]]"; }
};

/// Words as they stand, numbers left to espeak-ng.
class Plain final : public Language {
 public:
  [[nodiscard]] std::vector<Token> tokens(const SentenceText& sentence, std::string* silent) const override {
    return plain_tokens(sentence.text, sentence.source_offset, sentence.lexicon, silent);
  }
};

struct Row {
  std::string_view tag;
  std::shared_ptr<const Language> (*make)(std::string_view tag);
};

template <class Kind>
std::shared_ptr<const Language> make(std::string_view /*tag*/) {
  return std::make_shared<Kind>();
}

std::shared_ptr<const Language> make_french(std::string_view tag) {
  return std::make_shared<French>(tag);
}

constexpr std::array<Row, 4> kLanguages = {
    {{"en", &make<English>}, {"de", &make<German>}, {"nl", &make<Dutch>}, {"fr", &make_french}}};

}  // namespace

bool Language::rises(const std::vector<Token>& /*sentence*/) const {
  return false;
}

std::string Language::date(const DateFigures& date) const {
  std::string said;
  for (const std::string& part : {date.day > 0 ? std::to_string(date.day) : "",
                                  date.month > 0 ? std::to_string(date.month) : "", date.year}) {
    if (part.empty()) continue;
    said += (said.empty() ? "" : " ") + part;
  }
  return said;
}

std::shared_ptr<const Language> language_of(std::string_view tag) {
  std::string name = lower_case(std::string(tag));
  name.resize(std::min(name.find_first_of("-_"), name.size()));
  for (const Row& row : kLanguages)
    if (row.tag == name) return row.make(tag);
  return make<Plain>(tag);
}

}  // namespace driftwave
