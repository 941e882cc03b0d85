#pragma once
/// Sample rate conversion (soxr, high quality).
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct soxr;

namespace driftwave {

struct ResampleRates {
  int from_hz = 0;
  int to_hz = 0;
};

/// @param audio [T], one channel. @return [round(T * to / from)], aligned in time with the input.
/// @throws Error unless both rates are in 1,000 .. 768,000 Hz.
[[nodiscard]] std::vector<float> resample(std::span<const float> audio, const ResampleRates& rates);

/// As resample(), of a stream: the same samples for any split into chunks.
class StreamResampler {
 public:
  /// @throws Error unless both rates are in 1,000 .. 768,000 Hz and `channels` is positive.
  explicit StreamResampler(const ResampleRates& rates, int channels = 1);

  /// Appends to `out` what is ready, up to some milliseconds behind.
  /// @param audio interleaved, whole frames.
  void process(std::span<const float> audio, std::vector<float>& out);
  /// Appends the rest, after which round(T * to / from) frames have come out. Ends the stream.
  void finish(std::vector<float>& out);

 private:
  struct Delete {
    void operator()(soxr* resampler) const;
  };

  /// @param audio whole frames; none ends the input.
  void pump(std::span<const float> audio, std::vector<float>& out);

  ResampleRates rates_;
  std::size_t channels_;
  std::unique_ptr<soxr, Delete> soxr_;  ///< null when the rates are equal
  std::uint64_t frames_in_ = 0;
  std::uint64_t frames_out_ = 0;
};

}  // namespace driftwave
