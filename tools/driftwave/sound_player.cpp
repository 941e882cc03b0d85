#include "tools/driftwave/sound_player.h"

#include <algorithm>
#include <utility>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr auto kLook = std::chrono::milliseconds(10);

}  // namespace

SoundPlayer::SoundPlayer(SoundBackEnd& back_end, SoundPlayerOptions options)
    : options_(std::move(options)), device_(choose_device(back_end.devices(), options_.device)) {
  const bool takes_rate = back_end.takes_rate(device_, options_.sample_rate_hz);
  rate_hz_ = takes_rate ? options_.sample_rate_hz : device_.default_rate_hz;
  if (!takes_rate) resampler_.emplace(ResampleRates{.from_hz = options_.sample_rate_hz, .to_hz = rate_hz_});
  queue_ = std::make_unique<PlayQueue>(static_cast<std::size_t>(options_.buffer_seconds * rate_hz_));
  stream_ = back_end.start(device_, rate_hz_, *queue_);
  watch_ = std::jthread([this](const std::stop_token& stopped) { watch(stopped); });
}

SoundPlayer::~SoundPlayer() {
  stop();
}

void SoundPlayer::play(std::span<const float> audio) {
  if (!resampler_) return enqueue(audio);
  // In pieces, so that a long span is not held a second time.
  constexpr std::size_t kPiece = 16384;
  while (!audio.empty()) {
    const auto part = audio.first(std::min(kPiece, audio.size()));
    audio = audio.subspan(part.size());
    resampled_.clear();
    resampler_->process(part, resampled_);
    enqueue(resampled_);
  }
}

void SoundPlayer::enqueue(std::span<const float> audio) {
  for (;;) {
    throw_if_failed();
    if (stopped_) return;
    audio = audio.subspan(queue_->push(audio));
    if (audio.empty()) return;
    std::this_thread::sleep_for(kLook);
  }
}

void SoundPlayer::finish() {
  if (resampler_) {
    resampled_.clear();
    resampler_->finish(resampled_);
    enqueue(resampled_);
  }
  queue_->close();
  for (auto waited = kLook * 0; stream_->is_running() && !stopped_ && waited < options_.patience;) {
    throw_if_failed();
    std::this_thread::sleep_for(kLook);
    if (queue_->is_done()) waited += kLook;
  }
  if (!queue_->is_done() && !stopped_) fail("stopped");
  throw_if_failed();
  stop();
}

void SoundPlayer::stop() noexcept {
  stopped_ = true;
  watch_.request_stop();
  stream_->stop();
}

HeardGaps SoundPlayer::gaps() const noexcept {
  const PlayGaps gaps = queue_->gaps();
  return {.count = gaps.count, .seconds = static_cast<double>(gaps.samples) / rate_hz_};
}

void SoundPlayer::watch(const std::stop_token& stopped) {
  std::uint64_t pulls = queue_->pulls();
  // Looks are counted, not the time of day: a program that was suspended has not waited.
  auto waited = kLook * 0;
  while (!stopped.stop_requested() && !queue_->is_done()) {
    std::this_thread::sleep_for(kLook);
    waited += kLook;
    if (queue_->pulls() != pulls) {
      pulls = queue_->pulls();
      waited = kLook * 0;
    }
    const bool runs = stream_->is_running();
    if (queue_->is_done() || stopped.stop_requested()) return;
    if (!runs) return fail("stopped");
    if (waited > options_.patience) return fail("hangs");
  }
}

void SoundPlayer::fail(const std::string& message) {
  {
    const std::lock_guard lock(failure_mutex_);
    if (!failure_.empty()) return;
    failure_ = "--play: want the sound device \"" + device_.name + "\" to play on, but it " + message;
  }
  if (options_.on_failure) options_.on_failure(failure_);
}

void SoundPlayer::throw_if_failed() {
  const std::lock_guard lock(failure_mutex_);
  if (!failure_.empty()) throw Error("{}", failure_);
}

}  // namespace driftwave
