#pragma once
/// The one voice of a process, and what all who ask it share.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "engine/audio/audio_file.h"
#include "tools/driftwave/serve/metrics.h"
#include "tools/driftwave/serve/morph_work.h"
#include "tools/driftwave/serve/repair_work.h"
#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/sound_queue.h"
#include "tools/driftwave/serve/speech_request.h"
#include "tools/driftwave/serve/speech_work.h"
#include "tools/driftwave/serve/vocode_work.h"
#include "tts/voice.h"

namespace driftwave {

struct SpeechServiceOptions {
  Voice voice;
  int cores = 1;
  std::size_t max_requests = 64;
  std::size_t max_recordings =
      4;  ///< requests with recordings among them: each may hold hundreds of megabytes
  RequestLimits limits;
};

/// A speech that has been ordered, and its text, to which more may come.
struct OrderedSpeech {
  std::shared_ptr<SpeechWork> work;
  std::unique_ptr<SoundOrder> order;
};

/// Thread: any.
class SpeechService {
 public:
  /// Loads the voice and says a word in silence: the first request finds everything warm. @throws Error.
  explicit SpeechService(const SpeechServiceOptions& options);

  /// @throws RequestError when there are too many requests (429) or the request cannot be followed.
  [[nodiscard]] OrderedSpeech order(SpeechRequest request);
  /// As order(), before its text is known: push it, close it, and wake the order.
  [[nodiscard]] OrderedSpeech order_open(const SpeechRequest& request);
  /// Recordings, of at most limits().recording_seconds each.
  [[nodiscard]] std::unique_ptr<SoundOrder> order(VocodeWork::Request request);
  [[nodiscard]] std::unique_ptr<SoundOrder> order(MorphWork::Request request);
  /// @throws RequestError also where no mel completion model is installed.
  [[nodiscard]] std::unique_ptr<SoundOrder> order(RepairRequest request);

  [[nodiscard]] const Voice& voice() const { return options_.voice; }
  /// What requests call the voice: its folder's name.
  [[nodiscard]] std::string voice_id() const {
    return (options_.voice.folder / "").parent_path().filename().string();
  }
  [[nodiscard]] const RequestLimits& limits() const { return options_.limits; }
  [[nodiscard]] int sample_rate_hz() const { return synthesizer_->sample_rate_hz(); }
  [[nodiscard]] int default_steps() const { return synthesizer_->default_steps(); }
  [[nodiscard]] int max_steps() const { return synthesizer_->max_steps(); }
  /// Of an encoded answer.
  [[nodiscard]] AudioTags tags() const;

  [[nodiscard]] Metrics& metrics() { return metrics_; }
  [[nodiscard]] std::string metrics_text(std::size_t connections) const;

  /// False from stop() on: what is being answered goes on, nothing new should come.
  [[nodiscard]] bool is_ready() const { return is_ready_; }
  void stop() { is_ready_ = false; }

 private:
  void check(const SpeechRequest& request) const;
  [[nodiscard]] std::unique_ptr<SoundOrder> admit(std::shared_ptr<SoundWork> work);
  [[nodiscard]] std::unique_ptr<SoundOrder> admit_recording(std::shared_ptr<SoundWork> work);
  /// Of a client that is told to come again.
  [[nodiscard]] RequestError too_many(std::size_t most, const char* what) const;

  SpeechServiceOptions options_;
  std::shared_ptr<const Synthesizer> synthesizer_;
  bool has_completion_ = false;
  std::shared_ptr<const MelCompletion> completion_;  ///< null: none of the vocoder's mel
  SoundQueue queue_;
  Metrics metrics_;
  std::shared_ptr<std::atomic<std::size_t>> recordings_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::atomic<bool> is_ready_{true};
};

}  // namespace driftwave
