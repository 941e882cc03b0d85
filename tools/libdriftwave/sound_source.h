#pragma once
/// What a stream of the library pulls samples from: text, or mel frames.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/watermark/marked_pieces.h"
#include "engine/watermark/sound_mark.h"
#include "tts/speech_session.h"
#include "vocoder/vocoder.h"

namespace driftwave {

class SoundSource {
 public:
  virtual ~SoundSource() = default;
  /// The next samples; none until more is pushed. Valid until the next call.
  [[nodiscard]] virtual std::span<const float> next() = 0;
  virtual void finish() = 0;
};

/// Sentences, one after another, with the pauses between them.
class TextSound final : public SoundSource {
 public:
  /// @param mark as SpeechSession's
  TextSound(std::shared_ptr<const Synthesizer> synthesizer, const SpeechOptions& options,
            const std::optional<SoundMark>& mark)
      : session_(std::move(synthesizer), options, mark) {}

  /// @return sentences in the text.
  std::size_t push(std::string_view text);
  /// @return sentences in the document. @throws Error as SpeechSession::push_ssml.
  std::size_t push_ssml(std::string_view document);
  [[nodiscard]] std::span<const float> next() override;
  void finish() override {}

  /// Of what next() has given; the newest of them where nobody takes them.
  [[nodiscard]] std::optional<SpeechEvent> next_event();

 private:
  SpeechSession session_;
  std::deque<SpeechEvent> events_;
};

/// Mel frames as they come.
class MelSound final : public SoundSource {
 public:
  struct Options {
    int steps = 0;
    std::uint64_t seed = 0;
    std::optional<SoundMark> mark = std::nullopt;
  };

  MelSound(const Vocoder& vocoder, const Options& options);

  /// @throws Error on a value that is not finite or out of range, naming the frame.
  void push(const VocoderFrames& frames);
  [[nodiscard]] std::span<const float> next() override;
  void finish() override { finished_ = true; }

 private:
  [[nodiscard]] std::span<const float> next_unmarked();

  std::size_t mels_;
  std::unique_ptr<VocoderStream> stream_;
  FixedSteps steps_;
  std::vector<float> mel_;
  std::vector<float> f0_hz_;
  std::vector<float> voicing_;
  std::size_t taken_ = 0;  ///< frames of the above that the vocoder has had
  std::vector<float> block_;
  bool finished_ = false;
  bool drained_ = false;
  std::optional<MarkedPieces> marker_;
};

}  // namespace driftwave
