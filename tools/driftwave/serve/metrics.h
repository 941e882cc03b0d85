#pragma once
/// What the service has done, for Prometheus.
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace driftwave {

/// A number of the moment, beside what is counted here.
struct Gauge {
  const char* name;
  const char* help;
  double value = 0;
  bool is_counter = false;
};

/// Thread: any.
class Metrics {
 public:
  /// @param route one of a few. @param status of HTTP; 499: the client went away.
  void count_request(const std::string& route, int status);
  /// From the request to the first sound.
  void observe_first_audio(double seconds);

  /// Text exposition format 0.0.4.
  template <typename Gauges>
  [[nodiscard]] std::string to_text(const Gauges& gauges) const {
    std::string text = counted();
    for (const Gauge& gauge : gauges) append(text, gauge);
    return text;
  }

 private:
  static constexpr std::array kBoundsSeconds = {0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};

  static void append(std::string& text, const Gauge& gauge);
  [[nodiscard]] std::string counted() const;

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::array<std::uint64_t, kBoundsSeconds.size() + 1> first_audio_{};
  double first_audio_sum_ = 0;
};

}  // namespace driftwave
