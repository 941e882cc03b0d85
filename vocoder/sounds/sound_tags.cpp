#include "vocoder/sounds/sound_tags.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "engine/core/config.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

using D = Descriptor;

/// Other names of classes; used where a model has the class and not the name.
constexpr std::array<std::array<const char*, 2>, 25> kOtherNames{
    {{"bass drum", "kick"},    {"kick drum", "kick"},   {"snare drum", "snare"}, {"handclap", "clap"},
     {"hi hat", "hat_closed"}, {"hihat", "hat_closed"}, {"hat", "hat_closed"},   {"closed hat", "hat_closed"},
     {"open hat", "hat_open"}, {"cymbal", "crash"},     {"splash", "crash"},     {"tom tom", "tom"},
     {"conga", "hand_drum"},   {"bongo", "hand_drum"},  {"rimshot", "rim"},      {"tambourine", "shaker"},
     {"maracas", "shaker"},    {"clave", "wood"},       {"woodblock", "wood"},   {"triangle", "bell"},
     {"guitar", "pluck"},      {"voice", "choir"},      {"string", "strings"},   {"saxophone", "reed"},
     {"marimba", "mallet"}}};

constexpr std::array<const char*, 12> kFillers = {"a",    "an",   "and",   "the",  "with", "of",
                                                  "very", "tail", "sound", "drum", "note", "tone"};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::optional<std::size_t> class_of(const SoundModel& model, std::string name) {
  const auto find = [&](const std::string& wanted) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < model.classes().size(); ++i) {
      std::string own = model.classes()[i].name;
      std::ranges::replace(own, '_', ' ');
      std::ranges::replace(own, '-', ' ');
      if (own == wanted || own + "s" == wanted) return i;
    }
    return {};
  };
  if (const auto own = find(name)) return own;
  for (const auto& [other, ours] : kOtherNames) {
    if (name != other && name != std::string(other) + "s") continue;
    std::string wanted = ours;
    std::ranges::replace(wanted, '_', ' ');
    return find(wanted);
  }
  return {};
}

const SoundWord* find_word(const std::string& word) {
  const auto found =
      std::ranges::find_if(sound_words(), [&](const SoundWord& each) { return word == each.word; });
  return found == sound_words().end() ? nullptr : &*found;
}

}  // namespace

const std::vector<SoundWord>& sound_words() {
  static const std::vector<SoundWord> words = {
      {"bright", {{D::kBrightness, 0.85F}}},
      {"brilliant", {{D::kBrightness, 1.0F}}},
      {"crisp", {{D::kBrightness, 0.8F}, {D::kAttack, 0.1F}}},
      {"dark", {{D::kBrightness, 0.15F}}},
      {"dull", {{D::kBrightness, 0.0F}}},
      {"warm", {{D::kBrightness, 0.3F}, {D::kNoisiness, 0.3F}}},
      {"airy", {{D::kBrightness, 0.7F}, {D::kNoisiness, 0.85F}}},
      {"hard", {{D::kBrightness, 0.75F}, {D::kAttack, 0.05F}}},
      {"soft", {{D::kBrightness, 0.25F}, {D::kAttack, 0.75F}}},
      {"punchy", {{D::kAttack, 0.05F}, {D::kDecay, 0.35F}}},
      {"slow", {{D::kAttack, 0.9F}}},
      {"fast", {{D::kAttack, 0.05F}}},
      {"short", {{D::kDecay, 0.15F}, {D::kLength, 0.15F}}},
      {"tight", {{D::kDecay, 0.1F}, {D::kLength, 0.1F}}},
      {"dry", {{D::kLength, 0.1F}}},
      {"long", {{D::kDecay, 0.85F}, {D::kLength, 0.85F}}},
      {"ringing", {{D::kDecay, 0.8F}, {D::kLength, 0.9F}, {D::kNoisiness, 0.2F}}},
      {"boomy", {{D::kBrightness, 0.15F}, {D::kDecay, 0.85F}, {D::kLength, 0.8F}}},
      {"noisy", {{D::kNoisiness, 0.85F}}},
      {"breathy", {{D::kNoisiness, 0.85F}}},
      {"clean", {{D::kNoisiness, 0.15F}}},
      {"pure", {{D::kNoisiness, 0.05F}}},
      {"deep", {{D::kPitch, 0.1F}}},
      {"low", {{D::kPitch, 0.2F}}},
      {"high", {{D::kPitch, 0.85F}}}};
  return words;
}

SoundRequest request_from_words(const SoundModel& model, const std::string& text) {
  const std::vector<std::string> words = split(text);
  SoundRequest request;
  const auto choose = [&](std::size_t sound_class) {
    if (request.sound_class && *request.sound_class != sound_class)
      throw Error("\"{}\": want one class, got {} and {}", shortened(text),
                  model.classes()[*request.sound_class].name, model.classes()[sound_class].name);
    request.sound_class = sound_class;
    request.family = model.classes()[sound_class].family;
  };
  // "airy choir pad" is a pad: of two sustained classes in a row the last one is meant.
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i + 1 < words.size())
      if (const auto two = class_of(model, words[i] + " " + words[i + 1])) {
        choose(*two);
        ++i;
        continue;
      }
    const auto one = class_of(model, words[i]);
    if (one && i + 1 < words.size() && class_of(model, words[i + 1])) continue;
    if (one) {
      choose(*one);
    } else if (const SoundWord* word = find_word(words[i])) {
      for (const DescriptorShare& each : word->shares)
        request.wanted[static_cast<std::size_t>(each.descriptor)] = each.share;
    } else if (std::ranges::find(kFillers, words[i]) == kFillers.end()) {
      throw Error("\"{}\": want the name of a class or a word for how it sounds", shortened(words[i]));
    }
  }
  return request;
}

}  // namespace driftwave
