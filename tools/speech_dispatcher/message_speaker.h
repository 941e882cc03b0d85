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
  /// Reports a stop at once; nothing more is sent, and what is being computed ends soon. Nothing happens when
  /// nothing is spoken.
  void stop();
  /// Ends with the next of the server's own marks, which stand at the ends of sentences, and reports a pause:
  /// when the server goes on, it speaks what stands behind that mark. A message without one is spoken to its
  /// end.
  void pause();
  /// Waits until nothing is spoken.
  void finish();

 private:
  enum class Ending { kEnd, kStop, kPause };
  struct Talk;

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
