#include "tools/driftwave_train/voice/result.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <span>

#include "engine/audio/resample.h"
#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/dsp/mel.h"
#include "engine/dsp/metrics.h"
#include "engine/dsp/voice_metrics.h"
#include "engine/training/shards.h"
#include "tts/speech_session.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {
namespace {

std::vector<float> speak(const std::shared_ptr<const Synthesizer>& synthesizer, const std::string& text,
                         std::uint64_t seed) {
  SpeechOptions options;
  options.seed = seed;
  options.sentence_silence_seconds = 0.0;
  SpeechSession session(synthesizer, options);
  session.push_text(text);
  std::vector<float> audio;
  for (std::span<const float> piece = session.pull(); !piece.empty(); piece = session.pull())
    audio.insert(audio.end(), piece.begin(), piece.end());
  return audio;
}

double fit_of(PhoneClassifier& aligner, std::span<const float> audio, const MelSettings& mel,
              std::span<const std::int32_t> symbols) {
  const Array2<float> rows = log_mel(audio, mel);
  const std::vector<PhoneUnit> units = phone_units(symbols);
  const std::vector<int> of_units = align_phones(aligner, rows, units);
  if (of_units.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<int> frames(symbols.size(), 0);
  for (std::size_t u = 0; u < units.size(); ++u) frames[units[u].symbol] = of_units[u];
  return alignment_score(aligner, rows, symbols, frames);
}

/// Mean of what was measured, without what could not be.
class Mean {
 public:
  void add(double value) {
    if (!std::isfinite(value)) return;
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] double value() const {
    return count_ == 0 ? std::numeric_limits<double>::quiet_NaN() : sum_ / count_;
  }

 private:
  double sum_ = 0;
  int count_ = 0;
};

std::vector<float> recorded_audio(const training::Utterance& utterance) {
  std::vector<float> audio(utterance.audio.size());
  std::ranges::transform(utterance.audio, audio.begin(),
                         [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
  return audio;
}

std::string row(const std::string& key, const std::string& value) {
  return fmt::format("| {} | {} |\n", key, value);
}

std::string nearest(const std::vector<Likeness>& ranking) {
  std::string text;
  for (const Likeness& likeness : ranking)
    text += fmt::format("{}{} {:.3f}", text.empty() ? "" : ", ",
                        likeness.speaker.empty() ? "the mean of all" : likeness.speaker, likeness.score);
  return text;
}

}  // namespace

VoiceMeasures measure_voice(const Voice& voice, const VoicePlan& plan, const VoiceData& data,
                            std::size_t most) {
  const auto synthesizer = std::make_shared<const Synthesizer>(voice);
  const auto aligner = load_phone_classifier(plan.aligner);
  const training::ShardSet shards({plan.work / "shards"});
  const int rate = shards.settings().sample_rate_hz;
  const MelSettings& mel = synthesizer->vocoder().mel_settings();
  Mean recorded_f0;
  Mean spoken_f0;
  Mean recorded_fit;
  Mean spoken_fit;
  Mean distance;
  double spoken_seconds = 0;
  double seconds = 0;
  VoiceMeasures measures;
  for (const AcousticExample& example : data.dataset.validation) {
    if (measures.sentences == most) break;
    const auto utterance = std::ranges::find(shards.utterances(), example.id, &training::Utterance::id);
    const std::vector<float> recording = recorded_audio(*utterance);
    const auto start = std::chrono::steady_clock::now();
    const std::vector<float> speech = speak(synthesizer, example.text, plan.seed + measures.sentences);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (speech.empty()) continue;
    spoken_seconds += static_cast<double>(speech.size()) / synthesizer->sample_rate_hz();
    ++measures.sentences;
    const std::vector<float> reference = resample(recording, {rate, kMetricRateHz});
    const std::vector<float> test = resample(speech, {synthesizer->sample_rate_hz(), kMetricRateHz});
    recorded_f0.add(std::log(voice_statistics(reference).f0_median_hz));
    spoken_f0.add(std::log(voice_statistics(test).f0_median_hz));
    distance.add(voice_distances(reference, test).mel_cepstral_dtw_db);
    recorded_fit.add(fit_of(*aligner, recording, mel, example.symbols));
    spoken_fit.add(fit_of(*aligner, speech, mel, example.symbols));
  }
  measures.recorded_f0_hz = std::exp(recorded_f0.value());
  measures.spoken_f0_hz = std::exp(spoken_f0.value());
  measures.recorded_fit = recorded_fit.value();
  measures.spoken_fit = spoken_fit.value();
  measures.mel_cepstral_db = distance.value();
  measures.real_time_factor = spoken_seconds > 0 ? seconds / spoken_seconds : 0;
  return measures;
}

Voice write_voice(const VoicePlan& plan, const VoiceData& data, const Voice& base,
                  const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  Voice voice = base;
  voice.name = plan.name;
  voice.language = plan.language;
  voice.licence = plan.licence;
  voice.person = plan.person;
  voice.consent = plan.consent;
  voice.description = fmt::format("{}, {:.1f} minutes of recordings", plan.person, data.minutes);
  voice.data = fmt::format("{:.1f} minutes, sha256:{}", data.minutes, data.hash);
  voice.speaker.clear();
  voice.folder = folder;
  voice.acoustic_file = folder / "acoustic.safetensors";
  voice.vocoder_file = folder / "vocoder.safetensors";
  voice.lexicon_files.clear();
  std::filesystem::copy_file(plan.work / "acoustic.safetensors", voice.acoustic_file);
  std::filesystem::copy_file(base.vocoder_file, voice.vocoder_file);
  save_voice(voice);
  return load_voice(folder);
}

void write_card(const Voice& voice, const VoicePlan& plan, const VoiceData& data, const Voice& base,
                const std::vector<Likeness>& ranking, const VoiceMeasures& measures, double training_hours) {
  const auto used = std::ranges::count(data.reports, true, &RecordingReport::used);
  std::string text = fmt::format(
      "# {}\n\nA synthetic voice of {}, made with `driftwave-train voice` from the voice {}.\n\n| | "
      "|\n|---|---|\n",
      voice.name, voice.person, base.name);
  text += row("person", voice.person) + row("consent", voice.consent) + row("licence", voice.licence);
  text += row("language", voice.language);
  text += row("data", fmt::format("{} of {} recordings, {:.1f} min, denoised; SHA-256 {}", used,
                                  data.reports.size(), data.minutes, data.hash));
  text += row("learned", plan.sample ? fmt::format("{} updates of the speaker's embedding alone", plan.steps)
                                     : fmt::format("{} updates of {} sentences, the whole acoustic model",
                                                   plan.steps, plan.batch));
  text += row("training time", fmt::format("{:.2f} hours, {} threads", training_hours, plan.threads));
  text += row("base", fmt::format("{} ({}); its vocoder as it is", base.name, base.licence));
  text += row("nearest speakers of the base (energy score)", nearest(ranking));
  text +=
      fmt::format("\n{} held-out sentences, spoken and recorded:\n\n| | spoken | recorded |\n|---|---|---|\n",
                  measures.sentences);
  text +=
      fmt::format("| median pitch, Hz | {:.0f} | {:.0f} |\n", measures.spoken_f0_hz, measures.recorded_f0_hz);
  text += fmt::format("| fit of sound and text, nepers a frame (0 is perfect) | {:.2f} | {:.2f} |\n",
                      measures.spoken_fit, measures.recorded_fit);
  text += fmt::format("| mel-cepstral distortion between them, dB | {:.2f} | |\n", measures.mel_cepstral_db);
  text += fmt::format("| real-time factor, one thread | {:.3f} | |\n", measures.real_time_factor);
  text +=
      "\n**Meant for** what the person above has agreed to. **Not for** passing synthetic speech off as that "
      "person's own.\n";
  write_file(voice.folder / "README.md", std::as_bytes(std::span<const char>(text)));
}

}  // namespace driftwave
