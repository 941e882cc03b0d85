#pragma once
/// Ctrl-C leaves no half file.

namespace driftwave {

/// SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGXCPU remove the temporaries of unfinished files and end the
/// program with status 128 + signal; a closed pipe and a file that grows past its limit become errors of
/// write() instead of signals. For main().
void install_signal_handlers() noexcept;

/// Removes the temporaries of unfinished files and ends the program, from any thread and without waiting for
/// the others.
[[noreturn]] void end_at_once(int status) noexcept;

}  // namespace driftwave
