#pragma once
/// Ctrl-C leaves no half file.

namespace driftwave {

/// SIGINT, SIGTERM and SIGHUP remove the temporaries of unfinished files and end the program with status
/// 128 + signal; a closed pipe becomes an error of write() instead of a signal.
void install_signal_handlers();

}  // namespace driftwave
