#include "tools/driftwave/standard_output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/core/error.h"

namespace driftwave {

void write_stdout(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Someone made the pipe non-blocking: wait for room.
      pollfd room{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
      ::poll(&room, 1, -1);
    } else if (errno == EPIPE) {
      throw BrokenPipe();
    } else if (errno != EINTR) {
      throw Error("standard output: cannot write: {}", std::strerror(errno));
    }
  }
}

void write_stdout(std::string_view text) {
  write_stdout(std::as_bytes(std::span(text)));
}

ReaderWatch::ReaderWatch(int descriptor, std::function<void()> on_left) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !(S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))) return;
  if (::pipe2(wake_.data(), O_CLOEXEC) != 0) return;
  thread_ = std::thread([descriptor, wake = wake_[0], left = std::move(on_left)] {
    std::array<pollfd, 2> both = {{{.fd = descriptor, .events = 0, .revents = 0},  // errors alone
                                   {.fd = wake, .events = 0, .revents = 0}}};
    while (::poll(both.data(), both.size(), -1) < 0) {
    }
    if (both[1].revents == 0) left();
  });
}

ReaderWatch::~ReaderWatch() {
  if (wake_[1] >= 0) ::close(wake_[1]);
  if (thread_.joinable()) thread_.join();
  if (wake_[0] >= 0) ::close(wake_[0]);
}

}  // namespace driftwave
