#include "engine/audio/audio_file.h"
#include "engine/audio/audio_file_writer.h"

namespace driftwave {
namespace {

AudioFileOptions options_of(const AudioBuffer& audio, const AudioTags& tags) {
  return {
      .sample_rate_hz = audio.sample_rate_hz, .channels = audio.channels, .bits = audio.bits, .tags = tags};
}

void write_all(AudioFileWriter& writer, const AudioBuffer& audio) {
  writer.write(audio.samples);
  writer.commit();
}

}  // namespace

std::vector<std::byte> encode_audio(const std::string& name, const AudioBuffer& audio,
                                    const AudioTags& tags) {
  std::vector<std::byte> bytes;
  AudioFileWriter writer(name, options_of(audio, tags), [&bytes](std::span<const std::byte> part) {
    bytes.insert(bytes.end(), part.begin(), part.end());
  });
  write_all(writer, audio);
  return bytes;
}

void write_audio(const std::filesystem::path& file, const AudioBuffer& audio, const AudioTags& tags) {
  AudioFileWriter writer(file, options_of(audio, tags));
  write_all(writer, audio);
}

}  // namespace driftwave
