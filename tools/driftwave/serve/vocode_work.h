#pragma once
/// A recording on its way through the vocoder.
#include <memory>
#include <optional>
#include <string>

#include "tools/driftwave/serve/sound_queue.h"
#include "tts/sentence_stream.h"
#include "tts/synthesizer.h"

namespace driftwave {

/// The samples that `driftwave vocode` makes of the recording, as they come.
class VocodeWork : public SoundWork {
 public:
  struct Options {
    int steps = -1;  ///< as VocoderOptions
    std::uint64_t seed = 0;
    double pitch_st = 0.0;
    double max_seconds = 300.0;  ///< of the recording
  };

  /// @param recording bytes of an audio file.
  VocodeWork(std::shared_ptr<const Synthesizer> synthesizer, std::string recording, const Options& options);

  /// @throws RequestError when the recording cannot be read or is too long.
  Step next(SoundPiece& piece) override;

 private:
  void analyse();

  std::shared_ptr<const Synthesizer> synthesizer_;
  std::string recording_;  ///< empty once it has been analysed
  Options options_;
  std::optional<SentenceStream> stream_;
  double gain_ = 1.0;
  std::size_t samples_left_ = 0;
};

}  // namespace driftwave
