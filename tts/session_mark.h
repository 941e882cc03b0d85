#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "engine/watermark/marked_pieces.h"
#include "engine/watermark/sound_mark.h"

namespace driftwave {

/// Who speaks in a session.
struct SessionVoice {
  std::string_view name;
  int sample_rate_hz = 44100;
  std::uint64_t seed = 0;
};

/// The watermark of all sentences of a session, which stands in its sequence where the session's time says.
class SessionMark {
 public:
  SessionMark(SoundMark mark, const SessionVoice& voice);

  /// Where the mark begins in its sequence follows from the session's first sentence and seed: spread over
  /// it, so that files that are laid on each other do not show it. @param sample of the session
  void begin(std::string_view sentence, std::uint64_t sample);
  /// As MarkedPieces::next(), of the sentence that began last.
  [[nodiscard]] std::span<const float> next(const std::function<std::span<const float>()>& unmarked) {
    return pieces_.next(unmarked);
  }

 private:
  MarkedPieces pieces_;
  int sample_rate_hz_;
  std::uint64_t seed_;
  double begin_s_ = -1;  ///< at the session's first sample; below 0: not yet chosen
};

}  // namespace driftwave
