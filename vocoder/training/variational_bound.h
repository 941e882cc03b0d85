#pragma once
/// The variational bound of a variance-preserving diffusion model in bits per sample (Ho et al. 2020,
/// arXiv:2006.11239, equations 5, 8 and 12), from the squared error of its epsilon predictions.
#include <span>
#include <vector>

namespace driftwave::training {

/// What a mean squared error of 1 in epsilon costs at each step, in bits per sample: the bound's term is the
/// weight times the error. Step 0's is the part of the decoder's term that depends on the network.
/// @return [T]
[[nodiscard]] std::vector<double> bound_weights(std::span<const double> beta);

/// The parts of the bound that no network changes, in bits per sample: the decoder's entropy for 16-bit
/// samples, and the distance of the noisiest state from pure noise.
/// @param mean_square of the data.
[[nodiscard]] double bound_constant(std::span<const double> beta, double mean_square);

/// First steps of `bands` equal bands, and T at the end. @return [bands + 1]
[[nodiscard]] std::vector<std::size_t> band_edges(std::size_t steps, std::size_t bands);

}  // namespace driftwave::training
