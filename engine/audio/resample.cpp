#include "engine/audio/resample.h"

#include <soxr.h>

#include <cmath>
#include <cstddef>

#include "engine/core/error.h"

namespace driftwave {

std::vector<float> resample(std::span<const float> audio, const ResampleRates& rates) {
  for (const int rate : {rates.from_hz, rates.to_hz}) {
    if (rate < 1000 || rate > 768000)
      throw Error("resample: want rates of 1000 to 768000 Hz, got {} Hz", rate);
  }
  if (rates.from_hz == rates.to_hz || audio.empty()) return {audio.begin(), audio.end()};

  const double ratio = static_cast<double>(rates.to_hz) / rates.from_hz;
  std::vector<float> out(static_cast<std::size_t>(std::llround(static_cast<double>(audio.size()) * ratio)));
  if (out.empty()) return out;
  const soxr_io_spec_t format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);
  std::size_t made = 0;
  // The whole signal at once: soxr removes its own delay, and what it does not fill stays zero.
  const soxr_error_t error = soxr_oneshot(rates.from_hz, rates.to_hz, 1, audio.data(), audio.size(), nullptr,
                                          out.data(), out.size(), &made, &format, &quality, &one_thread);
  if (error != nullptr) throw Error("resample: {} Hz to {} Hz: {}", rates.from_hz, rates.to_hz, error);
  return out;
}

}  // namespace driftwave
