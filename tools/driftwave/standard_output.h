#pragma once
/// Bytes to standard output: all of them, or an exception. Nothing else in the tool writes there.
#include <cstddef>
#include <exception>
#include <span>
#include <string_view>

namespace driftwave {

/// The reader of our standard output has gone (`driftwave ... | head`): stop, without a message.
class BrokenPipe : public std::exception {};

/// @throws BrokenPipe when the reader has gone, Error when the bytes cannot be written (full disk).
void write_stdout(std::span<const std::byte> bytes);
void write_stdout(std::string_view text);

}  // namespace driftwave
