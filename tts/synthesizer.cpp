#include "tts/synthesizer.h"

#include <algorithm>
#include <cmath>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/model_shelf.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

void check_range(const char* name, double value, double low, double high) {
  if (!(value >= low && value <= high)) throw Error("{}: want {} to {}, got {}", name, low, high, value);
}

void check_options(const SpeechOptions& options, const Vocoder& vocoder) {
  check_range("speed", options.speed, 0.25, 4.0);
  check_range("pitch", options.pitch_st, -24.0, 24.0);
  check_range("pitch range", options.pitch_range, 0.0, 4.0);
  check_range("temperature", options.temperature.value_or(0.0), 0.0, 1.0);
  check_range("melody temperature", options.melody_temperature.value_or(0.0), 0.0, 1.0);
  if (options.sentence_silence_seconds) {
    check_range("sentence silence", *options.sentence_silence_seconds, 0.0, 60.0);
  }
  if (options.threads < 1 || options.threads > 256)
    throw Error("threads: want 1 to 256, got {}", options.threads);
  if (options.steps < -1 || options.steps > vocoder.max_steps()) {
    throw Error("steps: want 0 to {}, got {}", vocoder.max_steps(), options.steps);
  }
}

/// Empty: the model's first speaker, or the only one it knows.
SpeakerMix mix_of(const Voice& voice, const AcousticModel& acoustic) {
  if (voice.speaker.empty()) return {};
  return parse_speaker_mix(voice.speaker, acoustic.config().speakers,
                           (voice.folder / "voice.json").string() + ": key \"speaker\"");
}

}  // namespace

struct Synthesizer::Models {
  TextFrontEnd front_end;
  std::shared_ptr<const AcousticModel> acoustic;
  std::shared_ptr<const Vocoder> vocoder;
  std::string language;
  SpeakerMix mix;
  std::string name;
  int corrections = -1;
  float noise_temperature = 1;
};

Synthesizer::Synthesizer(const Voice& voice) {
  // The three take about the same time; on one processor they take turns.
  auto vocoder = std::async(std::launch::async, [&] { return shared_vocoder(voice.vocoder_file); });
  auto acoustic = std::async(std::launch::async, [&] { return shared_acoustic_model(voice.acoustic_file); });
  models_.reset(new Models{
      .front_end = TextFrontEnd(
          {.language = voice.language, .espeak_data = {}, .lexicon = load_lexicons(voice.lexicon_files)}),
      .acoustic = acoustic.get(),
      .vocoder = nullptr,
      .language = voice.language,
      .mix = {},
      .name = voice.name});
  models_->vocoder = vocoder.get();
  const MelSettings& spoken = models_->acoustic->mel_settings();
  const MelSettings& heard = models_->vocoder->mel_settings();
  if (!(spoken == heard)) {
    throw Error("{}: acoustic model and vocoder disagree about mels: {} against {}", voice.folder.string(),
                describe(spoken), describe(heard));
  }
  models_->mix = mix_of(voice, *models_->acoustic);
  const int most = models_->vocoder->max_corrections();
  if (voice.corrections < -1 || voice.corrections > most)
    throw Error("{}: key \"corrections\": want 0 to {}, got {}", (voice.folder / "voice.json").string(), most,
                voice.corrections);
  models_->corrections = voice.corrections;
  models_->noise_temperature = static_cast<float>(voice.noise_temperature);
}

Synthesizer::~Synthesizer() = default;
Synthesizer::Synthesizer(Synthesizer&&) noexcept = default;
Synthesizer& Synthesizer::operator=(Synthesizer&&) noexcept = default;

int Synthesizer::sample_rate_hz() const {
  return models_->vocoder->mel_settings().sample_rate_hz;
}
const std::string& Synthesizer::language() const {
  return models_->language;
}
const std::string& Synthesizer::voice_name() const {
  return models_->name;
}
std::size_t Synthesizer::speaker() const {
  return models_->mix.empty() ? 0 : models_->mix.front().speaker;
}
const std::vector<std::string>& Synthesizer::speakers() const {
  return models_->acoustic->config().speakers;
}
GoesOn Synthesizer::sentence_goes_on() const {
  return models_->front_end.language().sentence_goes_on();
}
int Synthesizer::default_steps() const {
  return models_->vocoder->default_steps();
}
int Synthesizer::max_steps() const {
  return models_->vocoder->max_steps();
}

int Synthesizer::corrections() const {
  return models_->corrections;
}

void Synthesizer::check(const SpeechOptions& options) const {
  check_options(options, *models_->vocoder);
  if (options.speaker.value_or(0) > 0 && *options.speaker >= speakers().size())
    throw Error("speaker: want one of {}, got number {}", speakers().size(), *options.speaker);
}

const SpeakerMix& Synthesizer::speaker_mix() const {
  return models_->mix;
}

const AcousticModel& Synthesizer::acoustic_model() const {
  return *models_->acoustic;
}

float Synthesizer::noise_temperature() const {
  return models_->noise_temperature;
}

const Vocoder& Synthesizer::vocoder() const {
  return *models_->vocoder;
}

std::vector<SpokenSentence> Synthesizer::read(std::string_view text,
                                              const std::atomic<bool>* cancelled) const {
  return models_->front_end.process(text, cancelled);
}

AcousticOutput Synthesizer::say(const SpokenSentence& sentence, const SpeechOptions& options,
                                const std::atomic<bool>* cancelled) const {
  check(options);
  AcousticOptions acoustic;
  acoustic.speed = options.speed;
  acoustic.pitch_st = options.pitch_st;
  acoustic.pitch_range = options.pitch_range;
  acoustic.contour = options.contour;
  acoustic.temperature = options.temperature;
  acoustic.melody_temperature = options.melody_temperature;
  acoustic.speaker = options.speaker.value_or(speaker());
  if (acoustic.speaker == speaker()) acoustic.mix = models_->mix;
  acoustic.seed = options.seed;
  acoustic.rise_from = sentence.rise_from;
  acoustic.cancelled = cancelled;
  AcousticOutput said = models_->acoustic->infer(sentence.phonemes.ids, acoustic);
  // Without steps the noise is heard as it is.
  const int steps = options.steps < 0 ? default_steps() : options.steps;
  if (steps > 0 && models_->noise_temperature != 1)
    said.features.breath.assign(said.features.mel.rows(), models_->noise_temperature);
  return said;
}

std::size_t Synthesizer::pause_samples(const SpokenSentence& sentence, const SpeechOptions& options) const {
  if (sentence.asked_pause_seconds) return 0;
  const double seconds =
      options.sentence_silence_seconds.value_or(sentence.pause_after_seconds / options.speed);
  return static_cast<std::size_t>(std::lround(seconds * sample_rate_hz()));
}

}  // namespace driftwave
