#include "plugin/history.h"

namespace driftwave {
namespace {

constexpr std::size_t kMostSteps = 500;

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

void History::forget() {
  steps_.clear();
  done_ = 0;
}

}  // namespace driftwave
