/// French's units, currencies and magnitudes.
#include <array>

#include "tts/text/french/rules.h"
#include "tts/text/french/words.h"

namespace driftwave::french {
namespace {

constexpr auto kUnits = std::to_array<Counted>({
    {"km", "un", "kilomètre", "kilomètres"},
    {"m", "un", "mètre", "mètres"},
    {"dm", "un", "décimètre", "décimètres"},
    {"cm", "un", "centimètre", "centimètres"},
    {"mm", "un", "millimètre", "millimètres"},
    {"μm", "un", "micromètre", "micromètres"},
    {"nm", "un", "nanomètre", "nanomètres"},
    {"ha", "un", "hectare", "hectares"},
    {"kg", "un", "kilogramme", "kilogrammes"},
    {"g", "un", "gramme", "grammes"},
    {"mg", "un", "milligramme", "milligrammes"},
    {"μg", "un", "microgramme", "microgrammes"},
    {"l", "un", "litre", "litres"},
    {"L", "un", "litre", "litres"},
    {"dl", "un", "décilitre", "décilitres"},
    {"cl", "un", "centilitre", "centilitres"},
    {"ml", "un", "millilitre", "millilitres"},
    {"mL", "un", "millilitre", "millilitres"},
    {"W", "un", "watt", "watts"},
    {"kW", "un", "kilowatt", "kilowatts"},
    {"MW", "un", "mégawatt", "mégawatts"},
    {"GW", "un", "gigawatt", "gigawatts"},
    {"V", "un", "volt", "volts"},
    {"kV", "un", "kilovolt", "kilovolts"},
    {"A", "un", "ampère", "ampères"},
    {"mA", "un", "milliampère", "milliampères"},
    {"J", "un", "joule", "joules"},
    {"kJ", "un", "kilojoule", "kilojoules"},
    {"N", "un", "newton", "newtons"},
    {"K", "un", "kelvin", "kelvins"},
    {"bar", "un", "bar", "bars"},
    {"hPa", "un", "hectopascal", "hectopascals"},
    {"dB", "un", "décibel", "décibels"},
    {"ko", "un", "kilooctet", "kilooctets"},
    {"Ko", "un", "kilooctet", "kilooctets"},
    {"Mo", "un", "mégaoctet", "mégaoctets"},
    {"Go", "un", "gigaoctet", "gigaoctets"},
    {"To", "un", "téraoctet", "téraoctets"},
    {"j", "un", "jour", "jours"},
    {"km²", "un", "kilomètre carré", "kilomètres carrés"},
    {"km2", "un", "kilomètre carré", "kilomètres carrés"},
    {"km³", "un", "kilomètre cube", "kilomètres cubes"},
    {"km3", "un", "kilomètre cube", "kilomètres cubes"},
    {"m²", "un", "mètre carré", "mètres carrés"},
    {"m2", "un", "mètre carré", "mètres carrés"},
    {"m³", "un", "mètre cube", "mètres cubes"},
    {"m3", "un", "mètre cube", "mètres cubes"},
    {"cm²", "un", "centimètre carré", "centimètres carrés"},
    {"cm2", "un", "centimètre carré", "centimètres carrés"},
    {"cm³", "un", "centimètre cube", "centimètres cubes"},
    {"cm3", "un", "centimètre cube", "centimètres cubes"},
    {"mm²", "un", "millimètre carré", "millimètres carrés"},
    {"mm2", "un", "millimètre carré", "millimètres carrés"},
    {"mm³", "un", "millimètre cube", "millimètres cubes"},
    {"mm3", "un", "millimètre cube", "millimètres cubes"},
    {"l/100 km", "un", "litre aux cent kilomètres", "litres aux cent kilomètres"},
    {"L/100 km", "un", "litre aux cent kilomètres", "litres aux cent kilomètres"},
    {"km/h", "un", "kilomètre par heure", "kilomètres par heure"},
    {"m/s", "un", "mètre par seconde", "mètres par seconde"},
    {"kWh", "un", "kilowattheure", "kilowattheures"},
    {"MWh", "un", "mégawattheure", "mégawattheures"},
    {"t", "une", "tonne", "tonnes"},
    {"h", "une", "heure", "heures"},
    {"min", "une", "minute", "minutes"},
    {"s", "une", "seconde", "secondes"},
    {"sec", "une", "seconde", "secondes"},
    {"ms", "une", "milliseconde", "millisecondes"},
    {"kcal", "une", "kilocalorie", "kilocalories"},
    {"cal", "une", "calorie", "calories"},
    {"%", "un", "pour cent", "pour cent"},
    {"‰", "un", "pour mille", "pour mille"},
    {"°", "un", "degré", "degrés"},
    {"°C", "un", "degré Celsius", "degrés Celsius"},
    {"° C", "un", "degré Celsius", "degrés Celsius"},
    {"℃", "un", "degré Celsius", "degrés Celsius"},
    {"°F", "un", "degré Fahrenheit", "degrés Fahrenheit"},
    {"Hz", "un", "hertz", "hertz"},
    {"kHz", "un", "kilohertz", "kilohertz"},
    {"MHz", "un", "mégahertz", "mégahertz"},
    {"GHz", "un", "gigahertz", "gigahertz"},
    {"ch", "un", "cheval", "chevaux"},
    {"Mbit/s", "un", "mégabit par seconde", "mégabits par seconde"},
    {"hab.", "un", "habitant", "habitants"},
});

constexpr auto kMagnitudes = std::to_array<Counted>({
    {"million", "un", "million", "millions"},
    {"millions", "un", "million", "millions"},
    {"milliard", "un", "milliard", "milliards"},
    {"milliards", "un", "milliard", "milliards"},
    {"billion", "un", "billion", "billions"},
    {"billions", "un", "billion", "billions"},
    {"Md", "un", "milliard", "milliards"},
    {"Mds", "un", "milliard", "milliards"},
    {"mds", "un", "milliard", "milliards"},
});

constexpr Counted kCentime{"", "un", "centime", "centimes"};
constexpr Counted kCent{"", "un", "cent", "cents"};
constexpr Counted kPenny{"", "un", "penny", "pence"};
constexpr Counted kNone{"", "", "", ""};

constexpr auto kCurrencies = std::to_array<Currency>({
    {{"€", "un", "euro", "euros"}, kCentime},
    {{"EUR", "un", "euro", "euros"}, kCentime},
    {{"euro", "un", "euro", "euros"}, kCentime},
    {{"euros", "un", "euro", "euros"}, kCentime},
    {{"M€", "un", "million d'euros", "millions d'euros"}, kNone},
    {{"Md€", "un", "milliard d'euros", "milliards d'euros"}, kNone},
    {{"Mds€", "un", "milliard d'euros", "milliards d'euros"}, kNone},
    {{"k€", "mille", "euros", "mille euros"}, kNone},
    {{"$", "un", "dollar", "dollars"}, kCent},
    {{"US$", "un", "dollar américain", "dollars américains"}, kCent},
    {{"$US", "un", "dollar américain", "dollars américains"}, kCent},
    {{"$CA", "un", "dollar canadien", "dollars canadiens"}, kCent},
    {{"USD", "un", "dollar américain", "dollars américains"}, kCent},
    {{"£", "une", "livre", "livres"}, kPenny},
    {{"GBP", "une", "livre", "livres"}, kPenny},
    {{"CHF", "un", "franc suisse", "francs suisses"}, kCentime},
    {{"F", "un", "franc", "francs"}, kCentime},
    {{"¥", "un", "yen", "yens"}, kNone},
});

constexpr auto kNetSigns = std::to_array<SignName>({{U'.', "point"},
                                                    {U'@', "arobase"},
                                                    {U'/', "slash"},
                                                    {U'-', "tiret"},
                                                    {U'_', "tiret bas"},
                                                    {U':', "deux points"},
                                                    {U'?', "point d'interrogation"},
                                                    {U'=', "égale"},
                                                    {U'&', "et"},
                                                    {U'#', "dièse"},
                                                    {U'~', "tilde"},
                                                    {U'+', "plus"},
                                                    {U'%', "pour cent"}});

/// "quatorze" of 3,14, "zéro cinq" of 0,05; digits of long ones stand alone.
std::string decimals(std::string_view digits) {
  constexpr std::size_t kLongest = 3;
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string_view::npos || digits.size() - first > kLongest)
    return each_digit(digits, figure_words());
  std::string said;
  for (std::size_t i = 0; i < first; ++i) said += "zéro ";
  return said + cardinal(digits.substr(first));
}

/// "vingt-et-une heures", "zéro virgule cinq litre", "un million d'euros".
std::string counted(std::string number, const CommaNumber& value, const Counted& what) {
  if (asks_for_of(number)) return number + ' ' + of(what.plural);
  const bool below_two = value.whole == "0" || value.whole == "1";
  const bool is_height = what.sign == "m" && value.fraction.size() == 2 && value.fraction.front() != '0' &&
                         value.whole.size() == 1 && value.whole != "0";
  if (is_height)  // 1,80 m: "un mètre quatre-vingts"
    return cardinal(value.whole).append(below_two ? " mètre " : " mètres ").append(cardinal(value.fraction));
  if (what.one == "une" && value.fraction.empty()) number = feminine(std::move(number));
  return number.append(" ").append(below_two ? what.singular : what.plural);
}

/// 01 23: pairs, of which the first may be a single digit.
std::string phone_group(std::string_view digits) {
  if (digits.size() == 3 && digits.front() != '0') return cardinal(digits);
  std::string said;
  for (std::size_t i = 0; i < digits.size();) {
    const std::size_t length = i == 0 && digits.size() % 2 == 1 ? 1 : 2;
    const std::string_view pair = digits.substr(i, length);
    said += said.empty() ? "" : " ";
    said += pair.size() == 2 && pair.front() == '0' ? each_digit(pair, figure_words()) : cardinal(pair);
    i += length;
  }
  return said;
}

Reading measured(const Cursor& at) {
  return read_measured(at, figure_words());
}

constexpr std::array<Rule, 1> kRules = {{{"measured", measured}}};

}  // namespace

const FigureWords& figure_words() {
  static const FigureWords words{.cardinal = &cardinal,
                                 .comma = "virgule",
                                 .minus = "moins",
                                 .plus = "plus",
                                 .about = "environ",
                                 .to = "à",
                                 .per = "par",
                                 .hour = "heures",
                                 .hour_one = "une",
                                 .seconds_joint = "et",
                                 .seconds = "secondes",
                                 .units = kUnits,
                                 .magnitudes = kMagnitudes,
                                 .currencies = kCurrencies,
                                 .net_signs = kNetSigns,
                                 .net_letters = " www http https ftp fr be ch eu uk de tv html pdf ",
                                 .decimals = &decimals,
                                 .counted = &counted,
                                 .phone_group = &phone_group};
  return words;
}

std::span<const Rule> measure_rules() {
  return kRules;
}

}  // namespace driftwave::french
