/// Telephone numbers and other codes of digits.
#include <algorithm>
#include <array>

#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"

namespace driftwave {
namespace {

struct DigitGroups {
  std::ptrdiff_t lexemes = 0;
  std::vector<std::string> groups;
};

/// Digit groups with one kind of separator between them, from `n`.
DigitGroups digit_groups(const Cursor& at, std::ptrdiff_t n, std::u32string_view separators) {
  DigitGroups found;
  while (at.digits(n + found.lexemes)) {
    found.groups.push_back(at[n + found.lexemes].text);
    ++found.lexemes;
    const std::ptrdiff_t next = n + found.lexemes;
    const bool separated = (at.symbol_of(next, separators) && at.symbol(next, separators.front())) ||
                           (separators.find(U' ') != std::u32string_view::npos && at.space(next));
    if (!separated || !at.digits(next + 1)) break;
    ++found.lexemes;
  }
  return found;
}

std::string groups_words(const std::vector<std::string>& groups) {
  std::string words;
  for (const std::string& group : groups) {
    if (!words.empty()) words += " , ";
    words += group == "800" ? "eight hundred" : one_by_one(group);
  }
  return words;
}

bool sizes_are(const std::vector<std::string>& groups, std::initializer_list<std::size_t> sizes) {
  return std::equal(groups.begin(), groups.end(), sizes.begin(), sizes.end(),
                    [](const std::string& group, std::size_t size) { return group.size() == size; });
}

/// (555) 123-4567 and (555)-123-4567 at `n`.
DigitGroups with_area_code(const Cursor& at, std::ptrdiff_t n) {
  if (!at.symbol(n, U'(') || !at.digits(n + 1) || at[n + 1].text.size() != 3 || !at.symbol(n + 2, U')'))
    return {};
  const std::ptrdiff_t rest = at.space(n + 3) || at.symbol(n + 3, U'-') ? n + 4 : n + 3;
  DigitGroups found = digit_groups(at, rest, U"-");
  if (found.groups.size() != 2 || found.groups[0].size() != 3 || found.groups[1].size() != 4) return {};
  found.groups.insert(found.groups.begin(), at[n + 1].text);
  found.lexemes += rest - n;
  return found;
}

/// +1 555 123 4567, +1 (555) 123-4567 and +32 2 123 45 67
Reading international(const Cursor& at) {
  if (!at.symbol(0, U'+') || !at.digits(1) || at[1].text.size() > 3 || at.alphanumeric(-1)) return {};
  const std::ptrdiff_t n = at.space(2) || at.symbol(2, U'-') ? 3 : 2;
  if (const DigitGroups local = with_area_code(at, n); local.lexemes > 0)
    return {{n + local.lexemes, "plus " + one_by_one(at[1].text) + " , " + groups_words(local.groups)}};
  for (const std::u32string_view separators : {U"-", U".", U" "}) {
    const DigitGroups found = digit_groups(at, 1, separators);
    if (found.groups.size() >= 3) return {{1 + found.lexemes, "plus " + groups_words(found.groups)}};
  }
  return {};
}

/// (555) 123-4567
Reading area_code(const Cursor& at) {
  const DigitGroups found = with_area_code(at, 0);
  return found.lexemes == 0 ? Reading{} : Reading{{found.lexemes, groups_words(found.groups)}};
}

/// 555-1234, 555-123-4567, 1-800-555-0199, 555.123.4567
Reading telephone(const Cursor& at) {
  for (const std::u32string_view separators : {U"-", U"."}) {
    const DigitGroups found = digit_groups(at, 0, separators);
    const bool local = separators == U"-" && sizes_are(found.groups, {3, 4});
    if (local || sizes_are(found.groups, {3, 3, 4}) || sizes_are(found.groups, {1, 3, 3, 4})) {
      return {{found.lexemes, groups_words(found.groups)}};
    }
  }
  return {};
}

bool date_like(const std::vector<std::string>& groups) {
  return sizes_are(groups, {4, 2, 2}) ||
         (groups.size() == 3 && groups[0].size() <= 2 && groups[1].size() <= 2);
}

/// 020 7946 0018: groups behind a zero, as European numbers are written.
Reading trunk_call(const Cursor& at) {
  const DigitGroups found = digit_groups(at, 0, U" ");
  if (found.groups.size() < 3 || found.groups.front().front() != '0' || found.groups.front().size() < 2)
    return {};
  std::size_t digits = 0;
  for (const std::string& group : found.groups) digits += group.size();
  return digits >= 9 && digits <= 12 ? Reading{{found.lexemes, groups_words(found.groups)}} : Reading{};
}

/// 978-0-306-40615-7: three or more groups that are not a date.
Reading digit_code(const Cursor& at) {
  const DigitGroups found = digit_groups(at, 0, U"-");
  if (found.groups.size() < 3 || date_like(found.groups)) return {};
  return {{found.lexemes, groups_words(found.groups)}};
}

/// "ending in 8876": the last digits of a card or an account.
Reading last_digits(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() < 3 || at[0].text.size() > 4 || !at.space(-1)) return {};
  const bool ending = at[-2].lower == "in" && (at[-4].lower == "ending" || at[-4].lower == "ends");
  return ending && !at.alphanumeric(1) ? Reading{{1, one_by_one(at[0].text)}} : Reading{};
}

/// 401(k), 501(c)(3): sections of law.
Reading section(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 3 || at.alphanumeric(-1) || at.space(1)) return {};
  std::string words;
  for (const char c : at[0].text) words += (words.empty() ? "" : " ") + (c == '0' ? "oh" : cardinal(c - '0'));
  std::ptrdiff_t n = 1;
  while (at.symbol(n, U'(') && at.symbol(n + 2, U')') && at[n + 1].text.size() == 1 &&
         at.alphanumeric(n + 1)) {
    words += ' ' + (at.digits(n + 1) ? cardinal(at[n + 1].text) : '{' + upper_case(at[n + 1].text) + '}');
    n += 3;
  }
  return n > 1 && at.word(2) ? Reading{{n, words}} : Reading{};
}

/// "call 911"
Reading short_call(const Cursor& at) {
  static constexpr std::array<std::string_view, 6> kVerbs = {"call",   "dial",    "called",
                                                             "dialed", "calling", "phone"};
  if (!at.digits(0) || at[0].text.size() != 3 || (at.symbol_of(1, U",.-") && at.digits(2))) return {};
  const std::string& verb = at.previous().lower;
  if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end()) return {};
  return {{1, one_by_one(at[0].text)}};
}

constexpr std::array<Rule, 8> kRules = {{{"trunk call", trunk_call},
                                         {"international number", international},
                                         {"area code", area_code},
                                         {"telephone number", telephone},
                                         {"digit code", digit_code},
                                         {"last digits", last_digits},
                                         {"section of law", section},
                                         {"short number to call", short_call}}};

}  // namespace

std::span<const Rule> phone_rules() {
  return kRules;
}

}  // namespace driftwave
