#include "tools/driftwave/gap_list.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// @return whether all of `text` is a finite number of seconds.
bool parse_seconds(const std::string& text, double& seconds) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(seconds);
}

bool parse(const std::string& first, const std::string& last, TimeRange& range) {
  return parse_seconds(first, range.first_s) && parse_seconds(last, range.last_s) && range.first_s >= 0 &&
         range.first_s < range.last_s;
}

}  // namespace

std::optional<TimeRange> parse_gap(const std::string& text) {
  TimeRange range;
  const std::size_t dash = text.find('-', 1);
  if (dash == std::string::npos || !parse(text.substr(0, dash), text.substr(dash + 1), range)) return {};
  return range;
}

std::vector<TimeRange> parse_gaps(std::istream& lines, const std::string& name) {
  std::vector<TimeRange> gaps;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    std::istringstream words(line);
    std::string first;
    std::string last;
    words >> first >> last;
    if (first.empty() || first.front() == '#') continue;
    TimeRange range;
    if (!parse(first, last, range))
      throw Error("{}:{}: want a line \"first last\" in seconds, got \"{}\"", name, number,
                  line.substr(0, 80));
    gaps.push_back(range);
  }
  return gaps;
}

std::vector<TimeRange> read_gaps(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw Error("{}: cannot be read", file.string());
  return parse_gaps(in, file.string());
}

}  // namespace driftwave
