#include "tts/session_mark.h"

#include "tts/voice_mark.h"

namespace driftwave {
namespace {

/// FNV-1a of the text and the seed, to a time within the sequence. @return seconds
double begin_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return static_cast<double>((hash >> 32U) % 2048) / 1000.0;
}

WatermarkOptions options_of(SoundMark mark, const SessionVoice& voice) {
  mark.voice = watermark_voice_id(voice.name);
  return watermark_options(mark, voice.sample_rate_hz);
}

}  // namespace

SessionMark::SessionMark(SoundMark mark, const SessionVoice& voice)
    : pieces_(options_of(mark, voice)), sample_rate_hz_(voice.sample_rate_hz), seed_(voice.seed) {}

void SessionMark::begin(std::string_view sentence, std::uint64_t sample) {
  if (begin_s_ < 0) begin_s_ = begin_of(sentence, seed_);
  pieces_.begin(begin_s_ + static_cast<double>(sample) / sample_rate_hz_);
}

}  // namespace driftwave
