#include "tts/session_mark.h"

#include "tts/voice_mark.h"

namespace driftwave {
namespace {

WatermarkOptions options_of(SoundMark mark, const SessionVoice& voice) {
  mark.voice = watermark_voice_id(voice.name);
  return watermark_options(mark, voice.sample_rate_hz);
}

}  // namespace

SessionMark::SessionMark(SoundMark mark, const SessionVoice& voice)
    : pieces_(options_of(mark, voice)), sample_rate_hz_(voice.sample_rate_hz), seed_(voice.seed) {}

void SessionMark::begin(std::string_view sentence, std::uint64_t sample) {
  if (begin_s_ < 0) begin_s_ = mark_begin_s(std::as_bytes(std::span(sentence)), seed_);
  pieces_.begin(begin_s_ + static_cast<double>(sample) / sample_rate_hz_);
}

}  // namespace driftwave
