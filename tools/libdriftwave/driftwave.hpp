#pragma once
/// Driftwave for other C++ programs: driftwave.h with owners and exceptions. Header-only, C++17; nothing of
/// the library's own C++ crosses the border, so any compiler will do.
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "driftwave.h"

namespace driftwave::api {

/// What the library says went wrong.
class Error : public std::runtime_error {
 public:
  Error() : std::runtime_error(driftwave_last_error()) {}
};

struct Options {
  int steps = -1;                    ///< denoising steps; -1 is the voice's own number
  std::uint64_t seed = 0;            ///< same input, voice, options and seed: same samples
  double speed = 1.0;                ///< 0.25 .. 4
  double pitch_st = 0.0;             ///< -24 .. 24 semitones
  bool watermark = true;             ///< an inaudible mark in the sound (docs/watermark.md)
  std::uint16_t watermark_user = 0;  ///< a number that it carries
  std::string watermark_key = {};    ///< secret bytes; empty: the public key
};

/// A loaded voice. Thread: any.
class Voice {
 public:
  /// @param name of an installed voice, or a voice's folder; empty is the default voice. @throws Error
  explicit Voice(const std::string& name = {})
      : voice_(driftwave_voice_open(name.empty() ? nullptr : name.c_str()), driftwave_voice_close) {
    if (!voice_) throw Error();
  }
  [[nodiscard]] int sample_rate_hz() const { return driftwave_voice_sample_rate_hz(get()); }
  [[nodiscard]] int mel_bands() const { return driftwave_voice_mel_bands(get()); }
  [[nodiscard]] int hop_samples() const { return driftwave_voice_hop_samples(get()); }
  [[nodiscard]] std::size_t latency_samples() const {
    const std::ptrdiff_t samples = driftwave_voice_latency_samples(get());
    if (samples < 0) throw Error();
    return static_cast<std::size_t>(samples);
  }
  [[nodiscard]] const driftwave_voice* get() const { return voice_.get(); }

 private:
  std::unique_ptr<driftwave_voice, decltype(&driftwave_voice_close)> voice_;
};

/// See driftwave_event.
struct Event {
  driftwave_event_kind kind = DRIFTWAVE_SENTENCE;
  std::uint64_t begin_sample = 0;
  std::uint64_t end_sample = 0;
  std::size_t source_begin = 0;
  std::size_t source_end = 0;
  std::string text;
};

/// One stream of sound. Thread: one at a time, but for cancel().
class Stream {
 public:
  explicit Stream(const Voice& voice, const Options& options = {})
      : stream_(nullptr, driftwave_stream_close) {
    driftwave_options c_options;
    driftwave_options_init(&c_options, sizeof c_options);
    c_options.steps = options.steps;
    c_options.seed = options.seed;
    c_options.speed = options.speed;
    c_options.pitch_st = options.pitch_st;
    c_options.no_watermark = options.watermark ? 0 : 1;
    c_options.watermark_user = options.watermark_user;
    c_options.watermark_key = options.watermark_key.empty() ? nullptr : options.watermark_key.data();
    c_options.watermark_key_bytes = options.watermark_key.size();
    stream_.reset(driftwave_stream_open(voice.get(), &c_options));
    if (!stream_) throw Error();
  }

  /// @return sentences in the text. @throws Error
  int push(std::string_view text) {
    const int sentences = driftwave_push_text(stream_.get(), text.data(), text.size());
    if (sentences < 0) throw Error();
    return sentences;
  }
  /// @return sentences in the document. @throws Error: nothing of it is then spoken
  int push_ssml(std::string_view document) {
    const int sentences = driftwave_push_ssml(stream_.get(), document.data(), document.size());
    if (sentences < 0) throw Error();
    return sentences;
  }
  /// @return nothing until more is pulled. @throws Error
  std::optional<Event> next_event() {
    driftwave_event event;
    const int found = driftwave_next_event(stream_.get(), &event, sizeof event);
    if (found < 0) throw Error();
    if (found == 0) return std::nullopt;
    return Event{static_cast<driftwave_event_kind>(event.kind),
                 event.begin_sample,
                 event.end_sample,
                 event.source_begin,
                 event.source_end,
                 event.text};
  }
  /// pull() soon gives nothing more. Thread: any.
  void cancel() { driftwave_cancel(stream_.get()); }
  /// @param mel [F, M] @param f0_hz, voicing [F] @throws Error
  void push(const std::vector<float>& mel, const std::vector<float>& f0_hz, const std::vector<float>& voicing,
            int mel_bands) {
    if (f0_hz.size() != voicing.size() || mel.size() != f0_hz.size() * static_cast<std::size_t>(mel_bands))
      throw std::invalid_argument("driftwave: mel, f0_hz and voicing differ in frames");
    if (driftwave_push_mel(stream_.get(), mel.data(), f0_hz.data(), voicing.data(), f0_hz.size()) < 0)
      throw Error();
  }
  void finish() {
    if (driftwave_finish(stream_.get()) < 0) throw Error();
  }
  /// @return samples written; 0 when there are none until more is pushed. @throws Error
  std::size_t pull(float* samples, std::size_t max_samples) {
    const std::ptrdiff_t count = driftwave_pull(stream_.get(), samples, max_samples);
    if (count < 0) throw Error();
    return static_cast<std::size_t>(count);
  }

 private:
  std::unique_ptr<driftwave_stream, decltype(&driftwave_stream_close)> stream_;
};

}  // namespace driftwave::api
