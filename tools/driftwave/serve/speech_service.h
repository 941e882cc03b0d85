#pragma once
/// The voices of a process, and what all who ask it share.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tools/driftwave/serve/metrics.h"
#include "tools/driftwave/serve/morph_work.h"
#include "tools/driftwave/serve/repair_work.h"
#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/served_voice.h"
#include "tools/driftwave/serve/sound_queue.h"
#include "tools/driftwave/serve/speech_request.h"
#include "tools/driftwave/serve/speech_work.h"
#include "tools/driftwave/serve/vocode_work.h"
#include "tts/voice.h"

namespace driftwave {

struct SpeechServiceOptions {
  Voice voice;                ///< of requests that name none, and of recordings
  std::vector<Voice> others;  ///< that requests may name; not those with the name of `voice`
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
  /// Loads the default voice and says a word in silence: the first request for it finds everything warm.
  /// @throws Error.
  explicit SpeechService(const SpeechServiceOptions& options);

  /// The voice that a request names, loaded if nobody has asked for it before.
  /// @throws RequestError when there is none of this name (400) or it cannot be loaded (500).
  [[nodiscard]] ChosenVoice choose(std::string_view asked);
  [[nodiscard]] ChosenVoice default_voice() { return voices_.front()->choose(); }

  /// @throws RequestError when there are too many requests (429) or the request cannot be followed.
  [[nodiscard]] OrderedSpeech order(SpeechRequest request, const ChosenVoice& voice);
  /// As order(), before its text is known: push it, close it, and wake the order.
  [[nodiscard]] OrderedSpeech order_open(const SpeechRequest& request, const ChosenVoice& voice);
  /// Recordings, of at most limits().recording_seconds each.
  [[nodiscard]] std::unique_ptr<SoundOrder> order(VocodeWork::Request request);
  [[nodiscard]] std::unique_ptr<SoundOrder> order(MorphWork::Request request);
  /// @throws RequestError also where no mel completion model is installed.
  [[nodiscard]] std::unique_ptr<SoundOrder> order(RepairRequest request);

  /// The default voice first.
  [[nodiscard]] const std::vector<std::unique_ptr<ServedVoice>>& voices() const { return voices_; }
  [[nodiscard]] const RequestLimits& limits() const { return options_.limits; }

  [[nodiscard]] Metrics& metrics() { return metrics_; }
  [[nodiscard]] std::string metrics_text(std::size_t connections) const;

  /// False from stop() on: what is being answered goes on, nothing new should come.
  [[nodiscard]] bool is_ready() const { return is_ready_; }
  void stop() { is_ready_ = false; }

 private:
  [[nodiscard]] std::unique_ptr<SoundOrder> admit(std::shared_ptr<SoundWork> work);
  [[nodiscard]] std::unique_ptr<SoundOrder> admit_recording(std::shared_ptr<SoundWork> work);
  /// Of a client that is told to come again.
  [[nodiscard]] RequestError too_many(std::size_t most, const char* what) const;

  SpeechServiceOptions options_;
  std::vector<std::unique_ptr<ServedVoice>> voices_;  ///< never changed
  std::shared_ptr<const Synthesizer> synthesizer_;    ///< of the default voice
  bool has_completion_ = false;
  std::shared_ptr<const MelCompletion> completion_;  ///< null: none of the vocoder's mel
  SoundQueue queue_;
  Metrics metrics_;
  std::shared_ptr<std::atomic<std::size_t>> recordings_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::atomic<bool> is_ready_{true};
};

}  // namespace driftwave
