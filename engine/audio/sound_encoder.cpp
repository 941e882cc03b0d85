#include "engine/audio/sound_encoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/audio/audio_tags.h"
#include "engine/core/error.h"

namespace driftwave {
SoundEncoder::SoundEncoder(int descriptor, SoundEncoderOptions options, const AudioTags& tags)
    : options_(std::move(options)), stream_(descriptor), samples_(options_.bits) {
  SF_INFO info{};
  info.samplerate = options_.sample_rate_hz;
  info.channels = options_.channels;
  info.format = options_.format_id;
  sound_ = stream_.open_for_writing(info);
  if (!sound_) {
    if (stream_.error() != 0) fail("");
    throw Error("{}: cannot write {} channels at {} Hz as {}: {}", options_.name, options_.channels,
                options_.sample_rate_hz, options_.format->extension, sf_strerror(nullptr));
  }
  set_tags(sound_, tags);
}

void SoundEncoder::fail(const char* reason) const {
  if (stream_.error() != 0) {
    throw Error("{}: cannot write: {}", options_.name, std::strerror(stream_.error()));
  }
  throw Error("{}: cannot encode: {}", options_.name, reason);
}

void SoundEncoder::check_written(sf_count_t written, sf_count_t wanted) const {
  if (written != wanted || stream_.error() != 0) fail(sf_strerror(sound_.get()));
}

void SoundEncoder::write(std::span<const float> samples) {
  // In small pieces: libvorbis keeps what one call gives it on the stack.
  const std::size_t piece = 4096 * static_cast<std::size_t>(options_.channels);
  while (!samples.empty()) {
    const auto part = samples.first(std::min(piece, samples.size()));
    samples = samples.subspan(part.size());
    check_written(samples_.write(sound_.get(), part), static_cast<sf_count_t>(part.size()));
  }
}

void SoundEncoder::write_stored(std::span<const std::byte> bytes) {
  const auto count = static_cast<sf_count_t>(bytes.size());
  check_written(sf_write_raw(sound_.get(), bytes.data(), count), count);
}

void SoundEncoder::finish() {
  const int error = sf_close(sound_.release());
  if (error != 0 || stream_.error() != 0) fail(sf_error_number(error));
}

}  // namespace driftwave
