/// Numbers with letters that are no measures: rooms, models, colours, identifiers, and numbers in company.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// What is numbered with letters: "Apartment 3A", "Room 2M".
constexpr std::string_view kPlaces =
    " apartment apt suite room rm gate seat row unit section flat building bus route highway exit platform "
    "terminal zone level floor block lot door box class grade form appendix figure fig table chapter part "
    "step "
    "item question option plan page line track hall stage area district ward bay pier dock house hotel "
    "studio "
    "model type size number no article title exhibit annex locker paragraph rule regulation lane stand "
    "cell ring table aisle cabin berth entrance pod office desk bin shelf drawer slot port channel group "
    "team "
    "phase version series ";
constexpr std::string_view kAircraft = " boeing airbus ";
constexpr std::string_view kRuns =
    " run ran race races raced running jog walk marathon runner runners course ";
constexpr std::string_view kCrowds =
    " followers subscribers users views people downloads likes customers copies dollars euros pounds jobs "
    "homes "
    "deaths cases visitors members readers streams plays fans households barrels shares votes items records "
    "players units requests tokens parameters ";

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == kNone;
}

/// "{F} {F} eight", a letter or digit each.
std::string characters(std::string_view text) {
  std::string words;
  for (const char c : text) {
    if (!words.empty()) words += ' ';
    const bool digit = c >= '0' && c <= '9';
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    words += digit ? one_by_one(std::string_view(&c, 1)) : '{' + std::string(1, upper) + '}';
  }
  return words;
}

/// The letters and digits that stand together from `n`, and how many lexemes they are.
std::string run_at(const Cursor& at, std::ptrdiff_t n, std::ptrdiff_t& end) {
  std::string text;
  for (end = n; at.alphanumeric(end); ++end) text += at[end].text;
  return text;
}

/// Apartment 3A, gate 12C, Boeing 777X
Reading designation(const Cursor& at) {
  if (!at.digits(0) || !at.space(-1) || at[0].text.size() > 4) return {};
  const bool aircraft = is_listed(kAircraft, at[-2].lower);
  const bool place = is_listed(kPlaces, at[-2].lower);
  const bool letter = at.word(1) && at[1].text.size() <= 2 && !at.alphanumeric(2) &&
                      (all_capitals(at[1].text) || at[1].text.size() == 1);
  if (aircraft && at[0].text.size() == 3) return {{1, one_by_one(at[0].text)}};
  if (!letter || (!place && !aircraft)) return {};
  std::string capitals = at[1].text;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (at[1].lower == "st" || at[1].lower == "nd" || at[1].lower == "rd" || at[1].lower == "th") return {};
  return {{1, cardinal(at[0].text)}, {1, '{' + capitals + '}'}};
}

/// gr8, l8r, 2nite: digits that stand for their sound in messages.
Reading message_word(const Cursor& at) {
  static constexpr auto kWords = std::to_array<std::array<std::string_view, 2>>({
      {"gr8", "great"},        {"l8r", "later"},      {"l8", "late"},     {"m8", "mate"},
      {"m8s", "mates"},        {"w8", "wait"},        {"h8", "hate"},     {"b4", "before"},
      {"2nite", "tonight"},    {"2night", "tonight"}, {"2day", "today"},  {"2moro", "tomorrow"},
      {"2morrow", "tomorrow"}, {"4ever", "forever"},  {"any1", "anyone"}, {"some1", "someone"},
      {"every1", "everyone"},  {"str8", "straight"},  {"gr8t", "great"},  {"2mrw", "tomorrow"},
  });
  if (!at.alphanumeric(0) || !at.alphanumeric(1) || at.alphanumeric(-1) || !at.gap(-1)) return {};
  std::ptrdiff_t end = 0;
  const std::string text = lower_case(run_at(at, 0, end));
  for (const auto& [written, spoken] : kWords) {
    if (text == written) return {{end, std::string(spoken)}};
  }
  return {};
}

/// 00:1A:2B:3C:4D:5E: the address of a network card.
Reading card_address(const Cursor& at) {
  if (!at.alphanumeric(0) || at.alphanumeric(-1) || at.symbol_of(-1, U":-")) return {};
  std::string words;
  std::ptrdiff_t n = 0;
  int groups = 0;
  for (;; ++n) {
    std::ptrdiff_t end = 0;
    const std::string text = run_at(at, n, end);
    if (text.size() != 2 || !is_hex(text)) return {};
    words += (words.empty() ? "" : " , ") + characters(text);
    ++groups;
    n = end;
    if (!at.symbol(n, U':') || !at.alphanumeric(n + 1)) break;
  }
  return groups == 6 ? Reading{{n, words}} : Reading{};
}

/// ZIP 90210
Reading post_code(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 5 || !at.space(-1) || at.alphanumeric(1)) return {};
  const bool code = at[-2].lower == "code" && (at[-4].lower == "zip" || at[-4].lower == "postal");
  return at[-2].lower == "zip" || code ? Reading{{1, one_by_one(at[0].text)}} : Reading{};
}

/// Error 404, HTTP 503, Highway 101: a zero in the middle is said as a letter.
Reading code_with_zero(const Cursor& at) {
  static constexpr std::string_view kCodes =
      " error http https status code highway hwy interstate route flight room ";
  if (!at.digits(0) || at[0].text.size() != 3 || at[0].text[1] != '0' || at[0].text[2] == '0' ||
      !at.space(-1) || at.alphanumeric(1) || at.symbol_of(1, U",.-:/%") || !is_listed(kCodes, at[-2].lower))
    return {};
  const std::string_view digits = at[0].text;
  return {{1, one_by_one(digits.substr(0, 1)) + " oh " + one_by_one(digits.substr(2))}};
}

/// 777X after "Boeing 777": a capital right after a number and no unit of it.
Reading model_letter(const Cursor& at) {
  if (!at.word(0) || !at.digits(-1) || at[0].text.size() != 1 || at.alphanumeric(1)) return {};
  return at.space(-2) && is_listed(kAircraft, at[-3].lower) ? Reading{{1, '{' + at[0].text + '}'}}
                                                            : Reading{};
}

/// A 5k, a 10K run; 2m followers
Reading thousands(const Cursor& at) {
  const std::optional<Number> number = parse_number(at);
  if (!number || at.symbol_of(-1, U"$€£¥") || at.alphanumeric(number->lexemes + 1)) return {};
  const std::ptrdiff_t n = number->lexemes;
  const std::string& next = at[at.skip_space(n + 1)].lower;
  if (at[n].lower == "k") {
    const std::string& before = at.previous().lower;
    const bool counted = before == "a" || before == "the" || before == "my" || before == "this";
    const bool race = is_listed(kRuns, next) || (counted && !is_listed(kCrowds, next));
    return race ? Reading{{n, number->words()}, {1, "{K}"}} : Reading{};
  }
  if (at[n].text == "m" && is_listed(kCrowds, next)) return {{n + 1, number->words() + " million"}};
  if ((at[n].text == "B" || at[n].text == "b") && is_listed(kCrowds, next))
    return {{n + 1, number->words() + " billion"}};
  return {};
}

/// 1h30m, 5m30s, 2h 15min
Reading duration(const Cursor& at) {
  struct Part {
    std::string_view signs;
    std::string_view name;
  };
  static constexpr std::array<Part, 4> kParts = {
      {{" d ", "day"}, {" h hr hrs ", "hour"}, {" m min mins ", "minute"}, {" s sec secs ", "second"}}};
  if (!at.digits(0) || at.alphanumeric(-1) || at.symbol_of(-1, U".,")) return {};
  std::string words;
  std::ptrdiff_t n = 0;
  std::ptrdiff_t end = 0;
  int parts = 0;
  std::size_t least = 0;
  while (at.digits(n) && at.word(n + 1)) {
    std::size_t k = least;
    while (k < kParts.size() && !is_listed(kParts[k].signs, at[n + 1].lower)) ++k;
    if (k == kParts.size()) break;
    if (!words.empty()) words += ' ';
    words +=
        cardinal(at[n].text) + ' ' + std::string(kParts[k].name) + (value_of(at[n].text) == 1 ? "" : "s");
    least = k + 1;
    ++parts;
    end = n + 2;
    n = at.skip_space(end);
  }
  return parts < 2 || at.alphanumeric(end) ? Reading{} : Reading{{end, words}};
}

/// #FF8800
Reading colour(const Cursor& at) {
  if (!at.symbol(0, U'#') || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = 0;
  const std::string text = run_at(at, 1, end);
  if (!is_hex(text) || (text.size() != 6 && text.size() != 3 && text.size() != 8)) return {};
  const bool digit = text.find_first_of("0123456789") != kNone;
  const bool letter = text.find_first_of("abcdefABCDEF") != kNone;
  const bool plain_word = !digit && !all_capitals(text);
  if (plain_word || (!letter && text.size() != 6)) return {};
  return {{end, "hash " + characters(text)}};
}

/// 0x1F
Reading hexadecimal(const Cursor& at) {
  if (at[0].text != "0" || !at.word(1) || !at[1].lower.starts_with('x') || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = 0;
  const std::string text = run_at(at, 1, end).substr(1);
  if (!is_hex(text)) return {};
  return {{end, "zero {X} " + characters(text)}};
}

/// 550e8400-e29b-41d4, a1b2c3d4: identifiers in hexadecimal.
Reading identifier(const Cursor& at) {
  if (!at.alphanumeric(0) || at.alphanumeric(-1) || at.symbol_of(-1, U"-.+@/")) return {};
  std::string words;
  std::size_t size = 0;
  bool mixed = false;
  std::ptrdiff_t n = 0;
  for (;;) {
    std::ptrdiff_t end = 0;
    const std::string text = run_at(at, n, end);
    if (!is_hex(text)) return {};
    const bool digit = text.find_first_of("0123456789") != kNone;
    mixed = mixed || (digit && text.find_first_of("abcdefABCDEF") != kNone && text.size() > 2);
    size += text.size();
    if (!words.empty()) words += " , ";
    words += characters(text);
    n = end;
    if (!at.symbol(n, U'-') || !at.alphanumeric(n + 1)) break;
    ++n;
  }
  // 1e6 is a number, 5d a word for days; an address goes on.
  if (at.symbol_of(n, U"@/_") || (at.symbol(n, U'.') && at.alphanumeric(n + 1))) return {};
  return mixed && size >= 7 ? Reading{{n, words}} : Reading{};
}

/// 4111 1111 1111 1111
Reading card_number(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 4 || at.alphanumeric(-1)) return {};
  std::string words;
  std::ptrdiff_t n = 0;
  int groups = 0;
  while (at.digits(n) && at[n].text.size() == 4 && !at.alphanumeric(n + 1)) {
    if (!words.empty()) words += " , ";
    words += one_by_one(at[n].text);
    ++groups;
    ++n;
    if (!(at.space(n) || at.symbol(n, U'-')) || !at.digits(n + 1)) break;
    ++n;
  }
  return groups >= 3 ? Reading{{n, words}} : Reading{};
}

/// GMT-5, UTC+2
Reading zone(const Cursor& at) {
  if ((at[0].text != "GMT" && at[0].text != "UTC") || !at.symbol_of(1, U"+-−–") || !at.digits(2)) return {};
  return {{1, '{' + at[0].text + '}'}, {1, at.symbol(1, U'+') ? "plus" : "minus"}};
}

/// 40°26′46″N: degrees, minutes and seconds of arc.
Reading arc(const Cursor& at) {
  if (!at.digits(0) || !at.symbol_of(1, U"°º") || !at.digits(at.skip_space(2))) return {};
  const std::ptrdiff_t minutes = at.skip_space(2);
  if (!at.symbol_of(minutes + 1, U"′'’")) return {};
  std::string words = cardinal(at[0].text) + " degrees " + cardinal(at[minutes].text) + " minutes";
  std::ptrdiff_t end = minutes + 2;
  const std::ptrdiff_t seconds = at.skip_space(end);
  if (at.digits(seconds)) {
    const std::optional<Number> number = parse_number(at, seconds);
    if (number && at.symbol_of(seconds + number->lexemes, U"″\"”")) {
      words += ' ' + number->words() + " seconds";
      end = seconds + number->lexemes + 1;
    }
  }
  static constexpr std::array<std::array<std::string_view, 2>, 4> kSides = {
      {{"N", " north"}, {"S", " south"}, {"E", " east"}, {"W", " west"}}};
  const std::ptrdiff_t side = at.skip_space(end);
  for (const auto& [letter, name] : kSides) {
    if (at[side].text != letter) continue;
    words += name;
    end = side + 1;
  }
  return {{end, words}};
}

/// a 30s delay: seconds, not years.
Reading seconds(const Cursor& at) {
  if (!at.digits(0) || at[1].text != "s" || at.alphanumeric(2) || at.symbol_of(-1, U".,'")) return {};
  static constexpr std::string_view kBefore =
      " a an every within after wait takes took lasts lasted another ";
  if (!is_listed(kBefore, at.previous().lower)) return {};
  const bool one = value_of(at[0].text) == 1;
  const bool adjective =
      before_noun(at.previous().lower) && at.space(2) && at.word(3) && begins_noun(at[3].lower);
  return {{2, cardinal(at[0].text) + (one || adjective ? " second" : " seconds")}};
}

/// The year of Q3 2024
Reading quarter_year(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 4 || !at.space(-1) || !at.digits(-2) || at[-3].text != "Q")
    return {};
  return {{1, year(value_of(at[0].text))}};
}

/// The x of 555-0187 x12
Reading extension(const Cursor& at) {
  if (at[0].lower != "x" || !at.digits(1) || !at.space(-1) || !at.digits(-2) || !at.symbol_of(-3, U"-."))
    return {};
  return {{1, "extension"}, {1, one_by_one(at[1].text)}};
}

/// Mark 4:5-9
Reading verse(const Cursor& at) {
  static constexpr std::string_view kBooks =
      " genesis exodus leviticus numbers deuteronomy joshua judges ruth samuel kings chronicles ezra "
      "nehemiah "
      "esther job psalm psalms proverbs ecclesiastes isaiah jeremiah lamentations ezekiel daniel hosea joel "
      "amos "
      "jonah micah matthew mark luke john acts romans corinthians galatians ephesians philippians colossians "
      "thessalonians timothy titus philemon hebrews james peter jude revelation surah gen exod lev deut josh "
      "sam "
      "chron neh ps prov eccl isa jer ezek dan mic zech mal matt rom cor gal eph thess tim heb jas pet ";
  const std::ptrdiff_t book = at.symbol(-2, U'.') ? -3 : -2;
  if (!at.digits(0) || !at.symbol(1, U':') || !at.digits(2) || !at.space(-1) || !at.capitalised(book))
    return {};
  if (!is_listed(kBooks, at[book].lower)) return {};
  Reading reading = {{3, cardinal(at[0].text) + ' ' + cardinal(at[2].text)}};
  if (at.symbol_of(3, U"-–") && at.digits(4)) reading.push_back({2, "to " + cardinal(at[4].text)});
  return reading;
}

constexpr std::array<Rule, 18> kRules = {{{"colour", colour},
                                          {"address of a card", card_address},
                                          {"post code", post_code},
                                          {"word of a message", message_word},
                                          {"code with a zero", code_with_zero},
                                          {"verse", verse},
                                          {"seconds", seconds},
                                          {"year of a quarter", quarter_year},
                                          {"extension", extension},
                                          {"hexadecimal", hexadecimal},
                                          {"identifier", identifier},
                                          {"card number", card_number},
                                          {"time zone", zone},
                                          {"degrees of arc", arc},
                                          {"duration", duration},
                                          {"designation", designation},
                                          {"letter of a model", model_letter},
                                          {"thousands", thousands}}};

}  // namespace

std::span<const Rule> designation_rules() {
  return kRules;
}

}  // namespace driftwave
