#include "engine/audio/audio_file_writer.h"

#include <fcntl.h>
#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <system_error>
#include <utility>

#include "engine/audio/audio_format.h"
#include "engine/audio/resample.h"
#include "engine/audio/sound_encoder.h"
#include "engine/core/atomic_file.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

/// A file that no name leads to: gone when it is closed, however the program ends.
int open_nameless(const fs::path& folder) {
  const AtomicFile named(folder / "driftwave");  // its end takes the name away
  return ::open(named.temporary().c_str(), O_RDWR | O_CLOEXEC);
}

/// Appends to what cannot be replaced: `>> log` on standard output must not lose the log.
class DirectOutput {
 public:
  explicit DirectOutput(const fs::path& target)
      : name_(target.string()), descriptor_(::open(target.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC)) {
    if (descriptor_ < 0) fail();
  }
  ~DirectOutput() { ::close(descriptor_); }
  DirectOutput(const DirectOutput&) = delete;
  DirectOutput& operator=(const DirectOutput&) = delete;

  void write(std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) fail();
      if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
  }

 private:
  [[noreturn]] void fail() const { throw Error("{}: cannot write: {}", name_, std::strerror(errno)); }

  std::string name_;
  int descriptor_;
};

}  // namespace

AudioFileWriter::AudioFileWriter(fs::path file, AudioFileOptions options)
    : AudioFileWriter(std::move(file), std::move(options), nullptr) {}

AudioFileWriter::AudioFileWriter(fs::path name, AudioFileOptions options, ByteSink out)
    : target_(std::move(name)),
      options_(std::move(options)),
      out_(std::move(out)),
      format_(&format_of(target_)),
      bits_(bits_written(*format_, options_.bits)) {
  const std::string file = target_.string();
  if (options_.channels < 1) throw Error("{}: want 1 channel or more, got {}", file, options_.channels);
  const int from_hz = options_.sample_rate_hz;
  if (from_hz < 1000 || from_hz > 768000) {
    throw Error("{}: want a rate of 1000 to 768000 Hz, got {} Hz", file, from_hz);
  }
  const int to_hz = rate_written(*format_, from_hz);
  if (to_hz != from_hz) {
    resampler_ = std::make_unique<StreamResampler>(ResampleRates{.from_hz = from_hz, .to_hz = to_hz},
                                                   options_.channels);
  }
  open(format_->id | sample_format(bits_));
}

AudioFileWriter::~AudioFileWriter() = default;

void AudioFileWriter::open(int format_id) {
  std::string name = target_.string();
  if (!out_) file_ = std::make_unique<AtomicFile>(target_);
  int descriptor = -1;
  if (file_ && file_->temporary() != target_) {
    descriptor = ::open(file_->temporary().c_str(), O_RDWR | O_CLOEXEC);
  } else {
    file_.reset();
    std::error_code error;
    const fs::path folder = fs::temp_directory_path(error);
    if (error) throw Error("{}: want a folder for temporary files in TMPDIR, got none", name);
    descriptor = open_nameless(folder);
    name += " (kept in " + folder.string() + " until it is whole)";
  }
  if (descriptor < 0) throw Error("{}: cannot write: {}", name, std::strerror(errno));
  encoder_ = std::make_unique<SoundEncoder>(
      descriptor,
      SoundEncoderOptions{.name = std::move(name),
                          .format = format_,
                          .format_id = format_id,
                          .bits = bits_,
                          .sample_rate_hz = rate_written(*format_, options_.sample_rate_hz),
                          .channels = options_.channels},
      options_.tags);
}

void AudioFileWriter::write(std::span<const float> samples) {
  check(samples);
  samples_taken_ += samples.size();
  if (!resampler_) return encode(samples);
  // In pieces, so that a long span is not held a second time.
  const std::size_t piece = 16384 * static_cast<std::size_t>(options_.channels);
  while (!samples.empty()) {
    const auto part = samples.first(std::min(piece, samples.size()));
    samples = samples.subspan(part.size());
    resampled_.clear();
    resampler_->process(part, resampled_);
    encode(resampled_);
  }
}

void AudioFileWriter::check(std::span<const float> samples) const {
  const auto channels = static_cast<std::size_t>(options_.channels);
  if (samples.size() % channels != 0) {
    throw Error("{}: want whole frames, got {} samples in {} channels", target_.string(), samples.size(),
                channels);
  }
  const auto bad = std::ranges::find_if(samples, [](float x) { return !std::isfinite(x); });
  if (bad == samples.end()) return;
  const auto frame = (samples_taken_ + static_cast<std::uint64_t>(bad - samples.begin())) / channels;
  throw Error("{}: want finite samples, got {} at {:.4f} s", target_.string(), *bad,
              static_cast<double>(frame) / options_.sample_rate_hz);
}

void AudioFileWriter::encode(std::span<const float> samples) {
  const bool is_wav = (format_->id & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV;
  const std::uint64_t bytes = (samples_encoded_ + samples.size()) * bytes_per_sample();
  if (is_wav && !is_rf64_ && bytes > options_.largest_wav_bytes) move_to_rf64();
  encoder_->write(samples);
  samples_encoded_ += samples.size();
}

/// RF64 needs room in front of the samples that a WAV does not have: copied once, after hours of sound.
void AudioFileWriter::move_to_rf64() {
  const std::unique_ptr<AtomicFile> old_file = std::move(file_);
  const std::unique_ptr<SoundEncoder> old = std::move(encoder_);
  old->finish();
  is_rf64_ = true;
  open(SF_FORMAT_RF64 | sample_format(bits_));
  auto left = static_cast<std::int64_t>(samples_encoded_ * bytes_per_sample());
  // A chunk of odd length is padded.
  std::int64_t place = old->bytes().size() - left - left % 2;
  std::vector<std::byte> piece(bytes_per_sample() * 32768 * static_cast<std::size_t>(options_.channels));
  while (left > 0) {
    const auto wanted = std::min(left, static_cast<std::int64_t>(piece.size()));
    const auto part = std::span(piece).first(static_cast<std::size_t>(wanted));
    if (old->bytes().read_at(place, part) < part.size()) {
      throw Error("{}: cannot read back what was written", target_.string());
    }
    encoder_->write_stored(part);
    place += wanted;
    left -= wanted;
  }
}

void AudioFileWriter::commit() {
  if (samples_taken_ == 0) throw Error("{}: want audio to write, got none", target_.string());
  if (resampler_) {
    resampled_.clear();
    resampler_->finish(resampled_);
    encode(resampled_);
  }
  encoder_->finish();
  if (file_) return file_->commit();
  if (out_) return hand_out(out_);
  const DirectOutput device(target_);
  hand_out([&device](std::span<const std::byte> bytes) { device.write(bytes); });
}

void AudioFileWriter::hand_out(const ByteSink& out) {
  std::array<std::byte, 65536> piece;
  for (std::int64_t place = 0; const std::size_t got = encoder_->bytes().read_at(place, piece);) {
    out(std::span(piece).first(got));
    place += static_cast<std::int64_t>(got);
  }
  if (encoder_->bytes().error() != 0) {
    throw Error("{}: cannot read back what was written: {}", target_.string(),
                std::strerror(encoder_->bytes().error()));
  }
}

}  // namespace driftwave
