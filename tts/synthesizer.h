#pragma once
/// A loaded voice: front end, acoustic model and vocoder. SpeechSession speaks with it.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tts/acoustic/pitch_contour.h"
#include "tts/text/front_end.h"
#include "tts/voice.h"

namespace driftwave {

struct AcousticOutput;
class Vocoder;

struct SpeechOptions {
  int steps = -1;                      ///< denoising steps of the vocoder; -1 takes the model's default
  std::uint64_t seed = 0;              ///< same text, voice, options and seed: same samples
  double speed = 1.0;                  ///< 0.25 .. 4; 2 speaks in half the time
  double pitch_st = 0.0;               ///< -24 .. 24 semitones
  double pitch_range = 1.0;            ///< 0 .. 4; factor on the melody: 0 is a monotone
  std::optional<std::size_t> speaker;  ///< index into Synthesizer::speakers(); absent: the voice's own
  /// 0 .. 1, deviation of the noise that the mel's detail is drawn from, in all bands; absent: the voice's
  /// own.
  std::optional<double> temperature;
  /// 0 .. 1, the same of durations and pitch: how far one seed's reading is from another's.
  std::optional<double> melody_temperature;
  std::vector<PitchPoint> contour = {};  ///< semitones added over a sentence's time; empty for none
  /// Pause after each sentence, the last too, 0 .. 60; absent: between sentences, as punctuation suggests.
  std::optional<double> sentence_silence_seconds;
  int threads = 1;  ///< 1 .. 256: with several, later sentences are computed while an earlier one is heard
};

/// Thread: any; several may use it at once.
class Synthesizer {
 public:
  /// @throws Error naming the model or the espeak-ng voice that cannot be loaded, or when acoustic model and
  /// vocoder disagree about the mel spectrogram.
  explicit Synthesizer(const Voice& voice);
  ~Synthesizer();
  Synthesizer(Synthesizer&&) noexcept;
  Synthesizer& operator=(Synthesizer&&) noexcept;

  [[nodiscard]] int sample_rate_hz() const;
  /// As espeak-ng names it: "en-us".
  [[nodiscard]] const std::string& language() const;
  [[nodiscard]] const std::string& voice_name() const;
  /// The voice's own speaker, of speakers().
  [[nodiscard]] std::size_t speaker() const;
  /// Whom the voice's acoustic model knows; empty where it knows one person.
  [[nodiscard]] const std::vector<std::string>& speakers() const;
  /// See PassageReader.
  [[nodiscard]] GoesOn sentence_goes_on() const;
  [[nodiscard]] int default_steps() const;
  [[nodiscard]] int max_steps() const;
  [[nodiscard]] const Vocoder& vocoder() const;
  /// Rounds of mel correction that the voice speaks with; -1: the vocoder's default.
  [[nodiscard]] int corrections() const;

  /// @throws Error naming an option out of range.
  void check(const SpeechOptions& options) const;

  /// The sentences of a text; none when nothing in it can be spoken. Accepts any bytes.
  /// @param cancelled as TextFrontEnd::process(). @throws Cancelled.
  [[nodiscard]] std::vector<SpokenSentence> read(std::string_view text,
                                                 const std::atomic<bool>* cancelled = nullptr) const;

  /// A sentence as mel and pitch. The seed is the sentence's own. @param cancelled as
  /// AcousticOptions::cancelled. @throws Error on an option out of range; Cancelled.
  [[nodiscard]] AcousticOutput say(const SpokenSentence& sentence, const SpeechOptions& options,
                                   const std::atomic<bool>* cancelled = nullptr) const;
  /// Silence after a sentence; none where the text asks for a pause of its own
  /// (SpokenSentence::asked_pause_seconds).
  [[nodiscard]] std::size_t pause_samples(const SpokenSentence& sentence, const SpeechOptions& options) const;

 private:
  struct Models;

  std::unique_ptr<Models> models_;
};

}  // namespace driftwave
