#include "tts/text/figures/spell_out.h"

#include <unicode/rbnf.h>

#include <map>
#include <memory>
#include <string_view>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Making one parses a page of rules; sharing one between threads is not promised to be safe.
const icu::RuleBasedNumberFormat& format_of(const char* language) {
  thread_local std::map<std::string_view, std::unique_ptr<icu::RuleBasedNumberFormat>> formats;
  std::unique_ptr<icu::RuleBasedNumberFormat>& format = formats[language];
  if (format != nullptr) return *format;
  UErrorCode status = U_ZERO_ERROR;
  format = std::make_unique<icu::RuleBasedNumberFormat>(icu::URBNF_SPELLOUT, icu::Locale(language), status);
  if (U_FAILURE(status) != 0) throw Error("number words: ICU: {}", u_errorName(status));
  return *format;
}

}  // namespace

std::string spelled_out(const char* language, std::int64_t value, const char* rule_set) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString spelled;
  icu::FieldPosition position(icu::FieldPosition::DONT_CARE);
  format_of(language).format(value, icu::UnicodeString(rule_set), spelled, position, status);
  if (U_FAILURE(status) != 0) throw Error("number words: ICU: {}", u_errorName(status));
  spelled.findAndReplace(icu::UnicodeString(UChar32{0xAD}), icu::UnicodeString());
  std::string words;
  spelled.toUTF8String(words);
  return words;
}

}  // namespace driftwave
