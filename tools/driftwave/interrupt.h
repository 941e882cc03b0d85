#pragma once
/// Ctrl-C leaves no half file.
#include <string>

namespace driftwave {

/// SIGINT, SIGTERM and SIGHUP remove the temporaries of unfinished files and end the program with status
/// 128 + signal; a closed pipe becomes an error of write() instead of a signal.
void install_signal_handlers();

/// Removes the temporaries of unfinished files and ends the program, from any thread and without waiting for
/// the others.
[[noreturn]] void end_at_once(int status) noexcept;

/// As end_at_once(1), after the one line that says why.
[[noreturn]] void fail_at_once(const std::string& message) noexcept;

}  // namespace driftwave
