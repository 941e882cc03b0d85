#include "plugin/history.h"

#include <algorithm>

namespace driftwave {
namespace {

constexpr std::size_t kMostSteps = 500;
/// A project need not remember all of them.
constexpr std::size_t kMostSaved = 40;

std::string id_of(const juce::AudioProcessorParameter& parameter) {
  const auto* const with_id = dynamic_cast<const juce::AudioProcessorParameterWithID*>(&parameter);
  return with_id != nullptr ? with_id->paramID.toStdString() : std::string();
}

}  // namespace

History::History(juce::AudioProcessor& processor) : processor_(processor), before_(values()) {
  for (juce::AudioProcessorParameter* parameter : processor_.getParameters()) parameter->addListener(this);
}

History::~History() {
  for (juce::AudioProcessorParameter* parameter : processor_.getParameters()) parameter->removeListener(this);
}

std::vector<float> History::values() const {
  std::vector<float> all;
  for (const juce::AudioProcessorParameter* parameter : processor_.getParameters())
    all.push_back(parameter->getValue());
  return all;
}

void History::perform(const std::function<void()>& change) {
  const std::vector<float> before = values();
  {
    const juce::ScopedValueSetter<bool> performing(is_performing_, true);
    change();
  }
  const std::vector<float> after = values();
  Step step;
  for (std::size_t i = 0; i < before.size(); ++i)
    if (before[i] != after[i])
      step.push_back({.parameter = static_cast<int>(i), .before = before[i], .after = after[i]});
  add(std::move(step));
}

void History::parameterGestureChanged(int parameter, bool begins) {
  if (is_performing_) return;
  const float value = processor_.getParameters()[parameter]->getValue();
  float& before = before_[static_cast<std::size_t>(parameter)];
  if (begins) {
    before = value;
  } else if (value != before) {
    add({{.parameter = parameter, .before = before, .after = value}});
  }
}

void History::add(Step step) {
  if (step.empty()) return;
  steps_.resize(done_);
  if (steps_.size() == kMostSteps) steps_.erase(steps_.begin());
  steps_.push_back(std::move(step));
  done_ = steps_.size();
}

void History::turn(const Change& change, float value) {
  const juce::ScopedValueSetter<bool> performing(is_performing_, true);
  juce::AudioProcessorParameter& parameter = *processor_.getParameters()[change.parameter];
  parameter.beginChangeGesture();
  parameter.setValueNotifyingHost(value);
  parameter.endChangeGesture();
}

bool History::undo() {
  if (!can_undo()) return false;
  for (const Change& change : steps_[--done_]) turn(change, change.before);
  return true;
}

bool History::redo() {
  if (!can_redo()) return false;
  for (const Change& change : steps_[done_++]) turn(change, change.after);
  return true;
}

History::Saved History::saved() const {
  const std::size_t first = done_ > kMostSaved ? done_ - kMostSaved : 0;
  const std::size_t end = std::min(steps_.size(), first + kMostSaved);
  Saved saved{.steps = {}, .done = done_ - first};
  for (std::size_t i = first; i < end; ++i) {
    auto& step = saved.steps.emplace_back();
    for (const Change& change : steps_[i])
      step.push_back({.id = id_of(*processor_.getParameters()[change.parameter]),
                      .before = change.before,
                      .after = change.after});
  }
  return saved;
}

void History::open(const Saved& saved) {
  forget();
  for (std::size_t i = 0; i < saved.steps.size(); ++i) {
    Step step;
    for (const SavedChange& change : saved.steps[i]) {
      const auto& parameters = processor_.getParameters();
      const bool is_value =
          change.before >= 0 && change.before <= 1 && change.after >= 0 && change.after <= 1;
      for (int p = 0; p < parameters.size() && is_value; ++p)
        if (id_of(*parameters[p]) == change.id)
          step.push_back({.parameter = p, .before = change.before, .after = change.after});
    }
    if (step.empty()) continue;
    steps_.push_back(std::move(step));
    if (i < saved.done) done_ = steps_.size();
  }
}

void History::forget() {
  steps_.clear();
  done_ = 0;
}

}  // namespace driftwave
