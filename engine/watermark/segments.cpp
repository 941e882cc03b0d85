#include "engine/watermark/segments.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/watermark/interpolation.h"

namespace driftwave {
namespace {

constexpr std::size_t kBlock = 2048;  ///< 0.128 s
/// A block belongs to a mark where it and so many on each side score this much.
constexpr std::size_t kReach = 4;
constexpr double kBlockScore = 3.0;
/// Pauses hold no mark that can be heard.
constexpr std::size_t kLongestPause = 8;
constexpr double kLeastScore = 5.0;

struct Evidence {
  double correlation = 0;
  double energy = 0;  ///< of the samples that were correlated

  Evidence& operator+=(const Evidence& other) {
    correlation += other.correlation;
    energy += other.energy;
    return *this;
  }
  [[nodiscard]] double score() const { return energy > 0 ? correlation / std::sqrt(energy) : 0.0; }
};

struct BlockRun {
  std::size_t first = 0;
  std::size_t end = 0;
};

/// A sound whose sample t meets chip (t + first_chip) of the period.
struct Aligned {
  std::vector<float> samples;
  std::size_t first_chip = 0;

  [[nodiscard]] std::size_t chip(std::size_t t) const { return (t + first_chip) % kChipPeriod; }
  [[nodiscard]] std::size_t blocks() const { return (samples.size() + kBlock - 1) / kBlock; }
  [[nodiscard]] std::size_t block_end(std::size_t block) const {
    return std::min(samples.size(), (block + 1) * kBlock);
  }
};

Aligned align(std::span<const float> whitened, const OffsetPeak& at) {
  // An odd offset means that chips lie between samples.
  const double shift = at.offset % 2 == 0 ? 0.0 : 0.5;
  Aligned aligned{.samples = read_between(whitened, {.first = shift, .count = whitened.size()}),
                  .first_chip = (at.offset + 1) / 2 % kChipPeriod};
  if (at.score < 0)
    for (float& sample : aligned.samples) sample = -sample;
  return aligned;
}

/// @param sequence [kChipPeriod]; zeros are left out
std::vector<Evidence> evidence_of(const Aligned& sound, std::span<const float> sequence) {
  std::vector<Evidence> evidence(sound.blocks());
  for (std::size_t block = 0; block < evidence.size(); ++block) {
    for (std::size_t t = block * kBlock; t < sound.block_end(block); ++t) {
      const double sample = static_cast<double>(sound.samples[t]);
      const double chip = static_cast<double>(sequence[sound.chip(t)]);
      evidence[block].correlation += sample * chip;
      evidence[block].energy += sample * sample * chip * chip;
    }
  }
  return evidence;
}

Evidence sum_of(std::span<const Evidence> evidence, const BlockRun& run) {
  Evidence sum;
  for (std::size_t block = run.first; block < run.end; ++block) sum += evidence[block];
  return sum;
}

std::vector<BlockRun> runs_of(std::span<const Evidence> evidence) {
  std::vector<BlockRun> runs;
  for (std::size_t block = 0; block < evidence.size(); ++block) {
    const BlockRun around = {.first = block - std::min(block, kReach),
                             .end = std::min(evidence.size(), block + kReach + 1)};
    if (sum_of(evidence, around).score() < kBlockScore) continue;
    if (!runs.empty() && block - runs.back().end <= kLongestPause) {
      runs.back().end = block + 1;
    } else {
      runs.push_back({.first = block, .end = block + 1});
    }
  }
  // The outermost blocks were carried by their neighbours: drop them while the run does not need them.
  for (BlockRun& run : runs) {
    while (run.end - run.first > 1 && evidence[run.first].score() < 1.0) ++run.first;
    while (run.end - run.first > 1 && evidence[run.end - 1].score() < 1.0) --run.end;
  }
  std::erase_if(runs, [&](const BlockRun& run) { return sum_of(evidence, run).score() < kLeastScore; });
  return runs;
}

std::optional<WatermarkPayload> payload_of(const Aligned& sound, const WatermarkChips& chips,
                                           std::span<const BlockRun> runs) {
  std::array<float, kWatermarkCodeBits> soft{};
  for (const BlockRun& run : runs) {
    const std::size_t end = sound.block_end(run.end - 1);
    for (std::size_t t = run.first * kBlock; t < end; ++t) {
      const std::size_t chip = sound.chip(t);
      const std::int16_t index = chips.code_index[chip];
      if (index != WatermarkChips::kKnown)
        soft[static_cast<std::size_t>(index)] += sound.samples[t] * static_cast<float>(chips.sign[chip]);
    }
  }
  return decode_watermark(soft);
}

}  // namespace

std::vector<WatermarkSegment> find_segments(std::span<const float> whitened, const WatermarkChips& chips,
                                            const OffsetPeak& at) {
  const Aligned sound = align(whitened, at);
  std::vector<float> sequence(kChipPeriod);
  for (std::size_t i = 0; i < kChipPeriod; ++i)
    sequence[i] = chips.code_index[i] == WatermarkChips::kKnown ? static_cast<float>(chips.sign[i]) : 0.0F;
  std::vector<Evidence> evidence = evidence_of(sound, sequence);
  std::vector<BlockRun> runs = runs_of(evidence);
  const std::optional<WatermarkPayload> common = payload_of(sound, chips, runs);
  if (common) {
    // With the payload known, all chips are: twice the evidence draws sharper edges.
    evidence = evidence_of(sound, chips_with(chips, encode_watermark(*common)));
    runs = runs_of(evidence);
  }
  std::vector<WatermarkSegment> segments;
  for (const BlockRun& run : runs) {
    const std::optional<WatermarkPayload> own = payload_of(sound, chips, std::span(&run, 1));
    segments.push_back({.begin_s = static_cast<double>(run.first * kBlock) / kWatermarkDetectorRateHz,
                        .end_s = static_cast<double>(sound.block_end(run.end - 1)) / kWatermarkDetectorRateHz,
                        .score = sum_of(evidence, run).score(),
                        .payload = own ? own : common});
  }
  return segments;
}

}  // namespace driftwave
