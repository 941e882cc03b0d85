#include "tools/libdriftwave/driftwave.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/error.h"
#include "tools/libdriftwave/sample_puller.h"
#include "tools/libdriftwave/sound_source.h"
#include "tts/voice_mark.h"
#include "tts/voice_search.h"

using driftwave::Error;
using driftwave::MelSound;
using driftwave::SoundSource;
using driftwave::SpeechOptions;
using driftwave::Synthesizer;
using driftwave::TextSound;

struct driftwave_voice {
  std::shared_ptr<const Synthesizer> synthesizer;
};

struct driftwave_stream {
  std::shared_ptr<const Synthesizer> synthesizer;
  SpeechOptions options;
  std::optional<driftwave::SoundMark> mark;
  std::unique_ptr<TextSound> text;
  std::unique_ptr<MelSound> mel;
  bool finished = false;
  driftwave::SamplePuller puller;
  std::string event_text;  ///< of the event that was taken last

  [[nodiscard]] SoundSource* source() const {
    if (text) return text.get();
    return mel.get();
  }
};

namespace {

thread_local std::string last_error;

/// Runs `work`; an exception becomes `failure` and the thread's last error.
template <typename Result, typename Work>
Result guarded(Result failure, const Work& work) noexcept {
  try {
    return work();
  } catch (const std::exception& e) {
    try {
      last_error = e.what();
    } catch (const std::exception&) {
      last_error.clear();
    }
    return failure;
  }
}

template <typename T>
T& want(T* pointer, const char* name) {
  if (pointer == nullptr) throw Error("{}: want one, got NULL", name);
  return *pointer;
}

driftwave_options with_defaults(const driftwave_options* given) {
  driftwave_options options;
  driftwave_options_init(&options, sizeof options);
  if (given == nullptr) return options;
  if (given->size < sizeof(size_t) + sizeof(int))
    throw Error("options: want them from driftwave_options_init(), got a size of {}", given->size);
  // A program built with another version's header knows fewer members, or more.
  std::memcpy(&options, given, std::min(given->size, sizeof options));
  options.size = sizeof options;
  return options;
}

/// @throws Error on a member out of range.
std::optional<driftwave::SoundMark> mark_of(const driftwave_options& options) {
  if (options.no_watermark != 0 && options.no_watermark != 1)
    throw Error("options: no_watermark: want 0 or 1, got {}", options.no_watermark);
  if (options.no_watermark == 1) return std::nullopt;
  driftwave::SoundMark mark{.user = options.watermark_user};
  if (options.watermark_key == nullptr) return mark;
  if (options.watermark_key_bytes == 0) throw Error("options: watermark_key: want secret bytes, got none");
  mark.key = driftwave::watermark_key(
      {static_cast<const char*>(options.watermark_key), options.watermark_key_bytes});
  return mark;
}

/// What speaks the texts of a stream. @throws Error when it takes none.
TextSound& text_of(driftwave_stream& stream) {
  if (stream.mel) throw Error("stream: want mel frames as before, got text");
  if (stream.finished) throw Error("stream: want no text after driftwave_finish(), got some");
  if (!stream.text)
    stream.text = std::make_unique<TextSound>(stream.synthesizer, stream.options, stream.mark);
  return *stream.text;
}

}  // namespace

extern "C" {

const char* driftwave_version(void) {
  return DRIFTWAVE_VERSION;
}

const char* driftwave_last_error(void) {
  return last_error.c_str();
}

driftwave_voice* driftwave_voice_open(const char* name) {
  return guarded<driftwave_voice*>(nullptr, [&] {
    const driftwave::Voice voice =
        driftwave::find_voice(name == nullptr ? std::string(driftwave::kDefaultVoice) : std::string(name));
    auto opened = std::make_unique<driftwave_voice>();
    opened->synthesizer = std::make_shared<const Synthesizer>(voice);
    return opened.release();
  });
}

void driftwave_voice_close(driftwave_voice* voice) {
  const std::unique_ptr<driftwave_voice> closed(voice);
}

int driftwave_voice_sample_rate_hz(const driftwave_voice* voice) {
  return guarded(-1, [&] { return want(voice, "voice").synthesizer->sample_rate_hz(); });
}

int driftwave_voice_mel_bands(const driftwave_voice* voice) {
  return guarded(-1, [&] { return want(voice, "voice").synthesizer->vocoder().mel_settings().mels; });
}

int driftwave_voice_hop_samples(const driftwave_voice* voice) {
  return guarded(-1, [&] { return want(voice, "voice").synthesizer->vocoder().mel_settings().hop_samples; });
}

ptrdiff_t driftwave_voice_latency_samples(const driftwave_voice* voice) {
  return guarded(ptrdiff_t{-1}, [&] {
    const Synthesizer& synthesizer = *want(voice, "voice").synthesizer;
    return static_cast<ptrdiff_t>(synthesizer.vocoder().latency_samples() +
                                  driftwave::watermark_latency_samples(synthesizer.sample_rate_hz()));
  });
}

void driftwave_options_init(driftwave_options* options, size_t size) {
  if (options == nullptr) return;
  const driftwave_options defaults{.size = std::min(size, sizeof(driftwave_options)),
                                   .steps = -1,
                                   .seed = 0,
                                   .speed = 1.0,
                                   .pitch_st = 0.0,
                                   .no_watermark = 0,
                                   .watermark_user = 0,
                                   .watermark_key = nullptr,
                                   .watermark_key_bytes = 0};
  std::memcpy(options, &defaults, defaults.size);
}

driftwave_stream* driftwave_stream_open(const driftwave_voice* voice, const driftwave_options* given) {
  return guarded<driftwave_stream*>(nullptr, [&] {
    const driftwave_options options = with_defaults(given);
    auto stream = std::make_unique<driftwave_stream>();
    stream->synthesizer = want(voice, "voice").synthesizer;
    stream->options.steps = options.steps;
    stream->options.seed = options.seed;
    stream->options.speed = options.speed;
    stream->options.pitch_st = options.pitch_st;
    stream->mark = mark_of(options);
    stream->synthesizer->check(stream->options);
    return stream.release();
  });
}

void driftwave_stream_close(driftwave_stream* stream) {
  const std::unique_ptr<driftwave_stream> closed(stream);
}

int driftwave_push_text(driftwave_stream* stream, const char* text, size_t bytes) {
  return guarded(-1, [&] {
    TextSound& sound = text_of(want(stream, "stream"));
    const std::string_view all =
        bytes == 0 ? std::string_view() : std::string_view(&want(text, "text"), bytes);
    return static_cast<int>(sound.push(all));
  });
}

int driftwave_push_ssml(driftwave_stream* stream, const char* document, size_t bytes) {
  return guarded(-1, [&] {
    TextSound& sound = text_of(want(stream, "stream"));
    return static_cast<int>(sound.push_ssml({&want(document, "document"), bytes}));
  });
}

int driftwave_next_event(driftwave_stream* stream, driftwave_event* event, size_t size) {
  return guarded(-1, [&] {
    driftwave_stream& s = want(stream, "stream");
    driftwave_event& out = want(event, "event");
    std::optional<driftwave::SpeechEvent> next;
    if (s.text) next = s.text->next_event();
    if (!next) return 0;
    s.event_text = std::move(next->text);
    const driftwave_event whole{.size = std::min(size, sizeof(driftwave_event)),
                                .kind = static_cast<int>(next->kind),
                                .begin_sample = next->begin_sample,
                                .end_sample = next->end_sample,
                                .source_begin = next->source.begin,
                                .source_end = next->source.end,
                                .text = s.event_text.c_str()};
    std::memcpy(&out, &whole, whole.size);
    return 1;
  });
}

void driftwave_cancel(driftwave_stream* stream) {
  if (stream != nullptr) stream->puller.cancel();
}

int driftwave_push_mel(driftwave_stream* stream, const float* mel, const float* f0_hz, const float* voicing,
                       size_t frames) {
  return guarded(-1, [&] {
    driftwave_stream& s = want(stream, "stream");
    if (s.text) throw Error("stream: want text as before, got mel frames");
    if (s.finished) throw Error("stream: want no frames after driftwave_finish(), got some");
    const driftwave::Vocoder& vocoder = s.synthesizer->vocoder();
    if (!s.mel) {
      const int steps = s.options.steps < 0 ? vocoder.default_steps() : s.options.steps;
      s.mel = std::make_unique<MelSound>(
          vocoder, MelSound::Options{.steps = steps, .seed = s.options.seed, .mark = s.mark});
    }
    if (frames == 0) return 0;
    const auto bands = static_cast<size_t>(vocoder.mel_settings().mels);
    s.mel->push({.mel = {&want(mel, "mel"), frames * bands},
                 .f0_hz = {&want(f0_hz, "f0_hz"), frames},
                 .voicing = {&want(voicing, "voicing"), frames}});
    return 0;
  });
}

int driftwave_finish(driftwave_stream* stream) {
  return guarded(-1, [&] {
    driftwave_stream& s = want(stream, "stream");
    s.finished = true;
    if (s.source() != nullptr) s.source()->finish();
    return 0;
  });
}

ptrdiff_t driftwave_pull(driftwave_stream* stream, float* samples, size_t max_samples) {
  return guarded(ptrdiff_t{-1}, [&] {
    driftwave_stream& s = want(stream, "stream");
    if (max_samples == 0 || s.source() == nullptr) return ptrdiff_t{0};
    return static_cast<ptrdiff_t>(s.puller.pull(*s.source(), {&want(samples, "samples"), max_samples}));
  });
}
}
