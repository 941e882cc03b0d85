#include "plugin/engine/wet_reader.h"

#include <algorithm>

namespace driftwave {

WetReader::WetReader(LiveWorker& worker)
    : worker_(worker),
      fade_(worker.timing().fade),
      slack_(worker.timing().slack),
      presence_(1.0F, fade_),
      loudness_(1.0F, fade_) {}

void WetReader::read(std::span<float> wet, std::span<float> presence) noexcept {
  owed_ -= worker_.drop(owed_);
  const std::size_t ready = owed_ == 0 ? worker_.ready() : 0;
  // A fade's worth is always kept back, so that the sound can end softly: from here on it has to.
  const std::size_t leave = ready > fade_ ? ready - fade_ : 0;
  if (leave < wet.size()) late_.fetch_add(1, std::memory_order_relaxed);
  const std::size_t popped = owed_ == 0 ? worker_.pop(wet) : 0;
  std::ranges::fill(wet.subspan(popped), 0.0F);
  owed_ += wet.size() - popped;
  for (std::size_t i = 0; i < wet.size(); ++i) {
    presence_.aim(i < leave && leave >= wet.size() ? 1.0F : i < leave ? presence_.value() : 0.0F);
    presence[i] = presence_.next();
    loudness_.aim(muted_ == 0 ? 1.0F : 0.0F);
    muted_ -= muted_ > 0 ? 1 : 0;
    wet[i] *= loudness_.next();
  }
}

void WetReader::skip(std::span<float> wet, std::span<float> presence) noexcept {
  late_.fetch_add(1, std::memory_order_relaxed);
  std::ranges::fill(wet, 0.0F);
  presence_.jump(0.0F);
  std::ranges::fill(presence, 0.0F);
}

void WetReader::mute_what_is_on_its_way() noexcept {
  muted_ = slack_;
}

void WetReader::cut_what_is_on_its_way() noexcept {
  mute_what_is_on_its_way();
  loudness_.jump(0.0F);
}

}  // namespace driftwave
