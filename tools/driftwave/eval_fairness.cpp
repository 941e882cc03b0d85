#include "tools/driftwave/eval_fairness.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "engine/audio/audio_file.h"
#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/dsp/metrics.h"
#include "engine/dsp/voice_metrics.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/canvas.h"
#include "tools/driftwave/eval_files.h"
#include "tools/driftwave/progress_bar.h"

namespace driftwave {
namespace {

/// A line of the table by the names of its columns.
using Fields = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : line) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool next_line(std::ifstream& in, std::string& line) {
  if (!std::getline(in, line)) return false;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

/// Lines by the stem of the file that each names first.
std::map<std::string, Fields> read_table(const FairnessOptions& options) {
  std::ifstream in(options.table);
  std::string line;
  if (!in || !next_line(in, line)) throw Error("{}: cannot read a table", options.table);
  const std::size_t at = line.find_first_of("|\t;,");
  if (at == std::string::npos)
    throw Error("{}:1: want names of columns between |, tabs, ; or commas, got \"{}\"", options.table, line);
  const char separator = line[at];
  const std::vector<std::string> columns = split(line, separator);
  std::vector<std::string> wanted = options.scores;
  wanted.push_back(options.column);
  for (const std::string& name : wanted)
    if (std::ranges::count(columns, name) == 0)
      throw Error("{}:1: want a column \"{}\", got {}", options.table, name, fmt::join(columns, ", "));
  std::map<std::string, Fields> rows;
  for (std::size_t number = 2; next_line(in, line); ++number) {
    if (line.empty()) continue;
    const std::vector<std::string> values = split(line, separator);
    if (values.size() != columns.size())
      throw Error("{}:{}: want {} columns, got {}", options.table, number, columns.size(), values.size());
    Fields fields;
    for (std::size_t i = 0; i < columns.size(); ++i) fields[columns[i]] = values[i];
    const std::string stem = std::filesystem::path(values[0]).stem().string();
    if (!rows.emplace(stem, std::move(fields)).second)
      throw Error("{}:{}: want each file once, got {} again", options.table, number, stem);
  }
  return rows;
}

/// Measures of one group, or of all files: values by name.
using Values = std::map<std::string, std::vector<double>>;

void add_distances(const std::filesystem::path& reference, const std::filesystem::path& test,
                   Values& values) {
  const std::vector<float> a = read_mono(reference, kMetricRateHz);
  const std::vector<float> b = read_mono(test, kMetricRateHz);
  const VoiceDistances voice = voice_distances(a, b);
  const auto add = [&](const char* name, double value) {
    if (!std::isnan(value)) values[name].push_back(value);
  };
  add("M-STFT", spectral_distances(a, b).multi_stft);
  add("MCD dB", voice.mel_cepstral_db);
  add("F0 cents", voice.f0_rmse_cents);
  add("voicing", voice.voicing_error);
}

double number_of(const std::string& text, const std::string& where) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    throw Error("{}: want a number, got \"{}\"", where, text);
  return value;
}

GroupMean mean_of(const std::vector<double>& values) {
  GroupMean group{.count = values.size(), .mean = kNothingToMeasure, .standard_error = kNothingToMeasure};
  if (values.empty()) return group;
  const auto count = static_cast<double>(values.size());
  group.mean = 0;
  for (const double value : values) group.mean += value / count;
  double squares = 0;
  for (const double value : values) squares += std::pow(value - group.mean, 2);
  if (values.size() > 1) group.standard_error = std::sqrt(squares / (count - 1) / count);
  return group;
}

void find_gap(GroupMeasure& measure, const std::vector<std::string>& names) {
  const GroupMean* highest = nullptr;
  const GroupMean* lowest = nullptr;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const GroupMean& group = measure.groups[i];
    if (group.count < kFewestFiles) continue;
    if (highest == nullptr || group.mean > highest->mean) {
      highest = &group;
      measure.highest = names[i];
    }
    if (lowest == nullptr || group.mean < lowest->mean) {
      lowest = &group;
      measure.lowest = names[i];
    }
  }
  if (highest == lowest) {
    measure.highest.clear();
    measure.lowest.clear();
    return;
  }
  measure.gap = highest->mean - lowest->mean;
  measure.gap_standard_error = std::hypot(highest->standard_error, lowest->standard_error);
}

std::map<std::string, Values> measure_groups(const FairnessOptions& options, FairnessReport& report) {
  const std::map<std::string, Fields> rows = read_table(options);
  std::map<std::string, Values> groups;
  for (const auto& [stem, fields] : rows)
    for (const std::string& score : options.scores)
      if (!fields.at(score).empty())
        groups[fields.at(options.column)][score].push_back(
            number_of(fields.at(score), fmt::format("{}: {} of {}", options.table, score, stem)));
  if (options.reference.empty()) return groups;
  const auto references = audio_by_stem(options.reference);
  const auto tests = audio_by_stem(options.test);
  ProgressBar bar("comparing");
  std::size_t done = 0;
  for (const auto& [stem, file] : tests) {
    const auto row = rows.find(stem);
    const auto reference = references.find(stem);
    if (row == rows.end() || reference == references.end()) {
      report.unmatched.push_back(file.string());
    } else {
      add_distances(reference->second, file, groups[row->second.at(options.column)]);
    }
    bar.update(static_cast<double>(++done) / static_cast<double>(tests.size()));
  }
  return groups;
}

}  // namespace

FairnessReport measure_fairness(const FairnessOptions& options) {
  FairnessReport report{.column = options.column, .groups = {}, .measures = {}, .unmatched = {}};
  const std::map<std::string, Values> groups = measure_groups(options, report);
  if (groups.empty()) throw Error("{}: want files that have something to measure, got none", options.table);
  std::set<std::string> measures;
  for (const auto& [group, values] : groups) {
    report.groups.push_back(group);
    for (const auto& [measure, of_files] : values) measures.insert(measure);
  }
  for (const std::string& name : measures) {
    GroupMeasure measure{.name = name, .groups = {}, .highest = {}, .lowest = {}};
    for (const auto& [group, values] : groups) {
      const auto of_files = values.find(name);
      measure.groups.push_back(mean_of(of_files == values.end() ? std::vector<double>{} : of_files->second));
    }
    find_gap(measure, report.groups);
    report.measures.push_back(std::move(measure));
  }
  return report;
}

std::string to_table(const FairnessReport& report) {
  std::string text = fmt::format("{:<20}", report.column);
  for (const GroupMeasure& measure : report.measures)
    text += fmt::format(" {:>5} {:>19}", "files", measure.name);
  text += "\n";
  for (std::size_t i = 0; i < report.groups.size(); ++i) {
    text += fmt::format("{:<20}", report.groups[i].empty() ? "(none)" : report.groups[i]);
    for (const GroupMeasure& measure : report.measures) {
      const GroupMean& group = measure.groups[i];
      text += group.count == 0 ? fmt::format(" {:>5} {:>19}", 0, "-")
              : group.count == 1
                  ? fmt::format(" {:>5} {:>10.3f}{:>9}", group.count, group.mean, "")
                  : fmt::format(" {:>5} {:>10.3f} ± {:<6.3f}", group.count, group.mean, group.standard_error);
    }
    text += "\n";
  }
  for (const GroupMeasure& measure : report.measures) {
    if (measure.highest.empty()) {
      text += fmt::format("{}: no gap, as fewer than two groups have {} files\n", measure.name, kFewestFiles);
    } else {
      text += fmt::format("{}: gap {:.3f} ± {:.3f} from {} to {}{}\n", measure.name, measure.gap,
                          measure.gap_standard_error, measure.lowest, measure.highest,
                          measure.gap < 2 * measure.gap_standard_error ? ", within its error" : "");
    }
  }
  return text;
}

nlohmann::ordered_json to_json(const FairnessReport& report) {
  nlohmann::ordered_json measures = nlohmann::ordered_json::array();
  for (const GroupMeasure& measure : report.measures) {
    nlohmann::ordered_json groups = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < report.groups.size(); ++i)
      groups.push_back({{"group", report.groups[i]},
                        {"files", measure.groups[i].count},
                        {"mean", measure.groups[i].mean},
                        {"standard_error", measure.groups[i].standard_error}});
    nlohmann::ordered_json gap;
    if (!measure.highest.empty())
      gap = {{"size", measure.gap},
             {"standard_error", measure.gap_standard_error},
             {"lowest", measure.lowest},
             {"highest", measure.highest}};
    measures.push_back({{"measure", measure.name}, {"groups", groups}, {"gap", gap}});
  }
  return {{"column", report.column}, {"measures", measures}, {"unmatched", report.unmatched}};
}

std::vector<std::byte> fairness_picture(const FairnessReport& report) {
  constexpr double kNames = 150;
  constexpr double kBars = 420;
  constexpr double kRow = 22;
  constexpr double kTitle = 34;
  constexpr Colour kBar{0.45, 0.62, 0.82};
  const double panel = kTitle + kRow * static_cast<double>(report.groups.size());
  Canvas canvas(static_cast<int>(kNames + kBars + 110),
                static_cast<int>(panel * static_cast<double>(report.measures.size()) + 16));
  double top = 0;
  for (const GroupMeasure& measure : report.measures) {
    canvas.text(fmt::format("{} by {}, mean and standard error", measure.name, report.column),
                {10, top + 22});
    double most = 1e-12;
    for (const GroupMean& group : measure.groups)
      if (group.count > 0)
        most = std::max(most, std::abs(group.mean) + (group.count > 1 ? group.standard_error : 0.0));
    for (std::size_t i = 0; i < report.groups.size(); ++i) {
      const GroupMean& group = measure.groups[i];
      const double y = top + kTitle + kRow * static_cast<double>(i);
      canvas.text(shortened(report.groups[i]), {kNames - 8, y + 13}, Anchor::kRight);
      if (group.count == 0) continue;
      const double length = kBars * std::abs(group.mean) / most;
      canvas.rectangle({kNames, y + 2}, {length, kRow - 6}, kBar);
      if (group.count > 1) {
        const double half = kBars * group.standard_error / most;
        canvas.line({kNames + length - half, y + kRow / 2 - 1}, {kNames + length + half, y + kRow / 2 - 1},
                    2);
      }
      canvas.text(fmt::format("{:.3f} ({})", group.mean, group.count), {kNames + kBars + 8, y + 13});
    }
    top += panel;
  }
  return canvas.to_png();
}

}  // namespace driftwave
