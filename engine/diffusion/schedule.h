#pragma once
/// Noise schedules of variance-preserving diffusion, as lists of beta, and what they amount to.
///
/// Notation (docs/diffusion.md): step n of S adds noise of variance beta[n]; alpha_bar[n] is the product of
/// 1 - beta up to and with n; the state is sqrt(alpha_bar) * data + sqrt(1 - alpha_bar) * noise. Index 0 is
/// the cleanest step. Everything is in double precision.
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace driftwave {

/// Throws unless 1..100000 betas lie in (0, 1); the last may be 1 (zero terminal SNR).
/// @param who for messages. @throws Error naming the step at fault.
void validate_betas(std::span<const double> beta, const std::string& who);

/// Evenly spaced from `first` to `last` (Ho et al. 2020, arXiv:2006.11239). @return [S]
[[nodiscard]] std::vector<double> linear_betas(double first, double last, int steps);

/// alpha_bar follows a squared cosine (Nichol & Dhariwal 2021, arXiv:2102.09672, eq. 17); betas are cut at
/// `largest`. @return [S]
[[nodiscard]] std::vector<double> cosine_betas(int steps, double offset = 0.008, double largest = 0.999);

/// `first` times 1, 2, 3, 5, 8, ... (Chen et al. 2021, arXiv:2009.00713). @return [S]
[[nodiscard]] std::vector<double> fibonacci_betas(double first, int steps);

/// A schedule by name: linear, cosine, fibonacci (these take `steps`), diffwave-50, diffwave-200, diffwave-6,
/// wavegrad-1000, wavegrad-50, wavegrad-25, wavegrad-6.
/// @param steps 0 for a named list of fixed length.
/// @throws Error listing the known names, or when `steps` is not what the name has.
[[nodiscard]] std::vector<double> named_betas(const std::string& name, int steps = 0);

/// The names that named_betas() knows, joined by ", ".
[[nodiscard]] std::string known_schedules();

/// Betas from a file: a JSON list, a JSON object {"betas": [...]}, or numbers between spaces, commas and line
/// ends, where # starts a comment.
/// @throws Error naming the file and the number at fault.
[[nodiscard]] std::vector<double> read_betas(const std::filesystem::path& file);

/// A name or, when there is such a file or the text looks like one (has a dot or a slash), a file.
[[nodiscard]] std::vector<double> betas_from(const std::string& name_or_file, int steps = 0);

/// Lin et al. 2024 (arXiv:2305.08891), algorithm 1: shifts and stretches sqrt(alpha_bar) so that the first
/// step stays and the last has no signal; its beta is then 1.
[[nodiscard]] std::vector<double> zero_terminal_snr(std::span<const double> beta);

/// @return [S], strictly decreasing for valid betas.
[[nodiscard]] std::vector<double> alpha_bars(std::span<const double> beta);
/// The inverse of alpha_bars(). @throws Error unless alpha_bar falls strictly within 1..0.
[[nodiscard]] std::vector<double> betas_of(std::span<const double> alpha_bar);

/// WaveGrad's continuous noise level: sqrt(alpha_bar).
[[nodiscard]] double noise_level(double alpha_bar);
[[nodiscard]] double alpha_bar_of_noise_level(double level);
/// log(alpha_bar / (1 - alpha_bar)): +-infinity at the ends.
[[nodiscard]] double log_snr(double alpha_bar);
[[nodiscard]] double alpha_bar_of_log_snr(double log_snr);

/// DiffWave's alignment of a short schedule to the training's (Kong et al. 2021, arXiv:2009.09761, section
/// 3.3 and appendix): the fractional training step, counted from 0, whose noise level is that of each step.
/// Levels cleaner than the first training step count as step 0.
/// @return [S] in 0..T-1. @throws Error naming a step with more noise than training ended with.
[[nodiscard]] std::vector<double> align_steps(std::span<const double> beta,
                                              std::span<const double> training_beta);

/// `steps` betas whose noise levels lie at evenly spaced fractional steps of the training schedule, from its
/// first to its last: the inverse of align_steps(). One step takes the last level.
[[nodiscard]] std::vector<double> resample_betas(std::span<const double> training_beta, int steps);

}  // namespace driftwave
