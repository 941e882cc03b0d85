#include "tools/driftwave/report.h"

#include "engine/core/standard_streams.h"

namespace driftwave {

void report_error(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  say("driftwave: {}\n", text);
}

}  // namespace driftwave
