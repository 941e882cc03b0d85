/// Sounds that people make between words (hm, shh, brr), and words that they draw out (sooo).
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

/// Each letter of a run once: "brrr" is "br".
std::string without_repeats(std::string_view word) {
  std::string once;
  for (const char c : word) {
    if (once.empty() || once.back() != c) once += c;
  }
  return once;
}

struct Sound {
  std::string_view once;  ///< as without_repeats() gives it
  std::string_view words;
  std::size_t least = 2;  ///< letters; shorter ones are abbreviations
};

constexpr std::array<Sound, 44> kSounds = {{
    {"hm", "[[həm]]"},
    {"m", "[[ˈʌm]]", 2},
    {"sh", "[[ʃˈʌ]]"},
    {"s", "[[sˈʌ]]", 3},
    {"pst", "[[psˈɪt]]", 3},
    {"psh", "[[pʃˈʌ]]", 3},
    {"pf", "[[pˈʌf]]", 3},
    {"pft", "[[pˈʌft]]", 3},
    {"br", "[[bˈɜː]]", 3},
    {"gr", "[[ɡˈɜː]]", 3},
    {"r", "[[ˈɜː]]", 3},
    {"z", "[[zˈʌz]]", 3},
    {"ah", "ah"},
    {"ahm", "ahm"},
    {"oh", "oh"},
    {"uh", "uh"},
    {"um", "um"},
    {"uhm", "um"},
    {"er", "[[ˈɜː]]"},
    {"erm", "[[ˈɜːm]]"},
    {"ugh", "ugh"},
    {"argh", "argh"},
    {"arg", "argh", 4},
    {"aw", "aw"},
    {"ew", "[[ˈuː]]"},
    {"ek", "eek", 3},
    {"huh", "huh"},
    {"hmph", "[[hˈʌmf]]"},
    {"hmpf", "[[hˈʌmf]]"},
    {"mhm", "[[əmhˈʌm]]"},
    {"tsk", "[[tˈɪsk]]"},
    {"tch", "[[tʃˈʌ]]"},
    {"hrm", "[[hˈɜːm]]"},
    {"hr", "[[hˈɜː]]", 4},
    {"hrmph", "[[hˈɜːmf]]"},
    {"hrmpf", "[[hˈɜːmf]]"},
    {"ts", "[[tsˈɪ]]", 3},
    {"phew", "[[fjˈuː]]"},
    {"whew", "[[hwjˈuː]]"},
    {"gah", "gah"},
    {"wah", "wah"},
    {"yum", "yum"},
    {"ah ha", "aha"},
    {"ahem", "[[əhˈɛm]]"},
}};

constexpr std::size_t kLongestSound =
    std::ranges::max(kSounds, {}, [](const Sound& entry) { return entry.once.size(); }).once.size();

bool is_ascii_word(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Hm, shhh, brrr: espeak-ng would spell them.
Reading sound(const Cursor& at) {
  if (!at.word(0) || !is_ascii_word(at[0].lower) || at.alphanumeric(-1) || at.alphanumeric(1)) return {};
  const std::string& word = at[0].lower;
  const std::string once = without_repeats(word);
  if (once.size() > kLongestSound) return {};
  if (word.starts_with("oo") && once == "oh") return {{1, "ooh"}};
  for (const Sound& entry : kSounds) {
    if (once != entry.once || word.size() < entry.least) continue;
    // ER and UM are letters; SHH and BRRR are none.
    if (all_capitals(at[0].text) && word.size() < once.size() + (once.size() < 3 ? 1 : 0)) return {};
    if (at[0].text == "PST") return {};  // the time of the Pacific coast
    if (once.size() == 1 && word.size() < 3 && at[0].text != "Mm" && at[0].text != "mm") return {};
    return {{1, std::string(entry.words)}};
  }
  return {};
}

/// Bzzt, krrk: noises without a vowel, as their letters sound. A letter is drawn out in them; "https" is no
/// noise.
Reading noise(const Cursor& at) {
  const std::string& word = at[0].lower;
  if (!at.word(0) || word.size() < 4 || !is_ascii_word(word) || all_capitals(at[0].text) ||
      word.find_first_of("aeiouy") != std::string::npos || at.alphanumeric(-1) || at.alphanumeric(1))
    return {};
  const bool drawn = std::any_of(word.begin() + 1, word.end(), [&, last = word.front()](char c) mutable {
    return std::exchange(last, c) == c && std::string_view("fhrz").find(c) != std::string_view::npos;
  });
  if (!drawn) return {};
  static constexpr auto kLetters = std::to_array<std::array<std::string_view, 2>>({{"sh", "ʃ"},
                                                                                   {"ch", "tʃ"},
                                                                                   {"th", "θ"},
                                                                                   {"ph", "f"},
                                                                                   {"ng", "ŋ"},
                                                                                   {"ck", "k"},
                                                                                   {"c", "k"},
                                                                                   {"g", "ɡ"},
                                                                                   {"h", ""},
                                                                                   {"j", "dʒ"},
                                                                                   {"q", "k"},
                                                                                   {"x", "ks"},
                                                                                   {"r", "ˈɜː"}});
  const std::string once = without_repeats(word);
  std::string ipa = once.front() == 'h' ? "h" : "";
  const bool has_r = once.find('r') != std::string::npos;
  for (std::string_view rest = once; !rest.empty();) {
    const auto* const found = std::find_if(kLetters.begin(), kLetters.end(),
                                           [&](const auto& sound) { return rest.starts_with(sound[0]); });
    const bool known = found != kLetters.end();
    ipa += known ? (*found)[1] : rest.substr(0, 1);
    const bool first = rest.size() == once.size();
    rest.remove_prefix(known ? (*found)[0].size() : 1);
    if (first && !has_r) ipa += "ˈʌ";
  }
  return {{1, "[[" + ipa + "]]"}};
}

/// mm-hmm, uh-huh, mm-mm
Reading agreement(const Cursor& at) {
  if (!at.word(0) || !at.symbol_of(1, U"-‐‑") || !at.word(2) || at.alphanumeric(3)) return {};
  const std::string first = without_repeats(at[0].lower);
  const std::string second = without_repeats(at[2].lower);
  if (first == "m" && second == "hm") return {{3, "[[əmhˈʌm]]"}};
  if (first == "m" && second == "m") return {{3, "[[ˈʌmʌm]]"}};
  return {};
}

/// Words that keep two letters of a run when they are drawn out; others keep one.
constexpr std::string_view kDoubled =
    " all baby's ball bee been bell bless boo book boom boss call cheers class cool deep eek fall feel fell "
    "fill food fool foot free full funny good green greet happy hell hello hill hurry keep kill kiss less "
    "look "
    "loose meet miss mommy daddy moo mood moon need off ooh ooze pass pool poor pretty queen really roof "
    "room "
    "root school see seem seen shall shoot sleep small smell smooth soon sorry spooky spell speed still "
    "street "
    "sweet tall teen tell three too tool toot tree troop tell wall week well wee weed weep will woo wood "
    "wooh yell "
    "yippee zoo zoom agree coffee creepy cheese freedom goodbye goodnight groovy noodle hooray whoop whee "
    "yahoo "
    "woohoo boohoo silly jelly belly puppy kitty better bitter little summer dinner pepper butter yellow "
    "fellow follow pillow hollow million dollar ";

bool doubles(const std::string& word) {
  return kDoubled.find(' ' + word + ' ') != std::string_view::npos;
}

/// All ways to keep one or two letters of each run of three and more.
std::vector<std::string> shortened(std::string_view word) {
  constexpr std::size_t kMostRuns = 4;
  std::vector<std::string> forms = {""};
  std::size_t runs = 0;
  for (std::size_t i = 0; i < word.size();) {
    std::size_t end = i;
    while (end < word.size() && word[end] == word[i]) ++end;
    const bool is_long = end - i >= 3;
    const std::size_t count = forms.size();
    for (std::size_t n = 0; n < count; ++n) {
      if (is_long && runs < kMostRuns) forms.push_back(forms[n] + std::string(2, word[i]));
      forms[n] += is_long ? std::string(1, word[i]) : std::string(word.substr(i, end - i));
    }
    if (is_long) ++runs;
    i = end;
  }
  return forms;
}

/// Nooooo, yesss, goooood: no English word has a letter three times in a row.
Reading drawn_out(const Cursor& at) {
  if (!at.word(0) || !is_ascii_word(at[0].lower) || at.alphanumeric(-1) || at.alphanumeric(1)) return {};
  const std::string& word = at[0].lower;
  const bool has_run = [&] {
    for (std::size_t i = 2; i < word.size(); ++i) {
      if (word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
    }
    return false;
  }();
  if (!has_run || without_repeats(word).size() < 2 || word == "www") return {};
  if (all_capitals(at[0].text) && roman_value(at[0].text)) return {};
  const std::vector<std::string> forms = shortened(word);
  const auto found = std::find_if(forms.begin(), forms.end(), doubles);
  // IEEE is a name, NOOO is none.
  if (all_capitals(at[0].text) && found == forms.end() && !emphasised(forms.front())) return {};
  return {{1, found == forms.end() ? forms.front() : *found}};
}

/// th', o', an', ol': the end of a word that was left out.
Reading clipped_end(const Cursor& at) {
  struct Clipped {
    std::string_view written;
    std::string_view words;
  };
  static constexpr std::array<Clipped, 8> kClipped = {{{"th", "the"},
                                                       {"o", "of"},
                                                       {"an", "and"},
                                                       {"ol", "ole"},
                                                       {"wi", "with"},
                                                       {"tha", "that"},
                                                       {"po", "poor"},
                                                       {"lil", "little"}}};
  if (!at.word(0) || !at.symbol_of(1, U"'’") || !at.gap(2) || at.alphanumeric(-1)) return {};
  for (const Clipped& entry : kClipped) {
    if (at[0].lower == entry.written) return {{2, std::string(entry.words)}};
  }
  return {};
}

constexpr std::array<Rule, 5> kRules = {{{"agreement", agreement},
                                         {"sound", sound, PlainWords::kMay},
                                         {"noise", noise, PlainWords::kMay},
                                         {"drawn out", drawn_out, PlainWords::kMay},
                                         {"clipped end", clipped_end}}};

}  // namespace

std::span<const Rule> interjection_rules() {
  return kRules;
}

}  // namespace driftwave
