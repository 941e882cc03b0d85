/// driftwave voices: what can speak here, and what it sounds like.
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/config.h"
#include "engine/core/standard_streams.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/standard_output.h"
#include "tts/speech_session.h"
#include "tts/voice_search.h"
#include "tts/voice_terms.h"

namespace driftwave {
namespace {

struct VoicesOptions {
  bool json = false;
  std::string say;
};

/// What a voice says of itself, in its language where it is one of ours.
std::string introduction(const Voice& voice) {
  if (voice.language.starts_with("en"))
    return fmt::format("Hello, my name is {}. I am a synthetic voice.", voice.name);
  if (voice.language.starts_with("de"))
    return fmt::format("Hallo, ich heiße {}. Ich bin eine künstliche Stimme.", voice.name);
  if (voice.language.starts_with("nl"))
    return fmt::format("Hallo, ik heet {}. Ik ben een kunstmatige stem.", voice.name);
  if (voice.language.starts_with("fr"))
    return fmt::format("Bonjour, je m'appelle {}. Je suis une voix artificielle.", voice.name);
  return voice.name + ".";
}

void write_sample(const Voice& voice, const std::filesystem::path& folder) {
  const auto synthesizer = std::make_shared<const Synthesizer>(voice);
  SpeechSession session(synthesizer, {});
  session.push_text(introduction(voice));
  AudioBuffer audio;
  audio.sample_rate_hz = synthesizer->sample_rate_hz();
  for (std::span<const float> piece = session.pull(); !piece.empty(); piece = session.pull())
    audio.samples.insert(audio.samples.end(), piece.begin(), piece.end());
  const std::filesystem::path file = folder / (voice.folder.filename().string() + ".wav");
  write_audio(file, audio,
              {{"artist", voice.name},
               {"license", voice.licence},
               {"comment", "voice=" + voice.name + std::string(use_note(voice.licence))}});
  say("wrote {}\n", file.string());
}

std::vector<std::string> known_speakers(const FoundVoice& found) {
  return found.problem.empty() ? speakers_of(found.voice) : std::vector<std::string>{};
}

nlohmann::ordered_json described(const FoundVoice& found) {
  const Voice& voice = found.voice;
  return {{"name", voice.folder.filename().string()},
          {"language", voice.language},
          {"licence", voice.licence},
          {"commercial_use", !forbids_commercial_use(voice.licence)},
          {"description", voice.description},
          {"person", voice.person},
          {"consent", voice.consent},
          {"data", voice.data},
          {"speaker", voice.speaker},
          {"speakers", known_speakers(found)},
          {"folder", voice.folder.string()},
          {"problem", found.problem}};
}

std::string row(const FoundVoice& found) {
  const Voice& voice = found.voice;
  return fmt::format(
      "{:<16} {:<8} {:<12} {}{}\n", voice.folder.filename().string(), voice.language, voice.licence,
      !found.problem.empty()      ? "unusable: " + found.problem
      : voice.description.empty() ? voice.folder.string()
                                  : voice.description,
      found.problem.empty() && forbids_commercial_use(voice.licence) ? " (no commercial use)" : "");
}

void run_voices(const VoicesOptions& options) {
  const std::vector<FoundVoice> voices = all_voices();
  if (!options.json && voices.empty())
    throw Error("voices: none found; folders of voices are named in DRIFTWAVE_VOICES");
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string text;
  for (const FoundVoice& found : voices) {
    list.push_back(described(found));
    text += row(found);
  }
  write_stdout(options.json ? dump_json(list, 2) + "\n" : text);
  if (options.say.empty()) return;
  std::filesystem::create_directories(options.say);
  for (const FoundVoice& found : voices)
    if (found.problem.empty()) write_sample(found.voice, options.say);
}

}  // namespace

void add_voices_command(CLI::App& app) {
  const auto options = std::make_shared<VoicesOptions>();
  CLI::App* command = app.add_subcommand("voices", "List the voices that can speak here");
  command->add_flag("--json", options->json, "Print JSON, with speakers, consent and folders");
  command->add_option("--say", options->say, "Let each say its name, in a folder of WAV files");
  command->callback([options] { run_voices(*options); });
}

}  // namespace driftwave
