#include "tts/synthesizer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/error.h"
#include "tts/acoustic/acoustic_model.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

void check_range(const char* name, double value, double low, double high) {
  if (!(value >= low && value <= high)) throw Error("{}: want {} to {}, got {}", name, low, high, value);
}

void check(const SpeechOptions& options, const Vocoder& vocoder) {
  check_range("speed", options.speed, 0.25, 4.0);
  check_range("pitch", options.pitch_st, -24.0, 24.0);
  if (options.sentence_silence_seconds) {
    check_range("sentence silence", *options.sentence_silence_seconds, 0.0, 60.0);
  }
  if (options.steps < -1 || options.steps > vocoder.max_steps()) {
    throw Error("steps: want 0 to {}, got {}", vocoder.max_steps(), options.steps);
  }
}

/// Fills in when phonemes and words sound, from how many frames each phoneme takes.
void add_timings(std::string_view text, std::span<const int> frames_per_phoneme, double frame_seconds,
                 SpeechPart& part) {
  const PhonemeSequence& sequence = part.sentence->phonemes;
  double now = part.begin_seconds;
  for (std::size_t i = 0; i < sequence.ids.size(); ++i) {
    const double next = now + frames_per_phoneme[i] * frame_seconds;
    part.phonemes.push_back({.symbol = sequence.ids[i], .begin_seconds = now, .end_seconds = next});
    now = next;
  }
  for (const WordSpan& word : sequence.words) {
    part.words.push_back(
        {.text = std::string(text.substr(word.source_begin, word.source_end - word.source_begin)),
         .source_begin = word.source_begin,
         .source_end = word.source_end,
         .begin_seconds = part.phonemes.at(word.first_id).begin_seconds,
         .end_seconds = part.phonemes.at(word.end_id - 1).end_seconds});
  }
}

}  // namespace

struct Synthesizer::Models {
  TextFrontEnd front_end;
  AcousticModel acoustic;
  std::unique_ptr<Vocoder> vocoder;
};

Synthesizer::Synthesizer(const Voice& voice)
    : models_(new Models{.front_end = TextFrontEnd({.language = voice.language, .espeak_data = {}}),
                         .acoustic = AcousticModel::load(voice.acoustic_file),
                         .vocoder = load_vocoder(voice.vocoder_file)}) {
  const MelSettings& spoken = models_->acoustic.mel_settings();
  const MelSettings& heard = models_->vocoder->mel_settings();
  if (!(spoken == heard)) {
    throw Error("{}: acoustic model and vocoder disagree about mels: {} against {}", voice.folder.string(),
                describe(spoken), describe(heard));
  }
}

Synthesizer::~Synthesizer() = default;
Synthesizer::Synthesizer(Synthesizer&&) noexcept = default;
Synthesizer& Synthesizer::operator=(Synthesizer&&) noexcept = default;

int Synthesizer::sample_rate_hz() const {
  return models_->vocoder->mel_settings().sample_rate_hz;
}
int Synthesizer::default_steps() const {
  return models_->vocoder->default_steps();
}
int Synthesizer::max_steps() const {
  return models_->vocoder->max_steps();
}

std::vector<SpokenSentence> Synthesizer::read(std::string_view text) const {
  return models_->front_end.process(text);
}

void Synthesizer::speak(std::string_view text, const std::vector<SpokenSentence>& sentences,
                        const SpeechOptions& options, const SpeechCallbacks& callbacks) const {
  const Vocoder& vocoder = *models_->vocoder;
  check(options, vocoder);
  const double rate_hz = sample_rate_hz();
  std::size_t spoken_samples = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const SpokenSentence& sentence = sentences[i];
    const auto progress = [&](double within) {
      if (callbacks.on_progress) {
        callbacks.on_progress((static_cast<double>(i) + within) / static_cast<double>(sentences.size()));
      }
      return true;
    };
    // Sentences draw different noise, or a repeated sentence would sound like a copy.
    const std::uint64_t seed = options.seed + i;
    AcousticOptions acoustic_options;
    acoustic_options.speed = options.speed;
    acoustic_options.pitch_st = options.pitch_st;
    acoustic_options.seed = seed;
    const AcousticOutput said = models_->acoustic.infer(sentence.phonemes.ids, acoustic_options);
    std::vector<float> audio = vocoder.synthesize(
        said.features,
        {.steps = options.steps, .seed = seed, .threads = options.threads, .progress = progress});

    SpeechPart part;
    part.sentence = &sentence;
    part.begin_seconds = static_cast<double>(spoken_samples) / rate_hz;
    part.end_seconds = static_cast<double>(spoken_samples + audio.size()) / rate_hz;
    add_timings(text, said.frames_per_phoneme, vocoder.mel_settings().hop_samples / rate_hz, part);
    if (i + 1 < sentences.size() || options.pause_at_end) {
      const double pause =
          options.sentence_silence_seconds.value_or(sentence.pause_after_seconds / options.speed);
      audio.resize(audio.size() + static_cast<std::size_t>(std::lround(pause * rate_hz)), 0.0F);
    }
    spoken_samples += audio.size();
    part.audio = audio;
    if (!callbacks.on_part(part)) return;
  }
}

}  // namespace driftwave
