/// driftwave eval: distances between two folders of recordings, or what the recordings of one are like; how
/// different takes are, and quality by group.
#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "engine/core/standard_streams.h"
#include "engine/dsp/frechet_distance.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/eval_diversity.h"
#include "tools/driftwave/eval_fairness.h"
#include "tools/driftwave/eval_files.h"
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
  FairnessOptions fairness;
  bool no_reference = false;
  bool diversity = false;
  bool json = false;
};

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

void check_picture(const EvalOptions& options, bool is_drawn) {
  if (!options.picture.empty() && (!is_drawn || fs::path(options.picture).extension() != ".png"))
    throw UsageError("--picture: want a name in .png, and something to draw");
}

void run_diversity(const EvalOptions& options) {
  if (options.test.empty()) throw UsageError("--diversity: want --test DIR, the takes");
  check_picture(options, false);
  const DiversityReport report = measure_diversity(options.test, options.reference);
  write_stdout(options.json ? dump_json(to_json(report), 2) + "\n" : to_table(report));
}

void run_fairness(const EvalOptions& options) {
  FairnessOptions fairness = options.fairness;
  fairness.reference = options.reference;
  fairness.test = options.test;
  if (fairness.table.empty()) throw UsageError("--fairness: want --metadata FILE with that column");
  if (fairness.reference.empty() != fairness.test.empty() ||
      (fairness.reference.empty() && fairness.scores.empty()))
    throw UsageError("--fairness: want --reference DIR and --test DIR, or --score COLUMN, or all three");
  check_picture(options, true);
  const FairnessReport report = measure_fairness(fairness);
  if (!options.picture.empty()) write_file(options.picture, fairness_picture(report));
  write_stdout(options.json ? dump_json(to_json(report), 2) + "\n" : to_table(report));
  if (options.json) return;
  for (const std::string& name : report.unmatched)
    say("note: {} has no recording, or no line in the table\n", name);
}

void run_eval(const EvalOptions& options) {
  if (options.diversity && !options.fairness.column.empty())
    throw UsageError("eval: want --diversity or --fairness, and not both");
  if (options.diversity) return run_diversity(options);
  if (!options.fairness.column.empty()) return run_fairness(options);
  if (options.test.empty()) throw UsageError("eval: want --test DIR");
  if (options.no_reference != options.reference.empty())
    throw UsageError("eval: want --reference DIR or --no-reference, and not both");
  check_picture(options, !options.no_reference);
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
  command->add_option("--test", options->test, "Folder of resyntheses, paired by file name");
  command->add_flag("--diversity", options->diversity,
                    "How different the takes in --test are: of one text, or a folder for each text");
  command->add_option("--fairness", options->fairness.column,
                      "Quality by group: a column of --metadata, such as speaker or sex");
  command->add_option(
      "--metadata", options->fairness.table,
      "Table of --fairness: names of columns in its first line, file names in its first column");
  command->add_option("--score", options->fairness.scores,
                      "A column of --metadata with numbers to compare, such as a judge's; may be repeated");
  command->add_flag("--no-reference", options->no_reference,
                    "There are no recordings to compare with: say what those in --test are like");
  command->add_option("--first", options->first_s, "Compare from here on, in seconds")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--last", options->last_s, "Compare up to here, in seconds")
      ->check(CLI::PositiveNumber);
  command->add_option("--picture", options->picture,
                      "Spectrograms of the pair that is furthest apart, or the chart of --fairness (.png)");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_eval(*options); });
}

}  // namespace driftwave
