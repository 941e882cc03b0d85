#include "tts/text/german/number_sounds.h"

#include <array>
#include <string_view>
#include <vector>

#include "tts/text/rules/lexeme.h"

namespace driftwave::german {
namespace {

struct Part {
  std::string_view letters;
  std::string_view sound;  ///< without stress
  std::size_t stress = 0;  ///< bytes before its vowel
  bool is_light = false;   ///< never stressed: "und" and endings
};

/// Longer ones first, where one begins with another.
constexpr auto kParts = std::to_array<Part>({
    {"hundert", "hʊndɜt", 1},
    {"tausend", "taʊzənt", 1},
    {"dreizehn", "dɾaɪtseːn", 3},
    {"vierzehn", "fɪɾtseːn", 1},
    {"fünfzehn", "fynftseːn", 1},
    {"sechzehn", "zɛçtseːn", 1},
    {"siebzehn", "ziːptseːn", 1},
    {"achtzehn", "axtseːn", 0},
    {"neunzehn", "nɔøntseːn", 1},
    {"zwanzig", "tsvantsɪç", 3},
    {"dreißig", "dɾaɪsɪç", 3},
    {"vierzig", "fɪɾtsɪç", 1},
    {"fünfzig", "fynftsɪç", 1},
    {"sechzig", "zɛçtsɪç", 1},
    {"siebzig", "ziːptsɪç", 1},
    {"achtzig", "axtsɪç", 0},
    {"neunzig", "nɔøntsɪç", 1},
    {"zehn", "tseːn", 2},
    {"elf", "ɛlf", 0},
    {"zwölf", "tsvœlf", 3},
    {"null", "nʊl", 1},
    {"eins", "aɪns", 0},
    {"eine", "aɪnə", 0},
    {"ein", "aɪn", 0},
    {"zwei", "tsvaɪ", 3},
    {"drei", "dɾaɪ", 3},
    {"vier", "fiːɾ", 1},
    {"fünf", "fynf", 1},
    {"sechs", "zɛks", 1},
    {"sieben", "ziːbən", 1},
    {"acht", "axt", 0},
    {"neun", "nɔøn", 1},
    {"erst", "eːɾst", 0},
    {"dritt", "dɾɪt", 3},
    {"siebt", "ziːpt", 1},
    {"und", "ʊnt", 0, true},
});
constexpr auto kEndings = std::to_array<Part>({
    {"sten", "stən", 0, true},
    {"ster", "stɜ", 0, true},
    {"stes", "stəs", 0, true},
    {"stem", "stəm", 0, true},
    {"ste", "stə", 0, true},
    {"ten", "tən", 0, true},
    {"ter", "tɜ", 0, true},
    {"tes", "təs", 0, true},
    {"tem", "təm", 0, true},
    {"te", "tə", 0, true},
    {"en", "ən", 0, true},
    {"er", "ɜ", 0, true},
    {"es", "əs", 0, true},
    {"em", "əm", 0, true},
    {"e", "ə", 0, true},
});

/// The parts of a word that is nothing but a number; empty for others.
std::vector<const Part*> parts_of(std::string_view rest) {
  std::vector<const Part*> parts;
  while (!rest.empty()) {
    const Part* found = nullptr;
    for (const Part& part : kParts)
      if (rest.starts_with(part.letters) && (found == nullptr || part.letters.size() > found->letters.size()))
        found = &part;
    if (found == nullptr) break;
    parts.push_back(found);
    rest.remove_prefix(found->letters.size());
  }
  if (rest.empty() || parts.empty()) return parts;
  for (const Part& ending : kEndings) {
    if (rest != ending.letters) continue;
    parts.push_back(&ending);
    return parts;
  }
  return {};
}

}  // namespace

std::string number_sounds(const std::string& word) {
  const std::vector<const Part*> parts = parts_of(lower_case(word));
  std::size_t heavy = 0;
  std::size_t last_heavy = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i]->is_light) continue;
    ++heavy;
    last_heavy = i;
  }
  const bool is_ordinal_ten = heavy == 1 && parts.size() > 1 && parts[0]->letters.ends_with("ig");
  if (heavy < 2 && !is_ordinal_ten) return "";
  // "achtundNEUNzig" is stressed on its first half.
  const bool has_and = last_heavy > 1 && parts[last_heavy - 1]->letters == "und";
  const std::size_t main = has_and ? last_heavy - 2 : last_heavy;
  std::string sounds;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string sound(parts[i]->sound);
    // The k of -zig before an ending: "zwanzigste" keeps ç, "zwanziger" has g.
    const bool voiced = i + 1 < parts.size() && parts[i]->letters.ends_with("ig") &&
                        parts[i + 1]->letters.starts_with('e') && parts[i + 1]->is_light;
    if (voiced) sound.replace(sound.size() - std::string_view("ç").size(), std::string_view("ç").size(), "ɡ");
    if (!parts[i]->is_light) sound.insert(parts[i]->stress, i == main ? "ˈ" : "ˌ");
    sounds += sound;
  }
  return sounds;
}

}  // namespace driftwave::german
