#include "tools/driftwave/speech_sink.h"

#include <unistd.h>

#include <optional>

#include "engine/audio/audio_file_writer.h"
#include "engine/audio/pcm.h"
#include "engine/core/interrupt.h"
#include "engine/core/standard_streams.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/sound_player.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

/// Ends the program when nobody reads its standard output any more: before the next write would notice.
class ReaderGuard {
 public:
  ReaderGuard() : watch_(std::in_place, STDOUT_FILENO, [] { end_at_once(0); }) {}
  /// What remains to be done is done even if the reader leaves.
  void release() { watch_.reset(); }

 private:
  std::optional<ReaderWatch> watch_;
};

class FileSink : public SpeechSink {
 public:
  FileSink(const std::string& name, const AudioFileOptions& options)
      : writer_(open_audio_writer(name, options)) {
    if (name == "-") guard_.emplace();
  }
  void write(std::span<const float> audio) override { writer_->write(audio); }
  void finish() override {
    guard_.reset();
    writer_->commit();
  }

 private:
  std::unique_ptr<AudioFileWriter> writer_;
  std::optional<ReaderGuard> guard_;
};

class RawSink : public SpeechSink {
 public:
  void write(std::span<const float> audio) override { write_stdout(to_s16le(audio)); }
  void finish() override { guard_.release(); }

 private:
  ReaderGuard guard_;
};

/// From a thread of the player: the one that speaks may be waiting for the device.
[[noreturn]] void fail_at_once(const std::string& message) noexcept {
  say("driftwave: {}\n", message);
  end_at_once(1);
}

class LoudspeakerSink : public SpeechSink {
 public:
  LoudspeakerSink(int sample_rate_hz, const std::string& device)
      : back_end_(open_port_audio()),
        player_(*back_end_, {.sample_rate_hz = sample_rate_hz,
                             .device = device,
                             .on_failure = [](const std::string& message) { fail_at_once(message); }}) {}
  void write(std::span<const float> audio) override { player_.play(audio); }
  void await_text(bool waiting) override { player_.await_more(waiting); }
  void finish() override {
    player_.finish();
    const HeardGaps gaps = player_.gaps();
    if (gaps.count == 0) return;
    say("note: played with {} {} ({:.2f} s)\n", gaps.count, gaps.count == 1 ? "gap" : "gaps", gaps.seconds);
  }

 private:
  std::unique_ptr<SoundBackEnd> back_end_;
  SoundPlayer player_;
};

}  // namespace

std::unique_ptr<SpeechSink> file_sink(const std::string& name, int sample_rate_hz, const AudioTags& tags) {
  return std::make_unique<FileSink>(name, AudioFileOptions{.sample_rate_hz = sample_rate_hz, .tags = tags});
}

std::unique_ptr<SpeechSink> raw_sink() {
  return std::make_unique<RawSink>();
}

std::unique_ptr<SpeechSink> loudspeaker_sink(int sample_rate_hz, const std::string& device) {
  return std::make_unique<LoudspeakerSink>(sample_rate_hz, device);
}

}  // namespace driftwave
