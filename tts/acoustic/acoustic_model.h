#pragma once
/// Phonemes to mel and pitch: the native twin of tts/training/acoustic_network.h.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/dsp/mel.h"
#include "tts/acoustic/acoustic_config.h"
#include "tts/acoustic/pitch_contour.h"
#include "tts/acoustic/speaker_mix.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct AcousticOptions {
  double speed = 1.0;        ///< 2 speaks twice as fast; 0.1 .. 10
  double pitch_st = 0.0;     ///< semitones added to the voice's own pitch; -24 .. 24
  double pitch_range = 1.0;  ///< factor on the melody's distance from the voice's mean; 0 is a monotone
  /// Semitones added over the sentence's time, see contour_at(); none for a level pitch.
  std::vector<PitchPoint> contour = {};
  /// The phoneme, a vowel, from which the melody rises to the end of the sentence (question_rise.h).
  std::optional<std::size_t> rise_from = std::nullopt;
  /// Flow steps (of two evaluations each) that add detail to the mean mel; -1 takes default_steps(), 0 is the
  /// mean alone. A sampler draws its detail in one evaluation, whatever the number above 0.
  int steps = -1;
  /// Deviation of the mel decoder's noise, 0..1; lower is duller and steadier. Empty takes the model's own.
  std::optional<double> temperature = std::nullopt;
  /// Deviation of the noise that durations and pitch are drawn from, 0..1. Empty takes the model's own.
  std::optional<double> melody_temperature = std::nullopt;
  std::size_t speaker = 0;  ///< index into config().speakers; a model of one voice has speaker 0 alone
  /// Whom the model speaks as between its speakers; empty: `speaker` alone.
  SpeakerMix mix = {};
  std::uint64_t seed = 0;  ///< same seed, same mel
  /// Frames of each phoneme instead of the predicted ones; [P] or empty. Speed then has no effect.
  std::span<const int> frames_per_phoneme = {};
  /// Pitch instead of the predicted one; [F] or empty. pitch_st, pitch_range, contour and rise_from then
  /// have no effect.
  std::span<const float> f0_hz = {};
  /// How voiced each frame is, 0..1, instead of what is predicted; [F] or empty.
  std::span<const float> voicing = {};
  /// A phoneme of more frames is held in its middle, see position_features(); 0: none is. For singing.
  int held_frames = 0;
  /// The decoder is told at most so many deviations from the speaker's mean log F0, while its harmonics lie
  /// where the pitch says; 0: no limit. Speech has no high C.
  double pitch_limit = 0.0;
  /// Looked at between the parts of the network: once it is set, infer() throws Cancelled. May be null.
  const std::atomic<bool>* cancelled = nullptr;
};

struct AcousticOutput {
  VocoderInput features;                ///< F frames
  std::vector<int> frames_per_phoneme;  ///< [P] summing to F; 0 for stress marks and absent pauses
};

/// How long and how high, before anything sounds.
struct SpokenMelody {
  std::vector<int> frames_per_phoneme;  ///< [P]
  std::vector<float> f0_hz;             ///< [F]
  std::vector<float> voicing;           ///< [F]
};

/// A loaded model; infer() may be called from several threads at once.
class AcousticModel {
 public:
  /// @throws Error naming the file for a missing, truncated, foreign or altered model.
  [[nodiscard]] static AcousticModel load(const std::filesystem::path& file);
  ~AcousticModel();
  AcousticModel(AcousticModel&&) noexcept;
  AcousticModel& operator=(AcousticModel&&) noexcept;

  /// @param phonemes [P] ids of tts/text/symbols.h.
  /// @throws Error naming the argument: no phonemes, an id outside the inventory, options out of range, or
  /// overrides of another length. @throws Cancelled.
  [[nodiscard]] AcousticOutput infer(std::span<const std::int32_t> phonemes,
                                     const AcousticOptions& options = {}) const;

  /// What infer() decides before it draws the mel: durations, pitch and voicing, for a fraction of the work.
  /// @throws Error as infer().
  [[nodiscard]] SpokenMelody predict_melody(std::span<const std::int32_t> phonemes,
                                            const AcousticOptions& options = {}) const;

  [[nodiscard]] const MelSettings& mel_settings() const { return config().mel; }
  [[nodiscard]] const AcousticConfig& config() const;
  [[nodiscard]] int default_steps() const;
  [[nodiscard]] int max_steps() const;
  [[nodiscard]] std::size_t parameter_count() const;
  /// The model file's metadata: voice, licence, training.
  [[nodiscard]] const std::map<std::string, std::string>& card() const;

 private:
  struct Network;
  explicit AcousticModel(std::unique_ptr<Network> network);
  std::unique_ptr<Network> network_;
};

}  // namespace driftwave
