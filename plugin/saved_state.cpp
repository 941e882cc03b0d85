#include "plugin/saved_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plugin/parameters.h"

namespace driftwave {
namespace {

constexpr const char* kTag = "driftwave";

}  // namespace

SavedState take_state(const juce::AudioProcessorValueTreeState& state, std::string model_hash) {
  SavedState saved{.model_hash = std::move(model_hash), .preset = {}, .values = {}};
  for (const ParameterInfo& info : parameter_infos())
    saved.values.emplace_back(info.id, state.getRawParameterValue(info.id)->load());
  return saved;
}

void give_state(const SavedState& saved, juce::AudioProcessorValueTreeState& state) {
  for (const ParameterInfo& info : parameter_infos()) {
    juce::RangedAudioParameter& parameter = *state.getParameter(info.id);
    const auto value = std::ranges::find(saved.values, info.id, &std::pair<std::string, float>::first);
    const bool is_known = value != saved.values.end() && std::isfinite(value->second);
    const float normal = is_known ? parameter.convertTo0to1(value->second) : parameter.getDefaultValue();
    if (parameter.getValue() == normal) continue;
    parameter.beginChangeGesture();
    parameter.setValueNotifyingHost(normal);
    parameter.endChangeGesture();
  }
}

juce::String to_xml(const SavedState& saved) {
  juce::XmlElement root(kTag);
  root.setAttribute("version", kStateVersion);
  root.setAttribute("model", juce::String(saved.model_hash));
  root.setAttribute("preset", juce::String(saved.preset));
  for (const auto& [id, value] : saved.values) {
    juce::XmlElement* const entry = root.createNewChildElement("parameter");
    entry->setAttribute("id", juce::String(id));
    // Shortest text that reads back as the same float.
    entry->setAttribute("value", juce::String(fmt::format("{}", value)));
  }
  return root.toString(juce::XmlElement::TextFormat().singleLine());
}

std::optional<SavedState> from_xml(const juce::String& text) {
  const std::unique_ptr<juce::XmlElement> root = juce::parseXML(text);
  if (root == nullptr || !root->hasTagName(kTag) || root->getIntAttribute("version") < 1) return std::nullopt;
  SavedState saved{.model_hash = root->getStringAttribute("model").toStdString(),
                   .preset = root->getStringAttribute("preset").toStdString(),
                   .values = {}};
  for (const juce::XmlElement* entry : root->getChildWithTagNameIterator("parameter"))
    saved.values.emplace_back(entry->getStringAttribute("id").toStdString(),
                              static_cast<float>(entry->getDoubleAttribute("value", std::nan(""))));
  return saved;
}

}  // namespace driftwave
