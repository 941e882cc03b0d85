#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

struct SentenceStreamOptions {
  int steps = 0;
  std::uint64_t seed = 0;
  int corrections = -1;  ///< as VocoderOptions::corrections
  NoiseBlend blend = {};
};

/// The samples of something said, a fifth of a second at a time: those of Vocoder::synthesize, unmarked.
class SentenceStream {
 public:
  /// The vocoder need not outlive it. @throws Error as Vocoder::open_stream.
  SentenceStream(const Vocoder& vocoder, VocoderInput input, const SentenceStreamOptions& options);

  /// The next samples, at least one; none after the last. Valid until the next call.
  [[nodiscard]] std::span<const float> next();

  /// Share of the frames that the vocoder has had, 0..1.
  [[nodiscard]] double progress() const {
    return static_cast<double>(frame_) / static_cast<double>(input_.f0_hz.size());
  }

 private:
  VocoderInput input_;
  std::unique_ptr<VocoderStream> stream_;
  FixedSteps steps_;
  std::vector<float> block_;
  std::size_t frame_ = 0;
  bool finished_ = false;
};

}  // namespace driftwave
