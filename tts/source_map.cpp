#include "tts/source_map.h"

#include <algorithm>

namespace driftwave {

void SourceMap::copied(std::size_t bytes, std::size_t source) {
  add_run(bytes, {.begin = source, .end = source + bytes}, true);
}

void SourceMap::replaced(std::size_t bytes, SourceRange source) {
  add_run(bytes, source, false);
}

void SourceMap::append(const SourceMap& other) {
  for (const Run& run : other.runs_) add_run(run.end - run.begin, run.source, run.is_copy);
}

void SourceMap::add_run(std::size_t bytes, SourceRange source, bool is_copy) {
  if (bytes == 0) return;
  const std::size_t begin = runs_.empty() ? 0 : runs_.back().end;
  const bool goes_on =
      is_copy && !runs_.empty() && runs_.back().is_copy && runs_.back().source.end == source.begin;
  if (goes_on) {
    runs_.back().end += bytes;
    runs_.back().source.end += bytes;
    return;
  }
  runs_.push_back({.begin = begin, .end = begin + bytes, .source = source, .is_copy = is_copy});
}

SourceMap SourceMap::part(std::size_t begin, std::size_t end) const {
  SourceMap part;
  for (const Run& run : runs_) {
    const std::size_t from = std::max(begin, run.begin);
    const std::size_t to = std::min(end, run.end);
    if (from >= to) continue;
    const std::size_t source = run.source.begin + from - run.begin;
    part.add_run(to - from, run.is_copy ? SourceRange{source, source + to - from} : run.source, run.is_copy);
  }
  return part;
}

SourceRange SourceMap::source_of_byte(std::size_t position) const {
  const auto run = std::ranges::upper_bound(runs_, position, {}, &Run::end);
  if (run == runs_.end()) {
    const std::size_t end = runs_.empty() ? 0 : runs_.back().source.end;
    return {.begin = end, .end = end};
  }
  if (!run->is_copy) return run->source;
  const std::size_t at = run->source.begin + (position - run->begin);
  return {.begin = at, .end = at + 1};
}

SourceRange SourceMap::source_of(std::size_t begin, std::size_t end) const {
  const SourceRange first = source_of_byte(begin);
  return {.begin = first.begin, .end = end > begin ? source_of_byte(end - 1).end : first.begin};
}

}  // namespace driftwave
