#pragma once
/// A progress bar on standard error, where a person is watching.
#include <chrono>
#include <functional>
#include <string>

namespace driftwave {

/// Draws only if standard error is a terminal, at most ten times a second; wiped on destruction.
class ProgressBar {
 public:
  explicit ProgressBar(std::string label);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// @param fraction 0..1
  void update(double fraction);

 private:
  std::string label_;
  bool visible_;
  std::chrono::steady_clock::time_point next_draw_;
};

/// Progress of something that is not cancelled. The bar must outlive it.
[[nodiscard]] inline std::function<bool(double)> shown_by(ProgressBar& bar) {
  return [&bar](double done) {
    bar.update(done);
    return true;
  };
}

}  // namespace driftwave
