#include "tts/text/word_alignment.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr std::size_t kLongestJoin = 4;  // espeak-ng joins at most a few words, and splits one into a few

/// Edit distances of a text to the joined first one, two ... of `parts`.
class JoinDistances {
 public:
  /// @param parts from `first` on, at most kLongestJoin of them, as long as they may be within `most`.
  void measure(const std::u32string& text, const std::vector<std::u32string>& parts, std::size_t first,
               std::size_t most) {
    row_.resize(text.size() + 1);
    std::iota(row_.begin(), row_.end(), std::size_t{0});
    count_ = 0;
    std::size_t sounds = 0;
    for (std::size_t n = first; n < parts.size() && count_ < kLongestJoin; ++n) {
      sounds += parts[n].size();
      if (sounds > text.size() && sounds - text.size() > most) break;
      for (const char32_t sound : parts[n]) extend(text, sound);
      distances_[count_++] = row_.back();
    }
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t of_joined(std::size_t parts) const { return distances_[parts - 1]; }

 private:
  void extend(const std::u32string& text, char32_t sound) {
    std::size_t diagonal = row_[0]++;
    for (std::size_t j = 0; j < text.size(); ++j) {
      const std::size_t above = row_[j + 1];
      row_[j + 1] = std::min({diagonal + (sound == text[j] ? 0U : 1U), above + 1, row_[j] + 1});
      diagonal = above;
    }
  }

  std::vector<std::size_t> row_;
  std::array<std::size_t, kLongestJoin> distances_{};
  std::size_t count_ = 0;
};

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

/// How far a path may stray from the diagonal beyond what the counts differ by.
constexpr std::size_t kStray = 8;
/// Most paths stray less: their cost bounds the search for a better one.
constexpr std::size_t kLittleStray = 1;
/// And most cost less, so that what would cost more is looked at only where that fails.
constexpr std::size_t kLittleCost = 20;

std::size_t difference(std::size_t a, std::size_t b) {
  return std::max(a, b) - std::min(a, b);
}

/// Sounds from each part on to the end.
std::vector<std::size_t> sounds_left(const std::vector<std::u32string>& parts) {
  std::vector<std::size_t> left(parts.size() + 1);
  for (std::size_t i = parts.size(); i-- > 0;) left[i] = left[i + 1] + parts[i].size();
  return left;
}

/// Finds the best way through the corners (words, groups).
class PathSearch {
 public:
  PathSearch(const std::vector<std::u32string>& words, const std::vector<std::u32string>& groups)
      : words_(words),
        groups_(groups),
        words_left_(sounds_left(words)),
        groups_left_(sounds_left(groups)),
        width_(groups.size() + 1) {}

  /// Best way to reach every corner near the diagonal that a path of at most `most` may go through.
  const std::vector<Cell>& run(std::size_t stray, std::size_t most) {
    cells_.assign((words_.size() + 1) * width_, {});
    cells_[0].cost = 0;
    const std::size_t band = difference(words_.size(), groups_.size()) + stray;
    for (std::size_t i = 0; i <= words_.size(); ++i) {
      for (std::size_t j = i - std::min(i, band); j <= std::min(groups_.size(), i + band); ++j) {
        const std::size_t here = cells_[i * width_ + j].cost;
        if (here == std::numeric_limits<std::size_t>::max()) continue;
        // What is left to align costs at least what it differs by in length.
        if (here + difference(words_left_[i], groups_left_[j]) <= most) leave(i, j, most - here);
      }
    }
    return cells_;
  }

 private:
  /// @param most what the rest of the path may cost.
  void leave(std::size_t i, std::size_t j, std::size_t most) {
    const std::size_t here = cells_[i * width_ + j].cost;
    if (i < words_.size() && j < groups_.size()) {
      distances_.measure(groups_[j], words_, i, most);
      for (std::size_t n = 1; n <= distances_.count(); ++n)
        reach(i, j, {.cost = here + distances_.of_joined(n), .words = n, .groups = 1});
      distances_.measure(words_[i], groups_, j, most);
      for (std::size_t n = 2; n <= distances_.count(); ++n)
        reach(i, j, {.cost = here + distances_.of_joined(n), .words = 1, .groups = n});
    }
    if (i < words_.size()) reach(i, j, {.cost = here + words_[i].size(), .words = 1, .groups = 0});
    if (j < groups_.size()) reach(i, j, {.cost = here + groups_[j].size(), .words = 0, .groups = 1});
  }

  void reach(std::size_t i, std::size_t j, const Cell& by) {
    Cell& cell = cells_[(i + by.words) * width_ + j + by.groups];
    if (by.cost < cell.cost) cell = by;
  }

  const std::vector<std::u32string>& words_;
  const std::vector<std::u32string>& groups_;
  std::vector<std::size_t> words_left_;
  std::vector<std::size_t> groups_left_;
  std::size_t width_;
  std::vector<Cell> cells_;
  JoinDistances distances_;
};

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
  PathSearch search(word_sounds, group_sounds);
  std::size_t good = search.run(kLittleStray, kLittleCost).back().cost;
  if (good > kLittleCost)
    good = search.run(kLittleStray, std::numeric_limits<std::size_t>::max()).back().cost;
  const std::vector<Cell>& cells = search.run(kStray, good);
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
