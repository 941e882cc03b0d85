#include "tts/text/word_alignment.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr std::size_t kLongestJoin = 4;  // espeak-ng joins at most a few words, and splits one into a few

std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({diagonal + (a[i] == b[j] ? 0U : 1U), above + 1, row[j] + 1});
      diagonal = above;
    }
  }
  return row.back();
}

/// For each prefix of `a`, the length of the prefix of `b` that it is aligned with.
std::vector<std::size_t> prefix_alignment(const std::u32string& a, const std::u32string& b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> cost((a.size() + 1) * width);
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i * width + j] = i + j;
        continue;
      }
      const std::size_t match = cost[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      cost[i * width + j] = std::min({match, cost[(i - 1) * width + j] + 1, cost[i * width + j - 1] + 1});
    }
  }
  std::vector<std::size_t> aligned(a.size() + 1);
  std::size_t j = b.size();
  for (std::size_t i = a.size(); i > 0; --i) {
    // Sounds of `b` that `a` lacks go to the later word: they are often a stress mark before it.
    while (j > 0 && cost[i * width + j] == cost[i * width + j - 1] + 1) --j;
    aligned[i] = j;
    const bool match =
        j > 0 && cost[i * width + j] == cost[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
    if (match) --j;
  }
  return aligned;
}

struct Cell {
  std::size_t cost = std::numeric_limits<std::size_t>::max();
  std::size_t words = 0;   // taken by the last move
  std::size_t groups = 0;  // taken by the last move
};

template <typename T>
T joined(const std::vector<T>& parts, std::size_t first, std::size_t count) {
  return std::accumulate(parts.begin() + static_cast<std::ptrdiff_t>(first),
                         parts.begin() + static_cast<std::ptrdiff_t>(first + count), T{});
}

/// How far a path may stray from the diagonal beyond what the counts differ by.
constexpr std::size_t kStray = 8;

/// Best way to reach every (words, groups) corner near the diagonal from the start.
std::vector<Cell> cheapest_paths(const std::vector<std::u32string>& words,
                                 const std::vector<std::u32string>& groups) {
  const std::size_t width = groups.size() + 1;
  const std::size_t band =
      std::max(words.size(), groups.size()) - std::min(words.size(), groups.size()) + kStray;
  std::vector<Cell> cells((words.size() + 1) * width);
  cells[0].cost = 0;
  for (std::size_t i = 0; i <= words.size(); ++i) {
    for (std::size_t j = i - std::min(i, band); j <= std::min(groups.size(), i + band); ++j) {
      const std::size_t here = cells[i * width + j].cost;
      if (here == std::numeric_limits<std::size_t>::max()) continue;
      const auto move = [&](std::size_t w, std::size_t g) {
        if (i + w > words.size() || j + g > groups.size()) return;
        const std::size_t cost = here + edit_distance(joined(words, i, w), joined(groups, j, g));
        Cell& cell = cells[(i + w) * width + j + g];
        if (cost < cell.cost) cell = {cost, w, g};
      };
      move(1, 1);
      for (std::size_t n = 2; n <= kLongestJoin; ++n) {
        move(n, 1);
        move(1, n);
      }
      move(1, 0);
      move(0, 1);
    }
  }
  return cells;
}

}  // namespace

std::vector<WordGroups> align_words(std::size_t words, const std::vector<std::string>& groups,
                                    const std::function<std::string(std::size_t)>& alone) {
  std::vector<WordGroups> spans;
  if (words == groups.size()) {
    for (std::size_t i = 0; i < words; ++i) spans.push_back({i, i + 1, i, i + 1});
    return spans;
  }
  std::vector<std::u32string> word_sounds;
  for (std::size_t i = 0; i < words; ++i) word_sounds.push_back(to_code_points(alone(i)));
  std::vector<std::u32string> group_sounds;
  for (const std::string& group : groups) group_sounds.push_back(to_code_points(group));
  const std::vector<Cell> cells = cheapest_paths(word_sounds, group_sounds);
  std::size_t i = words;
  std::size_t j = groups.size();
  while (i > 0 || j > 0) {
    const Cell& cell = cells[i * (groups.size() + 1) + j];
    spans.push_back({i - cell.words, i, j - cell.groups, j});
    i -= cell.words;
    j -= cell.groups;
  }
  std::reverse(spans.begin(), spans.end());
  return spans;
}

std::vector<std::string> split_sound(const std::string& sound, const std::vector<std::string>& alone) {
  std::u32string words;
  std::vector<std::size_t> ends;
  for (const std::string& word : alone) {
    words += to_code_points(word);
    ends.push_back(words.size());
  }
  const std::u32string whole = to_code_points(sound);
  const std::vector<std::size_t> aligned = prefix_alignment(words, whole);
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    const std::size_t cut = end == words.size() ? whole.size() : aligned[end];
    std::string& piece = pieces.emplace_back();
    for (; begin < cut; ++begin) append_utf8(piece, whole[begin]);
  }
  return pieces;
}

}  // namespace driftwave
