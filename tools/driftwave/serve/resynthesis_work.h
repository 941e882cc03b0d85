#pragma once
/// What was found in recordings, on its way through the vocoder.
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/watermark/marked_pieces.h"
#include "engine/watermark/sound_mark.h"
#include "tools/driftwave/serve/sound_queue.h"
#include "tts/sentence_stream.h"
#include "tts/synthesizer.h"

namespace driftwave {

/// What the vocoder is to make, and what that is divided by.
struct Resynthesis {
  VocoderInput features;
  NoiseBlend blend = {};
  std::vector<float> gain;  ///< [F] of each frame's hop
  std::size_t samples = 0;  ///< at most F hops: the last frame may reach past the end of a recording
};

/// The samples of Vocoder::synthesize over their gain, marked, as they come.
class ResynthesisWork : public SoundWork {
 public:
  struct Options {
    int steps = -1;  ///< as VocoderOptions
    std::uint64_t seed = 0;
    std::optional<SoundMark> mark = SoundMark{};
  };

  /// @throws what analyse() throws.
  Step next(SoundPiece& piece) final;

 protected:
  ResynthesisWork(std::shared_ptr<const Synthesizer> synthesizer, const Options& options)
      : synthesizer_(std::move(synthesizer)), options_(options) {}

  [[nodiscard]] const Vocoder& vocoder() const { return synthesizer_->vocoder(); }

 private:
  /// Called once, before the first sample. @throws RequestError for a recording at fault.
  [[nodiscard]] virtual Resynthesis analyse() = 0;

  [[nodiscard]] std::span<const float> next_unmarked();

  std::shared_ptr<const Synthesizer> synthesizer_;
  Options options_;
  std::optional<SentenceStream> stream_;
  std::optional<MarkedPieces> marker_;
  std::vector<float> piece_;
  std::vector<float> gain_;
  std::size_t samples_ = 0;
  std::size_t sample_ = 0;  ///< the next one
};

}  // namespace driftwave
