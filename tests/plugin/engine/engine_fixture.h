#pragma once
/// A LiveEngine on the shipped vocoder, and sounds to give it.
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "plugin/engine/live_engine.h"

namespace driftwave::test {

inline std::shared_ptr<const Vocoder> shipped_vocoder() {
  static const std::shared_ptr<const Vocoder> vocoder =
      load_vocoder(std::filesystem::path(DRIFTWAVE_MODELS) / "kathleen" / "vocoder.safetensors");
  return vocoder;
}

/// So that results do not depend on time.
inline EngineControls offline_controls(int steps) {
  EngineControls controls;
  controls.worker.steps = steps;
  controls.worker.is_offline = true;
  return controls;
}

/// One channel through the engine in blocks of the sizes that `next_block` gives.
template <typename NextBlock>
std::vector<float> run_mono(LiveEngine& engine, std::vector<float> audio, const EngineControls& controls,
                            NextBlock next_block) {
  for (std::size_t done = 0; done < audio.size();) {
    const std::size_t count = std::min<std::size_t>(next_block(), audio.size() - done);
    std::array<float*, 1> channels{audio.data() + done};
    engine.process({.channels = channels, .samples = count}, controls);
    done += count;
  }
  return audio;
}

}  // namespace driftwave::test
