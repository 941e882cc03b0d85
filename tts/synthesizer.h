#pragma once
/// Text to audio with a loaded voice: front end, acoustic model and vocoder in a row, in a stream.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tts/sentence_stream.h"
#include "tts/text/front_end.h"
#include "tts/voice.h"

namespace driftwave {

struct AcousticOutput;

struct SpeechOptions {
  int steps = -1;          ///< denoising steps of the vocoder; -1 takes the model's default
  std::uint64_t seed = 0;  ///< same text, voice, options and seed: same samples
  double speed = 1.0;      ///< 0.25 .. 4; 2 speaks in half the time
  double pitch_st = 0.0;   ///< -24 .. 24 semitones
  /// Pause after each sentence, 0 .. 60; absent: as punctuation and paragraphs suggest.
  std::optional<double> sentence_silence_seconds;
  /// Whether the pause after the last sentence is spoken too: for text that will go on.
  bool pause_at_end = false;
  int threads = 1;
};

/// When a word sounds, from the start of the speech.
struct WordTiming {
  std::string text;  ///< as it stands in the source
  std::size_t source_begin = 0;
  std::size_t source_end = 0;
  double begin_seconds = 0.0;
  double end_seconds = 0.0;
};

/// When a symbol of the phoneme sequence sounds, from the start of the speech.
struct PhonemeTiming {
  SymbolId symbol = kPadId;
  double begin_seconds = 0.0;
  double end_seconds = 0.0;
};

/// What is known of a sentence before it sounds.
struct SpeechPart {
  const SpokenSentence* sentence = nullptr;
  double begin_seconds = 0.0;
  double end_seconds = 0.0;  ///< without the pause
  std::vector<WordTiming> words;
  std::vector<PhonemeTiming> phonemes;  ///< one per id of the sentence
};

/// All are called from the thread that speaks; any may be empty.
struct SpeechCallbacks {
  /// A sentence begins: when its words will sound.
  std::function<void(const SpeechPart&)> on_part;
  /// The next samples, a fraction of a second at a time, as soon as they are computed; pauses too. Valid
  /// during the call. Returning false ends the speech.
  std::function<bool(std::span<const float>)> on_audio;
  /// 0..1 over the whole text.
  std::function<void(double)> on_progress;
};

/// A sentence for whoever pulls samples instead of being called.
struct SentenceSound {
  SentenceStream stream;
  std::size_t pause_samples = 0;  ///< of silence after it
};

/// Thread: any; several may speak at once.
class Synthesizer {
 public:
  /// @throws Error naming the model or the espeak-ng voice that cannot be loaded, or when acoustic model and
  /// vocoder disagree about the mel spectrogram.
  explicit Synthesizer(const Voice& voice);
  ~Synthesizer();
  Synthesizer(Synthesizer&&) noexcept;
  Synthesizer& operator=(Synthesizer&&) noexcept;

  [[nodiscard]] int sample_rate_hz() const;
  [[nodiscard]] int default_steps() const;
  [[nodiscard]] int max_steps() const;
  [[nodiscard]] const Vocoder& vocoder() const;

  /// @throws Error naming an option out of range.
  void check(const SpeechOptions& options) const;

  /// The sentences of a text; none when nothing in it can be spoken. Accepts any bytes.
  [[nodiscard]] std::vector<SpokenSentence> read(std::string_view text) const;

  /// With several threads, later sentences are computed while an earlier one is heard; the samples are the
  /// same.
  /// @param text what the sentences came from, for the words of the timings.
  /// @throws Error on an option out of range.
  void speak(std::string_view text, const std::vector<SpokenSentence>& sentences,
             const SpeechOptions& options, const SpeechCallbacks& callbacks) const;

  /// One sentence, its samples when asked for: those that speak() gives a text's first sentence.
  /// @throws Error on an option out of range.
  [[nodiscard]] SentenceSound start(const SpokenSentence& sentence, const SpeechOptions& options) const;

 private:
  struct Models;
  class Speech;

  [[nodiscard]] static AcousticOutput say_sentence(const Models& models, const SpokenSentence& sentence,
                                                   const SpeechOptions& options, std::uint64_t seed);
  [[nodiscard]] static std::size_t pause_samples(const Models& models, const SpokenSentence& sentence,
                                                 const SpeechOptions& options);

  std::unique_ptr<Models> models_;
};

}  // namespace driftwave
