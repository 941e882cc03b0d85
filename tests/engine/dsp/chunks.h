#pragma once
/// Ways of cutting a signal into blocks.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace driftwave::test {

/// Blocks of 1 to `largest` samples, short ones as likely as long ones.
inline std::vector<std::span<const float>> random_blocks(std::span<const float> audio, std::size_t largest,
                                                         std::uint32_t seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<double> octave(0.0, std::log2(static_cast<double>(largest)));
  std::vector<std::span<const float>> blocks;
  while (!audio.empty()) {
    const auto size = static_cast<std::size_t>(std::exp2(octave(generator)));
    blocks.push_back(audio.first(std::min(size, audio.size())));
    audio = audio.subspan(blocks.back().size());
  }
  return blocks;
}

inline std::vector<std::span<const float>> equal_blocks(std::span<const float> audio, std::size_t size) {
  std::vector<std::span<const float>> blocks;
  for (std::size_t i = 0; i < audio.size(); i += size)
    blocks.push_back(audio.subspan(i, std::min(size, audio.size() - i)));
  return blocks;
}

}  // namespace driftwave::test
