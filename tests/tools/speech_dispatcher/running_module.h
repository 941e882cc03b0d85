#pragma once
/// sd_driftwave in a process of its own, talked to as Speech Dispatcher does.
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

/// A reply or an event: lines up to the one that has a blank behind its number.
struct ModuleMessage {
  std::string code;                ///< "705"
  std::string last;                ///< "AUDIO"
  std::vector<std::string> lines;  ///< before it, without their numbers
  std::vector<std::int16_t> samples;
  int sample_rate_hz = 0;
};

/// What one message to speak was answered with.
struct SpokenMessage {
  std::vector<std::int16_t> samples;
  struct Mark {
    std::string name;
    std::size_t sample = 0;
  };
  std::vector<Mark> marks;
  std::string ending;  ///< "702 END"
};

class RunningModule {
 public:
  /// @param voices folders, as DRIFTWAVE_VOICES takes them; empty leaves them as they are.
  explicit RunningModule(const std::string& voices = "");
  /// Kills it.
  ~RunningModule();
  RunningModule(const RunningModule&) = delete;
  RunningModule& operator=(const RunningModule&) = delete;

  /// Lines without the last end of line.
  void send(std::string_view lines) const;
  /// @throws std::runtime_error at the end of the output, or for what is no message.
  [[nodiscard]] ModuleMessage read();
  /// The code and the words of the next message: "203 OK SETTINGS RECEIVED".
  [[nodiscard]] std::string reply();
  /// Sends lines and takes the reply.
  [[nodiscard]] std::string ask(std::string_view lines);
  /// Initialises the module and its sound. @throws std::runtime_error unless both are fine.
  void start();
  /// SET with these lines.
  [[nodiscard]] std::string set(std::string_view lines);
  /// Sends a message to speak and takes the two replies. @return the second.
  [[nodiscard]] std::string begin(std::string_view command, std::string_view text);
  /// Takes what follows, to the end.
  [[nodiscard]] SpokenMessage hear();
  /// begin() and hear(). @throws std::runtime_error unless it is spoken.
  [[nodiscard]] SpokenMessage speak(std::string_view text, std::string_view command = "SPEAK");
  /// @return exit status
  [[nodiscard]] int await_end();

 private:
  [[nodiscard]] std::string read_line();

  pid_t process_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string waiting_;
};

}  // namespace driftwave
