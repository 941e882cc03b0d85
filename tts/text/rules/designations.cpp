/// Numbers with letters that are no measures: rooms, models, colours, identifiers, and numbers in company.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

/// What is numbered with letters: "Apartment 3A", "Room 2M".
constexpr std::string_view kPlaces =
    " apartment apt suite room rm gate seat row unit section flat building bus route highway interstate exit "
    "platform "
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
  if (at[1].lower == "st" || at[1].lower == "nd" || at[1].lower == "rd" || at[1].lower == "th") return {};
  return {{1, cardinal(at[0].text)}, {1, '{' + upper_case(at[1].text) + '}'}};
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

/// a 747, 737-800: aircraft without their maker's name.
Reading airliner(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 3 || at[0].text[0] != '7' || at[0].text[2] != '7' ||
      at.symbol_of(-1, U"$£€.,-/#:") || at.alphanumeric(-1))
    return {};
  const std::string words = cardinal(at[0].text.substr(0, 1)) + ' ' + cardinal(at[0].text.substr(1));
  const bool variant =
      at.symbol(1, U'-') && at.digits(2) && at[2].text.size() == 3 && at[2].text.ends_with("00");
  if (variant) return {{1, words}, {2, cardinal(at[2].text)}};
  static constexpr std::string_view kPlanes =
      " jet jets jumbo plane aircraft airliner freighter pilot pilots crew ";
  return at.space(1) && is_listed(kPlanes, at[2].lower) ? Reading{{1, words}} : Reading{};
}

/// Flight UA 2345, flight 117: in halves, or a digit and the rest.
Reading flight(const Cursor& at) {
  if (!at.digits(0) || !at.space(-1) || at.alphanumeric(1) || at.symbol(1, U'%') ||
      (at.symbol_of(1, U",.-:/") && at.alphanumeric(2)) ||
      (at[0].text.size() != 3 && at[0].text.size() != 4) || at[0].text.front() == '0')
    return {};
  const bool airline = at.word(-2) && all_capitals(at[-2].text) && at[-2].text.size() <= 3;
  if (at[airline ? -4 : -2].lower != "flight") return {};
  const std::string_view digits = at[0].text;
  const std::size_t half = digits.size() - 2;
  if (digits.ends_with("00")) return {};
  const bool oh = digits[half] == '0';
  return {{1, cardinal(digits.substr(0, half)) + (oh ? " oh " : " ") +
                  cardinal(digits.substr(oh ? half + 1 : half))}};
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

/// 1h30m, 5m30s, 2h 15min, 2h45
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
  const bool short_minutes = parts == 1 && at[1].lower == "h" && end == 2 && at.digits(2) &&
                             at[2].text.size() == 2 && at[2].text < "60" && !at.alphanumeric(3);
  if (short_minutes) return {{3, words + ' ' + cardinal(at[2].text)}};
  return parts < 2 || at.alphanumeric(end) ? Reading{} : Reading{{end, words}};
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

/// B-52s, F16s: more of what has a number in its name.
Reading names_in_plural(const Cursor& at) {
  const bool named = at.symbol(-1, U'-') ? at.word(-2) && at[-2].text.size() <= 2 && all_capitals(at[-2].text)
                                         : at.word(-1) && all_capitals(at[-1].text) && at[0].text.size() > 1;
  if (!at.digits(0) || !named || at[1].text != "s" || at.alphanumeric(2)) return {};
  return {{2, plural(cardinal(at[0].text))}};
}

/// 37.5N 122.3W: decimal degrees.
Reading coordinates(const Cursor& at) {
  const std::optional<Number> north = parse_number(at);
  if (!north || at.symbol_of(-1, U"-−")) return {};
  const std::ptrdiff_t side = at.skip_space(north->lexemes);
  if (at[side].text != "N" && at[side].text != "S") return {};
  const std::ptrdiff_t comma = at.symbol(side + 1, U',') ? side + 2 : side + 1;
  const std::optional<Number> east = parse_number(at, at.skip_space(comma));
  if (!east) return {};
  const std::ptrdiff_t second = at.skip_space(comma) + east->lexemes;
  const std::ptrdiff_t last = at.skip_space(second);
  if ((at[last].text != "E" && at[last].text != "W") || at.alphanumeric(last + 1)) return {};
  return {{side + 1, north->words() + (at[side].text == "N" ? " north" : " south")},
          {comma - side - 1, comma > side + 1 ? "," : ""},
          {last + 1 - comma, east->words() + (at[last].text == "E" ? " east" : " west")}};
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

constexpr std::array<Rule, 15> kRules = {{{"word of a message", message_word},
                                          {"verse", verse},
                                          {"seconds", seconds},
                                          {"year of a quarter", quarter_year},
                                          {"extension", extension},
                                          {"time zone", zone},
                                          {"degrees of arc", arc},
                                          {"coordinates", coordinates},
                                          {"airliner", airliner},
                                          {"names in the plural", names_in_plural},
                                          {"duration", duration},
                                          {"designation", designation},
                                          {"flight", flight},
                                          {"letter of a model", model_letter},
                                          {"thousands", thousands}}};

}  // namespace

std::span<const Rule> designation_rules() {
  return kRules;
}

}  // namespace driftwave
