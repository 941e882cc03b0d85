/// German's units, currencies and magnitudes.
#include <array>

#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

constexpr auto kUnits = std::to_array<Counted>({
    {"km", "ein", "Kilometer", "Kilometer"},
    {"m", "ein", "Meter", "Meter"},
    {"dm", "ein", "Dezimeter", "Dezimeter"},
    {"cm", "ein", "Zentimeter", "Zentimeter"},
    {"mm", "ein", "Millimeter", "Millimeter"},
    {"μm", "ein", "Mikrometer", "Mikrometer"},
    {"nm", "ein", "Nanometer", "Nanometer"},
    {"km²", "ein", "Quadratkilometer", "Quadratkilometer"},
    {"m²", "ein", "Quadratmeter", "Quadratmeter"},
    {"qm", "ein", "Quadratmeter", "Quadratmeter"},
    {"cm²", "ein", "Quadratzentimeter", "Quadratzentimeter"},
    {"mm²", "ein", "Quadratmillimeter", "Quadratmillimeter"},
    {"m³", "ein", "Kubikmeter", "Kubikmeter"},
    {"cm³", "ein", "Kubikzentimeter", "Kubikzentimeter"},
    {"km³", "ein", "Kubikkilometer", "Kubikkilometer"},
    {"/km²", "ein", "pro Quadratkilometer", "pro Quadratkilometer"},
    {"/m²", "ein", "pro Quadratmeter", "pro Quadratmeter"},
    {"km/h", "ein", "Kilometer pro Stunde", "Kilometer pro Stunde"},
    {"m/s", "ein", "Meter pro Sekunde", "Meter pro Sekunde"},
    {"m/s²", "ein", "Meter pro Quadratsekunde", "Meter pro Quadratsekunde"},
    {"ha", "ein", "Hektar", "Hektar"},
    {"kg", "ein", "Kilogramm", "Kilogramm"},
    {"g", "ein", "Gramm", "Gramm"},
    {"mg", "ein", "Milligramm", "Milligramm"},
    {"μg", "ein", "Mikrogramm", "Mikrogramm"},
    {"t", "eine", "Tonne", "Tonnen"},
    {"l", "ein", "Liter", "Liter"},
    {"L", "ein", "Liter", "Liter"},
    {"dl", "ein", "Deziliter", "Deziliter"},
    {"cl", "ein", "Zentiliter", "Zentiliter"},
    {"ml", "ein", "Milliliter", "Milliliter"},
    {"hl", "ein", "Hektoliter", "Hektoliter"},
    {"h", "eine", "Stunde", "Stunden"},
    {"Std.", "eine", "Stunde", "Stunden"},
    {"min", "eine", "Minute", "Minuten"},
    {"Min.", "eine", "Minute", "Minuten"},
    {"s", "eine", "Sekunde", "Sekunden"},
    {"Sek.", "eine", "Sekunde", "Sekunden"},
    {"ms", "eine", "Millisekunde", "Millisekunden"},
    {"%", "ein", "Prozent", "Prozent"},
    {"‰", "ein", "Promille", "Promille"},
    {"°C", "ein", "Grad Celsius", "Grad Celsius"},
    {"° C", "ein", "Grad Celsius", "Grad Celsius"},
    {"℃", "ein", "Grad Celsius", "Grad Celsius"},
    {"°F", "ein", "Grad Fahrenheit", "Grad Fahrenheit"},
    {"°", "ein", "Grad", "Grad"},
    {"K", "ein", "Kelvin", "Kelvin"},
    {"W", "ein", "Watt", "Watt"},
    {"kW", "ein", "Kilowatt", "Kilowatt"},
    {"MW", "ein", "Megawatt", "Megawatt"},
    {"GW", "ein", "Gigawatt", "Gigawatt"},
    {"Wh", "eine", "Wattstunde", "Wattstunden"},
    {"kWh", "eine", "Kilowattstunde", "Kilowattstunden"},
    {"MWh", "eine", "Megawattstunde", "Megawattstunden"},
    {"V", "ein", "Volt", "Volt"},
    {"kV", "ein", "Kilovolt", "Kilovolt"},
    {"mV", "ein", "Millivolt", "Millivolt"},
    {"A", "ein", "Ampere", "Ampere"},
    {"mA", "ein", "Milliampere", "Milliampere"},
    {"mAh", "eine", "Milliamperestunde", "Milliamperestunden"},
    {"Ω", "ein", "Ohm", "Ohm"},
    {"J", "ein", "Joule", "Joule"},
    {"kJ", "ein", "Kilojoule", "Kilojoule"},
    {"kcal", "eine", "Kilokalorie", "Kilokalorien"},
    {"N", "ein", "Newton", "Newton"},
    {"Nm", "ein", "Newtonmeter", "Newtonmeter"},
    {"PS", "ein", "{PS}", "{PS}"},
    {"Pa", "ein", "Pascal", "Pascal"},
    {"hPa", "ein", "Hektopascal", "Hektopascal"},
    {"bar", "ein", "Bar", "Bar"},
    {"Hz", "ein", "Hertz", "Hertz"},
    {"kHz", "ein", "Kilohertz", "Kilohertz"},
    {"MHz", "ein", "Megahertz", "Megahertz"},
    {"GHz", "ein", "Gigahertz", "Gigahertz"},
    {"dB", "ein", "Dezibel", "Dezibel"},
    {"KB", "ein", "Kilobyte", "Kilobyte"},
    {"kB", "ein", "Kilobyte", "Kilobyte"},
    {"MB", "ein", "Megabyte", "Megabyte"},
    {"GB", "ein", "Gigabyte", "Gigabyte"},
    {"TB", "ein", "Terabyte", "Terabyte"},
    {"Mbit/s", "ein", "Megabit pro Sekunde", "Megabit pro Sekunde"},
    {"ft", "ein", "Fuß", "Fuß"},
    {"″", "ein", "Zoll", "Zoll"},
});

constexpr auto kMagnitudes = std::to_array<Counted>({
    {"Tsd.", "ein", "Tausend", "Tausend"},
    {"Mio.", "eine", "Million", "Millionen"},
    {"Mio", "eine", "Million", "Millionen"},
    {"Million", "eine", "Million", "Million"},
    {"Millionen", "eine", "Millionen", "Millionen"},
    {"Mrd.", "eine", "Milliarde", "Milliarden"},
    {"Mrd", "eine", "Milliarde", "Milliarden"},
    {"Milliarde", "eine", "Milliarde", "Milliarde"},
    {"Milliarden", "eine", "Milliarden", "Milliarden"},
    {"Bio.", "eine", "Billion", "Billionen"},
    {"Billionen", "eine", "Billionen", "Billionen"},
});

constexpr Counted kCent{"", "ein", "Cent", "Cent"};
constexpr Counted kRappen{"", "ein", "Rappen", "Rappen"};
constexpr Counted kPence{"", "ein", "Penny", "Pence"};
constexpr Counted kNone{"", "", "", ""};

constexpr auto kCurrencies = std::to_array<Currency>({
    {{"€", "ein", "Euro", "Euro"}, kCent},
    {{"EUR", "ein", "Euro", "Euro"}, kCent},
    {{"Euro", "ein", "Euro", "Euro"}, kCent},
    {{"ct", "ein", "Cent", "Cent"}, kNone},
    {{"¢", "ein", "Cent", "Cent"}, kNone},
    {{"$", "ein", "Dollar", "Dollar"}, kCent},
    {{"US$", "ein", "{US} Dollar", "{US} Dollar"}, kCent},
    {{"USD", "ein", "{US} Dollar", "{US} Dollar"}, kCent},
    {{"US-Dollar", "ein", "{US} Dollar", "{US} Dollar"}, kCent},
    {{"Dollar", "ein", "Dollar", "Dollar"}, kCent},
    {{"£", "ein", "Pfund", "Pfund"}, kPence},
    {{"GBP", "ein", "Pfund", "Pfund"}, kPence},
    {{"CHF", "ein", "Franken", "Franken"}, kRappen},
    {{"Fr.", "ein", "Franken", "Franken"}, kRappen},
    {{"sFr.", "ein", "Franken", "Franken"}, kRappen},
    {{"Franken", "ein", "Franken", "Franken"}, kRappen},
    {{"DM", "eine", "{DM}", "{DM}"}, {"", "ein", "Pfennig", "Pfennig"}},
    {{"¥", "ein", "Yen", "Yen"}, kNone},
    {{"zł", "ein", "Zloty", "Zloty"}, kNone},
    {{"₽", "ein", "Rubel", "Rubel"}, kNone},
});

constexpr auto kNetSigns = std::to_array<SignName>({{U'.', "Punkt"},
                                                    {U'@', "ät"},
                                                    {U'/', "Schrägstrich"},
                                                    {U'-', "Bindestrich"},
                                                    {U'_', "Unterstrich"},
                                                    {U':', "Doppelpunkt"},
                                                    {U'?', "Fragezeichen"},
                                                    {U'=', "gleich"},
                                                    {U'&', "und"},
                                                    {U'#', "Raute"},
                                                    {U'~', "Tilde"},
                                                    {U'+', "plus"},
                                                    {U'%', "Prozent"}});

Reading measured(const Cursor& at) {
  if (at.symbol(1, U'%') && at[2].text.starts_with("ig")) return {};  // 100%ig
  return read_measured(at, figure_words());
}

/// "3 €" inside a word chain: "100-€-Schein", "50-kg-Sack".
Reading chained(const Cursor& at) {
  if (!at.digits(0) || at.alphanumeric(-1) || !at.symbol(1, U'-') || !at.alphanumeric(-1 + 3)) return {};
  for (const Counted& unit : kUnits) {
    const std::ptrdiff_t lexemes = match_sign(at, 2, unit.sign);
    if (lexemes == 0 || !at.symbol(2 + lexemes, U'-') || !at.word(3 + lexemes)) continue;
    const std::string_view name = unit.plural;
    return {{3 + lexemes, cardinal(at[0].text).append(" ").append(name)}};
  }
  return {};
}

constexpr std::array<Rule, 2> kRules = {{{"chained measure", chained}, {"measured", measured}}};

}  // namespace

const FigureWords& figure_words() {
  static const FigureWords words{.cardinal = &cardinal,
                                 .comma = "Komma",
                                 .minus = "minus",
                                 .plus = "plus",
                                 .about = "ungefähr",
                                 .to = "bis",
                                 .per = "pro",
                                 .hour = "Uhr",
                                 .hour_one = "ein",
                                 .seconds_joint = "und",
                                 .seconds = "Sekunden",
                                 .units = kUnits,
                                 .magnitudes = kMagnitudes,
                                 .currencies = kCurrencies,
                                 .net_signs = kNetSigns,
                                 .net_letters = " www http https ftp de at ch nl eu uk be fr tv html pdf "};
  return words;
}

std::span<const Rule> measure_rules() {
  return kRules;
}

}  // namespace driftwave::german
