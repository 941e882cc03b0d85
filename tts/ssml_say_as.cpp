#include "tts/ssml_say_as.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "tts/text/bytes.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// Letter by letter; spaces and dashes are silent. Before a digit, an A would be the article.
std::string spelled(const std::string& text, const Language& language) {
  std::string letters;
  for (const char c : upper_case(text)) {
    if (c == ' ' || c == '-') continue;
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // inside a UTF-8 character
    if (!letters.empty() && !continues) letters += ' ';
    if (is_digit(c) && letters.ends_with("A "))
      letters.replace(letters.size() - 2, 2, language.letter_a() + ' ');
    letters += c;
  }
  return letters;
}

/// Digit by digit, with a pause where groups part.
std::string digit_groups(const std::string& text) {
  std::string said;
  for (const char c : text) {
    if (is_digit(c)) {
      said += said.empty() ? "" : " ";
      said += c;
    } else if (c == '+') {
      said += "plus";
    } else if (!said.empty() && said.back() != ',') {
      said += ",";
    }
  }
  if (said.ends_with(',')) said.pop_back();
  return said;
}

/// Numbers in the order that the format names ("dmy"), as the front end reads a date.
std::optional<std::string> date(const std::string& format, const std::string& text,
                                const Language& language) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (is_digit(c)) {
      parts.back() += c;
    } else if (c == '/' || c == '-' || c == '.' || c == ' ') {
      if (!parts.back().empty()) parts.emplace_back();
    } else {
      return std::nullopt;  // a month by its name
    }
  }
  std::string order = format;
  std::erase_if(order, [](char c) { return c != 'd' && c != 'm' && c != 'y'; });
  order.erase(std::unique(order.begin(), order.end()), order.end());  // "yyyymmdd"
  if (parts.size() == 1 && parts[0].size() == 8 && order.empty()) order = "ymd";
  if (parts.size() == 1 && parts[0].size() == 8 && order == "ymd")
    parts = {parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6)};
  if (order.empty() || order.size() != parts.size()) return std::nullopt;
  std::string day;
  std::string month;
  std::string year;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (parts[i].empty() || parts[i].size() > 4) return std::nullopt;
    (order[i] == 'd' ? day : order[i] == 'm' ? month : year) = parts[i];
  }
  if (year.size() == 2) year.insert(0, year < "50" ? "20" : "19");
  DateFigures figures{.year = year};
  if (!month.empty()) {
    figures.month = std::stoi(month);
    if (figures.month < 1 || figures.month > 12) return std::nullopt;
  }
  if (!day.empty()) figures.day = std::stoi(day);
  return language.date(figures);
}

}  // namespace

std::optional<std::string> said_as(const SayAs& how, const std::string& content, const Language& language) {
  static const std::set<std::string_view> kByForm{"cardinal", "number",   "time",    "currency", "money",
                                                  "fraction", "unit",     "measure", "address",  "name",
                                                  "decimal",  "duration", "net:uri", "net",      "text",
                                                  "acronym",  "percent",  "year",    "net:email"};
  static const std::set<std::string_view> kSpelled{"characters", "spell-out", "verbatim",
                                                   "letters",    "spell",     "character"};
  std::string_view kind = how.kind;
  if (kind.starts_with("vxml:")) kind.remove_prefix(5);
  const std::string text(trim(content, " \t\r\n"));
  if (kSpelled.contains(kind)) return spelled(text, language);
  if (kind == "digits" || kind == "telephone" || kind == "phone") {
    const bool numeric = std::ranges::any_of(text, is_digit);
    return numeric && std::ranges::all_of(text,
                                          [](char c) {
                                            return is_digit(c) || std::string_view(" -.()+/").find(c) !=
                                                                      std::string_view::npos;
                                          })
               ? digit_groups(text)
               : content;
  }
  if (kind == "ordinal") return all_digits(text) ? std::optional(language.ordinal(text)) : std::nullopt;
  if (kind == "date") return date(how.format, text, language).value_or(content);
  if (kind == "expletive" || kind == "bleep") return "beep";
  if (kByForm.contains(kind)) return content;
  return std::nullopt;
}

}  // namespace driftwave
