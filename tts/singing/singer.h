#pragma once
/// A speaking voice that sings: notes and lyrics to mel and pitch.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tts/singing/phrase.h"
#include "tts/singing/pitch_line.h"
#include "tts/singing/timing.h"
#include "tts/synthesizer.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct SingingOptions {
  int steps = -1;          ///< denoising steps of the vocoder; -1 takes the model's default
  std::uint64_t seed = 0;  ///< same score, voice, options and seed: same samples
  SingingStyle style = {};
  double consonants = 1.0;   ///< 0.5 .. 2: factor on their lengths
  double breathiness = 0.0;  ///< 0 .. 1: whisper takes the place of tone
  double formant_st = 0.0;   ///< -12 .. 12: a larger or smaller singer
  /// 0 .. 1, deviation of the noise that the mel's detail is drawn from; absent: the singer's own.
  std::optional<double> temperature = std::nullopt;
  std::optional<std::size_t> speaker = std::nullopt;  ///< as SpeechOptions::speaker
};

/// A phrase before it sounds: what and when, how high and how loud.
struct PlannedPhrase {
  SungPhrase phrase;
  PhraseTiming timing;
  std::vector<float> f0_hz;    ///< [F]
  std::vector<float> gain_db;  ///< [F]
};

/// Thread: any.
class Singer {
 public:
  /// @throws Error for a voice whose mel is not of natural log scale.
  explicit Singer(std::shared_ptr<const Synthesizer> voice);

  [[nodiscard]] const Synthesizer& voice() const { return *voice_; }
  [[nodiscard]] double frames_per_second() const;

  /// @throws Error naming an option out of range.
  void check(const SingingOptions& options) const;

  /// Reads the lyrics and lays out the whole part; nothing sounds yet. Phrases do not overlap.
  /// @param lead_in_seconds is added to all times, see lead_in_of().
  /// @param who the file. @throws Error naming part, bar and beat of what cannot be sung.
  [[nodiscard]] std::vector<PlannedPhrase> plan(const ScorePart& part, const SingingOptions& options,
                                                double lead_in_seconds, const std::string& who) const;

  /// Seconds before the song's beginning that the consonants of its first note need; 0 where it begins with
  /// a rest that is long enough. @throws Error as plan().
  [[nodiscard]] double lead_in_of(const ScorePart& part, const SingingOptions& options,
                                  const std::string& who) const;

  /// A phrase as mel and pitch. @param number of the phrase in its part, which keys its noise.
  [[nodiscard]] VocoderInput sing(const PlannedPhrase& phrase, const SingingOptions& options,
                                  std::size_t number) const;

  /// Syllables of a text, for lyrics that are not yet laid out on notes. @return of each word; 0: no sound.
  [[nodiscard]] std::vector<std::size_t> count_syllables(const std::vector<std::string>& words) const;

 private:
  [[nodiscard]] std::vector<std::vector<SymbolId>> read_words(const std::vector<std::string>& words) const;

  std::shared_ptr<const Synthesizer> voice_;
};

}  // namespace driftwave
