#include "tools/driftwave_train/voice/recordings.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <span>

#include "engine/audio/audio_file.h"
#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/dsp/recording_check.h"
#include "engine/model/safetensors.h"
#include "engine/model/sha256.h"
#include "tools/driftwave_train/recordings.h"
#include "tts/text/front_end.h"
#include "tts/training/initial_weights.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {
namespace {

/// A recording that fits its text this much worse than most do, in nepers a frame, says something else.
constexpr double kWorseFit = 2.0;
constexpr std::size_t kLeastSentences = 10;
constexpr double kLeastMinutes = 1.0;

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

RecordingReport check(const Recording& recording) {
  const AudioBuffer audio = read_audio(recording.file);
  const RecordingCheck check = check_recording(mix_to_mono(audio), audio.sample_rate_hz);
  return {.id = recording.id,
          .text = recording.text,
          .seconds = check.seconds,
          .level_lufs = check.level_lufs,
          .noise_db = check.noise_db,
          .used = is_usable(check),
          .what_is_wrong = joined(complaints(check))};
}

/// So many that a handful is held out of ten minutes, and one of a sample.
int validation_every(std::size_t recordings) {
  return static_cast<int>(std::clamp<std::size_t>(recordings / 8, 2, 27));
}

/// Shards appear whole: a call that is killed on the way begins them again.
void write_shards(const VoicePlan& plan, const std::vector<Recording>& recordings,
                  const std::vector<RecordingReport>& reports, const AcousticConfig& config,
                  const std::filesystem::path& folder) {
  const std::filesystem::path partial = folder.string() + ".partial";
  std::filesystem::remove_all(partial);
  const PrepareOptions options{
      .speaker = plan.name,
      .settings = {.sample_rate_hz = config.mel.sample_rate_hz, .hop_samples = config.mel.hop_samples},
      .denoise = true};
  training::ShardWriter writer(partial, options.settings);
  const TextFrontEnd front_end({.language = plan.language});
  HeldOutTexts held_out(validation_every(recordings.size()));
  NoiseFloors floors;
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    if (isatty(STDERR_FILENO) != 0)
      std::fprintf(stderr, "\rvoice: preparing %zu of %zu recordings", i + 1, recordings.size());
    if (!reports[i].used) continue;
    training::Utterance utterance = prepare_recording(options, recordings[i], &front_end, floors);
    utterance.split = held_out.split_of(recordings[i].text);
    writer.add(std::move(utterance));
  }
  if (isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\n");
  if (writer.finish() == 0)
    throw Error("{}: want recordings that can be learned from, got none: {}: {}", plan.recordings.string(),
                reports.front().id, reports.front().what_is_wrong);
  std::filesystem::rename(partial, folder);
}

Array2<float> log_mel_of(const AcousticExample& example, const AcousticStatistics& statistics) {
  Array2<float> mel = example.mel;
  for (std::size_t f = 0; f < mel.rows(); ++f)
    for (std::size_t m = 0; m < mel.cols(); ++m)
      mel(f, m) = mel(f, m) * statistics.mel_std[m] + statistics.mel_mean[m];
  return mel;
}

/// Fills in RecordingReport::fit, and `used` of those whose text is another.
void judge_fit(VoiceData& data, PhoneClassifier& aligner) {
  std::map<std::string, double> fits;
  std::vector<double> sorted;
  for (const auto* split : {&data.dataset.train, &data.dataset.validation})
    for (const AcousticExample& example : *split) {
      const Array2<float> mel = log_mel_of(example, data.dataset.statistics);
      sorted.push_back(alignment_score(aligner, mel, example.symbols, example.frames));
      fits[example.id] = sorted.back();
    }
  std::ranges::sort(sorted);
  const double least = sorted[sorted.size() / 2] - kWorseFit;
  for (RecordingReport& report : data.reports) {
    if (!report.used) continue;
    const auto found = fits.find(report.id);
    if (found != fits.end()) report.fit = found->second;
    if (found != fits.end() && found->second >= least) continue;
    report.used = false;
    report.what_is_wrong = "it does not say what its text says: record it again, or mend the text";
  }
  const auto drop = [&](const AcousticExample& example) { return !(fits[example.id] >= least); };
  std::erase_if(data.dataset.train, drop);
  std::erase_if(data.dataset.validation, drop);
}

std::string number(double value) {
  return std::isfinite(value) ? fmt::format("{:.2f}", value) : "";
}

void write_reports(const std::filesystem::path& file, const std::vector<RecordingReport>& reports) {
  std::string text = "id\tused\tseconds\tlufs\tnoise_db\tfit\twhat_is_wrong\ttext\n";
  for (const RecordingReport& r : reports)
    text += fmt::format("{}\t{}\t{:.2f}\t{}\t{}\t{}\t{}\t{}\n", r.id, r.used ? "yes" : "no", r.seconds,
                        number(r.level_lufs), number(r.noise_db), number(r.fit), r.what_is_wrong, r.text);
  write_file(file, std::as_bytes(std::span<const char>(text)));
}

std::string hash_of(const std::filesystem::path& shards) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(shards)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::string hashes;
  for (const std::filesystem::path& file : files) hashes += SafetensorsFile(file).content_hash();
  return sha256_hex(std::as_bytes(std::span<const char>(hashes)));
}

void require_enough(const VoicePlan& plan, const VoiceData& data) {
  const std::size_t train = data.dataset.train.size();
  const std::size_t held_out = data.dataset.validation.size();
  const bool enough = train >= 1 && held_out >= 1 &&
                      (plan.sample || (train + held_out >= kLeastSentences && data.minutes >= kLeastMinutes));
  if (!enough)
    throw Error(
        "{}: want {}, got {} recordings of {:.1f} min that can be used; recordings.tsv in {} says what "
        "is wrong with the others",
        plan.recordings.string(),
        plan.sample ? "two sentences" : fmt::format("{} sentences and a minute", kLeastSentences),
        train + held_out, data.minutes, plan.work.string());
}

}  // namespace

VoiceData prepare_voice_data(const VoicePlan& plan, const InitialModel& initial) {
  VoiceData data;
  const std::vector<Recording> recordings = read_recordings(plan.recordings);
  for (const Recording& recording : recordings) data.reports.push_back(check(recording));
  const std::filesystem::path shards = plan.work / "shards";
  if (!std::filesystem::exists(shards)) {
    write_reports(plan.work / "recordings.tsv", data.reports);
    write_shards(plan, recordings, data.reports, initial.config, shards);
  }
  data.hash = hash_of(shards);
  const auto aligner = load_phone_classifier(plan.aligner);
  AcousticConfig config = initial.config;
  config.speakers = {plan.name};
  data.dataset =
      make_acoustic_dataset(training::ShardSet({shards}), config, aligner.get(), &initial.statistics);
  judge_fit(data, *aligner);
  write_reports(plan.work / "recordings.tsv", data.reports);
  for (const RecordingReport& report : data.reports)
    if (report.used) data.minutes += report.seconds / 60;
  require_enough(plan, data);
  return data;
}

}  // namespace driftwave
