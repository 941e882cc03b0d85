#include "plugin/saved_state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

constexpr const char* kTag = "driftwave";
constexpr int kFirstWithLevels = 3;
constexpr int kFirstWithChords = 4;
constexpr int kNarrowest = 540;
constexpr int kWidest = 3240;
constexpr int kMostBands = 4096;

float number_in(const juce::XmlElement& element, const char* name) {
  return static_cast<float>(element.getDoubleAttribute(name, std::nan("")));
}

void add_held(const HeldFrame& held, juce::XmlElement& element) {
  element.setAttribute("f0_hz", juce::String(fmt::format("{}", held.f0_hz)));
  element.setAttribute("voicing", juce::String(fmt::format("{}", held.voicing)));
  element.setAttribute("gain", juce::String(fmt::format("{}", held.gain)));
  element.setAttribute("mel", juce::String(fmt::format("{}", fmt::join(held.mel, " "))));
}

/// Nothing when the element holds no frame that can be heard.
std::optional<HeldFrame> held_in(const juce::XmlElement& element) {
  HeldFrame held{.mel = {},
                 .f0_hz = number_in(element, "f0_hz"),
                 .voicing = number_in(element, "voicing"),
                 .gain = number_in(element, "gain")};
  const auto bands = juce::StringArray::fromTokens(element.getStringAttribute("mel"), " ", {});
  if (bands.isEmpty() || bands.size() > kMostBands) return std::nullopt;
  for (const juce::String& band : bands) held.mel.push_back(band.getFloatValue());
  const bool is_sound = std::ranges::all_of(held.mel, [](float x) { return std::abs(x) < 50; }) &&
                        held.f0_hz > 0 && held.f0_hz < 20000 && held.voicing >= 0 && held.voicing <= 1 &&
                        held.gain > 0 && std::isfinite(held.gain);
  return is_sound ? std::optional(held) : std::nullopt;
}

std::vector<Parameter> locked_in(const juce::XmlElement& root) {
  std::vector<Parameter> locked;
  const auto ids = juce::StringArray::fromTokens(root.getStringAttribute("locked"), " ", {});
  for (const ParameterInfo& info : parameter_infos())
    if (ids.contains(info.id)) locked.push_back(info.parameter);
  return locked;
}

void add_history(const History::Saved& history, juce::XmlElement& element) {
  element.setAttribute("done", static_cast<int>(history.done));
  for (const auto& step : history.steps) {
    juce::XmlElement* const entry = element.createNewChildElement("step");
    for (const History::SavedChange& change : step) {
      juce::XmlElement* const one = entry->createNewChildElement("change");
      one->setAttribute("id", juce::String(change.id));
      one->setAttribute("before", juce::String(fmt::format("{}", change.before)));
      one->setAttribute("after", juce::String(fmt::format("{}", change.after)));
    }
  }
}

History::Saved history_in(const juce::XmlElement& element) {
  History::Saved history;
  for (const juce::XmlElement* entry : element.getChildWithTagNameIterator("step")) {
    auto& step = history.steps.emplace_back();
    for (const juce::XmlElement* one : entry->getChildWithTagNameIterator("change"))
      step.push_back({.id = one->getStringAttribute("id").toStdString(),
                      .before = number_in(*one, "before"),
                      .after = number_in(*one, "after")});
  }
  history.done = static_cast<std::size_t>(
      std::clamp(element.getIntAttribute("done"), 0, static_cast<int>(history.steps.size())));
  return history;
}

}  // namespace

void write_settings(const Settings& settings, juce::XmlElement& element) {
  element.setAttribute("preset", juce::String(settings.preset));
  for (const auto& [id, value] : settings.values) {
    juce::XmlElement* const entry = element.createNewChildElement("parameter");
    entry->setAttribute("id", juce::String(id));
    // Shortest text that reads back as the same float.
    entry->setAttribute("value", juce::String(fmt::format("{}", value)));
  }
}

Settings read_settings(const juce::XmlElement& element, int version) {
  Settings settings{.preset = element.getStringAttribute("preset").toStdString(), .values = {}};
  for (const juce::XmlElement* entry : element.getChildWithTagNameIterator("parameter"))
    settings.values.emplace_back(entry->getStringAttribute("id").toStdString(), number_in(*entry, "value"));
  if (version < kFirstWithLevels)
    for (const Parameter later : {Parameter::kMatch, Parameter::kCeiling})
      settings.values.emplace_back(info_of(later).id, 0.0F);
  if (version < kFirstWithChords)
    for (const Parameter later :
         {Parameter::kWidth, Parameter::kChords, Parameter::kRelease, Parameter::kVelocity})
      settings.values.emplace_back(info_of(later).id, 0.0F);
  return settings;
}

Settings take_settings(const juce::AudioProcessorValueTreeState& state, std::string preset) {
  Settings settings{.preset = std::move(preset), .values = {}};
  for (const ParameterInfo& info : parameter_infos())
    settings.values.emplace_back(info.id, state.getRawParameterValue(info.id)->load());
  return settings;
}

void give_settings(const Settings& settings, juce::AudioProcessorValueTreeState& state,
                   const Giving& giving) {
  for (const ParameterInfo& info : parameter_infos()) {
    if (std::ranges::find(giving.keep, info.parameter) != giving.keep.end()) continue;
    juce::RangedAudioParameter& parameter = *state.getParameter(info.id);
    const auto value = std::ranges::find(settings.values, info.id, &std::pair<std::string, float>::first);
    const bool is_known = value != settings.values.end() && std::isfinite(value->second);
    const float normal = is_known ? parameter.convertTo0to1(value->second) : parameter.getDefaultValue();
    if (parameter.getValue() == normal) continue;
    if (giving.is_gesture) parameter.beginChangeGesture();
    parameter.setValueNotifyingHost(normal);
    if (giving.is_gesture) parameter.endChangeGesture();
  }
}

juce::String to_xml(const SavedState& saved) {
  juce::XmlElement root(kTag);
  root.setAttribute("version", kStateVersion);
  root.setAttribute("model", juce::String(saved.model_hash));
  if (!saved.voice.empty()) root.setAttribute("voice", juce::String::fromUTF8(saved.voice.c_str()));
  root.setAttribute("side", saved.side);
  root.setAttribute("dark", saved.editor.is_dark ? 1 : 0);
  root.setAttribute("width", saved.editor.width);
  if (saved.editor.is_compact) root.setAttribute("compact", 1);
  if (saved.is_first_generation) root.setAttribute("generation", 1);
  std::vector<std::string> locked;
  for (const Parameter parameter : saved.locked) locked.emplace_back(info_of(parameter).id);
  root.setAttribute("locked", juce::String(fmt::format("{}", fmt::join(locked, " "))));
  write_settings(saved.heard, root);
  if (saved.other) write_settings(*saved.other, *root.createNewChildElement("other"));
  if (saved.loaded) write_settings(*saved.loaded, *root.createNewChildElement("loaded"));
  if (saved.held) add_held(*saved.held, *root.createNewChildElement("held"));
  if (!saved.history.steps.empty()) add_history(saved.history, *root.createNewChildElement("history"));
  return root.toString(juce::XmlElement::TextFormat().singleLine());
}

std::optional<SavedState> from_xml(const juce::String& text) {
  const std::unique_ptr<juce::XmlElement> root = juce::parseXML(text);
  const int version = root != nullptr && root->hasTagName(kTag) ? root->getIntAttribute("version") : 0;
  if (version < 1) return std::nullopt;
  SavedState saved{.model_hash = root->getStringAttribute("model").toStdString(),
                   .voice = root->getStringAttribute("voice").toStdString(),
                   .heard = read_settings(*root, version),
                   .side = root->getIntAttribute("side") == 1 ? 1 : 0,
                   .editor = {.is_dark = root->getIntAttribute("dark", 1) != 0,
                              .width = std::clamp(root->getIntAttribute("width", EditorSettings().width),
                                                  kNarrowest, kWidest),
                              .is_compact = root->getIntAttribute("compact") == 1}};
  saved.is_first_generation = version < kFirstWithLevels || root->getIntAttribute("generation") == 1;
  saved.locked = root->hasAttribute("locked") ? locked_in(*root) : locked_at_first();
  if (const juce::XmlElement* const other = root->getChildByName("other"))
    saved.other = read_settings(*other, version);
  if (const juce::XmlElement* const loaded = root->getChildByName("loaded"))
    saved.loaded = read_settings(*loaded, version);
  if (const juce::XmlElement* const history = root->getChildByName("history"))
    saved.history = history_in(*history);
  if (const juce::XmlElement* const held = root->getChildByName("held")) saved.held = held_in(*held);
  return saved;
}

}  // namespace driftwave
