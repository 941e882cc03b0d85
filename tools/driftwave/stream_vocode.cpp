#include "tools/driftwave/stream_vocode.h"

#include <unistd.h>

#include <algorithm>

#include "engine/core/standard_streams.h"
#include "tools/driftwave/progress_bar.h"
#include "vocoder/live_resynthesis.h"

namespace driftwave {

std::vector<float> vocode_as_stream(std::span<const float> audio, const Vocoder& vocoder,
                                    const StreamVocodeOptions& options) {
  const int steps = options.steps < 0 ? vocoder.default_steps() : options.steps;
  const MelSettings& mel = vocoder.mel_settings();
  const auto hop = static_cast<std::size_t>(mel.hop_samples);
  // A block has room for no more than there is.
  const std::size_t block_frames = std::min(options.block_frames, audio.size() / hop + 1);
  LiveResynthesis live(
      vocoder,
      {.max_frames = block_frames, .max_steps = steps, .seed = options.seed, .pitch_st = options.pitch_st});
  const std::size_t latency = live.latency_samples();
  if (isatty(STDERR_FILENO) == 1)
    say("stream: blocks of {} samples, latency {} samples ({:.1f} ms)\n", block_frames * hop, latency,
        1000.0 * static_cast<double>(latency) / mel.sample_rate_hz);
  std::vector<float> padded(audio.begin(), audio.end());
  padded.resize(audio.size() + latency, 0.0F);
  FixedSteps governor(steps);
  ProgressBar bar("vocoding");
  const std::size_t block = block_frames * hop;
  for (std::size_t done = 0; done < padded.size(); done += block) {
    const std::span<float> part = std::span(padded).subspan(done, std::min(block, padded.size() - done));
    live.process(part, governor, part);
    bar.update(static_cast<double>(done) / static_cast<double>(padded.size()));
  }
  padded.erase(padded.begin(), padded.begin() + static_cast<std::ptrdiff_t>(latency));
  return padded;
}

}  // namespace driftwave
