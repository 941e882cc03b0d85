#pragma once
/// A text on its way through the voice.
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tools/driftwave/serve/sound_queue.h"
#include "tts/speech_session.h"

namespace driftwave {

/// The samples and events of a SpeechSession, as `driftwave speak` writes them.
class SpeechWork : public SoundWork {
 public:
  struct Options {
    SpeechOptions speech;
    double max_seconds = 600.0;  ///< of sound
  };

  /// @throws Error on an option out of range.
  SpeechWork(std::shared_ptr<const Synthesizer> synthesizer, const Options& options);

  struct Text {
    std::string text;
    bool is_ssml = false;
    bool more_may_follow = false;  ///< then its last pause comes at once
  };

  /// Adds a text, or an SSML document. After it comes SoundOrder::wake(), where the work has been ordered.
  /// Thread: any. @throws RequestError when the document cannot be read.
  void push(Text text);
  /// No more text comes; as push(), before wake(). Thread: any.
  void close();

  /// @throws RequestError when there was nothing to speak or the sound grows too long.
  Step next(SoundPiece& piece) override;
  void cancel() noexcept override { session_.cancel(); }

 private:
  SpeechSession session_;
  int sample_rate_hz_;
  std::uint64_t most_samples_;
  std::uint64_t samples_ = 0;
  std::mutex mutex_;
  std::vector<Text> pushed_;  ///< that the session has not had
  bool is_closed_ = false;
};

}  // namespace driftwave
