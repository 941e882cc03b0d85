/// driftwave eval: distances between two folders of recordings, or what the recordings of one are like.
#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "engine/core/standard_streams.h"
#include "engine/dsp/frechet_distance.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/eval_report.h"
#include "tools/driftwave/mel_image.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/standard_output.h"
#include "vocoder/analysis.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

struct EvalOptions {
  std::string reference;
  std::string test;
  std::string picture;
  double first_s = 0;
  double last_s = std::numeric_limits<double>::infinity();
  bool no_reference = false;
  bool json = false;
};

/// Audio files of a folder by file stem. @throws Error when two share a stem.
std::map<std::string, fs::path> audio_by_stem(const std::string& folder) {
  static const std::set<std::string> kExtensions{".wav", ".flac", ".ogg", ".opus", ".mp3"};
  if (!fs::is_directory(folder)) throw Error("eval: want a folder of audio files, got {}", folder);
  std::map<std::string, fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!kExtensions.contains(entry.path().extension().string())) continue;
    const auto [place, added] = files.emplace(entry.path().stem().string(), entry.path());
    if (!added)
      throw Error("eval: want one file a name, got {} and {}", place->second.string(), entry.path().string());
  }
  return files;
}

/// The part of a recording between --first and --last. @throws Error naming the file when it has none.
std::vector<float> read_part(const fs::path& file, const EvalOptions& options) {
  std::vector<float> audio = read_mono(file, kMetricRateHz);
  const auto sample = [&](double seconds) {
    return static_cast<std::ptrdiff_t>(std::min(seconds * kMetricRateHz, static_cast<double>(audio.size())));
  };
  const std::ptrdiff_t first = sample(options.first_s);
  const std::ptrdiff_t last = sample(options.last_s);
  if (first >= last)
    throw Error("{}: want sound between {:g} and {:g} s, got {:.3f} s in all", file.string(), options.first_s,
                options.last_s, static_cast<double>(audio.size()) / kMetricRateHz);
  return {audio.begin() + first, audio.begin() + last};
}

PairRow compare(const std::string& name, std::span<const float> a, std::span<const float> b) {
  const double difference = static_cast<double>(b.size()) - static_cast<double>(a.size());
  return {.name = name,
          .seconds = static_cast<double>(std::min(a.size(), b.size())) / kMetricRateHz,
          .length_difference_seconds = difference / kMetricRateHz,
          .spectral = spectral_distances(a, b),
          .voice = voice_distances(a, b)};
}

/// Spectrograms of the pair that is furthest apart.
void draw_worst(const EvalReport& report, const std::map<std::string, fs::path>& references,
                const std::map<std::string, fs::path>& tests, const EvalOptions& options) {
  const auto distance = [](const PairRow& row) { return row.spectral.multi_stft; };
  const PairRow& worst = *std::ranges::max_element(report.pairs, {}, distance);
  const MelSettings mel{
      .sample_rate_hz = kMetricRateHz, .n_fft = 1024, .hop_samples = 256, .mels = 128, .high_hz = 11025.0};
  const VocoderInput a = analyze(read_part(references.at(worst.name), options), mel).features;
  const VocoderInput b = analyze(read_part(tests.at(worst.name), options), mel).features;
  const VocoderInput* both[] = {&a, &b};
  const MelPanel panels[] = {
      {.title = "reference: " + references.at(worst.name).string(), .features = &a},
      {.title = fmt::format("test, M-STFT {:.3f}: {}", distance(worst), tests.at(worst.name).string()),
       .features = &b}};
  write_file(options.picture, mel_image(panels, {.mel = mel, .range = colour_range(both), .band_pixels = 3}));
}

EvalReport compare_folders(const EvalOptions& options) {
  const auto references = audio_by_stem(options.reference);
  const auto tests = audio_by_stem(options.test);
  EvalReport report;
  for (const auto& [stem, file] : references)
    if (!tests.contains(stem)) report.unmatched.push_back(file.string());
  for (const auto& [stem, file] : tests)
    if (!references.contains(stem)) report.unmatched.push_back(file.string());
  RowStatistics reference_frames(frame_embedding(Array2<float>(1, 14)).cols());
  RowStatistics test_frames(reference_frames.columns());
  ProgressBar bar("comparing");
  std::size_t done = 0;
  for (const auto& [stem, file] : references) {
    if (const auto test = tests.find(stem); test != tests.end()) {
      const std::vector<float> a = read_part(file, options);
      const std::vector<float> b = read_part(test->second, options);
      report.pairs.push_back(compare(stem, a, b));
      reference_frames.add(frame_embedding(mel_cepstra(a)));
      test_frames.add(frame_embedding(mel_cepstra(b)));
    }
    bar.update(static_cast<double>(++done) / static_cast<double>(references.size()));
  }
  if (report.pairs.empty())
    throw Error("eval: want files of the same name in both folders, got none in {} and {}", options.reference,
                options.test);
  report.frechet = frechet_distance(reference_frames, test_frames);
  if (!options.picture.empty()) draw_worst(report, references, tests, options);
  return report;
}

EvalReport describe_folder(const EvalOptions& options) {
  const auto tests = audio_by_stem(options.test);
  if (tests.empty()) throw Error("eval: want audio files, got none in {}", options.test);
  EvalReport report;
  ProgressBar bar("measuring");
  for (const auto& [stem, file] : tests) {
    const std::vector<float> audio = read_part(file, options);
    report.files.push_back({.name = stem,
                            .seconds = static_cast<double>(audio.size()) / kMetricRateHz,
                            .statistics = voice_statistics(audio)});
    bar.update(static_cast<double>(report.files.size()) / static_cast<double>(tests.size()));
  }
  return report;
}

void run_eval(const EvalOptions& options) {
  if (options.no_reference != options.reference.empty())
    throw UsageError("eval: want --reference DIR or --no-reference, and not both");
  if (!options.picture.empty() && (options.no_reference || fs::path(options.picture).extension() != ".png"))
    throw UsageError("--picture: want a name in .png, and a reference");
  const EvalReport report = options.no_reference ? describe_folder(options) : compare_folders(options);
  if (options.json) return write_stdout(dump_json(to_json(report), 2) + "\n");
  write_stdout(to_table(report));
  for (const std::string& name : report.unmatched) say("note: {} has no counterpart\n", name);
}

}  // namespace

void add_eval_command(CLI::App& app) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App* command = app.add_subcommand("eval", "Distances between recordings and their resyntheses");
  command->add_option("--reference", options->reference, "Folder of recordings");
  command->add_option("--test", options->test, "Folder of resyntheses, paired by file name")->required();
  command->add_flag("--no-reference", options->no_reference,
                    "There are no recordings to compare with: say what those in --test are like");
  command->add_option("--first", options->first_s, "Compare from here on, in seconds")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--last", options->last_s, "Compare up to here, in seconds")
      ->check(CLI::PositiveNumber);
  command->add_option("--picture", options->picture,
                      "Spectrograms of the pair that is furthest apart (.png)");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_eval(*options); });
}

}  // namespace driftwave
