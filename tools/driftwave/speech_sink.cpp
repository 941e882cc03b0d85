#include "tools/driftwave/speech_sink.h"

#include <utility>

#include "engine/core/atomic_file.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/pcm.h"
#include "tools/driftwave/sound_player.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

class FileSink : public SpeechSink {
 public:
  FileSink(std::string name, int sample_rate_hz) : name_(std::move(name)) {
    // A folder that cannot be written is better found now than after the work.
    if (name_ != "-") const AtomicFile probe(name_);
    audio_.sample_rate_hz = sample_rate_hz;
  }
  void write(std::span<const float> audio) override {
    audio_.samples.insert(audio_.samples.end(), audio.begin(), audio.end());
  }
  void finish(const AudioTags& tags) override { write_audio_or_stdout(name_, audio_, tags); }

 private:
  std::string name_;
  AudioBuffer audio_;
};

class RawSink : public SpeechSink {
 public:
  void write(std::span<const float> audio) override { write_stdout(to_s16le(audio)); }
  void finish(const AudioTags&) override {}
};

class LoudspeakerSink : public SpeechSink {
 public:
  explicit LoudspeakerSink(int sample_rate_hz) : player_(sample_rate_hz) {}
  void write(std::span<const float> audio) override { player_.play(audio); }
  void finish(const AudioTags&) override {}

 private:
  SoundPlayer player_;
};

}  // namespace

std::unique_ptr<SpeechSink> file_sink(std::string name, int sample_rate_hz) {
  return std::make_unique<FileSink>(std::move(name), sample_rate_hz);
}

std::unique_ptr<SpeechSink> raw_sink() {
  return std::make_unique<RawSink>();
}

std::unique_ptr<SpeechSink> loudspeaker_sink(int sample_rate_hz) {
  return std::make_unique<LoudspeakerSink>(sample_rate_hz);
}

}  // namespace driftwave
