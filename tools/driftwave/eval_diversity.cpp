#include "tools/driftwave/eval_diversity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "engine/dsp/metrics.h"
#include "engine/dsp/voice_metrics.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/eval_files.h"
#include "tools/driftwave/progress_bar.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

/// Takes that differ by less than both are one take: the noise of our vocoder alone makes 5.6 dB and 0.09
/// semitones, a reading that is drawn anew 21 to 24 dB and 1.4 to 1.7 semitones.
constexpr double kSameCepstralDb = 8.0;
constexpr double kSamePitchSt = 0.2;
constexpr std::size_t kNeighbours = 5;
/// Of what recordings cover of recordings.
constexpr double kCollapsedShare = 0.5;
constexpr double kElsewhereShare = 0.2;

/// The folder itself, or each folder in it that is one text.
std::vector<fs::path> texts_in(const fs::path& folder) {
  std::vector<fs::path> texts;
  if (!audio_by_stem(folder).empty()) return {folder};
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory()) texts.push_back(entry.path());
  std::ranges::sort(texts);
  if (texts.empty()) throw Error("{}: want takes of a text, or folders of takes, got none", folder.string());
  return texts;
}

std::vector<Take> takes_in(const fs::path& folder) {
  std::vector<Take> takes;
  for (const auto& [stem, file] : audio_by_stem(folder))
    takes.push_back(analyse_take(read_mono(file, kMetricRateHz)));
  return takes;
}

TextDiversity compare(const std::string& text, const std::vector<Take>& takes) {
  TextDiversity row{.text = text,
                    .takes = takes.size(),
                    .mean = {},
                    .least_mel_cepstral_db = std::numeric_limits<double>::infinity()};
  double pairs = 0;
  double voiced_pairs = 0;
  for (std::size_t a = 0; a < takes.size(); ++a) {
    for (std::size_t b = a + 1; b < takes.size(); ++b) {
      const TakeDistance distance = take_distance(takes[a], takes[b]);
      ++pairs;
      row.mean.mel_cepstral_db += distance.mel_cepstral_db;
      row.mean.seconds += distance.seconds;
      row.least_mel_cepstral_db = std::min(row.least_mel_cepstral_db, distance.mel_cepstral_db);
      if (std::isnan(distance.f0_st)) continue;
      ++voiced_pairs;
      row.mean.f0_st += distance.f0_st;
    }
  }
  row.mean.mel_cepstral_db /= pairs;
  row.mean.seconds /= pairs;
  row.mean.f0_st = voiced_pairs > 0 ? row.mean.f0_st / voiced_pairs : kNothingToMeasure;
  row.is_collapsed = row.mean.mel_cepstral_db < kSameCepstralDb && !(row.mean.f0_st >= kSamePitchSt);
  return row;
}

Array2<double> embeddings_of(const std::vector<Take>& takes) {
  Array2<double> rows;
  for (std::size_t n = 0; n < takes.size(); ++n) {
    const std::vector<double> embedding = take_embedding(takes[n]);
    if (n == 0) rows = Array2<double>(takes.size(), embedding.size());
    std::ranges::copy(embedding, rows.row(n).begin());
  }
  return rows;
}

/// Every second row from `first` on.
Array2<double> half_of(const Array2<double>& rows, std::size_t first) {
  Array2<double> half((rows.rows() - first + 1) / 2, rows.cols());
  for (std::size_t n = 0; n < half.rows(); ++n)
    std::ranges::copy(rows.row(2 * n + first), half.row(n).begin());
  return half;
}

}  // namespace

bool DiversityReport::covers_too_little() const {
  return of_takes && !lies_elsewhere() && of_takes->coverage < kCollapsedShare * of_recordings->coverage;
}

bool DiversityReport::lies_elsewhere() const {
  return of_takes && of_takes->density < kElsewhereShare * of_recordings->density;
}

bool DiversityReport::has_collapsed() const {
  return covers_too_little() || std::ranges::any_of(texts, &TextDiversity::is_collapsed);
}

DiversityReport measure_diversity(const std::string& takes, const std::string& recordings) {
  DiversityReport report;
  const std::vector<fs::path> texts = texts_in(takes);
  std::vector<Take> all;
  {
    ProgressBar bar("comparing takes");
    for (const fs::path& text : texts) {
      std::vector<Take> of_text = takes_in(text);
      if (of_text.size() < 2)
        throw Error("{}: want two takes or more, got {}", text.string(), of_text.size());
      report.texts.push_back(compare(text.filename().string(), of_text));
      std::ranges::move(of_text, std::back_inserter(all));
      bar.update(static_cast<double>(report.texts.size()) / static_cast<double>(texts.size()));
    }
  }
  if (recordings.empty()) return report;
  const Array2<double> real = embeddings_of(takes_in(recordings));
  if (real.rows() <= 2 * kNeighbours + 1)
    throw Error("{}: want {} recordings or more, got {}", recordings, 2 * kNeighbours + 2, real.rows());
  const Array2<double> one_half = half_of(real, 0);
  report.of_takes = set_coverage(one_half, embeddings_of(all), kNeighbours);
  report.of_recordings = set_coverage(one_half, half_of(real, 1), kNeighbours);
  return report;
}

std::string to_table(const DiversityReport& report) {
  std::string text = fmt::format("{:<28} {:>5} {:>8} {:>8} {:>8} {:>8}\n", "text", "takes", "MCD-DTW",
                                 "least", "F0 st", "seconds");
  for (const TextDiversity& row : report.texts) {
    const std::string pitch = std::isnan(row.mean.f0_st) ? "-" : fmt::format("{:.2f}", row.mean.f0_st);
    text += fmt::format("{:<28} {:>5} {:>8.2f} {:>8.2f} {:>8} {:>8.3f}{}\n", row.text, row.takes,
                        row.mean.mel_cepstral_db, row.least_mel_cepstral_db, pitch, row.mean.seconds,
                        row.is_collapsed ? "  collapsed: its takes are one take" : "");
  }
  if (!report.of_takes) return text;
  text += fmt::format(
      "over the recordings: coverage {:.2f}, density {:.2f}; recordings themselves {:.2f}, {:.2f}\n",
      report.of_takes->coverage, report.of_takes->density, report.of_recordings->coverage,
      report.of_recordings->density);
  if (report.lies_elsewhere())
    text += "the takes lie apart from the recordings: another voice, or another noise or room\n";
  if (report.covers_too_little()) text += "collapsed: the takes cover less than half of what recordings do\n";
  return text;
}

nlohmann::ordered_json to_json(const DiversityReport& report) {
  nlohmann::ordered_json json{{"texts", nlohmann::ordered_json::array()}};
  for (const TextDiversity& row : report.texts)
    json["texts"].push_back({{"text", row.text},
                             {"takes", row.takes},
                             {"mel_cepstral_dtw_db", row.mean.mel_cepstral_db},
                             {"least_mel_cepstral_dtw_db", row.least_mel_cepstral_db},
                             {"f0_st", row.mean.f0_st},
                             {"length_difference_seconds", row.mean.seconds},
                             {"collapsed", row.is_collapsed}});
  if (report.of_takes)
    json["recordings"] = {
        {"coverage", report.of_takes->coverage},           {"density", report.of_takes->density},
        {"own_coverage", report.of_recordings->coverage},  {"own_density", report.of_recordings->density},
        {"covers_too_little", report.covers_too_little()}, {"lies_elsewhere", report.lies_elsewhere()}};
  json["collapsed"] = report.has_collapsed();
  return json;
}

}  // namespace driftwave
