#pragma once
/// The harmonic source: a band-limited pulse train whose phase follows the fundamental.
#include <span>
#include <vector>

namespace driftwave {

/// Pitch at one frame centre.
struct SourceFrame {
  double phase_rad = 0;  ///< phase of the fundamental; any multiple of 2 pi may be missing
  double f0_hz = 0;      ///< its slope
  double voicing = 0;    ///< 0..1
};

struct SourceSettings {
  int sample_rate_hz = 44100;
  int hop_samples = 512;
};

/// Advances a phase by one hop of linearly changing f0. RT.
[[nodiscard]] double advance_phase(double phase_rad, double f0_hz, double next_f0_hz,
                                   const SourceSettings& settings) noexcept;

/// One hop of source between two frame centres: sum of cosines k * phi up to Nyquist, scaled to unit power,
/// times the voicing, all interpolated (phase: cubic, as in McAulay & Quatieri 1986; voicing: linear). RT.
/// @param out [hop], the samples from `from` (included) to `to` (excluded).
void source_hop(const SourceFrame& from, const SourceFrame& to, const SourceSettings& settings,
                std::span<float> out) noexcept;

/// Frames with the phase that the f0 track integrates to, from 0. @return [F]
[[nodiscard]] std::vector<SourceFrame> integrate_source(std::span<const float> f0_hz,
                                                        std::span<const float> voicing,
                                                        const SourceSettings& settings);

/// Source for `out.size()` samples, of which the first lies `first_sample` samples after frame 0 (may be
/// negative). Before the first and after the last frame pitch and voicing hold.
void render_source(std::span<const SourceFrame> frames, const SourceSettings& settings,
                   std::ptrdiff_t first_sample, std::span<float> out);

}  // namespace driftwave
