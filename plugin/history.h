#pragma once
/// What the player changed, to take back and make again.
#include <juce_audio_processors/juce_audio_processors.h>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace driftwave {

/// Records what is turned between the beginning and the end of a gesture, as the editor's controls make them,
/// and what perform() does. What a host automates or opens is not the player's, and not recorded.
///
/// Thread: the message thread; changes of values may come on any.
class History final : private juce::AudioProcessorParameter::Listener {
 public:
  explicit History(juce::AudioProcessor& processor);
  ~History() override;

  /// What `change` does to the parameters is one step.
  void perform(const std::function<void()>& change);
  /// @return whether there was a step.
  bool undo();
  bool redo();
  [[nodiscard]] bool can_undo() const noexcept { return done_ > 0; }
  [[nodiscard]] bool can_redo() const noexcept { return done_ < steps_.size(); }
  void forget();

  /// As a project keeps it, by the parameters' ids.
  struct SavedChange {
    std::string id = {};
    float before = 0;  ///< 0 .. 1
    float after = 0;
    bool operator==(const SavedChange&) const = default;
  };
  struct Saved {
    std::vector<std::vector<SavedChange>> steps = {};
    std::size_t done = 0;
    bool operator==(const Saved&) const = default;
  };
  /// The newest steps.
  [[nodiscard]] Saved saved() const;
  /// In place of what was. Changes of parameters that are not there, or to values that are none, are left
  /// out.
  void open(const Saved& saved);

 private:
  struct Change {
    int parameter = 0;
    float before = 0;  ///< 0 .. 1
    float after = 0;
  };
  using Step = std::vector<Change>;

  void parameterValueChanged(int, float) override {}
  void parameterGestureChanged(int parameter, bool begins) override;
  [[nodiscard]] std::vector<float> values() const;
  void add(Step step);
  void turn(const Change& change, float value);

  juce::AudioProcessor& processor_;
  std::vector<Step> steps_;
  std::size_t done_ = 0;        ///< of the steps; those behind can be made again
  std::vector<float> before_;   ///< at the beginning of each parameter's gesture
  bool is_performing_ = false;  ///< gestures are those of a step already known
};

}  // namespace driftwave
