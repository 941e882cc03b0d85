#include "engine/diffusion/schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kMostSteps = 100000;

void check_steps(int steps, const char* who) {
  if (steps < 1 || steps > kMostSteps) throw Error("{}: steps: want 1..{}, got {}", who, kMostSteps, steps);
}

/// A named list; `make` is given the number of steps where the list has no length of its own.
struct NamedSchedule {
  const char* name;
  int steps;  ///< 0: any
  std::vector<double> (*make)(int steps);
};

// DiffWave: Kong et al. 2021, section 5 and appendix; WaveGrad: Chen et al. 2021, appendix. The six-step list
// of WaveGrad is the one that public implementations ship with.
const std::array kSchedules = {
    NamedSchedule{"linear", 0, [](int s) { return linear_betas(1e-4, 0.05, s); }},
    NamedSchedule{"cosine", 0, [](int s) { return cosine_betas(s); }},
    NamedSchedule{"fibonacci", 0, [](int s) { return fibonacci_betas(1e-6, s); }},
    NamedSchedule{"diffwave-50", 50, [](int s) { return linear_betas(1e-4, 0.05, s); }},
    NamedSchedule{"diffwave-200", 200, [](int s) { return linear_betas(1e-4, 0.02, s); }},
    NamedSchedule{"diffwave-6", 6, [](int) { return std::vector<double>{1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5}; }},
    NamedSchedule{"wavegrad-1000", 1000, [](int s) { return linear_betas(1e-6, 0.01, s); }},
    NamedSchedule{"wavegrad-50", 50, [](int s) { return linear_betas(1e-4, 0.05, s); }},
    NamedSchedule{"wavegrad-25", 25, [](int s) { return fibonacci_betas(1e-6, s); }},
    NamedSchedule{"wavegrad-6", 6,
                  [](int) { return std::vector<double>{1e-6, 1.89e-5, 1.19e-4, 1.005e-3, 1.109e-2, 0.06}; }},
};

}  // namespace

void validate_betas(std::span<const double> beta, const std::string& who) {
  if (beta.empty()) throw Error("{}: want at least one beta", who);
  if (beta.size() > static_cast<std::size_t>(kMostSteps))
    throw Error("{}: want at most {} betas, got {}", who, kMostSteps, beta.size());
  for (std::size_t n = 0; n < beta.size(); ++n) {
    const bool inside = beta[n] > 0 && beta[n] < 1;
    const bool end = beta[n] == 1 && n + 1 == beta.size();
    if (!inside && !end) throw Error("{}: step {}: want a beta in (0, 1), got {}", who, n, beta[n]);
  }
}

std::vector<double> linear_betas(double first, double last, int steps) {
  check_steps(steps, "linear schedule");
  std::vector<double> beta(static_cast<std::size_t>(steps), first);
  for (std::size_t n = 1; n < beta.size(); ++n)
    beta[n] = first + (last - first) * static_cast<double>(n) / static_cast<double>(beta.size() - 1);
  validate_betas(beta, "linear schedule");
  return beta;
}

std::vector<double> cosine_betas(int steps, double offset, double largest) {
  check_steps(steps, "cosine schedule");
  const auto level = [&](int n) {
    const double angle = (static_cast<double>(n) / steps + offset) / (1 + offset) * std::numbers::pi / 2;
    return std::cos(angle) * std::cos(angle);
  };
  std::vector<double> beta(static_cast<std::size_t>(steps));
  for (int n = 0; n < steps; ++n)
    beta[static_cast<std::size_t>(n)] = std::min(1 - level(n + 1) / level(n), largest);
  validate_betas(beta, "cosine schedule");
  return beta;
}

std::vector<double> fibonacci_betas(double first, int steps) {
  check_steps(steps, "Fibonacci schedule");
  std::vector<double> beta(static_cast<std::size_t>(steps));
  double here = first;
  double before = first;
  for (double& b : beta) {
    b = here;
    here += before;
    before = b;
  }
  validate_betas(beta, "Fibonacci schedule");
  return beta;
}

std::vector<double> named_betas(const std::string& name, int steps) {
  const auto* const found =
      std::ranges::find_if(kSchedules, [&](const NamedSchedule& s) { return name == s.name; });
  if (found == kSchedules.end()) throw Error("schedule: want one of {}, got {}", known_schedules(), name);
  if (found->steps == 0 && steps == 0) throw Error("schedule {}: want a number of steps with it", name);
  if (found->steps != 0 && steps != 0 && steps != found->steps)
    throw Error("schedule {}: want {} steps, got {}", name, found->steps, steps);
  return found->make(found->steps != 0 ? found->steps : steps);
}

std::string known_schedules() {
  std::string names;
  for (const NamedSchedule& s : kSchedules) names += (names.empty() ? "" : ", ") + std::string(s.name);
  return names;
}

std::vector<double> zero_terminal_snr(std::span<const double> beta) {
  validate_betas(beta, "zero terminal SNR");
  if (beta.size() < 2) throw Error("zero terminal SNR: want at least 2 steps, got 1");
  std::vector<double> bar = alpha_bars(beta);
  const double first = std::sqrt(bar.front());
  const double last = std::sqrt(bar.back());
  for (double& b : bar) {
    const double level = (std::sqrt(b) - last) * first / (first - last);
    b = level * level;
  }
  bar.back() = 0;
  return betas_of(bar);
}

std::vector<double> alpha_bars(std::span<const double> beta) {
  std::vector<double> bar(beta.size());
  double product = 1;
  for (std::size_t n = 0; n < beta.size(); ++n) bar[n] = product *= 1 - beta[n];
  return bar;
}

std::vector<double> betas_of(std::span<const double> alpha_bar) {
  std::vector<double> beta(alpha_bar.size());
  double before = 1;
  for (std::size_t n = 0; n < beta.size(); ++n) {
    if (!(alpha_bar[n] >= 0 && alpha_bar[n] < before))
      throw Error("alpha_bar: step {}: want 0 <= alpha_bar < {}, got {}", n, before, alpha_bar[n]);
    beta[n] = 1 - alpha_bar[n] / before;
    before = alpha_bar[n];
  }
  return beta;
}

double noise_level(double alpha_bar) {
  return std::sqrt(alpha_bar);
}
double alpha_bar_of_noise_level(double level) {
  return level * level;
}
double log_snr(double alpha_bar) {
  return std::log(alpha_bar) - std::log1p(-alpha_bar);
}
double alpha_bar_of_log_snr(double value) {
  return 1 / (1 + std::exp(-value));
}

std::vector<double> align_steps(std::span<const double> beta, std::span<const double> training_beta) {
  const std::vector<double> bar = alpha_bars(beta);
  const std::vector<double> training = alpha_bars(training_beta);
  if (training.empty()) throw Error("schedule: want a training schedule to align to");
  // A last step equal to the training's may differ in its last digits.
  constexpr double kSlack = 1e-9;
  std::vector<double> steps(bar.size());
  for (std::size_t n = 0; n < bar.size(); ++n) {
    if (bar[n] < training.back() - kSlack)
      throw Error(
          "schedule: step {}: want no more noise than the model was trained with (alpha_bar >= {:g}), got "
          "{:g}",
          n, training.back(), bar[n]);
    std::size_t low = 0;
    while (low + 2 < training.size() && training[low + 1] > bar[n]) ++low;
    const double from = std::sqrt(training[low]);
    const double to = std::sqrt(training[std::min(low + 1, training.size() - 1)]);
    const double share = from == to ? 0 : (from - std::sqrt(bar[n])) / (from - to);
    steps[n] = static_cast<double>(low) + std::clamp(share, 0.0, 1.0);
  }
  return steps;
}

std::vector<double> resample_betas(std::span<const double> training_beta, int steps) {
  check_steps(steps, "schedule");
  validate_betas(training_beta, "training schedule");
  const std::vector<double> training = alpha_bars(training_beta);
  const auto last = static_cast<double>(training.size() - 1);
  std::vector<double> bar(static_cast<std::size_t>(steps));
  if (steps > static_cast<int>(training.size()))
    throw Error("schedule: want at most the {} steps of training, got {}", training.size(), steps);
  for (std::size_t n = 0; n < bar.size(); ++n) {
    const double at =
        bar.size() == 1 ? last : last * static_cast<double>(n) / static_cast<double>(bar.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const double from = std::sqrt(training[low]);
    const double to = std::sqrt(training[std::min(low + 1, training.size() - 1)]);
    const double level = from + (to - from) * (at - std::floor(at));
    bar[n] = level * level;
  }
  return betas_of(bar);
}

}  // namespace driftwave
