#pragma once
/// What a player can turn, automate and save.
#include <juce_audio_processors/juce_audio_processors.h>

#include <array>
#include <atomic>
#include <vector>

#include "plugin/engine/live_engine.h"
#include "plugin/held_notes.h"
#include "plugin/tempo.h"

namespace driftwave {

enum class Parameter {
  kSteps,
  kRegenerate,
  kHarmonics,
  kBreath,
  kTone,
  kSeed,
  kPitch,
  kFormant,
  kTilt,
  kMorph,
  kRobot,
  kRobotNote,
  kGlide,
  kFreeze,
  kSmear,
  kMix,
  kOutput,
  kBypass,
  kMatch,
  kCeiling,
  kAttacks,
  kWidth,
  kRetune,
  kKey,
  kScale,
  kVoice1,
  kVoice2,
  kVoice3,
  kVoicesLevel,
  kChords,
  kRelease,
  kVelocity,
  kSync,
  kWaveRate,
  kWavePitch,
  kWaveFormant,
  kWaveMorph,
  kWaveRegenerate,
  kLoudnessPitch,
  kLoudnessFormant,
  kLoudnessMorph,
  kLoudnessRegenerate,
};
inline constexpr std::size_t kParameters = 42;

/// As a player thinks of them; the editor's panels.
enum class ParameterGroup { kSource, kShape, kTime, kLevel, kNotes, kMotion };

enum class RobotMode { kOff, kHold, kMidi };
/// What is heard once all keys are released.
enum class ReleaseMode { kHold, kInput, kSilence };

struct ParameterInfo {
  Parameter parameter;
  ParameterGroup group;
  const char* id;  ///< in states and presets: never changes
  const char* name;
  const char* tooltip;
};

/// In the order of the enumeration.
[[nodiscard]] const std::array<ParameterInfo, kParameters>& parameter_infos();
[[nodiscard]] inline const ParameterInfo& info_of(Parameter parameter) {
  return parameter_infos()[static_cast<std::size_t>(parameter)];
}

[[nodiscard]] juce::AudioProcessorValueTreeState::ParameterLayout parameter_layout();

/// What presets never touch.
inline constexpr std::array kPlayersOwn{Parameter::kBypass, Parameter::kMatch, Parameter::kCeiling};
/// What a player may keep from presets, and what they leave alone until the player says otherwise.
inline constexpr std::array kLockable{Parameter::kSteps, Parameter::kSeed, Parameter::kMix,
                                      Parameter::kOutput};
[[nodiscard]] inline std::vector<Parameter> locked_at_first() {
  return {Parameter::kSteps, Parameter::kOutput};
}

/// Reads the values for the audio thread.
class ParameterReader {
 public:
  explicit ParameterReader(const juce::AudioProcessorValueTreeState& state);

  /// RT
  [[nodiscard]] EngineControls controls(const HeldNotes& notes, const Tempo& tempo) const noexcept;
  /// RT
  [[nodiscard]] float value(Parameter parameter) const noexcept {
    return values_[static_cast<std::size_t>(parameter)]->load(std::memory_order_relaxed);
  }

 private:
  [[nodiscard]] float share(Parameter parameter) const noexcept { return value(parameter) / 100.0F; }
  [[nodiscard]] int choice(Parameter parameter) const noexcept { return static_cast<int>(value(parameter)); }
  void play(const HeldNotes& notes, EngineControls& controls) const noexcept;
  [[nodiscard]] MotionControls motion(const HeldNotes& notes, const Tempo& tempo) const noexcept;

  std::array<const std::atomic<float>*, kParameters> values_;
};

}  // namespace driftwave
