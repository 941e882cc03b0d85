/// Dutch's units, currencies and magnitudes.
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"

namespace driftwave::dutch {
namespace {

constexpr auto kUnits = std::to_array<Counted>({
    {"km", "één", "kilometer", "kilometer"},
    {"m", "één", "meter", "meter"},
    {"dm", "één", "decimeter", "decimeter"},
    {"cm", "één", "centimeter", "centimeter"},
    {"mm", "één", "millimeter", "millimeter"},
    {"μm", "één", "micrometer", "micrometer"},
    {"nm", "één", "nanometer", "nanometer"},
    {"km²", "één", "vierkante kilometer", "vierkante kilometer"},
    {"km2", "één", "vierkante kilometer", "vierkante kilometer"},
    {"m²", "één", "vierkante meter", "vierkante meter"},
    {"m2", "één", "vierkante meter", "vierkante meter"},
    {"cm²", "één", "vierkante centimeter", "vierkante centimeter"},
    {"m³", "één", "kubieke meter", "kubieke meter"},
    {"m3", "één", "kubieke meter", "kubieke meter"},
    {"cm³", "één", "kubieke centimeter", "kubieke centimeter"},
    {"km/h", "één", "kilometer per uur", "kilometer per uur"},
    {"km/u", "één", "kilometer per uur", "kilometer per uur"},
    {"m/s", "één", "meter per seconde", "meter per seconde"},
    {"ha", "één", "hectare", "hectare"},
    {"kg", "één", "kilogram", "kilogram"},
    {"g", "één", "gram", "gram"},
    {"gr", "één", "gram", "gram"},
    {"mg", "één", "milligram", "milligram"},
    {"μg", "één", "microgram", "microgram"},
    {"t", "één", "ton", "ton"},
    {"l", "één", "liter", "liter"},
    {"L", "één", "liter", "liter"},
    {"dl", "één", "deciliter", "deciliter"},
    {"cl", "één", "centiliter", "centiliter"},
    {"ml", "één", "milliliter", "milliliter"},
    {"el", "één", "eetlepel", "eetlepels"},
    {"tl", "één", "theelepel", "theelepels"},
    {"min", "één", "minuut", "minuten"},
    {"min.", "één", "minuut", "minuten"},
    {"s", "één", "seconde", "seconden"},
    {"sec", "één", "seconde", "seconden"},
    {"sec.", "één", "seconde", "seconden"},
    {"ms", "één", "milliseconde", "milliseconden"},
    {"%", "één", "procent", "procent"},
    {"‰", "één", "promille", "promille"},
    {"°C", "één", "graad Celsius", "graden Celsius"},
    {"° C", "één", "graad Celsius", "graden Celsius"},
    {"℃", "één", "graad Celsius", "graden Celsius"},
    {"°F", "één", "graad Fahrenheit", "graden Fahrenheit"},
    {"°", "één", "graad", "graden"},
    {"K", "één", "kelvin", "kelvin"},
    {"W", "één", "watt", "watt"},
    {"kW", "één", "kilowatt", "kilowatt"},
    {"MW", "één", "megawatt", "megawatt"},
    {"GW", "één", "gigawatt", "gigawatt"},
    {"kWh", "één", "kilowattuur", "kilowattuur"},
    {"MWh", "één", "megawattuur", "megawattuur"},
    {"V", "één", "volt", "volt"},
    {"kV", "één", "kilovolt", "kilovolt"},
    {"A", "één", "ampère", "ampère"},
    {"mA", "één", "milliampère", "milliampère"},
    {"J", "één", "joule", "joule"},
    {"kJ", "één", "kilojoule", "kilojoule"},
    {"kcal", "één", "kilocalorie", "kilocalorieën"},
    {"N", "één", "newton", "newton"},
    {"Nm", "één", "newtonmeter", "newtonmeter"},
    {"pk", "één", "paardenkracht", "paardenkracht"},
    {"hPa", "één", "hectopascal", "hectopascal"},
    {"bar", "één", "bar", "bar"},
    {"Hz", "één", "hertz", "hertz"},
    {"kHz", "één", "kilohertz", "kilohertz"},
    {"MHz", "één", "megahertz", "megahertz"},
    {"GHz", "één", "gigahertz", "gigahertz"},
    {"dB", "één", "decibel", "decibel"},
    {"kB", "één", "kilobyte", "kilobyte"},
    {"KB", "één", "kilobyte", "kilobyte"},
    {"MB", "één", "megabyte", "megabyte"},
    {"GB", "één", "gigabyte", "gigabyte"},
    {"TB", "één", "terabyte", "terabyte"},
    {"Mbit/s", "één", "megabit per seconde", "megabit per seconde"},
});

constexpr auto kMagnitudes = std::to_array<Counted>({
    {"mln.", "één", "miljoen", "miljoen"},
    {"mln", "één", "miljoen", "miljoen"},
    {"miljoen", "één", "miljoen", "miljoen"},
    {"mld.", "één", "miljard", "miljard"},
    {"mld", "één", "miljard", "miljard"},
    {"mrd.", "één", "miljard", "miljard"},
    {"miljard", "één", "miljard", "miljard"},
    {"duizend", "één", "duizend", "duizend"},
});

constexpr Counted kCent{"", "één", "cent", "cent"};
constexpr Counted kPence{"", "één", "penny", "pence"};
constexpr Counted kNone{"", "", "", ""};

constexpr auto kCurrencies = std::to_array<Currency>({
    {{"€", "één", "euro", "euro"}, kCent},
    {{"EUR", "één", "euro", "euro"}, kCent},
    {{"euro", "één", "euro", "euro"}, kCent},
    {{"$", "één", "dollar", "dollar"}, kCent},
    {{"US$", "één", "Amerikaanse dollar", "Amerikaanse dollar"}, kCent},
    {{"USD", "één", "Amerikaanse dollar", "Amerikaanse dollar"}, kCent},
    {{"dollar", "één", "dollar", "dollar"}, kCent},
    {{"£", "één", "pond", "pond"}, kPence},
    {{"GBP", "één", "pond", "pond"}, kPence},
    {{"ƒ", "één", "gulden", "gulden"}, kCent},
    {{"CHF", "één", "Zwitserse frank", "Zwitserse frank"}, kNone},
    {{"BEF", "één", "frank", "frank"}, kNone},
    {{"¥", "één", "yen", "yen"}, kNone},
    {{"ct", "één", "cent", "cent"}, kNone},
});

constexpr auto kNetSigns = std::to_array<SignName>({{U'.', "punt"},
                                                    {U'@', "apenstaartje"},
                                                    {U'/', "slash"},
                                                    {U'-', "streepje"},
                                                    {U'_', "laag streepje"},
                                                    {U':', "dubbele punt"},
                                                    {U'?', "vraagteken"},
                                                    {U'=', "is"},
                                                    {U'&', "en"},
                                                    {U'#', "hekje"},
                                                    {U'~', "tilde"},
                                                    {U'+', "plus"},
                                                    {U'%', "procent"}});

Reading measured(const Cursor& at) {
  return read_measured(at, figure_words());
}

constexpr std::array<Rule, 1> kRules = {{{"measured", measured}}};

}  // namespace

const FigureWords& figure_words() {
  static const FigureWords words{.cardinal = &cardinal,
                                 .comma = "komma",
                                 .minus = "min",
                                 .plus = "plus",
                                 .about = "ongeveer",
                                 .to = "tot",
                                 .per = "per",
                                 .hour = "uur",
                                 .hour_one = "één",
                                 .seconds_joint = "en",
                                 .seconds = "seconden",
                                 .units = kUnits,
                                 .magnitudes = kMagnitudes,
                                 .currencies = kCurrencies,
                                 .net_signs = kNetSigns,
                                 .net_letters = " www http https ftp nl be de eu uk fr tv html pdf "};
  return words;
}

std::span<const Rule> measure_rules() {
  return kRules;
}

}  // namespace driftwave::dutch
