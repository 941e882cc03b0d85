#pragma once
/// driftwave eval --diversity: how different the takes of a text are, and whether they cover recordings.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/dsp/take_diversity.h"

namespace driftwave {

/// The takes of one text. Distances are means over all pairs.
struct TextDiversity {
  std::string text;  ///< the folder's name
  std::size_t takes = 0;
  TakeDistance mean;
  double least_mel_cepstral_db = 0;  ///< of the two takes that are most alike
  bool is_collapsed = false;         ///< nobody could tell its takes apart
};

struct DiversityReport {
  std::vector<TextDiversity> texts;
  std::optional<SetCoverage> of_takes;  ///< over the recordings
  /// Of one half of the recordings over the other: what takes as varied as recordings would have.
  std::optional<SetCoverage> of_recordings;

  /// The takes lie among the recordings, but cover less than half of what recordings would.
  [[nodiscard]] bool covers_too_little() const;
  /// They do not even lie there: another voice, or another noise or room.
  [[nodiscard]] bool lies_elsewhere() const;
  [[nodiscard]] bool has_collapsed() const;
};

/// @param takes a folder of takes of one text, or of such folders @param recordings a folder; empty: none
/// @throws Error naming a folder with fewer than two takes, or with too few recordings.
[[nodiscard]] DiversityReport measure_diversity(const std::string& takes, const std::string& recordings);

[[nodiscard]] std::string to_table(const DiversityReport& report);
[[nodiscard]] nlohmann::ordered_json to_json(const DiversityReport& report);

}  // namespace driftwave
