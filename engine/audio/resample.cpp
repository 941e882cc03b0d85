#include "engine/audio/resample.h"

#include <soxr.h>

#include <cmath>
#include <cstddef>

#include "engine/core/error.h"

namespace driftwave {

void StreamResampler::Delete::operator()(soxr* resampler) const {
  soxr_delete(resampler);
}

StreamResampler::StreamResampler(const ResampleRates& rates, int channels)
    : rates_(rates), channels_(static_cast<std::size_t>(channels)) {
  for (const int rate : {rates.from_hz, rates.to_hz}) {
    if (rate < 1000 || rate > 768000)
      throw Error("resample: want rates of 1000 to 768000 Hz, got {} Hz", rate);
  }
  if (channels < 1) throw Error("resample: want 1 channel or more, got {}", channels);
  if (rates.from_hz == rates.to_hz) return;
  const soxr_io_spec_t format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);
  soxr_error_t error = nullptr;
  soxr_.reset(soxr_create(rates.from_hz, rates.to_hz, static_cast<unsigned>(channels), &error, &format,
                          &quality, &one_thread));
  if (error != nullptr) throw Error("resample: {} Hz to {} Hz: {}", rates.from_hz, rates.to_hz, error);
}

void StreamResampler::pump(std::span<const float> audio, std::vector<float>& out) {
  constexpr std::size_t kRoomFrames = 4096;
  std::size_t left = audio.size() / channels_;
  const float* from = left == 0 ? nullptr : audio.data();  // null: there is no more input
  for (;;) {
    const std::size_t place = out.size();
    out.resize(place + kRoomFrames * channels_);
    std::size_t taken = 0;
    std::size_t made = 0;
    const soxr_error_t error =
        soxr_process(soxr_.get(), from, left, &taken, out.data() + place, kRoomFrames, &made);
    out.resize(place + made * channels_);
    if (error != nullptr) throw Error("resample: {} Hz to {} Hz: {}", rates_.from_hz, rates_.to_hz, error);
    frames_out_ += made;
    left -= taken;
    if (from != nullptr) from += taken * channels_;
    if (left == 0 && made < kRoomFrames) return;
  }
}

void StreamResampler::process(std::span<const float> audio, std::vector<float>& out) {
  if (audio.size() % channels_ != 0) {
    throw Error("resample: want whole frames, got {} samples in {} channels", audio.size(), channels_);
  }
  frames_in_ += audio.size() / channels_;
  if (!soxr_) {
    out.insert(out.end(), audio.begin(), audio.end());
  } else if (!audio.empty()) {
    pump(audio, out);
  }
}

void StreamResampler::finish(std::vector<float>& out) {
  if (!soxr_) return;
  const std::size_t before = out.size();
  const std::uint64_t ready = frames_out_;
  pump({}, out);
  // soxr removes its own delay; its length may differ by a sample or two, which stay silent or are cut.
  const double ratio = static_cast<double>(rates_.to_hz) / rates_.from_hz;
  const auto total = static_cast<std::uint64_t>(std::llround(static_cast<double>(frames_in_) * ratio));
  out.resize(before + (total > ready ? static_cast<std::size_t>(total - ready) : 0) * channels_);
}

std::vector<float> resample(std::span<const float> audio, const ResampleRates& rates) {
  std::vector<float> out;
  StreamResampler resampler(rates);
  resampler.process(audio, out);
  resampler.finish(out);
  return out;
}

}  // namespace driftwave
