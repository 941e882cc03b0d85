#include "tools/driftwave/serve/sound_answer.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/core/config.h"
#include "tools/driftwave/serve/request_error.h"

namespace driftwave {
namespace {

using Json = nlohmann::ordered_json;

/// How long a client that went away may go unnoticed.
constexpr std::chrono::milliseconds kPatience{20};

const char* type_of(SpeechEvent::Kind kind) {
  switch (kind) {
    case SpeechEvent::Kind::kSentence:
      return "speech.sentence";
    case SpeechEvent::Kind::kWord:
      return "speech.word";
    case SpeechEvent::Kind::kPhoneme:
      return "speech.phoneme";
    case SpeechEvent::Kind::kMark:
      return "speech.mark";
  }
  return "";
}

double in_seconds(std::uint64_t sample, int sample_rate_hz) {
  return std::round(1000.0 * static_cast<double>(sample) / sample_rate_hz) / 1000.0;
}

}  // namespace

std::string server_sent_event(const std::string& json) {
  return "data: " + json + "\n\n";
}

std::string event_json(const SpeechEvent& event, int sample_rate_hz) {
  Json json = {{"type", type_of(event.kind)},
               {"text", event.text},
               {"start_seconds", in_seconds(event.begin_sample, sample_rate_hz)},
               {"end_seconds", in_seconds(event.end_sample, sample_rate_hz)}};
  if (event.kind == SpeechEvent::Kind::kSentence || event.kind == SpeechEvent::Kind::kWord) {
    json["source_begin"] = event.source.begin;
    json["source_end"] = event.source.end;
  }
  return dump_json(json);
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text.push_back(i <= count ? kDigits[bits >> (18 - 6 * i) & 63] : '=');
    }
  }
  return text;
}

SoundAnswer::SoundAnswer(std::unique_ptr<SoundOrder> order, const SoundAnswerOptions& options)
    : order_(std::move(order)), options_(options), encoder_(open_stream_encoder(options.encoder)) {}

bool SoundAnswer::await_first(const std::function<bool()>& is_there) {
  SoundPiece piece;
  for (;;) {
    const SoundOrder::State state = order_->take(piece, kPatience);
    if (state == SoundOrder::State::kEnd) return true;
    if (state == SoundOrder::State::kPiece) {
      follow(piece.layout);
      first_ = std::move(piece);
      return true;
    }
    if (!is_there()) return false;
  }
}

void SoundAnswer::follow(const SoundLayout& layout) {
  const SoundLayout expected{.sample_rate_hz = options_.encoder.sample_rate_hz,
                             .channels = options_.encoder.channels,
                             .bits = options_.encoder.bits};
  if (layout.sample_rate_hz == 0 || layout == expected) return;
  options_.encoder.sample_rate_hz = layout.sample_rate_hz;
  options_.encoder.channels = layout.channels;
  options_.encoder.bits = layout.bits;
  try {
    encoder_ = open_stream_encoder(options_.encoder);
  } catch (const Error& e) {
    throw RequestError({.message = std::string("response_format: ") + e.what(), .param = "response_format"});
  }
}

std::string SoundAnswer::encode(const SoundPiece& piece) {
  std::string sound = encoder_->encode(piece.samples);
  if (!options_.is_sse) return sound;
  std::string events;
  if (options_.has_timings) {
    for (const SpeechEvent& event : piece.events) {
      events += server_sent_event(event_json(event, options_.encoder.sample_rate_hz));
    }
  }
  if (sound.empty()) return events;
  return events +
         server_sent_event(dump_json(Json{{"type", "speech.audio.delta"}, {"audio", base64(sound)}}));
}

std::string SoundAnswer::end() {
  const std::string sound = encoder_->finish();
  if (!options_.is_sse) return sound;
  std::string events;
  if (!sound.empty()) {
    events = server_sent_event(dump_json(Json{{"type", "speech.audio.delta"}, {"audio", base64(sound)}}));
  }
  const Json usage = {{"input_tokens", 0}, {"output_tokens", 0}, {"total_tokens", 0}};
  return events + server_sent_event(dump_json(Json{{"type", "speech.audio.done"}, {"usage", usage}}));
}

bool SoundAnswer::next(std::string& bytes) {
  bytes.clear();
  SoundPiece piece;
  SoundOrder::State state = SoundOrder::State::kPiece;
  try {
    if (first_) {
      piece = *std::exchange(first_, std::nullopt);
    } else {
      state = order_->take(piece, kPatience);
    }
    if (state == SoundOrder::State::kPiece) bytes = encode(piece);
    if (state == SoundOrder::State::kEnd) bytes = end();
  } catch (const RequestError& e) {
    if (!options_.is_sse) throw;
    bytes = server_sent_event(to_json(e.problem()));
    return false;
  }
  return state != SoundOrder::State::kEnd;
}

}  // namespace driftwave
