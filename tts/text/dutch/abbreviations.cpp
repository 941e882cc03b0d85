/// bijv., dhr., d.w.z.
#include <algorithm>
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"

namespace driftwave::dutch {
namespace {

using End = AbbreviationEnd;

constexpr auto kAbbreviations = std::to_array<ShortForm>({
    {"a.u.b.", "alstublieft", End::kMay},
    {"a.s.", "aanstaande", End::kMay},
    {"afb.", "afbeelding"},
    {"afd.", "afdeling"},
    {"alg.", "algemeen"},
    {"a.d.h.v.", "aan de hand van"},
    {"apr.", "april", End::kNever, Follows::kNumber},
    {"art.", "artikel", End::kNever, Follows::kNumber},
    {"b.v.", "bijvoorbeeld"},
    {"bijv.", "bijvoorbeeld"},
    {"Bijv.", "bijvoorbeeld"},
    {"bv.", "bijvoorbeeld"},
    {"blz.", "bladzijde"},
    {"ca.", "circa"},
    {"Ca.", "circa"},
    {"d.d.", "de dato"},
    {"d.m.v.", "door middel van"},
    {"d.w.z.", "dat wil zeggen"},
    {"D.w.z.", "dat wil zeggen"},
    {"dhr.", "de heer"},
    {"Dhr.", "de heer"},
    {"dr.", "doctor"},
    {"Dr.", "doctor"},
    {"drs.", "doctorandus"},
    {"Drs.", "doctorandus"},
    {"ds.", "dominee", End::kNever, Follows::kName},
    {"e.a.", "en anderen", End::kMay},
    {"e.d.", "en dergelijke", End::kMay},
    {"e.v.", "en volgende", End::kMay},
    {"enz.", "enzovoort", End::kMay},
    {"enzov.", "enzovoort", End::kMay},
    {"etc.", "et cetera", End::kMay},
    {"evt.", "eventueel"},
    {"excl.", "exclusief"},
    {"fam.", "familie"},
    {"Fam.", "familie"},
    {"fig.", "figuur"},
    {"geb.", "geboren"},
    {"gem.", "gemiddeld"},
    {"gld.", "gulden"},
    {"hfst.", "hoofdstuk"},
    {"i.c.", "in casu"},
    {"i.h.a.", "in het algemeen"},
    {"i.h.b.", "in het bijzonder"},
    {"i.p.v.", "in plaats van"},
    {"i.s.m.", "in samenwerking met"},
    {"i.v.m.", "in verband met"},
    {"incl.", "inclusief"},
    {"Incl.", "inclusief"},
    {"ing.", "ingenieur", End::kNever, Follows::kName},
    {"ir.", "ingenieur"},
    {"Ir.", "ingenieur"},
    {"jhr.", "jonkheer"},
    {"jl.", "jongstleden", End::kMay},
    {"jr.", "junior", End::kMay},
    {"Jr.", "junior", End::kMay},
    {"sr.", "senior", End::kMay},
    {"m.a.w.", "met andere woorden"},
    {"M.a.w.", "met andere woorden"},
    {"m.b.t.", "met betrekking tot"},
    {"m.b.v.", "met behulp van"},
    {"m.i.", "mijns inziens"},
    {"m.m.v.", "met medewerking van"},
    {"m.n.", "met name"},
    {"m.u.v.", "met uitzondering van"},
    {"max.", "maximaal"},
    {"Max.", "maximaal", End::kNever, Follows::kNumber},
    {"mevr.", "mevrouw"},
    {"Mevr.", "mevrouw"},
    {"mw.", "mevrouw"},
    {"Mw.", "mevrouw"},
    {"min.", "minimaal"},
    {"Min.", "minimaal"},
    {"mr.", "meester", End::kNever, Follows::kName},
    {"Mr.", "meester", End::kNever, Follows::kName},
    {"n.a.v.", "naar aanleiding van"},
    {"N.a.v.", "naar aanleiding van"},
    {"n.Chr.", "na Christus", End::kMay},
    {"v.Chr.", "voor Christus", End::kMay},
    {"n.o.t.k.", "nader overeen te komen", End::kMay},
    {"nl.", "namelijk"},
    {"nr.", "nummer"},
    {"Nr.", "nummer"},
    {"nrs.", "nummers"},
    {"n.v.t.", "niet van toepassing", End::kMay},
    {"o.a.", "onder andere"},
    {"O.a.", "onder andere"},
    {"o.i.d.", "of iets dergelijks", End::kMay},
    {"o.l.v.", "onder leiding van"},
    {"o.m.", "onder meer"},
    {"p.", "pagina", End::kNever, Follows::kNumber},
    {"pag.", "pagina"},
    {"par.", "paragraaf", End::kNever, Follows::kNumber},
    {"p.m.", "pro memorie", End::kMay},
    {"p.p.", "per persoon", End::kMay},
    {"p.j.", "per jaar", End::kMay},
    {"plm.", "plusminus"},
    {"prof.", "professor"},
    {"Prof.", "professor"},
    {"red.", "redactie", End::kMay},
    {"resp.", "respectievelijk"},
    {"s.v.p.", "alstublieft", End::kMay},
    {"St.", "Sint", End::kNever, Follows::kName},
    {"st.", "stuks", End::kMay},
    {"str.", "straat", End::kMay},
    {"t.a.v.", "ter attentie van"},
    {"t.b.v.", "ten behoeve van"},
    {"t.e.m.", "tot en met"},
    {"t.g.v.", "ter gelegenheid van"},
    {"t.o.v.", "ten opzichte van"},
    {"t.w.v.", "ter waarde van"},
    {"t/m", "tot en met"},
    {"t.z.t.", "te zijner tijd", End::kMay},
    {"tel.", "telefoon"},
    {"Tel.", "telefoon"},
    {"temp.", "temperatuur"},
    {"v.a.", "vanaf"},
    {"vb.", "voorbeeld"},
    {"vgl.", "vergelijk"},
    {"Vgl.", "vergelijk"},
    {"vnl.", "voornamelijk"},
    {"w.o.", "waaronder"},
    {"z.g.", "zogenaamd"},
    {"zgn.", "zogenaamde"},
    {"z.o.z.", "zie ommezijde", End::kMay},
    {"z.s.m.", "zo spoedig mogelijk", End::kMay},
    {"w.v.t.t.k.", "wat verder ter tafel komt", End::kMay},
    {"mln.", "miljoen", End::kMay},
    {"mld.", "miljard", End::kMay},
});

bool counts(std::string_view word) {
  return roman_number(word) > 0;
}

Reading abbreviation(const Cursor& at) {
  const auto [row, lexemes] = find_short_form(at, kAbbreviations, &counts);
  if (row == nullptr) return {};
  return {{lexemes, std::string(row->words)}};
}

/// Kerkstr. 5
Reading street(const Cursor& at) {
  return read_short_street(at, "straat");
}

struct Clipped {
  std::string_view letters;
  std::string_view words;
};

/// ma-vr, di t/m za
Reading weekdays(const Cursor& at) {
  static constexpr auto kDays = std::to_array<Clipped>({{"ma", "maandag"},
                                                        {"di", "dinsdag"},
                                                        {"wo", "woensdag"},
                                                        {"do", "donderdag"},
                                                        {"vr", "vrijdag"},
                                                        {"za", "zaterdag"},
                                                        {"zo", "zondag"}});
  const auto day_at = [&](std::ptrdiff_t n) {
    return std::ranges::find_if(kDays, [&](const Clipped& day) { return at[n].lower == day.letters; });
  };
  const auto* const first = day_at(0);
  if (first == kDays.end() || at.alphanumeric(-1)) return {};
  const std::ptrdiff_t dash = at.skip_space(at.symbol(1, U'.') ? 2 : 1);
  const std::ptrdiff_t joint = match_sign(at, dash, "t/m");
  if (joint == 0 && !at.symbol_of(dash, U"-–")) return {};
  const std::ptrdiff_t next = at.skip_space(dash + (joint == 0 ? 1 : joint));
  const auto* const last = day_at(next);
  if (last == kDays.end()) return {};
  return {{next + 1, std::string(first->words) + " tot en met " + std::string(last->words)}};
}

/// 's avonds, 't, 'n, 'k
Reading clipped(const Cursor& at) {
  static constexpr auto kWords =
      std::to_array<Clipped>({{"s", "'s"}, {"t", "het"}, {"n", "een"}, {"k", "ik"}, {"m", "hem"}});
  if (!at.symbol_of(0, U"'’") || !at.word(1) || at.alphanumeric(-1) || !at.gap(2)) return {};
  for (const Clipped& row : kWords)
    if (at[1].lower == row.letters) return {{2, std::string(row.words)}};
  return {};
}

constexpr std::array<Rule, 4> kRules = {
    {{"clipped", clipped}, {"weekdays", weekdays}, {"abbreviation", abbreviation}, {"street", street}}};

}  // namespace

AbbreviationEnd abbreviation_end(std::string_view text) {
  return short_form_end(end_before_full_stop(text), kAbbreviations);
}

std::span<const Rule> abbreviation_rules() {
  return kRules;
}

}  // namespace driftwave::dutch
