#include "engine/dsp/fft.h"

#include <fftw3.h>

#include <mutex>

#include "engine/core/error.h"

namespace driftwave {
namespace {

// FFTW's planner is not thread-safe; its execution is.
std::mutex& planner_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

struct RealFft::Plans {
  std::size_t size = 0;
  float* signal = nullptr;
  fftwf_complex* spectrum = nullptr;
  fftwf_plan forward = nullptr;
  fftwf_plan inverse = nullptr;

  explicit Plans(std::size_t n) : size(n) {
    const std::scoped_lock lock(planner_mutex());
    signal = fftwf_alloc_real(n);
    spectrum = fftwf_alloc_complex(n / 2 + 1);
    // ESTIMATE and not MEASURE: the same plan, and so the same bits, in every run.
    forward = fftwf_plan_dft_r2c_1d(static_cast<int>(n), signal, spectrum, FFTW_ESTIMATE);
    inverse = fftwf_plan_dft_c2r_1d(static_cast<int>(n), spectrum, signal, FFTW_ESTIMATE);
  }
  ~Plans() {
    const std::scoped_lock lock(planner_mutex());
    fftwf_destroy_plan(forward);
    fftwf_destroy_plan(inverse);
    fftwf_free(signal);
    fftwf_free(spectrum);
  }
  Plans(const Plans&) = delete;
  Plans& operator=(const Plans&) = delete;
};

RealFft::RealFft(std::size_t size) {
  if (size < 2 || size % 2 != 0) throw Error("RealFft: want an even size >= 2, got {}", size);
  plans_ = std::make_unique<Plans>(size);
}
RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

std::size_t RealFft::size() const noexcept {
  return plans_->size;
}
std::span<float> RealFft::signal() noexcept {
  return {plans_->signal, plans_->size};
}
std::span<std::complex<float>> RealFft::spectrum() noexcept {
  return {reinterpret_cast<std::complex<float>*>(plans_->spectrum), bins()};
}
void RealFft::forward() noexcept {
  fftwf_execute(plans_->forward);
}
void RealFft::inverse() noexcept {
  fftwf_execute(plans_->inverse);
  const float scale = 1.0F / static_cast<float>(plans_->size);
  for (float& x : signal()) x *= scale;
}

}  // namespace driftwave
