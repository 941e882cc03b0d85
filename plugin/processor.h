#pragma once
/// The plugin, as a host sees it.
#include <juce_audio_processors/juce_audio_processors.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin/comparison.h"
#include "plugin/engine/live_engine.h"
#include "plugin/engine/shared_model.h"
#include "plugin/held_notes.h"
#include "plugin/history.h"
#include "plugin/parameters.h"
#include "plugin/preset_library.h"
#include "plugin/saved_state.h"

namespace driftwave {

/// What the editor shows of the model.
struct ModelStatus {
  enum class State { kReady, kMissing, kChanged };
  State state = State::kMissing;
  std::string message;      ///< one line for the player; empty when ready
  std::string loaded_hash;  ///< of the model that is there
  std::string wanted_hash;  ///< of the model that the saved state was made with
};

/// Thread: as JUCE has it; the members of our own on the message thread.
class DriftwaveProcessor final : public juce::AudioProcessor {
 public:
  /// @param voice whose vocoder to use.
  explicit DriftwaveProcessor(std::string voice = "kathleen");
  ~DriftwaveProcessor() override;

  const juce::String getName() const override { return "Driftwave"; }
  bool isBusesLayoutSupported(const BusesLayout& layout) const override;
  void prepareToPlay(double sample_rate_hz, int max_block) override;
  void releaseResources() override {}
  void reset() override;
  using AudioProcessor::processBlock;
  void processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;
  using AudioProcessor::processBlockBypassed;
  void processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) override;
  juce::AudioProcessorParameter* getBypassParameter() const override;

  bool acceptsMidi() const override { return true; }
  bool producesMidi() const override { return false; }
  double getTailLengthSeconds() const override;
  int getNumPrograms() override;
  int getCurrentProgram() override { return 0; }
  void setCurrentProgram(int index) override;
  const juce::String getProgramName(int index) override;
  void changeProgramName(int, const juce::String&) override {}
  void getStateInformation(juce::MemoryBlock& bytes) override;
  void setStateInformation(const void* bytes, int count) override;
  bool hasEditor() const override { return true; }
  juce::AudioProcessorEditor* createEditor() override;

  [[nodiscard]] juce::AudioProcessorValueTreeState& state() noexcept { return state_; }
  [[nodiscard]] History& history() noexcept { return history_; }
  [[nodiscard]] ModelStatus model_status() const;
  [[nodiscard]] std::shared_ptr<const SharedModel> model() const;
  /// The model that is there is from now on the one that the state was made with.
  void accept_model();
  /// Makes sound with another voice, by name or by its folder. @return why not; empty: it does.
  std::string choose_voice(const std::string& voice);
  /// Looks for the model again.
  void look_for_model();
  [[nodiscard]] PresetLibrary& library() noexcept { return library_; }
  /// As one change to undo.
  void load(const PresetEntry& entry);
  /// By its place among factory_presets().
  void load_preset(int index);
  /// The one loaded last, by its place among factory_presets(); -1: one of the player's own.
  [[nodiscard]] int preset() const noexcept { return preset_; }
  [[nodiscard]] std::string preset_name() const;
  /// Whether a parameter is not as that one has it. What is locked does not count.
  [[nodiscard]] bool is_preset_edited() const;
  /// Keeps what is heard in the library. @throws Error as PresetLibrary::save.
  void save_preset(PresetEntry entry);
  /// Another sound at random, but for what is locked, as one change to undo.
  void roll(std::uint64_t seed);
  /// What presets leave alone, beside Bypass.
  [[nodiscard]] const std::vector<Parameter>& locked() const noexcept { return locked_; }
  void lock(Parameter parameter, bool locked);
  /// Hears the other side of the comparison, as one change to undo.
  void change_sides();
  /// Gives what is heard to the other side too.
  void copy_to_other_side();
  [[nodiscard]] int side() const noexcept { return comparison_.chosen(); }
  [[nodiscard]] EditorSettings& editor_settings() noexcept { return editor_settings_; }
  /// Null before the first prepareToPlay(); another one after each. Under engine_lock() off the audio thread.
  [[nodiscard]] LiveEngine* engine() noexcept { return engine_.get(); }
  /// Another number for each engine, whose address may be that of the one before. Under engine_lock().
  [[nodiscard]] std::uint64_t engine_number() const noexcept { return engine_number_; }
  [[nodiscard]] juce::CriticalSection& engine_lock() const noexcept { return engine_lock_; }
  /// The resynthesis begins anew, with the seed as it is now.
  void restart() noexcept { wants_restart_ = true; }

 private:
  void run(juce::AudioBuffer<float>& audio, const juce::MidiBuffer& midi, bool is_bypassed) noexcept;
  void run_part(juce::AudioBuffer<float>& audio, int first, int count, bool is_bypassed) noexcept;
  void follow_transport() noexcept;
  void hear(const juce::MidiMessageMetadata& event) noexcept;
  void build_engine();
  /// The model may be another from now on.
  void take_model(ModelSearch search);
  [[nodiscard]] Settings heard_settings() const;
  /// What the preset loaded last was like.
  [[nodiscard]] Settings loaded_settings() const;
  void remember_preset(const Settings& settings);
  /// What presets and dice leave alone.
  [[nodiscard]] std::vector<Parameter> kept() const;
  [[nodiscard]] std::uint64_t seed() const noexcept;

  std::string voice_;
  juce::AudioProcessorValueTreeState state_;
  History history_;
  ParameterReader reader_;
  juce::AudioProcessorParameter* bypass_;
  ModelSearch found_;
  std::string wanted_hash_;  ///< of the model that the state was made with; empty: any will do

  /// Never taken by the audio thread: prepareToPlay() and process never meet.
  mutable juce::CriticalSection engine_lock_;
  std::unique_ptr<LiveEngine> engine_;
  std::uint64_t engine_number_ = 0;  ///< 0: there is none
  HeldNotes notes_;
  Tempo tempo_;
  juce::AudioBuffer<float> side_;
  bool was_playing_ = false;
  std::atomic<bool> wants_restart_{false};
  std::atomic<bool> wants_reset_{false};
  std::atomic<int> preset_{0};
  Settings own_preset_;  ///< where there is none of the factory's
  PresetLibrary library_;
  std::atomic<bool> is_first_generation_{false};  ///< LiveControls: a state of an earlier version was opened
  Comparison comparison_;
  EditorSettings editor_settings_;
  std::vector<Parameter> locked_ = locked_at_first();
  std::optional<HeldFrame> held_;  ///< by Freeze while there is no engine
};

}  // namespace driftwave
