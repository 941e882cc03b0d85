#include "engine/audio/stream_encoder.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/audio/audio_format.h"
#include "engine/audio/audio_tags.h"
#include "engine/audio/resample.h"
#include "engine/audio/sample_writer.h"
#include "engine/audio/sound_stream.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::array<std::string_view, 5> kFormats = {"pcm", "wav", "flac", "opus", "mp3"};
/// An Ogg page holds no more sound than this.
constexpr double kPageMs = 100.0;

void append_little_endian(std::string& to, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

/// A header whose sizes are the greatest there are, which players take for "until the end".
std::string wav_header(const StreamEncoderOptions& options) {
  constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  constexpr std::uint32_t kLinear = 1;
  constexpr std::uint32_t kFloats = 3;
  const auto rate = static_cast<std::uint32_t>(options.sample_rate_hz);
  const auto bits = static_cast<std::uint32_t>(options.bits);
  const std::uint32_t frame = static_cast<std::uint32_t>(options.channels) * bits / 8;
  std::string header = "RIFF";
  append_little_endian(header, kUnknown, 4);
  header += "WAVEfmt ";
  append_little_endian(header, 16, 4);
  append_little_endian(header, options.bits == 32 ? kFloats : kLinear, 2);
  append_little_endian(header, static_cast<std::uint32_t>(options.channels), 2);
  append_little_endian(header, rate, 4);
  append_little_endian(header, rate * frame, 4);
  append_little_endian(header, frame, 2);
  append_little_endian(header, bits, 2);
  header += "data";
  append_little_endian(header, kUnknown, 4);
  return header;
}

/// A sample without compression, of 16 or 24 bits or a float.
std::uint32_t stored(float x, int bits) {
  if (bits == 16) return static_cast<std::uint16_t>(to_16_bit(x));
  if (bits == 24) return static_cast<std::uint32_t>(to_24_bit(x));
  return std::bit_cast<std::uint32_t>(std::clamp(x, -1.0F, 1.0F));
}

class PcmEncoder : public StreamEncoder {
 public:
  PcmEncoder(std::string header, int bits) : header_(std::move(header)), bits_(bits) {}

  std::string encode(std::span<const float> samples) override {
    std::string bytes = std::exchange(header_, {});
    bytes.reserve(bytes.size() + static_cast<std::size_t>(bits_ / 8) * samples.size());
    for (const float x : samples) append_little_endian(bytes, stored(x, bits_), bits_ / 8);
    return bytes;
  }
  std::string finish() override { return std::exchange(header_, {}); }

 private:
  std::string header_;
  int bits_;
};

/// What libsndfile writes, as far as it only adds: when it goes back to complete a header, the listener has
/// had that header already.
class Outgoing {
 public:
  Sound open(SF_INFO& info) {
    SF_VIRTUAL_IO functions{length, seek, read, write, tell};
    return Sound(sf_open_virtual(&functions, SFM_WRITE, &info, this));
  }
  [[nodiscard]] std::string take() { return std::exchange(bytes_, {}); }

 private:
  static Outgoing& self(void* user) { return *static_cast<Outgoing*>(user); }
  static sf_count_t length(void* user) { return self(user).size_; }
  static sf_count_t tell(void* user) { return self(user).position_; }
  static sf_count_t seek(sf_count_t offset, int whence, void* user) {
    Outgoing& out = self(user);
    const sf_count_t base = whence == SEEK_CUR ? out.position_ : whence == SEEK_END ? out.size_ : 0;
    return out.position_ = std::max<sf_count_t>(0, base + offset);
  }
  static sf_count_t read(void*, sf_count_t, void*) { return 0; }
  static sf_count_t write(const void* from, sf_count_t count, void* user) {
    Outgoing& out = self(user);
    const sf_count_t old = std::clamp<sf_count_t>(out.size_ - out.position_, 0, count);
    out.bytes_.append(static_cast<const char*>(from) + old, static_cast<std::size_t>(count - old));
    out.position_ += count;
    out.size_ = std::max(out.size_, out.position_);
    return count;
  }

  std::string bytes_;  ///< that nobody has taken
  sf_count_t size_ = 0;
  sf_count_t position_ = 0;
};

class SndfileEncoder : public StreamEncoder {
 public:
  explicit SndfileEncoder(const StreamEncoderOptions& options)
      : options_(options), samples_(bits_written(format_of("stream." + options.format), options.bits)) {
    const AudioFormat& format = format_of("stream." + options.format);
    const int rate_hz = rate_written(format, options.sample_rate_hz);
    if (rate_hz != options.sample_rate_hz) {
      resampler_ = std::make_unique<StreamResampler>(
          ResampleRates{.from_hz = options.sample_rate_hz, .to_hz = rate_hz}, options.channels);
    }
    SF_INFO info{};
    info.samplerate = rate_hz;
    info.channels = options.channels;
    info.format = format.id | sample_format(bits_written(format, options.bits));
    sound_ = outgoing_.open(info);
    if (!sound_) throw Error("{}: cannot encode at {} Hz: {}", options.format, rate_hz, sf_strerror(nullptr));
    double latency_ms = kPageMs;
    sf_command(sound_.get(), SFC_SET_OGG_PAGE_LATENCY_MS, &latency_ms, sizeof latency_ms);
    // Of frames of one size, players can tell the length; a header that says it would come too late.
    int bitrate_mode = SF_BITRATE_MODE_CONSTANT;
    sf_command(sound_.get(), SFC_SET_BITRATE_MODE, &bitrate_mode, sizeof bitrate_mode);
    set_tags(sound_, options.tags);
  }

  std::string encode(std::span<const float> samples) override {
    if (!resampler_) {
      write(samples);
    } else {
      resampled_.clear();
      resampler_->process(samples, resampled_);
      write(resampled_);
    }
    return outgoing_.take();
  }

  std::string finish() override {
    if (resampler_) {
      resampled_.clear();
      resampler_->finish(resampled_);
      write(resampled_);
    }
    if (const int error = sf_close(sound_.release()); error != 0) fail(sf_error_number(error));
    return outgoing_.take();
  }

 private:
  [[noreturn]] void fail(const char* reason) const {
    throw Error("{}: cannot encode: {}", options_.format, reason);
  }

  void write(std::span<const float> samples) {
    const auto count = static_cast<sf_count_t>(samples.size());
    if (samples_.write(sound_.get(), samples) != count) fail(sf_strerror(sound_.get()));
  }

  StreamEncoderOptions options_;
  SampleWriter samples_;
  Outgoing outgoing_;  ///< outlives the sound, whose end writes to it
  Sound sound_;
  std::unique_ptr<StreamResampler> resampler_;  ///< null when the format takes the rate
  std::vector<float> resampled_;
};

}  // namespace

std::unique_ptr<StreamEncoder> open_stream_encoder(const StreamEncoderOptions& options) {
  if (!is_stream_format(options.format)) {
    throw Error("format: want pcm, wav, flac, opus or mp3, got \"{}\"", options.format);
  }
  if (options.sample_rate_hz < 1000 || options.sample_rate_hz > 768000) {
    throw Error("{}: want a rate of 1000 to 768000 Hz, got {} Hz", options.format, options.sample_rate_hz);
  }
  if (options.channels < 1 || options.channels > 255) {
    throw Error("{}: want 1 to 255 channels, got {}", options.format, options.channels);
  }
  if (options.bits != 16 && options.bits != 24 && options.bits != 32) {
    throw Error("{}: want 16, 24 or 32 bits, got {}", options.format, options.bits);
  }
  if (options.format == "pcm") return std::make_unique<PcmEncoder>("", 16);
  if (options.format == "wav") return std::make_unique<PcmEncoder>(wav_header(options), options.bits);
  return std::make_unique<SndfileEncoder>(options);
}

bool is_stream_format(const std::string& format) {
  return std::ranges::count(kFormats, format) > 0;
}

}  // namespace driftwave
