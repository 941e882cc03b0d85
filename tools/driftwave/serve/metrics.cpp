#include "tools/driftwave/serve/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace driftwave {

void Metrics::count_request(const std::string& route, int status) {
  const std::lock_guard lock(mutex_);
  ++requests_[{route, status}];
}

void Metrics::observe_first_audio(double seconds) {
  const std::lock_guard lock(mutex_);
  const auto bound = std::ranges::lower_bound(kBoundsSeconds, seconds);
  ++first_audio_[static_cast<std::size_t>(bound - kBoundsSeconds.begin())];
  first_audio_sum_ += seconds;
}

void Metrics::append(std::string& text, const Gauge& gauge) {
  text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", gauge.name, gauge.help,
                      gauge.is_counter ? "counter" : "gauge", gauge.value);
}

std::string Metrics::counted() const {
  const std::lock_guard lock(mutex_);
  std::string text =
      "# HELP driftwave_requests_total Requests that were answered.\n# TYPE driftwave_requests_total "
      "counter\n";
  for (const auto& [key, count] : requests_) {
    text += fmt::format("driftwave_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first, key.second,
                        count);
  }
  constexpr const char* kName = "driftwave_first_audio_seconds";
  text += fmt::format("# HELP {0} From a request to its first sound.\n# TYPE {0} histogram\n", kName);
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < kBoundsSeconds.size(); ++i) {
    all += first_audio_[i];
    text += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", kName, kBoundsSeconds[i], all);
  }
  all += first_audio_.back();
  text += fmt::format("{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n{0}_count {1}\n", kName, all,
                      first_audio_sum_);
  return text;
}

}  // namespace driftwave
