#include "tools/driftwave/serve/vocode_work.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "engine/audio/bounded_audio.h"
#include "tools/driftwave/serve/request_error.h"
#include "vocoder/analysis.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

AudioBuffer decode(const std::string& recording, double max_seconds) {
  try {
    return decode_bounded_audio(std::as_bytes(std::span(recording)), "file", max_seconds);
  } catch (const Error& e) {
    throw RequestError({.message = e.what(), .param = "file", .code = "invalid_recording"});
  }
}

}  // namespace

VocodeWork::VocodeWork(std::shared_ptr<const Synthesizer> synthesizer, std::string recording,
                       const Options& options)
    : synthesizer_(std::move(synthesizer)), recording_(std::move(recording)), options_(options) {}

void VocodeWork::analyse() {
  const Vocoder& vocoder = synthesizer_->vocoder();
  const std::vector<float> mono = mono_at(decode(std::exchange(recording_, {}), options_.max_seconds),
                                          vocoder.mel_settings().sample_rate_hz);
  Analysis analysis = analyze(mono, vocoder.mel_settings());
  shift_pitch(analysis.features, vocoder.mel_settings(), options_.pitch_st);
  gain_ = analysis.gain;
  samples_left_ = mono.size();
  stream_.emplace(
      vocoder, std::move(analysis.features),
      SentenceStreamOptions{.steps = options_.steps < 0 ? vocoder.default_steps() : options_.steps,
                            .seed = options_.seed});
}

SoundWork::Step VocodeWork::next(SoundPiece& piece) {
  if (!stream_) {
    analyse();
    return Step::kPiece;
  }
  std::span<const float> samples = stream_->next();
  // The last frame reaches past the end of the recording.
  samples = samples.first(std::min(samples.size(), samples_left_));
  samples_left_ -= samples.size();
  piece.samples.assign(samples.begin(), samples.end());
  for (float& sample : piece.samples) sample /= static_cast<float>(gain_);
  return samples.empty() ? Step::kEnd : Step::kPiece;
}

}  // namespace driftwave
