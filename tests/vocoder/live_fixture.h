#pragma once
/// The shipped vocoder on live audio, with controls.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "vocoder/live_resynthesis.h"

namespace driftwave::test {

inline constexpr int kRate = 44100;

inline const Vocoder& shipped() {
  static const std::unique_ptr<Vocoder> vocoder =
      load_vocoder(std::filesystem::path(DRIFTWAVE_MODELS) / "kathleen" / "vocoder.safetensors");
  return *vocoder;
}

/// Through `live` with controls, in blocks of 500.
inline std::vector<float> run_with(LiveResynthesis& live, std::span<const float> audio, int steps,
                                   const LiveControls& controls, std::size_t block = 500) {
  FixedSteps governor(steps);
  std::vector<float> out(audio.size());
  for (std::size_t done = 0; done < audio.size(); done += block) {
    const std::size_t count = std::min(block, audio.size() - done);
    live.process({.audio = audio.subspan(done, count)}, controls, governor,
                 std::span(out).subspan(done, count));
  }
  return out;
}

}  // namespace driftwave::test
