#pragma once
#include <exception>
#include <string>

namespace driftwave {

/// Errors that report_error() has told already: exit status 1, without another word.
class Reported : public std::exception {};

/// "driftwave: ..." on standard error, as one line whatever the text: messages are for people and for log
/// files.
void report_error(std::string text);

}  // namespace driftwave
