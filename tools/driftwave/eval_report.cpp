#include "tools/driftwave/eval_report.h"

#include <fmt/format.h>

#include <cmath>
#include <span>

namespace driftwave {
namespace {

/// One measure of a row: where it is, and how it is shown.
template <typename Row>
struct Column {
  const char* key;      ///< in JSON
  const char* heading;  ///< in the table
  int decimals;
  double (*get)(const Row&);
  void (*set)(Row&, double);
};

#define DRIFTWAVE_MEMBER(Row, member) \
  [](const Row& row) { return row.member; }, [](Row& row, double value) { row.member = value; }

constexpr Column<PairRow> kPairColumns[] = {
    {"seconds", "seconds", 2, DRIFTWAVE_MEMBER(PairRow, seconds)},
    {"length_difference_seconds", "longer s", 2, DRIFTWAVE_MEMBER(PairRow, length_difference_seconds)},
    {"multi_stft", "M-STFT", 4, DRIFTWAVE_MEMBER(PairRow, spectral.multi_stft)},
    {"log_spectral_db", "LSD dB", 3, DRIFTWAVE_MEMBER(PairRow, spectral.log_spectral_db)},
    {"mel", "mel", 4, DRIFTWAVE_MEMBER(PairRow, spectral.mel)},
    {"mel_cepstral_db", "MCD dB", 3, DRIFTWAVE_MEMBER(PairRow, voice.mel_cepstral_db)},
    {"mel_cepstral_dtw_db", "MCD-DTW", 3, DRIFTWAVE_MEMBER(PairRow, voice.mel_cepstral_dtw_db)},
    {"f0_rmse_cents", "F0 cents", 1, DRIFTWAVE_MEMBER(PairRow, voice.f0_rmse_cents)},
    {"voicing_error", "voicing", 4, DRIFTWAVE_MEMBER(PairRow, voice.voicing_error)},
    {"periodicity_error", "period.", 4, DRIFTWAVE_MEMBER(PairRow, voice.periodicity_error)},
    {"loudness_lu", "LU", 2, DRIFTWAVE_MEMBER(PairRow, voice.loudness_lu)},
};

constexpr Column<FileRow> kFileColumns[] = {
    {"seconds", "seconds", 2, DRIFTWAVE_MEMBER(FileRow, seconds)},
    {"loudness_lufs", "LUFS", 2, DRIFTWAVE_MEMBER(FileRow, statistics.loudness_lufs)},
    {"peak_db", "peak dB", 2, DRIFTWAVE_MEMBER(FileRow, statistics.peak_db)},
    {"f0_median_hz", "F0 Hz", 1, DRIFTWAVE_MEMBER(FileRow, statistics.f0_median_hz)},
    {"f0_spread_st", "F0 st", 2, DRIFTWAVE_MEMBER(FileRow, statistics.f0_spread_st)},
    {"voiced_share", "voiced", 3, DRIFTWAVE_MEMBER(FileRow, statistics.voiced_share)},
    {"periodicity", "period.", 3, DRIFTWAVE_MEMBER(FileRow, statistics.periodicity)},
    {"silence_share", "silent", 3, DRIFTWAVE_MEMBER(FileRow, statistics.silence_share)},
};

#undef DRIFTWAVE_MEMBER

template <typename Row>
Row mean(const std::vector<Row>& rows, std::span<const Column<Row>> columns) {
  Row out;
  out.name = "mean";
  for (const Column<Row>& column : columns) {
    double sum = 0;
    double count = 0;
    for (const Row& row : rows) {
      if (std::isnan(column.get(row))) continue;
      sum += column.get(row);
      ++count;
    }
    column.set(out, count > 0 ? sum / count : kNothingToMeasure);
  }
  return out;
}

template <typename Row>
std::string table(const std::vector<Row>& rows, std::span<const Column<Row>> columns) {
  std::string text = fmt::format("{:<28}", "file");
  for (const Column<Row>& column : columns) text += fmt::format(" {:>8}", column.heading);
  text += "\n";
  const auto add = [&](const Row& row) {
    text += fmt::format("{:<28}", row.name);
    for (const Column<Row>& column : columns) {
      const double value = column.get(row);
      text +=
          std::isnan(value) ? fmt::format(" {:>8}", "-") : fmt::format(" {:>8.{}f}", value, column.decimals);
    }
    text += "\n";
  };
  for (const Row& row : rows) add(row);
  add(mean_of(rows));
  return text;
}

template <typename Row>
nlohmann::ordered_json row_to_json(const Row& row, std::span<const Column<Row>> columns) {
  nlohmann::ordered_json json{{"name", row.name}};
  for (const Column<Row>& column : columns) json[column.key] = column.get(row);
  return json;
}

template <typename Row>
nlohmann::ordered_json rows_to_json(const std::vector<Row>& rows, std::span<const Column<Row>> columns) {
  nlohmann::ordered_json json{{"files", nlohmann::ordered_json::array()}};
  for (const Row& row : rows) json["files"].push_back(row_to_json(row, columns));
  json["mean"] = row_to_json(mean_of(rows), columns);
  return json;
}

}  // namespace

PairRow mean_of(const std::vector<PairRow>& rows) {
  return mean<PairRow>(rows, kPairColumns);
}

FileRow mean_of(const std::vector<FileRow>& rows) {
  return mean<FileRow>(rows, kFileColumns);
}

std::string to_table(const EvalReport& report) {
  std::string text = report.pairs.empty() ? table<FileRow>(report.files, kFileColumns)
                                          : table<PairRow>(report.pairs, kPairColumns);
  if (report.frechet) text += fmt::format("Frechet distance of frames: {:.3f}\n", *report.frechet);
  return text;
}

nlohmann::ordered_json to_json(const EvalReport& report) {
  nlohmann::ordered_json json = report.pairs.empty() ? rows_to_json<FileRow>(report.files, kFileColumns)
                                                     : rows_to_json<PairRow>(report.pairs, kPairColumns);
  if (report.frechet) json["frechet"] = *report.frechet;
  json["unmatched"] = report.unmatched;
  return json;
}

}  // namespace driftwave
