#include "tts/training/phrases.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include "tts/text/symbols.h"
#include "tts/training/phone_units.h"

namespace driftwave {
namespace {

/// About 90 ms: a shorter silence may be a stop's closure, or its speaker has not begun anew behind it.
constexpr int kLeastPauseFrames = 8;

/// Neighbouring symbols of silence, such as ", ".
struct Pause {
  std::size_t first_symbol = 0;
  std::size_t end_symbol = 0;
  int first_frame = 0;
  int frames = 0;
};

bool is_silent(SymbolId id) {
  return id == kBeginId || id == kEndId || id == kSpaceId || is_punctuation(id);
}

std::vector<Pause> pauses_of(const AcousticExample& example) {
  std::vector<Pause> pauses;
  int frame = 0;
  for (std::size_t s = 0; s < example.symbols.size(); ++s) {
    if (is_silent(example.symbols[s])) {
      if (pauses.empty() || pauses.back().end_symbol != s) {
        pauses.push_back({.first_symbol = s, .end_symbol = s, .first_frame = frame, .frames = 0});
      }
      pauses.back().end_symbol = s + 1;
      pauses.back().frames += example.frames[s];
    }
    frame += example.frames[s];
  }
  const std::size_t end = example.symbols.size();
  std::erase_if(pauses, [&](const Pause& pause) {
    return pause.frames < kLeastPauseFrames && pause.first_symbol != 0 && pause.end_symbol != end;
  });
  return pauses;
}

std::vector<float> part_of(const std::vector<float>& values, int first, int count) {
  const auto begin = values.begin() + first;
  return {begin, begin + count};
}

AcousticExample cut(const AcousticExample& from, const Pause& before, const Pause& after) {
  const bool at_start = before.first_symbol == 0;
  const bool at_end = after.end_symbol == from.symbols.size();
  const int lead = at_start ? before.frames : before.frames - before.frames / 2;
  const int tail = at_end ? after.frames : after.frames / 2;
  const int first = before.first_frame + before.frames - lead;
  const int count = after.first_frame + tail - first;

  AcousticExample phrase{.id = from.id,
                         .text = from.text,
                         .speaker = from.speaker,
                         .bands = from.bands,
                         .symbols = {kBeginId},
                         .frames = {lead},
                         .mel = {},
                         .f0_hz = {},
                         .voicing = {}};
  for (std::size_t s = before.end_symbol; s < after.first_symbol; ++s) {
    phrase.symbols.push_back(from.symbols[s]);
    phrase.frames.push_back(from.frames[s]);
  }
  const auto marks =
      std::span(from.symbols).subspan(after.first_symbol, after.end_symbol - after.first_symbol);
  const auto mark = std::ranges::find_if(marks, is_punctuation);
  phrase.symbols.push_back(mark != marks.end() ? *mark : *symbol_id(U','));
  phrase.frames.push_back(0);
  phrase.symbols.push_back(kEndId);
  phrase.frames.push_back(tail);

  phrase.mel = Array2<float>(static_cast<std::size_t>(count), from.mel.cols());
  for (int f = 0; f < count; ++f)
    std::ranges::copy(from.mel.row(static_cast<std::size_t>(first + f)),
                      phrase.mel.row(static_cast<std::size_t>(f)).begin());
  phrase.f0_hz = part_of(from.f0_hz, first, count);
  phrase.voicing = part_of(from.voicing, first, count);
  return phrase;
}

}  // namespace

std::vector<AcousticExample> phrases_of(const AcousticExample& example, int most_words) {
  const std::vector<Pause> pauses = pauses_of(example);
  std::vector<AcousticExample> phrases;
  for (std::size_t a = 0; a + 1 < pauses.size(); ++a) {
    for (std::size_t b = a + 1; b < pauses.size(); ++b) {
      if (a == 0 && b + 1 == pauses.size()) continue;
      const std::span said =
          std::span(example.symbols)
              .subspan(pauses[a].end_symbol, pauses[b].first_symbol - pauses[a].end_symbol);
      const auto words = 1 + std::ranges::count(said, kSpaceId);
      if (!said.empty() && words <= most_words) phrases.push_back(cut(example, pauses[a], pauses[b]));
    }
  }
  return phrases;
}

void add_phrases(AcousticDataset& dataset, int most_words) {
  std::vector<AcousticExample> phrases;
  for (const AcousticExample& example : dataset.train)
    std::ranges::move(phrases_of(example, most_words), std::back_inserter(phrases));
  std::ranges::move(phrases, std::back_inserter(dataset.train));
}

}  // namespace driftwave
