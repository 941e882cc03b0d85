#include "tools/driftwave/serve/standard_lines.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <span>
#include <utility>

#include "engine/core/error.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {

bool StandardLines::write(const std::string& line) {
  const std::lock_guard lock(mutex_);
  try {
    const std::string whole = line + "\n";
    write_stdout(std::as_bytes(std::span(whole)));
  } catch (const std::exception&) {
    has_reader_ = false;
  }
  return has_reader_;
}

void StandardLines::read(const std::function<void(const std::string& line)>& take,
                         const std::function<void(const std::string& reason)>& refuse) {
  std::string waiting;
  bool skips = false;  // the rest of a line that was too long
  std::array<char, 65536> piece{};
  while (has_reader_) {
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    waiting.append(piece.data(), static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = waiting.find('\n')) != std::string::npos; waiting.erase(0, end + 1)) {
      if (!std::exchange(skips, false)) take(waiting.substr(0, end));
    }
    if (waiting.size() > most_bytes_) {
      if (!std::exchange(skips, true))
        refuse(fmt::format("request: want a line of at most {} bytes, got more", most_bytes_));
      waiting.clear();
    }
  }
  if (!waiting.empty() && !skips) take(waiting);
}

void StandardLines::check_reader() const {
  if (!has_reader_) throw BrokenPipe();
}

}  // namespace driftwave
