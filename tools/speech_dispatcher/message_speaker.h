#pragma once
/// One message at a time, from text to the server's loudspeaker.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "tools/speech_dispatcher/module_output.h"
#include "tools/speech_dispatcher/spoken_form.h"
#include "tts/speech_session.h"

namespace driftwave {

/// Speaks in a thread of its own, and reports the events of the module protocol: begin, index marks between
/// the samples where they are heard, and the end, a stop or a pause.
///
/// Thread: one at a time; the events come from the speaker's own.
class MessageSpeaker {
 public:
  explicit MessageSpeaker(ModuleOutput& output);
  /// Stops what is spoken.
  ~MessageSpeaker();
  MessageSpeaker(const MessageSpeaker&) = delete;
  MessageSpeaker& operator=(const MessageSpeaker&) = delete;

  /// @return false while another message is being spoken.
  bool speak(std::shared_ptr<const Synthesizer> voice, const Message& message,
             const ModuleSettings& settings);
  /// Nothing more is computed or sent, and a stop or a pause is reported. Nothing happens when nothing is
  /// spoken.
  void stop() { end(Ending::kStop); }
  /// As stop(): the server speaks again from the last index mark when it goes on.
  void pause() { end(Ending::kPause); }
  /// Waits until nothing is spoken.
  void finish();

 private:
  enum class Ending { kEnd, kStop, kPause };
  struct Talk;

  void end(Ending ending);
  void run();
  [[nodiscard]] Ending tell(Talk& talk);

  ModuleOutput& output_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Talk> talk_;  ///< being spoken
  bool quits_ = false;
  std::thread thread_;
};

}  // namespace driftwave
