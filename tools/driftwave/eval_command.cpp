/// driftwave eval: spectral distances between two folders of aligned recordings.
#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/dsp/metrics.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

struct EvalOptions {
  std::string reference;
  std::string test;
  double first_s = 0;
  double last_s = std::numeric_limits<double>::infinity();
  bool json = false;
};

struct EvalRow {
  std::string name;
  double seconds = 0.0;
  double length_difference_seconds = 0.0;
  SpectralDistances distances;
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

EvalRow compare(const std::string& name, const fs::path& reference, const fs::path& test,
                const EvalOptions& options) {
  const std::vector<float> a = read_part(reference, options);
  const std::vector<float> b = read_part(test, options);
  const double difference = static_cast<double>(b.size()) - static_cast<double>(a.size());
  return {.name = name,
          .seconds = static_cast<double>(std::min(a.size(), b.size())) / kMetricRateHz,
          .length_difference_seconds = difference / kMetricRateHz,
          .distances = spectral_distances(a, b)};
}

/// Mean over files, each counting once.
EvalRow mean_of(const std::vector<EvalRow>& rows) {
  EvalRow mean{.name = "mean", .seconds = 0.0, .length_difference_seconds = 0.0, .distances = {}};
  const auto count = static_cast<double>(rows.size());
  for (const EvalRow& row : rows) {
    mean.seconds += row.seconds / count;
    mean.length_difference_seconds += row.length_difference_seconds / count;
    mean.distances.multi_stft += row.distances.multi_stft / count;
    mean.distances.log_spectral_db += row.distances.log_spectral_db / count;
    mean.distances.mel += row.distances.mel / count;
  }
  return mean;
}

nlohmann::ordered_json to_json(const EvalRow& row) {
  return {{"name", row.name},
          {"seconds", row.seconds},
          {"length_difference_seconds", row.length_difference_seconds},
          {"multi_stft", row.distances.multi_stft},
          {"log_spectral_db", row.distances.log_spectral_db},
          {"mel", row.distances.mel}};
}

std::string to_line(const EvalRow& row) {
  return fmt::format("{:<32} {:8.2f} {:8.4f} {:8.3f} {:8.4f}\n", row.name, row.seconds,
                     row.distances.multi_stft, row.distances.log_spectral_db, row.distances.mel);
}

void print(const std::vector<EvalRow>& rows, const std::vector<std::string>& unmatched, bool json) {
  const EvalRow mean = mean_of(rows);
  if (json) {
    nlohmann::ordered_json report{{"files", nlohmann::ordered_json::array()}, {"mean", to_json(mean)}};
    for (const EvalRow& row : rows) report["files"].push_back(to_json(row));
    report["unmatched"] = unmatched;
    write_stdout(report.dump(2) + "\n");
    return;
  }
  std::string text =
      fmt::format("{:<32} {:>8} {:>8} {:>8} {:>8}\n", "file", "seconds", "M-STFT", "LSD dB", "mel");
  for (const EvalRow& row : rows) text += to_line(row);
  text += to_line(mean);
  write_stdout(text);
  for (const std::string& name : unmatched) fmt::print(stderr, "note: {} has no counterpart\n", name);
}

void run_eval(const EvalOptions& options) {
  const auto references = audio_by_stem(options.reference);
  const auto tests = audio_by_stem(options.test);
  std::vector<std::string> unmatched;
  for (const auto& [stem, file] : references) {
    if (!tests.contains(stem)) unmatched.push_back(file.string());
  }
  for (const auto& [stem, file] : tests) {
    if (!references.contains(stem)) unmatched.push_back(file.string());
  }
  std::vector<EvalRow> rows;
  {
    ProgressBar bar("comparing");
    std::size_t done = 0;
    for (const auto& [stem, file] : references) {
      const auto test = tests.find(stem);
      if (test != tests.end()) rows.push_back(compare(stem, file, test->second, options));
      bar.update(static_cast<double>(++done) / static_cast<double>(references.size()));
    }
  }
  if (rows.empty()) {
    throw Error("eval: want files of the same name in both folders, got none in {} and {}", options.reference,
                options.test);
  }
  print(rows, unmatched, options.json);
}

}  // namespace

void add_eval_command(CLI::App& app) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App* command = app.add_subcommand("eval", "Distances between recordings and their resyntheses");
  command->add_option("--reference", options->reference, "Folder of recordings")->required();
  command->add_option("--test", options->test, "Folder of resyntheses, paired by file name")->required();
  command->add_option("--first", options->first_s, "Compare from here on, in seconds")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--last", options->last_s, "Compare up to here, in seconds")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_eval(*options); });
}

}  // namespace driftwave
