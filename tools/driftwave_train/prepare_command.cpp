#include "tools/driftwave_train/prepare_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <optional>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "engine/dsp/biquad.h"
#include "engine/dsp/denoise.h"
#include "engine/dsp/loudness.h"
#include "engine/dsp/phase_reference.h"
#include "engine/dsp/pitch.h"
#include "engine/training/shards.h"
#include "tts/text/front_end.h"

namespace driftwave {
namespace {

struct PrepareArguments {
  std::filesystem::path data;
  std::filesystem::path out;
  std::string speaker;
  std::string language = "en-us";
  training::ShardSettings settings;
  int validation_every = 27;
  bool without_text = false;
  bool denoise = false;
};

/// Noise floors of all recordings, to be told in the end.
struct NoiseFloors {
  double before_db = 0;
  double after_db = 0;
};

struct MetadataLine {
  std::string id;
  std::string text;
};

std::vector<MetadataLine> read_metadata(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw Error("{}: cannot be read", file.string());
  std::vector<MetadataLine> lines;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    if (line.back() == '\r') line.pop_back();
    const auto bar = line.find('|');
    const auto last = line.rfind('|');
    if (bar == 0 || bar == std::string::npos || last + 1 == line.size())
      throw Error("{}:{}: want \"id|text\" or \"id|text|text in words\", got \"{}\"", file.string(), number,
                  line);
    lines.push_back({line.substr(0, bar), line.substr(last + 1)});
  }
  if (lines.empty()) throw Error("{}: holds no utterance", file.string());
  return lines;
}

std::filesystem::path find_audio(const std::filesystem::path& data, const std::string& id) {
  for (const char* extension : {".flac", ".wav", ".opus", ".ogg", ".mp3"}) {
    const std::filesystem::path file = data / "audio" / (id + extension);
    if (std::filesystem::exists(file)) return file;
  }
  throw Error("{}: no audio/{}.flac, .wav, .opus, .ogg or .mp3", data.string(), id);
}

training::Utterance analyse(const PrepareArguments& arguments, const MetadataLine& line,
                            const TextFrontEnd* front_end, NoiseFloors& floors) {
  training::Utterance u;
  u.id = line.id;
  u.text = line.text;
  u.speaker = arguments.speaker;
  const int rate = arguments.settings.sample_rate_hz;
  std::vector<float> audio = read_mono(find_audio(arguments.data, line.id), rate);
  high_pass(audio, {.sample_rate_hz = rate});
  if (arguments.denoise) {
    floors.before_db += noise_floor_db(audio, rate);
    audio = denoise(audio, {.sample_rate_hz = rate});
    floors.after_db += noise_floor_db(audio, rate);
  }
  const double gain = loudness_gain(audio, rate, kModelLoudnessLufs);
  for (float& x : audio) x = static_cast<float>(x * gain);

  const PitchOptions options{.sample_rate_hz = rate, .hop_samples = arguments.settings.hop_samples};
  PhaseReference reference = refine_pitch(audio, track_pitch(audio, options), options);
  u.f0_hz = std::move(reference.pitch.f0_hz);
  u.voicing = std::move(reference.pitch.voicing);
  u.phase_rad = std::move(reference.phase_rad);
  u.audio.resize(audio.size());
  for (std::size_t i = 0; i < audio.size(); ++i)
    u.audio[i] = static_cast<std::int16_t>(std::lround(std::clamp(audio[i] * 32767.0F, -32767.0F, 32767.0F)));
  if (front_end != nullptr) {
    const PhonemeSequence phonemes = front_end->process_utterance(line.text).phonemes;
    u.phonemes.assign(phonemes.ids.begin(), phonemes.ids.end());
  }
  return u;
}

void run_prepare(const PrepareArguments& arguments) {
  const std::vector<MetadataLine> lines = read_metadata(arguments.data / "metadata.csv");
  training::ShardWriter writer(arguments.out, arguments.settings);
  std::optional<TextFrontEnd> front_end;
  if (!arguments.without_text)
    front_end.emplace(FrontEndOptions{.language = arguments.language, .espeak_data = {}});
  double seconds = 0;
  NoiseFloors floors;
  std::map<std::string, std::size_t> prompts;  // takes of one text are held out together
  for (std::size_t i = 0; i < lines.size(); ++i) {
    training::Utterance u = analyse(arguments, lines[i], front_end ? &*front_end : nullptr, floors);
    const auto every = static_cast<std::size_t>(arguments.validation_every);
    const std::size_t prompt = prompts.try_emplace(lines[i].text, prompts.size()).first->second;
    u.split = prompt % every == every / 2 ? "validation" : "train";
    seconds += static_cast<double>(u.audio.size()) / arguments.settings.sample_rate_hz;
    writer.add(std::move(u));
    if (isatty(STDERR_FILENO) != 0)
      std::fprintf(stderr, "\r%zu/%zu utterances, %.1f min", i + 1, lines.size(), seconds / 60);
  }
  const std::size_t shards = writer.finish();
  std::fprintf(stderr, "%sprepared %zu utterances (%.1f min) in %zu shards in %s\n",
               isatty(STDERR_FILENO) != 0 ? "\n" : "", lines.size(), seconds / 60, shards,
               arguments.out.string().c_str());
  const auto count = static_cast<double>(lines.size());
  if (arguments.denoise)
    std::fprintf(stderr, "noise between words: %.1f dB under the speech, %.1f dB before denoising\n",
                 -floors.after_db / count, -floors.before_db / count);
}

}  // namespace

void add_prepare_command(CLI::App& app) {
  auto arguments = std::make_shared<PrepareArguments>();
  CLI::App* command = app.add_subcommand("prepare", "Pack recordings and texts into shards for training");
  command->add_option("--data", arguments->data, "Folder with metadata.csv (id|text) and audio/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--out", arguments->out, "Folder for the shards")->required();
  command->add_option("--speaker", arguments->speaker, "Name of the speaker");
  command->add_option("--language", arguments->language, "espeak-ng voice for the texts")
      ->capture_default_str();
  command->add_option("--rate", arguments->settings.sample_rate_hz, "Sample rate in Hz")
      ->capture_default_str();
  command->add_option("--hop", arguments->settings.hop_samples, "Hop in samples")->capture_default_str();
  command
      ->add_option("--validation-every", arguments->validation_every,
                   "One text of so many is held out, with all its takes")
      ->check(CLI::Range(2, 1000000))
      ->capture_default_str();
  command->add_flag("--denoise", arguments->denoise,
                    "Remove the steady noise of each recording (log-spectral-amplitude Wiener filter)");
  command->add_flag("--without-text", arguments->without_text, "No phonemes: data for the vocoder alone");
  command->callback([arguments] { run_prepare(*arguments); });
}

}  // namespace driftwave
