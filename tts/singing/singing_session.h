#pragma once
/// One part of a score as a stream of samples.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/watermark/marked_pieces.h"
#include "engine/watermark/sound_mark.h"
#include "tts/sentence_stream.h"
#include "tts/singing/singer.h"

namespace driftwave {

/// Sings a part phrase by phrase: a phrase is computed when its samples are asked for. Any way of asking
/// gives the same samples.
///
/// Thread: one at a time.
class SingingSession {
 public:
  /// @param phrases as Singer::plan() gave them with these options. @param mark as SpeechSession's
  SingingSession(std::shared_ptr<const Singer> singer, std::vector<PlannedPhrase> phrases,
                 const SingingOptions& options, std::optional<SoundMark> mark = SoundMark{});

  /// The next samples, silence between phrases among them; fewer than asked for only at the end.
  /// @return samples written
  std::size_t pull(std::span<float> out);

  [[nodiscard]] int sample_rate_hz() const { return singer_->voice().sample_rate_hz(); }
  [[nodiscard]] const std::vector<PlannedPhrase>& phrases() const { return phrases_; }
  /// From the first sample to the end of the last phrase.
  [[nodiscard]] std::uint64_t total_samples() const;
  /// Share of the samples that were given, 0..1.
  [[nodiscard]] double progress() const;

 private:
  [[nodiscard]] std::uint64_t first_sample(std::size_t phrase) const;
  [[nodiscard]] std::uint64_t end_sample(std::size_t phrase) const;
  void open_phrase();
  /// What comes next of the phrase that sounds, or of the silence before it; none at the end of all. Valid
  /// until the next call.
  std::span<const float> next_unmarked();

  std::shared_ptr<const Singer> singer_;
  std::vector<PlannedPhrase> phrases_;
  SingingOptions options_;
  std::size_t phrase_ = 0;  ///< that sounds, or is next
  std::optional<SentenceStream> stream_;
  std::vector<float> block_;
  std::uint64_t made_ = 0;  ///< samples, before their mark
  std::optional<MarkedPieces> marker_;
  std::span<const float> piece_;  ///< of what was made, and not yet pulled
  std::uint64_t given_ = 0;
};

}  // namespace driftwave
