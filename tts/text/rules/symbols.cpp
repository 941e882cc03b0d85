/// Signs that are words: & @ # + = and the like. What has no rule here is silent.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

struct Sign {
  char32_t symbol;
  std::string_view words;
};

/// Always said.
constexpr std::array<Sign, 57> kSigns = {{{U'∆', "delta"},
                                          {U'∀', "for all"},
                                          {U'∃', "there exists"},
                                          {U'∧', "and"},
                                          {U'∨', "or"},
                                          {U'¬', "not"},
                                          {U'∩', "intersection"},
                                          {U'∪', "union"},
                                          {U'⊂', "subset of"},
                                          {U'∉', "not in"},
                                          {U'∝', "proportional to"},
                                          {U'≡', "is equivalent to"},
                                          {U'⇒', "implies"},
                                          {U'⇔', "if and only if"},
                                          {U'∅', "empty set"},
                                          {U'♀', "female"},
                                          {U'♂', "male"},
                                          {U'&', "and"},
                                          {U'＆', "and"},
                                          {U'%', "percent"},
                                          {U'‰', "per mille"},
                                          {U'÷', "divided by"},
                                          {U'×', "times"},
                                          {U'±', "plus or minus"},
                                          {U'=', "equals"},
                                          {U'≠', "is not equal to"},
                                          {U'≈', "is about"},
                                          {U'≤', "is at most"},
                                          {U'≥', "is at least"},
                                          {U'√', "square root of"},
                                          {U'∛', "cube root of"},
                                          {U'∜', "fourth root of"},
                                          {U'∞', "infinity"},
                                          {U'°', "degrees"},
                                          {U'²', "squared"},
                                          {U'³', "cubed"},
                                          {U'§', "section"},
                                          {U'¶', "paragraph"},
                                          {U'©', "copyright"},
                                          {U'@', "at"},
                                          {U'→', "to"},
                                          {U'$', "dollars"},
                                          {U'€', "euros"},
                                          {U'£', "pounds"},
                                          {U'¥', "yen"},
                                          {U'¢', "cents"},
                                          {U'№', "number"},
                                          {U'−', "minus"},
                                          {U'∑', "sum of"},
                                          {U'∫', "integral of"},
                                          {U'∂', "partial"},
                                          {U'∈', "in"},
                                          {U'♯', "sharp"},
                                          {U'♭', "flat"},
                                          {U'℃', "degrees Celsius"},
                                          {U'℉', "degrees Fahrenheit"},
                                          {U'⁄', "over"}}};

/// Whether what stands before a sign of comparison is compared: "x ≥ 5", not "it was ≥ 5".
bool is_compared(const Cursor& at, std::ptrdiff_t n) {
  static constexpr std::string_view kOthers =
      " is are was were be been am being and or with of than if when an the at by to only not for but from "
      "in "
      "that which have has had needs need requires require want use ";
  return at.alphanumeric(n) && kOthers.find(' ' + at[n].lower + ' ') == std::string_view::npos;
}

bool operand(const Cursor& at, std::ptrdiff_t n) {
  return at.alphanumeric(n) || at.symbol_of(n, U"()$€£.-−");
}

/// == != && || of programs
Reading operator_sign(const Cursor& at) {
  const bool words = operand(at, at.space(-1) ? -2 : -1) && operand(at, at.skip_space(2));
  const bool inner = !at.symbol(2, at[0].symbol) && !at.symbol(-1, at[0].symbol);
  if (!words || !inner) return {};
  if (at.symbol(0, U'=') && at.symbol(1, U'=')) return {{2, "equals"}};
  if (at.symbol(0, U'!') && at.symbol(1, U'=')) return {{2, "is not equal to"}};
  if (at.symbol(0, U'&') && at.symbol(1, U'&')) return {{2, "and"}};
  if (at.symbol(0, U'|') && at.symbol(1, U'|')) return {{2, "or"}};
  return {};
}

/// The $ around TeX's formulas: $x^2$
bool is_formula_mark(const Cursor& at) {
  if (!at.symbol(0, U'$') || at.count_in_sentence(U'$') < 2) return false;
  const bool opens = (at.word(1) && at[1].text.size() == 1) || at.symbol(1, U'\\');
  const bool formula = at.sentence_has(U'^') || at.sentence_has(U'\\') || at.sentence_has(U'=') ||
                       at.sentence_has(U'_') || (at.word(-1) && at[-1].text.size() == 1);
  const bool closes = formula && !at.gap(-1) && !at.alphanumeric(1);
  return opens || closes;
}

Reading sign(const Cursor& at) {
  if (is_formula_mark(at)) return {{1, ""}};
  if (at.symbol(0, U'§') && at.symbol(1, U'§')) return {{2, "sections"}};
  if (at.symbol(0, U'$') && (at.word(1) || at.symbol(1, U'{'))) return {{1, "dollar"}};  // $HOME
  for (const Sign& entry : kSigns) {
    if (!at.symbol(0, entry.symbol)) continue;
    if (entry.symbol == U'=' && (at.symbol(-1, U'=') || at.symbol(1, U'=')))
      return {{1, ""}};  // a drawn rule
    if (entry.words.starts_with("is ") && !is_compared(at, at.space(-1) ? -2 : -1))
      return {{1, std::string(entry.words.substr(3))}};
    return {{1, std::string(entry.words)}};
  }
  return {};
}

/// 5! + 1: a mark of exclamation among operators; n! = 120
Reading factorial(const Cursor& at) {
  if (!at.symbol(0, U'!') || !at.alphanumeric(-1) || at.symbol(1, U'!') || at.symbol(1, U'=')) return {};
  const bool operand_before = at.digits(-1) || at[-1].text.size() == 1;
  const std::ptrdiff_t next = at.skip_space(1);
  const bool operator_next =
      at.symbol_of(next, U"=+-*/×÷−^<>)≈≤≥") && !(at.symbol(next, U'-') && at.symbol(next + 1, U'-'));
  const bool operator_before = at.symbol_of(at.space(-2) ? -3 : -2, U"=+*/×÷−^");
  return operand_before && (operator_next || operator_before) ? Reading{{1, "factorial"}} : Reading{};
}

/// !ready of programs; !important of style sheets is none of it.
Reading negation(const Cursor& at) {
  const bool begins = at.gap(-1) || at.symbol_of(-1, U"(&|=");
  if (!at.symbol(0, U'!') || !begins || !at.word(1) || at.capitalised(1) || at[1].lower == "important")
    return {};
  return {{1, "not"}};
}

/// a -> b, 16->8, x => y
Reading arrow(const Cursor& at) {
  if (!at.symbol_of(0, U"-=") || !at.symbol(1, U'>') || at.symbol_of(-1, U"-=<") || at.symbol(2, U'>'))
    return {};
  return operand(at, at.space(-1) ? -2 : -1) && operand(at, at.skip_space(2)) ? Reading{{2, "to"}}
                                                                              : Reading{};
}

/// + - * / ^ < > between operands.
Reading operation(const Cursor& at) {
  const bool spaced = at.space(-1) && at.space(1);
  const std::ptrdiff_t left = at.space(-1) ? -2 : -1;
  const std::ptrdiff_t right = at.space(1) ? 2 : 1;
  const bool numbers = at.digits(left) && (at.digits(right) || at.symbol(right, U'.'));
  if (at.symbol(0, U'+') && at.word(-1) && at.symbol(1, U'+')) return {{2, "plus plus"}};  // C++
  if (at.symbol(0, U'+') && (at.alphanumeric(-1) || spaced || at.digits(1))) return {{1, "plus"}};
  const bool equation = at.symbol(at.skip_space(right + 1), U'=');
  if (at.symbol(0, U'-') && numbers && equation) return {{1, "minus"}};
  if (at.symbol(0, U'-') && spaced && at.digits(left) && at.digits(right) && at.sentence_has(U'=')) {
    return {{1, "minus"}};
  }
  if (at.symbol(0, U'-') && spaced && at.sentence_has(U'=') && operand(at, left) && operand(at, right)) {
    return {{1, "minus"}};
  }
  const auto factor = [&](std::ptrdiff_t n) {
    return operand(at, n) && (!at.word(n) || at[n].text.size() == 1);
  };
  if (at.symbol(0, U'*') && (numbers || (spaced && factor(left) && factor(right)))) return {{1, "times"}};
  if (at.symbol(0, U'/') && numbers) return {{1, "over"}};
  if (at.symbol(0, U'/') && spaced && at.sentence_has(U'=')) return {{1, "divided by"}};
  if (at.symbol(0, U'^') && operand(at, right) && at.alphanumeric(left)) {
    const bool negative = at.symbol_of(1, U"-−");
    const std::ptrdiff_t n = negative ? 2 : 1;
    if (!negative && at[n].text == "2") return {{2, "squared"}};
    if (!negative && at[n].text == "3") return {{2, "cubed"}};
    if (at.digits(n))
      return {{n + 1, std::string("to the power of ") + (negative ? "minus " : "") + cardinal(at[n].text)}};
    return {{1, "to the power of"}};
  }
  return {};
}

/// I <3 you
Reading heart(const Cursor& at) {
  if (!at.symbol(0, U'<') || at[1].text != "3" || !at.gap(-1) || !at.gap(2)) return {};
  const bool between_words = at.word(-2) && (at.word(3) || at[3].kind == Lexeme::Kind::kNone);
  static constexpr std::array<std::string_view, 6> kLovers = {"i", "we", "you", "they", "and", "really"};
  const bool verb = between_words && std::find(kLovers.begin(), kLovers.end(), at[-2].lower) != kLovers.end();
  if (verb) return {{2, "love"}};
  const bool another = at.digits(-2) && at.symbol(-3, U'<');  // <3 <3
  return (at.digits(-2) && !another) || (at.word(-2) && at[-2].text.size() == 1) || at.sentence_has(U'=')
             ? Reading{}
             : Reading{{2, ""}};
}

/// <5, x > y, >=
Reading comparison(const Cursor& at) {
  const bool less = at.symbol(0, U'<');
  if (!less && !at.symbol(0, U'>')) return {};
  const bool or_equal = at.symbol(1, U'=');
  const std::ptrdiff_t next = at.skip_space(or_equal ? 2 : 1);
  const bool left = at.alphanumeric(at.space(-1) ? -2 : -1);
  if (!at.digits(next) && !(left && at.space(-1) && operand(at, next))) return {};
  const std::string words =
      or_equal ? (less ? "at most" : "at least") : (less ? "less than" : "greater than");
  return {{or_equal ? 2 : 1, (is_compared(at, at.space(-1) ? -2 : -1) ? "is " : "") + words}};
}

/// C#, F#, and # on its own
Reading hash(const Cursor& at) {
  if (!at.symbol(0, U'#')) return {};
  const bool note = at.word(-1) && at[-1].text.size() == 1 && begins_with_capital(at[-1].text);
  if (note) return {{1, "sharp"}};
  return at.gap(-1) && at.gap(1) && !at.sentence_has(U'=') ? Reading{{1, ""}} : Reading{};
}

/// and/or: read on without a word; he/she: or.
Reading slash_between_words(const Cursor& at) {
  if (!at.symbol(0, U'/')) return {};
  static constexpr std::array<std::array<std::string_view, 2>, 6> kChoices = {
      {{"he", "she"}, {"she", "he"}, {"him", "her"}, {"his", "her"}, {"yes", "no"}, {"true", "false"}}};
  for (const auto& [left, right] : kChoices) {
    if (at[-1].lower == left && at[1].lower == right) return {{1, "or"}};
  }
  return {{1, ""}};
}

/// ^_^ xD ¯\_(ツ)_/¯: faces that are no row of eyes and mouth.
Reading upright_face(const Cursor& at) {
  static constexpr auto kFaces = std::to_array<std::string_view>(
      {"^_^",       "^^",  "^-^", ">_<",   "-_-",  "T_T",   "o_o",         "O_O",       "o_O",  "O_o",
       "0_0",       "u_u", "xD",  "XD",    "xP",   "\\o/",  "¯\\_(ツ)_/¯", "¯\\(ツ)/¯", "(ツ)", "ʕ•ᴥ•ʔ",
       "(╯°□°)╯︵", "┻━┻", "ಠ_ಠ", "(^_^)", "(^^)", "(>_<)", "(T_T)",       "(-_-)"});
  if (!at.gap(-1) && !at.symbol_of(-1, U".,!?")) return {};
  std::string seen;
  for (std::ptrdiff_t n = 0; n < 9 && !at.gap(n); ++n) {
    seen += at[n].text;
    if (!at.gap(n + 1) && !at.symbol_of(n + 1, U".,!?")) continue;
    if (std::find(kFaces.begin(), kFaces.end(), seen) != kFaces.end()) return {{n + 1, ""}};
  }
  return {};
}

/// :-) ;) :D and other faces
Reading face(const Cursor& at) {
  if (!at.symbol_of(0, U":;=8") || !at.gap(-1)) return {};
  const std::ptrdiff_t mouth = at.symbol_of(1, U"-'") ? 2 : 1;
  const bool letter =
      at.word(mouth) && (at[mouth].text == "D" || at[mouth].text == "P" || at[mouth].text == "O");
  if (!at.symbol_of(mouth, U")(|]/\\[*") && !letter) return {};
  if (!at.gap(mouth + 1) && !at.symbol_of(mouth + 1, U".,!?")) return {};
  return {{mouth + 1, ""}};
}

/// arr[0], x[i] = 5: a place in an array, which is no mark of a citation.
bool is_index(const Cursor& at) {
  if (!at.alphanumeric(-1)) return false;
  static constexpr std::string_view kArrays =
      " arr array argv args list data items values names buf buffer str vec vector matrix row rows result "
      "results "
      "tokens words lines ";
  const bool zero = at[1].text == "0" && at.symbol(2, U']');
  return zero || at.sentence_has(U'=') || at[-1].text.size() == 1 || at.symbol_of(-2, U"_.") ||
         is_listed(kArrays, at[-1].text);
}

/// The marks of an encyclopedia: [12], [2, 3], [4-6], [a], [note 1], [citation needed], [edit].
Reading citation(const Cursor& at) {
  if (!at.symbol(0, U'[') || at.previous().kind == Lexeme::Kind::kNone) return {};
  if (is_index(at)) return {};
  static constexpr std::string_view kMarks =
      " citation needed edit clarification sic verification unreliable ";
  std::ptrdiff_t n = 1;
  while (!at.symbol(n, U']')) {
    const bool mark =
        at.word(n) && (kMarks.find(' ' + at[n].lower + ' ') != std::string_view::npos ||
                       (at[n].text.size() == 1 && n == 1 && at.symbol(2, U']') && !at.space(-1)));
    const bool note = at[n].lower == "note" && at.space(n + 1) && at.digits(n + 2);
    if (!mark && !note && !at.digits(n) && !at.space(n) && !at.symbol_of(n, U",-–;?")) return {};
    ++n;
  }
  return n > 1 ? Reading{{n + 1, ""}} : Reading{};
}

/// 4★: in front of others, a star is an ornament.
Reading star_rating(const Cursor& at) {
  if (!at.symbol_of(0, U"★⭐☆") || !at.digits(at.space(-1) ? -2 : -1) || at.symbol_of(1, U"★⭐☆")) return {};
  const bool one = at[at.space(-1) ? -2 : -1].text == "1" && !at.symbol(at.space(-1) ? -3 : -2, U'.');
  return {{1, one ? "star" : "stars"}};
}

/// 10⁶, x⁻¹: raised digits other than a lone ² or ³.
Reading raised(const Cursor& at) {
  static constexpr std::u32string_view kRaised = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
  const bool negative = at.symbol(0, U'⁻');
  std::string digits;
  std::ptrdiff_t n = negative ? 1 : 0;
  for (; at.symbol_of(n, kRaised); ++n) digits += static_cast<char>('0' + kRaised.find(at[n].symbol));
  const bool lone = !negative && digits.size() == 1 && (digits == "2" || digits == "3");
  if (digits.empty() || lone || !at.alphanumeric(-1)) return {};
  return {{n, std::string("to the power of ") + (negative ? "minus " : "") + cardinal(digits)}};
}

/// file(s): the choice is silent.
Reading optional_plural(const Cursor& at) {
  if (!at.symbol(0, U'(') || !at.word(-1) || (at[1].text != "s" && at[1].text != "es") || !at.symbol(2, U')'))
    return {};
  return {{3, ""}};
}

constexpr std::array<Sign, 36> kGreek = {
    {{U'α', "alpha"},  {U'β', "beta"},  {U'γ', "gamma"}, {U'δ', "delta"}, {U'ε', "epsilon"},
     {U'ζ', "zeta"},   {U'η', "eta"},   {U'θ', "theta"}, {U'ι', "iota"},  {U'κ', "kappa"},
     {U'λ', "lambda"}, {U'μ', "mu"},    {U'ν', "nu"},    {U'ξ', "xi"},    {U'π', "pi"},
     {U'ρ', "rho"},    {U'σ', "sigma"}, {U'τ', "tau"},   {U'φ', "phi"},   {U'χ', "chi"},
     {U'ψ', "psi"},    {U'ω', "omega"}, {U'Γ', "gamma"}, {U'Δ', "delta"}, {U'Θ', "theta"},
     {U'Λ', "lambda"}, {U'Ξ', "xi"},    {U'Π', "pi"},    {U'Σ', "sigma"}, {U'Φ', "phi"},
     {U'Ψ', "psi"},    {U'Ω', "omega"}, {U'Ω', "ohms"},  {U'ℓ', "l"},     {U'ϕ', "phi"},
     {U'ϵ', "epsilon"}}};

/// A single Greek letter is its name.
Reading greek_letter(const Cursor& at) {
  if (!at.word(0)) return {};
  const std::u32string letters = to_code_points(at[0].text);
  if (letters.size() == 2 && letters.front() == U'Δ' && letters.back() < 0x80) {  // Δt
    return {{1, "delta {" + upper_case(std::string(1, static_cast<char>(letters.back()))) + '}'}};
  }
  if (letters.size() != 1) return {};
  for (const Sign& entry : kGreek) {
    if (letters.front() == entry.symbol) return {{1, std::string(entry.words)}};
  }
  return {};
}

constexpr std::array<Rule, 17> kRules = {{{"upright face", upright_face},
                                          {"face", face},
                                          {"factorial", factorial},
                                          {"negation", negation},
                                          {"arrow", arrow},
                                          {"operator", operator_sign},
                                          {"heart", heart},
                                          {"star rating", star_rating},
                                          {"raised digits", raised},
                                          {"optional plural", optional_plural},
                                          {"citation", citation},
                                          {"comparison", comparison},
                                          {"operation", operation},
                                          {"hash", hash},
                                          {"sign", sign},
                                          {"slash", slash_between_words},
                                          {"Greek letter", greek_letter}}};

}  // namespace

std::span<const Rule> symbol_rules() {
  return kRules;
}

}  // namespace driftwave
