/// Measures: a quantity and its unit.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

struct Unit {
  std::string_view sign;  ///< as written; case matters
  std::string_view one;
  std::string_view many;
  bool joined_only = false;  ///< a word of its own elsewhere ("in", "A"): only right after the digits
};

constexpr std::array<Unit, 167> kUnits = {{
    {"KM", "kilometer", "kilometers"},
    {"Km", "kilometer", "kilometers"},
    {"KG", "kilogram", "kilograms"},
    {"Kg", "kilogram", "kilograms"},
    {"mb", "megabyte", "megabytes"},
    {"gb", "gigabyte", "gigabytes"},
    {"tb", "terabyte", "terabytes"},
    {"mbps", "megabit per second", "megabits per second"},
    {"gbps", "gigabit per second", "gigabits per second"},
    {"hz", "hertz", "hertz"},
    {"khz", "kilohertz", "kilohertz"},
    {"mhz", "megahertz", "megahertz"},
    {"ghz", "gigahertz", "gigahertz"},
    {"kw", "kilowatt", "kilowatts"},
    {"kwh", "kilowatt hour", "kilowatt hours"},
    {"mah", "milliamp hour", "milliamp hours"},
    {"km", "kilometer", "kilometers"},
    {"m", "meter", "meters"},
    {"cm", "centimeter", "centimeters"},
    {"mm", "millimeter", "millimeters"},
    {"µm", "micrometer", "micrometers"},
    {"μm", "micrometer", "micrometers"},
    {"nm", "nanometer", "nanometers"},
    {"in", "inch", "inches", true},
    {"ft", "foot", "feet"},
    {"yd", "yard", "yards"},
    {"yds", "yard", "yards"},
    {"mi", "mile", "miles"},
    {"kg", "kilogram", "kilograms"},
    {"kgs", "kilogram", "kilograms"},
    {"g", "gram", "grams"},
    {"mg", "milligram", "milligrams"},
    {"µg", "microgram", "micrograms"},
    {"μg", "microgram", "micrograms"},
    {"mcg", "microgram", "micrograms"},
    {"t", "ton", "tons", true},
    {"lb", "pound", "pounds"},
    {"lbs", "pound", "pounds"},
    {"oz", "ounce", "ounces"},
    {"l", "liter", "liters"},
    {"L", "liter", "liters"},
    {"dl", "deciliter", "deciliters"},
    {"cl", "centiliter", "centiliters"},
    {"ml", "milliliter", "milliliters"},
    {"mL", "milliliter", "milliliters"},
    {"gal", "gallon", "gallons"},
    {"qt", "quart", "quarts"},
    {"pt", "pint", "pints"},
    {"tbsp", "tablespoon", "tablespoons"},
    {"tsp", "teaspoon", "teaspoons"},
    {"cc", "cubic centimeter", "cubic centimeters"},
    {"mph", "mile per hour", "miles per hour"},
    {"kph", "kilometer per hour", "kilometers per hour"},
    {"kmh", "kilometer per hour", "kilometers per hour"},
    {"mpg", "mile per gallon", "miles per gallon"},
    {"kn", "knot", "knots"},
    {"kt", "knot", "knots"},
    {"kts", "knot", "knots"},
    {"mmHg", "millimeter of mercury", "millimeters of mercury"},
    {"dL", "deciliter", "deciliters"},
    {"Tbsp", "tablespoon", "tablespoons"},
    {"tbs", "tablespoon", "tablespoons"},
    {"Tbs", "tablespoon", "tablespoons"},
    {"Tsp", "teaspoon", "teaspoons"},
    {"gals", "gallon", "gallons"},
    {"qts", "quart", "quarts"},
    {"pts", "point", "points"},
    {"kcals", "kilocalorie", "kilocalories"},
    {"mSv", "millisievert", "millisieverts"},
    {"IU", "{IU}", "{IU}"},
    {"lm", "lumen", "lumens"},
    {"lx", "lux", "lux"},
    {"bar", "bar", "bars"},
    {"mbar", "millibar", "millibars"},
    {"atm", "atmosphere", "atmospheres"},
    {"eV", "electron volt", "electron volts"},
    {"keV", "kiloelectron volt", "kiloelectron volts"},
    {"MeV", "megaelectron volt", "megaelectron volts"},
    {"µL", "microliter", "microliters"},
    {"μL", "microliter", "microliters"},
    {"mmol", "millimole", "millimoles"},
    {"Nm", "newton meter", "newton meters"},
    {"hp", "horsepower", "horsepower"},
    {"bhp", "brake horsepower", "brake horsepower"},
    {"kB", "kilobyte", "kilobytes"},
    {"KB", "kilobyte", "kilobytes"},
    {"MB", "megabyte", "megabytes"},
    {"GB", "gigabyte", "gigabytes"},
    {"TB", "terabyte", "terabytes"},
    {"PB", "petabyte", "petabytes"},
    {"KiB", "kibibyte", "kibibytes"},
    {"MiB", "mebibyte", "mebibytes"},
    {"GiB", "gibibyte", "gibibytes"},
    {"TiB", "tebibyte", "tebibytes"},
    {"kb", "kilobit", "kilobits"},
    {"Mb", "megabit", "megabits"},
    {"Gb", "gigabit", "gigabits"},
    {"kbit", "kilobit", "kilobits"},
    {"Mbit", "megabit", "megabits"},
    {"Gbit", "gigabit", "gigabits"},
    {"kbps", "kilobit per second", "kilobits per second"},
    {"Kbps", "kilobit per second", "kilobits per second"},
    {"Mbps", "megabit per second", "megabits per second"},
    {"Gbps", "gigabit per second", "gigabits per second"},
    {"Hz", "hertz", "hertz"},
    {"kHz", "kilohertz", "kilohertz"},
    {"KHz", "kilohertz", "kilohertz"},
    {"MHz", "megahertz", "megahertz"},
    {"GHz", "gigahertz", "gigahertz"},
    {"THz", "terahertz", "terahertz"},
    {"dB", "decibel", "decibels"},
    {"dBFS", "decibel {FS}", "decibels {FS}"},
    {"V", "volt", "volts"},
    {"mV", "millivolt", "millivolts"},
    {"kV", "kilovolt", "kilovolts"},
    {"W", "watt", "watts"},
    {"mW", "milliwatt", "milliwatts"},
    {"kW", "kilowatt", "kilowatts"},
    {"MW", "megawatt", "megawatts"},
    {"GW", "gigawatt", "gigawatts"},
    {"Wh", "watt hour", "watt hours"},
    {"kWh", "kilowatt hour", "kilowatt hours"},
    {"MWh", "megawatt hour", "megawatt hours"},
    {"A", "amp", "amps", true},
    {"mA", "milliamp", "milliamps"},
    {"Ah", "amp hour", "amp hours"},
    {"mAh", "milliamp hour", "milliamp hours"},
    {"Ω", "ohm", "ohms"},
    {"kΩ", "kilo ohm", "kilo ohms"},
    {"MΩ", "mega ohm", "mega ohms"},
    {"N", "newton", "newtons", true},
    {"Pa", "pascal", "pascals"},
    {"hPa", "hectopascal", "hectopascals"},
    {"kPa", "kilopascal", "kilopascals"},
    {"psi", "{PSI}", "{PSI}"},
    {"J", "joule", "joules", true},
    {"kJ", "kilojoule", "kilojoules"},
    {"cal", "calorie", "calories"},
    {"kcal", "kilocalorie", "kilocalories"},
    {"s", "second", "seconds"},
    {"ms", "millisecond", "milliseconds"},
    {"µs", "microsecond", "microseconds"},
    {"μs", "microsecond", "microseconds"},
    {"ns", "nanosecond", "nanoseconds"},
    {"sec", "second", "seconds"},
    {"secs", "second", "seconds"},
    {"min", "minute", "minutes"},
    {"mins", "minute", "minutes"},
    {"h", "hour", "hours"},
    {"hr", "hour", "hours"},
    {"hrs", "hour", "hours"},
    {"yr", "year", "years"},
    {"yrs", "year", "years"},
    {"mo", "month", "months"},
    {"wk", "week", "weeks"},
    {"wks", "week", "weeks"},
    {"px", "pixel", "pixels"},
    {"dpi", "dot per inch", "dots per inch"},
    {"fps", "frame per second", "frames per second"},
    {"rpm", "{RPM}", "{RPM}"},
    {"bpm", "beat per minute", "beats per minute"},
    {"ppm", "part per million", "parts per million"},
    {"ppb", "part per billion", "parts per billion"},
    {"MP", "megapixel", "megapixels"},
    {"ha", "hectare", "hectares"},
    {"mol", "mole", "moles"},
    {"K", "kelvin", "kelvins", false},
}};

const Unit* unit_named(std::string_view sign) {
  const auto found =
      std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& unit) { return unit.sign == sign; });
  return found == kUnits.end() ? nullptr : &*found;
}

bool abbreviation_dot(std::string_view sign) {
  static constexpr std::array<std::string_view, 22> kDotted = {
      "in",  "ft", "yd",  "mi", "lb",  "lbs", "oz",  "gal",  "qt",   "pt",  "sec",
      "min", "hr", "hrs", "yr", "yrs", "tsp", "Tsp", "tbsp", "Tbsp", "tbs", "Tbs"};
  return std::find(kDotted.begin(), kDotted.end(), sign) != kDotted.end();
}

/// A unit as read from the text: its lexemes and words.
struct UnitReading {
  std::ptrdiff_t lexemes = 0;
  std::string words;
};

/// "square ", "cubic " for ², ³, ^2 at `n`.
UnitReading exponent(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol(n, U'²')) return {1, "square "};
  if (at.symbol(n, U'³')) return {1, "cubic "};
  // "20 m2": a digit on a length.
  const std::string& length = at[n - 1].text;
  const bool joined = length == "m" || length == "km" || length == "cm" || length == "mm" || length == "ft";
  if (joined && (at[n].text == "2" || at[n].text == "3") && !at.alphanumeric(n + 1) &&
      !at.symbol(n + 1, U'.'))
    return {1, at[n].text == "2" ? "square " : "cubic "};
  if (!at.symbol(n, U'^') || (at[n + 1].text != "2" && at[n + 1].text != "3")) return {};
  return {2, at[n + 1].text == "2" ? "square " : "cubic "};
}

/// The name of one unit at `n` with its power, without what it is "per".
UnitReading plain_unit(const Cursor& at, std::ptrdiff_t n, bool singular) {
  if ((at[n].lower == "sq" || at[n].lower == "cu") && (at.symbol(n + 1, U'.') || at.space(n + 1))) {
    std::ptrdiff_t i = n + 1;
    if (at.symbol(i, U'.')) ++i;
    i = at.skip_space(i);
    const Unit* unit = unit_named(at[i].text);
    if (unit == nullptr) return {};
    const bool dot = at.symbol(i + 1, U'.') && abbreviation_dot(unit->sign);
    return {i + (dot ? 2 : 1) - n,
            (at[n].lower == "sq" ? "square " : "cubic ") + std::string(singular ? unit->one : unit->many)};
  }
  if (at[n].lower == "fl") {  // fl. oz.
    const std::ptrdiff_t ounce = at.skip_space(at.symbol(n + 1, U'.') ? n + 2 : n + 1);
    if (at[ounce].lower == "oz")
      return {ounce + (at.symbol(ounce + 1, U'.') ? 2 : 1) - n, singular ? "fluid ounce" : "fluid ounces"};
  }
  const Unit* unit = unit_named(at[n].text);
  std::ptrdiff_t lexemes = 1;
  if (unit == nullptr && at.symbol(n, U'Ω')) unit = unit_named("Ω");
  if (unit == nullptr) return {};
  const UnitReading power = exponent(at, n + 1);
  lexemes += power.lexemes;
  // Before a small letter, a full stop ends no sentence.
  const bool inside = at.space(n + 2) && at.word(n + 3) && !at.capitalised(n + 3);
  if (power.lexemes == 0 && at.symbol(n + 1, U'.') && (inside || abbreviation_dot(unit->sign))) ++lexemes;
  return {lexemes, power.words + std::string(singular ? unit->one : unit->many)};
}

/// "/s", "/day" after a unit.
UnitReading per_unit(const Cursor& at, std::ptrdiff_t n) {
  if (!at.symbol(n, U'/') || !at.word(n + 1)) return {};
  UnitReading below = plain_unit(at, n + 1, true);
  if (below.lexemes == 0) return {};
  // m/s²: the power belongs to the seconds.
  const UnitReading power = exponent(at, n + 2);
  if (power.lexemes > 0) {
    const std::string unit(unit_named(at[n + 1].text)->one);
    return {2 + power.lexemes, " per " + unit + (power.words == "square " ? " squared" : " cubed")};
  }
  return {1 + below.lexemes, " per " + below.words};
}

UnitReading degrees(const Cursor& at, std::ptrdiff_t n, bool singular) {
  std::string words = singular ? "degree" : "degrees";
  if (at.symbol(n, U'℃')) return {1, words + " Celsius"};
  if (at.symbol(n, U'℉')) return {1, words + " Fahrenheit"};
  if (!at.symbol_of(n, U"°º")) return {};
  const std::ptrdiff_t scale = at.skip_space(n + 1);
  static constexpr std::array<std::array<std::string_view, 2>, 6> kScales = {{{"C", " Celsius"},
                                                                              {"F", " Fahrenheit"},
                                                                              {"N", " north"},
                                                                              {"S", " south"},
                                                                              {"E", " east"},
                                                                              {"W", " west"}}};
  for (const auto& [letter, name] : kScales) {
    if (at[scale].text == letter) return {scale + 1 - n, words + std::string(name)};
  }
  return {1, words};
}

UnitReading percent(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol(n, U'%')) return {1, "percent"};
  if (at.symbol(n, U'‰')) return {1, "per mille"};
  return {};
}

bool article(const Lexeme& lexeme) {
  return before_noun(lexeme.lower);
}

/// " million" and the like at `n`, with a space before it.
std::string magnitude_word(const Cursor& at, std::ptrdiff_t n) {
  static constexpr std::string_view kMagnitudes = " hundred thousand million billion trillion ";
  return at.space(n) && at.space(n + 2) && is_listed(kMagnitudes, at[n + 1].lower) ? ' ' + at[n + 1].lower
                                                                                   : "";
}

/// 5 km, 10kg, 72°F, 60 km/h, 5-10 m², 5%, a 10 km run
Reading measure(const Cursor& at) {
  std::optional<Quantity> quantity = parse_quantity(at);
  if (!quantity) return {};
  if (const std::string size = magnitude_word(at, quantity->lexemes); !size.empty()) {
    *quantity = {.lexemes = quantity->lexemes + 2, .words = quantity->words + size, .singular = false};
  }
  const std::ptrdiff_t end = quantity->lexemes;
  const bool hyphen = at.symbol(end, U'-');
  const std::ptrdiff_t n = at.space(end) || hyphen ? end + 1 : end;
  UnitReading unit = hyphen ? UnitReading{} : degrees(at, n, quantity->singular);
  if (unit.lexemes == 0 && !hyphen) unit = percent(at, n);
  if (unit.lexemes == 0) {
    unit = plain_unit(at, n, quantity->singular || hyphen);
    if (unit.lexemes == 0) return {};
    const Unit* named = unit_named(at[n].text);
    if (named != nullptr && named->joined_only && n > end &&
        !(at.symbol(n + 1, U'.') && named->sign == "in")) {
      return {};
    }
    // W2s, 25d08A: the digits of a name count nothing.
    if (at.word(-1) && at.digits(0) && at[-1].lower != "x") return {};
    // 4K and 5K are names (a screen, a run), 300 K is a temperature.
    if (at[n].text == "K" && n == end) return {};
    if (at.alphanumeric(n + unit.lexemes)) return {};
    // "a 10 km run": an adjective stays singular.
    const bool adjective = article(at.previous()) && at.space(n + 1) && at.word(n + 2) &&
                           begins_noun(at[n + 2].lower) && !hyphen;
    if (adjective && unit.lexemes == 1) unit = plain_unit(at, n, true);
  }
  const UnitReading below = per_unit(at, n + unit.lexemes);
  return {{end, quantity->words}, {n - end + unit.lexemes + below.lexemes, unit.words + below.words}};
}

/// 5'10" and 12"
Reading feet_and_inches(const Cursor& at) {
  if (!at.digits(0) || at.symbol_of(-1, U".,:")) return {};
  if (at.symbol_of(1, U"'′’") && at.digits(2) && at.symbol_of(3, U"\"″”")) {
    return {{2, cardinal(at[0].text) + (at[0].text == "1" ? " foot" : " feet")}, {2, cardinal(at[2].text)}};
  }
  if (at.symbol(1, U'′')) return {{2, cardinal(at[0].text) + (at[0].text == "1" ? " foot" : " feet")}};
  return {};
}

/// 8.5" x 11": each has its mark.
bool beside_sides(const Cursor& at, std::ptrdiff_t n) {
  const std::ptrdiff_t next = at.skip_space(n + 1);
  const std::ptrdiff_t before = at.space(-1) ? -2 : -1;
  return at[next].lower == "x" || at.symbol(next, U'×') || at[before].lower == "x" || at.symbol(before, U'×');
}

/// 12", 6.1": a quotation mark without a partner is an inch mark.
Reading inches(const Cursor& at) {
  const std::optional<Number> number = parse_number(at);
  if (!number) return {};
  const std::ptrdiff_t n = number->lexemes;
  if (!at.symbol(n, U'″') &&
      !(at.symbol(n, U'"') && (at.count_in_sentence(U'"') == 1 || beside_sides(at, n))))
    return {};
  return {{n, number->words()}, {1, number->is_one() || article(at.previous()) ? "inch" : "inches"}};
}

constexpr std::array<Rule, 3> kRules = {
    {{"feet and inches", feet_and_inches}, {"inches", inches}, {"measure", measure}}};

}  // namespace

std::span<const Rule> unit_rules() {
  return kRules;
}

}  // namespace driftwave
