#pragma once
/// `driftwave serve` in a process of its own.
#include <sys/types.h>

#include <string>
#include <vector>

namespace driftwave {

class RunningService {
 public:
  /// Starts it and waits until it listens. Ports that are not given are free ones.
  /// @param inherited descriptor of a socket that it gets as systemd would hand it over; -1: none
  explicit RunningService(std::vector<std::string> arguments, int inherited = -1);
  /// Kills it.
  ~RunningService();
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  /// "http://127.0.0.1:1234"
  [[nodiscard]] const std::string& url() const { return url_; }
  /// Port of the Wyoming protocol, 0 without.
  [[nodiscard]] int wyoming_port() const { return wyoming_port_; }
  [[nodiscard]] pid_t process() const { return process_; }
  void send(int signal) const;
  /// Waits for its end. @return exit status; 128 + signal when a signal ended it
  int await_end();

 private:
  void await_listening(int messages);

  pid_t process_ = -1;
  std::string url_;
  int wyoming_port_ = 0;
};

}  // namespace driftwave
