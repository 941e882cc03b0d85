#include "tools/driftwave/serve/speech_work.h"

#include <utility>

#include "tools/driftwave/serve/request_error.h"
#include "tts/ssml.h"

namespace driftwave {

SpeechWork::SpeechWork(std::shared_ptr<const Synthesizer> synthesizer, const Options& options)
    : session_(synthesizer, options.speech),
      sample_rate_hz_(synthesizer->sample_rate_hz()),
      most_samples_(static_cast<std::uint64_t>(options.max_seconds * sample_rate_hz_)) {}

void SpeechWork::push(Text text) {
  if (text.is_ssml) {
    try {
      // Read twice: what is wrong with it is told before anything else happens.
      (void)parse_ssml(text.text, "input");
    } catch (const Error& e) {
      throw RequestError({.message = e.what(), .param = "input", .code = "invalid_ssml"});
    }
  }
  const std::lock_guard lock(mutex_);
  pushed_.push_back(std::move(text));
}

void SpeechWork::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
}

SoundWork::Step SpeechWork::next(SoundPiece& piece) {
  bool is_closed = false;
  std::vector<Text> pushed;
  {
    const std::lock_guard lock(mutex_);
    pushed = std::exchange(pushed_, {});
    is_closed = is_closed_;
  }
  for (Text& each : pushed) {
    const TextPlace place{.pause_at_end = each.more_may_follow};
    if (each.is_ssml) {
      session_.push_ssml(each.text, "input", place);
    } else {
      session_.push_text(std::move(each.text), place);
    }
  }
  const std::span<const float> samples = session_.pull();
  piece.samples.assign(samples.begin(), samples.end());
  piece.events = session_.events();
  piece.layout.sample_rate_hz = sample_rate_hz_;
  samples_ += samples.size();
  if (samples_ > most_samples_) {
    throw RequestError({.message = "input: want less sound, got more than a request may have",
                        .param = "input",
                        .code = "too_long"});
  }
  if (!samples.empty()) return Step::kPiece;
  if (!is_closed) return Step::kNothingYet;
  if (samples_ == 0) {
    throw RequestError({.message = "input: want something to speak, got nothing that has a sound",
                        .param = "input",
                        .code = "nothing_to_speak"});
  }
  return Step::kEnd;
}

}  // namespace driftwave
