#pragma once
/// driftwave eval --fairness: quality by group.
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace driftwave {

/// One measure of one group.
struct GroupMean {
  std::size_t count = 0;
  double mean = 0;
  double standard_error = 0;  ///< NaN for fewer than two files
};

/// One measure of all groups.
struct GroupMeasure {
  std::string name;
  std::vector<GroupMean> groups;  ///< as FairnessReport::groups
  /// Between the groups of largest and smallest mean, of those with kFewestFiles or more.
  double gap = 0;
  double gap_standard_error = 0;
  std::string highest;  ///< empty where fewer than two groups are large enough
  std::string lowest;
};

struct FairnessReport {
  std::string column;
  std::vector<std::string> groups;  ///< in alphabetical order
  std::vector<GroupMeasure> measures;
  std::vector<std::string> unmatched;  ///< files of the test that the table does not name
};

/// A smaller group takes no part in a gap.
inline constexpr std::size_t kFewestFiles = 5;

struct FairnessOptions {
  std::string column;  ///< of the table: whose values are the groups
  std::string table;   ///< a file: its first line names columns, the first of which has file names
  std::vector<std::string> scores;  ///< columns of the table that are numbers, such as what a judge said
  std::string reference;            ///< folders, of which distances are measured; empty: none
  std::string test;
};

/// @throws Error naming the table, and the line at fault, or the column that it lacks.
[[nodiscard]] FairnessReport measure_fairness(const FairnessOptions& options);

[[nodiscard]] std::string to_table(const FairnessReport& report);
[[nodiscard]] nlohmann::ordered_json to_json(const FairnessReport& report);
/// A chart of bars with their standard errors. @return the bytes of a PNG.
[[nodiscard]] std::vector<std::byte> fairness_picture(const FairnessReport& report);

}  // namespace driftwave
