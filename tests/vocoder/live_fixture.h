#pragma once
/// The shipped vocoder on live audio, with controls.
#include <algorithm>
#include <span>
#include <vector>

#include "tests/vocoder/shipped_vocoder.h"
#include "vocoder/live_resynthesis.h"

namespace driftwave::test {

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
