#pragma once
/// Bytes to standard output: all of them, or an exception. Nothing else in the tool writes there.
#include <array>
#include <cstddef>
#include <exception>
#include <functional>
#include <span>
#include <string_view>
#include <thread>

namespace driftwave {

/// The reader of our standard output has gone (`driftwave ... | head`): stop, without a message.
class BrokenPipe : public std::exception {};

/// @throws BrokenPipe when the reader has gone, Error when the bytes cannot be written (full disk).
void write_stdout(std::span<const std::byte> bytes);
void write_stdout(std::string_view text);

/// Calls `on_left` from its own thread as soon as nobody reads a pipe or socket any more; knows nothing of
/// files and terminals.
class ReaderWatch {
 public:
  ReaderWatch(int descriptor, std::function<void()> on_left);
  ~ReaderWatch();
  ReaderWatch(const ReaderWatch&) = delete;
  ReaderWatch& operator=(const ReaderWatch&) = delete;

 private:
  std::array<int, 2> wake_ = {-1, -1};  ///< a pipe whose closed end wakes the thread
  std::thread thread_;
};

}  // namespace driftwave
