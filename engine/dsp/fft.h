#pragma once
/// Real FFTs of one size (FFTW, single precision).
#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace driftwave {

/// Plans and buffers for one size; one object per thread.
class RealFft {
 public:
  /// @throws Error unless size is even and >= 2.
  explicit RealFft(std::size_t size);
  ~RealFft();
  RealFft(RealFft&&) noexcept;
  RealFft& operator=(RealFft&&) noexcept;

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t bins() const noexcept { return size() / 2 + 1; }

  /// Input of the next forward(), output of the last inverse(). [size]
  [[nodiscard]] std::span<float> signal() noexcept;
  /// Output of the last forward(), input of the next inverse(). [size / 2 + 1]
  [[nodiscard]] std::span<std::complex<float>> spectrum() noexcept;

  void forward() noexcept;  ///< RT. Unscaled; destroys signal().
  void inverse() noexcept;  ///< RT. Scaled by 1 / size; destroys spectrum().

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

}  // namespace driftwave
