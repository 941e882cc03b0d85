/// z. B., Dr., Hauptstr., Mo–Fr.
#include <algorithm>
#include <array>

#include "tts/text/figures/sentence_words.h"
#include "tts/text/german/rules.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

using End = AbbreviationEnd;

constexpr auto kAbbreviations = std::to_array<ShortForm>({
    {"z.B.", "zum Beispiel"},
    {"Z.B.", "zum Beispiel"},
    {"d.h.", "das heißt"},
    {"D.h.", "das heißt"},
    {"d.i.", "das ist"},
    {"u.a.", "unter anderem", End::kMay},
    {"U.a.", "unter anderem", End::kMay},
    {"u.ä.", "und ähnliches", End::kMay},
    {"u.Ä.", "und Ähnliches", End::kMay},
    {"o.ä.", "oder ähnliches", End::kMay},
    {"o.Ä.", "oder Ähnliches", End::kMay},
    {"ü.M.", "über dem Meer", End::kMay},
    {"ü.NN.", "über Normalnull", End::kMay},
    {"ü.NN", "über Normalnull"},
    {"u.U.", "unter Umständen"},
    {"u.v.m.", "und vieles mehr", End::kMay},
    {"u.v.a.", "und viele andere", End::kMay},
    {"u.s.w.", "und so weiter", End::kMay},
    {"i.d.R.", "in der Regel"},
    {"i.A.", "im Auftrag"},
    {"i.Allg.", "im Allgemeinen"},
    {"i.e.", "das heißt"},
    {"i.V.", "in Vertretung"},
    {"i.S.v.", "im Sinne von"},
    {"m.E.", "meines Erachtens"},
    {"m.W.", "meines Wissens"},
    {"n.Chr.", "nach Christus", End::kMay},
    {"v.Chr.", "vor Christus", End::kMay},
    {"n.u.Z.", "nach unserer Zeitrechnung", End::kMay},
    {"v.u.Z.", "vor unserer Zeitrechnung", End::kMay},
    {"o.g.", "oben genannte"},
    {"s.o.", "siehe oben", End::kMay},
    {"s.u.", "siehe unten", End::kMay},
    {"S.o.", "siehe oben", End::kMay},
    {"v.a.", "vor allem"},
    {"V.a.", "vor allem"},
    {"z.T.", "zum Teil", End::kMay},
    {"z.Z.", "zurzeit"},
    {"z.Zt.", "zurzeit"},
    {"z.Hd.", "zu Händen"},
    {"a.D.", "außer Dienst", End::kMay},
    {"a.M.", "am Main", End::kMay},
    {"a.d.", "an der"},
    {"e.V.", "{EV}", End::kMay},
    {"d.Ä.", "der Ältere", End::kMay},
    {"d.J.", "der Jüngere", End::kMay},
    {"i.Br.", "im Breisgau", End::kMay},
    {"Ph.D.", "{PHD}", End::kMay},
    {"Abb.", "Abbildung"},
    {"Abs.", "Absatz"},
    {"Abt.", "Abteilung"},
    {"allg.", "allgemein"},
    {"Anm.", "Anmerkung"},
    {"Art.", "Artikel", End::kNone, Follows::kNumber},  // "nach seiner Art. Er"
    {"Aufl.", "Auflage", End::kMay},
    {"Bd.", "Band"},
    {"bes.", "besonders"},
    {"betr.", "betreffend"},
    {"bzgl.", "bezüglich"},
    {"Bzgl.", "bezüglich"},
    {"bspw.", "beispielsweise"},
    {"Bspw.", "beispielsweise"},
    {"bzw.", "beziehungsweise"},
    {"ca.", "circa"},
    {"Ca.", "circa"},
    {"Chr.", "Christus", End::kMay},
    {"Co.", "Co", End::kMay},
    {"ders.", "derselbe"},
    {"Dipl.", "Diplom"},
    {"Ing.", "Ingenieur"},
    {"Dr.", "Doktor"},
    {"Mr.", "Mister"},
    {"Mrs.", "Misses"},
    {"Ms.", "Miss"},
    {"dt.", "deutsch"},
    {"ehem.", "ehemals"},
    {"engl.", "englisch"},
    {"etc.", "et cetera", End::kMay},
    {"ev.", "evangelisch"},
    {"evtl.", "eventuell"},
    {"Evtl.", "eventuell"},
    {"f.", "folgende", End::kMay, Follows::kAfterNumber},
    {"ff.", "fortfolgende", End::kMay, Follows::kAfterNumber},
    {"Fa.", "Firma"},
    {"Fam.", "Familie"},
    {"franz.", "französisch"},
    {"frz.", "französisch"},
    {"Fr.", "Frau", End::kNever, Follows::kName},
    {"geb.", "geboren", End::kNever, Follows::kNumber},
    {"geb.", "geborene"},
    {"gegr.", "gegründet"},
    {"gem.", "gemäß"},
    {"gest.", "gestorben"},
    {"ggf.", "gegebenenfalls"},
    {"Ggf.", "gegebenenfalls"},
    {"ggfs.", "gegebenenfalls"},
    {"griech.", "griechisch"},
    {"Hbf.", "Hauptbahnhof", End::kMay},
    {"Hr.", "Herr"},
    {"Hrn.", "Herrn"},
    {"Hrsg.", "Herausgeber"},
    {"hrsg.", "herausgegeben"},
    {"inkl.", "inklusive"},
    {"Inkl.", "inklusive"},
    {"exkl.", "exklusive"},
    {"einschl.", "einschließlich"},
    {"Inh.", "Inhaber"},
    {"ital.", "italienisch"},
    {"Jg.", "Jahrgang"},
    {"Jh.", "Jahrhundert", End::kMay},
    {"Jhd.", "Jahrhundert", End::kMay},
    {"Jhs.", "Jahrhunderts", End::kMay},
    {"jmd.", "jemand"},
    {"jr.", "junior", End::kMay},
    {"Jr.", "junior", End::kMay},
    {"sen.", "senior", End::kMay},
    {"Kap.", "Kapitel"},
    {"kath.", "katholisch"},
    {"lat.", "lateinisch"},
    {"lt.", "laut"},
    {"Lt.", "laut"},
    {"max.", "maximal"},
    {"Max.", "maximal", End::kNever, Follows::kNumber},
    {"min.", "minimal"},
    {"mind.", "mindestens"},
    {"Mind.", "mindestens"},
    {"Mio.", "Millionen", End::kMay},
    {"Mrd.", "Milliarden", End::kMay},
    {"Tsd.", "Tausend", End::kMay},
    {"MwSt.", "Mehrwertsteuer", End::kMay},
    {"MwSt", "Mehrwertsteuer"},
    {"nördl.", "nördlich"},
    {"südl.", "südlich"},
    {"östl.", "östlich"},
    {"westl.", "westlich"},
    {"Nr.", "Nummer"},
    {"Nrn.", "Nummern"},
    {"od.", "oder"},
    {"Pfd.", "Pfund"},
    {"Pkt.", "Punkte", End::kMay},
    {"Prof.", "Professor"},
    {"rd.", "rund"},
    {"röm.", "römisch"},
    {"S.", "Seite", End::kNever, Follows::kNumber},
    {"s.", "siehe"},
    {"sog.", "sogenannte"},
    {"span.", "spanisch"},
    {"St.", "Sankt", End::kNever, Follows::kName},
    {"Std.", "Stunden", End::kMay},
    {"Min.", "Minuten", End::kMay},
    {"Sek.", "Sekunden", End::kMay},
    {"stellv.", "stellvertretend"},
    {"Str.", "Straße", End::kMay},
    {"Pl.", "Platz", End::kMay},
    {"Tab.", "Tabelle"},
    {"Tel.", "Telefon"},
    {"tägl.", "täglich"},
    {"u.", "und"},
    {"urspr.", "ursprünglich"},
    {"usf.", "und so fort", End::kMay},
    {"usw.", "und so weiter", End::kMay},
    {"v.", "von", End::kNever, Follows::kName},
    {"verh.", "verheiratet"},
    {"vgl.", "vergleiche"},
    {"Vgl.", "vergleiche"},
    {"vs.", "versus"},
    {"wg.", "wegen"},
    {"zit.", "zitiert"},
    {"zw.", "zwischen"},
    {"zzgl.", "zuzüglich"},
    {"zz.", "zurzeit"},
    {"Jan.", "Januar", End::kNever, Follows::kNumber},
    {"Feb.", "Februar"},
    {"Febr.", "Februar"},
    {"Apr.", "April"},
    {"Aug.", "August"},
    {"Sept.", "September"},
    {"Sep.", "September"},
    {"Okt.", "Oktober"},
    {"Nov.", "November"},
    {"Dez.", "Dezember"},
});

struct Weekday {
  std::string_view sign;
  std::string_view name;
};
constexpr auto kWeekdays = std::to_array<Weekday>({{"Mo", "Montag"},
                                                   {"Di", "Dienstag"},
                                                   {"Mi", "Mittwoch"},
                                                   {"Do", "Donnerstag"},
                                                   {"Fr", "Freitag"},
                                                   {"Sa", "Samstag"},
                                                   {"So", "Sonntag"}});

bool counts(std::string_view word) {
  return roman_number(word) > 0 || is_month(word);
}

Reading abbreviation(const Cursor& at) {
  const auto [row, lexemes] = find_short_form(at, kAbbreviations, &counts);
  if (row == nullptr) return {};
  const bool born_on =
      row->sign == "geb." && row->follows == Follows::kNumber && at.symbol(at.skip_space(lexemes) + 1, U'.');
  return {{lexemes, born_on ? "geboren am" : std::string(row->words)}};
}

/// espeak-ng says the E of E-Mail as a German letter.
Reading mail(const Cursor& at) {
  if (at[0].text != "E" || !at.symbol_of(1, U"-‑") || at.alphanumeric(-1)) return {};
  if (at[2].text == "Mail") return {{3, "[[ˈiːmeːl]]"}};
  if (at[2].text == "Mails") return {{3, "[[ˈiːmeːls]]"}};
  return {};
}

/// Hauptstr. 5, Karl-Marx-Str.
Reading street(const Cursor& at) {
  return read_short_street(at, "straße");
}

bool is_weekday(std::string_view sign) {
  return std::ranges::any_of(kWeekdays, [&](const Weekday& day) { return sign == day.sign; });
}

const Weekday* weekday_at(const Cursor& at, std::ptrdiff_t n) {
  const auto* const found =
      std::ranges::find_if(kWeekdays, [&](const Weekday& day) { return at[n].text == day.sign; });
  return found == kWeekdays.end() ? nullptr : found;
}

/// Mo–Fr, Mo.-Fr., Sa., 5. Mai
Reading weekday(const Cursor& at) {
  const Weekday* day = weekday_at(at, 0);
  if (day == nullptr || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = at.symbol(1, U'.') ? 2 : 1;
  const std::ptrdiff_t dash = at.skip_space(end);
  const std::ptrdiff_t next = at.skip_space(dash + 1);
  const Weekday* last = at.symbol_of(dash, U"-–") ? weekday_at(at, next) : nullptr;
  if (last != nullptr) {
    end = next + (at.symbol(next + 1, U'.') ? 2 : 1);
    return {{end, std::string(day->name) + " bis " + std::string(last->name)}};
  }
  const std::ptrdiff_t date = at.skip_space(at.symbol(end, U',') ? end + 1 : end);
  if (!at.digits(date) || (end == 1 && !at.symbol(end, U','))) return {};
  return {{end, std::string(day->name)}};
}

constexpr std::array<Rule, 4> kRules = {
    {{"e-mail", mail}, {"weekday", weekday}, {"abbreviation", abbreviation}, {"street", street}}};

}  // namespace

AbbreviationEnd abbreviation_end(std::string_view text) {
  const std::string said = end_before_full_stop(text);
  return is_weekday(last_word(said)) ? End::kMay : short_form_end(said, kAbbreviations);
}

std::span<const Rule> abbreviation_rules() {
  return kRules;
}

}  // namespace driftwave::german
