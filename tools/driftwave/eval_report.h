#pragma once
/// What `driftwave eval` prints.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/dsp/metrics.h"
#include "engine/dsp/voice_metrics.h"

namespace driftwave {

/// One pair of files, or the mean of several.
struct PairRow {
  std::string name;
  double seconds = 0;
  double length_difference_seconds = 0;
  SpectralDistances spectral;
  VoiceDistances voice;
};

/// One file without a counterpart, or the mean of several.
struct FileRow {
  std::string name;
  double seconds = 0;
  VoiceStatistics statistics;
};

/// Rows of one kind; a report ends with their mean, each file counting once where it has something to
/// measure. NaN is
/// "-" in the table and null in JSON.
struct EvalReport {
  std::vector<PairRow> pairs;
  std::vector<FileRow> files;
  std::vector<std::string> unmatched;
  std::optional<double> frechet;  ///< between the two folders (engine/dsp/frechet_distance.h)
};

[[nodiscard]] PairRow mean_of(const std::vector<PairRow>& rows);
[[nodiscard]] FileRow mean_of(const std::vector<FileRow>& rows);

[[nodiscard]] std::string to_table(const EvalReport& report);
[[nodiscard]] nlohmann::ordered_json to_json(const EvalReport& report);

}  // namespace driftwave
