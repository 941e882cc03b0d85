/// What is kept of the plugin: presets, states, sides, and the model that they were made with.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plugin/presets.h"
#include "plugin/processor.h"

namespace driftwave {
namespace {

/// Less than a step of any parameter, as a share of its range.
constexpr float kSameValue = 4e-6F;

bool is_lv2() {
  return juce::PluginHostType::getPluginLoadedAs() == juce::AudioProcessor::wrapperType_LV2;
}

}  // namespace

int DriftwaveProcessor::getNumPrograms() {
  // An LV2's programs are written down as its presets. In a VST3 they would be one more parameter to
  // automate, which turns all others.
  return is_lv2() ? static_cast<int>(factory_presets().size()) : 1;
}

void DriftwaveProcessor::setCurrentProgram(int index) {
  if (!is_lv2() || index < 0 || index >= getNumPrograms()) return;
  preset_ = index;
  is_first_generation_ = false;
  give_settings(settings_of(factory_presets()[static_cast<std::size_t>(index)]), state_,
                {.keep = kPlayersOwn});
}

const juce::String DriftwaveProcessor::getProgramName(int index) {
  if (index < 0 || index >= getNumPrograms()) return {};
  return factory_presets()[static_cast<std::size_t>(index)].name;
}

std::vector<Parameter> DriftwaveProcessor::kept() const {
  std::vector<Parameter> keep = locked_;
  keep.insert(keep.end(), kPlayersOwn.begin(), kPlayersOwn.end());
  return keep;
}

void DriftwaveProcessor::remember_preset(const Settings& settings) {
  own_preset_ = settings;
  preset_ = settings.preset.empty() ? 0 : preset_of(juce::String::fromUTF8(settings.preset.c_str()));
}

void DriftwaveProcessor::load(const PresetEntry& entry) {
  remember_preset(entry.settings);
  if (entry.is_own()) preset_ = -1;
  is_first_generation_ = false;
  const std::vector<Parameter> keep = kept();
  history_.perform([&] { give_settings(entry.settings, state_, {.is_gesture = true, .keep = keep}); });
}

void DriftwaveProcessor::load_preset(int index) {
  load(library_.all()[static_cast<std::size_t>(index)]);
}

std::string DriftwaveProcessor::preset_name() const {
  const int index = preset_;
  return index < 0 ? own_preset_.preset : factory_presets()[static_cast<std::size_t>(index)].name;
}

Settings DriftwaveProcessor::loaded_settings() const {
  const int index = preset_;
  return index < 0 ? own_preset_ : settings_of(factory_presets()[static_cast<std::size_t>(index)]);
}

bool DriftwaveProcessor::is_preset_edited() const {
  const Settings settings = loaded_settings();
  const std::vector<Parameter> keep = kept();
  return std::ranges::any_of(parameter_infos(), [&](const ParameterInfo& info) {
    if (std::ranges::find(keep, info.parameter) != keep.end()) return false;
    const juce::RangedAudioParameter& parameter = *state_.getParameter(info.id);
    const auto value = std::ranges::find(settings.values, info.id, &std::pair<std::string, float>::first);
    const float want =
        value == settings.values.end() ? parameter.getDefaultValue() : parameter.convertTo0to1(value->second);
    return std::abs(parameter.getValue() - want) > kSameValue;
  });
}

void DriftwaveProcessor::save_preset(PresetEntry entry) {
  entry.settings = take_settings(state_, entry.name);
  // What is the player's comes from no preset.
  std::erase_if(entry.settings.values, [](const std::pair<std::string, float>& value) {
    return std::ranges::any_of(kPlayersOwn, [&](Parameter own) { return value.first == info_of(own).id; });
  });
  library_.save(entry);
  own_preset_ = entry.settings;
  preset_ = -1;
}

void DriftwaveProcessor::roll(std::uint64_t seed) {
  is_first_generation_ = false;
  const std::vector<Parameter> keep = kept();
  const Settings next = rolled(heard_settings(), keep, seed);
  history_.perform([&] { give_settings(next, state_, {.is_gesture = true, .keep = keep}); });
}

void DriftwaveProcessor::lock(Parameter parameter, bool locked) {
  std::erase(locked_, parameter);
  if (locked) locked_.push_back(parameter);
  std::ranges::sort(locked_);
}

Settings DriftwaveProcessor::heard_settings() const {
  return take_settings(state_, preset_name());
}

void DriftwaveProcessor::change_sides() {
  const Settings other = comparison_.change_sides(heard_settings());
  const PresetEntry* const own = library_.named(other.preset);
  remember_preset(own != nullptr ? own->settings : other);
  // Bypass is no sound to compare.
  const std::array keep{Parameter::kBypass};
  history_.perform([&] { give_settings(other, state_, {.is_gesture = true, .keep = keep}); });
}

void DriftwaveProcessor::copy_to_other_side() {
  comparison_.copy(heard_settings());
}

void DriftwaveProcessor::getStateInformation(juce::MemoryBlock& bytes) {
  const juce::ScopedLock lock(engine_lock_);
  SavedState saved{.model_hash = wanted_hash_,
                   .voice = voice_,
                   .heard = heard_settings(),
                   .other = comparison_.other(),
                   .side = comparison_.chosen(),
                   .editor = editor_settings_,
                   .locked = locked_,
                   .loaded = preset_ < 0 ? std::optional(own_preset_) : std::nullopt,
                   .held = std::nullopt,
                   .history = history_.saved(),
                   .is_first_generation = is_first_generation_};
  if (saved.model_hash.empty() && found_.model) saved.model_hash = found_.model->hash;
  if (reader_.value(Parameter::kFreeze) > 0.5F)
    saved.held = engine_ && engine_->readings() != nullptr ? engine_->held() : held_;
  const juce::String text = to_xml(saved);
  bytes.replaceAll(text.toRawUTF8(), text.getNumBytesAsUTF8());
}

void DriftwaveProcessor::setStateInformation(const void* bytes, int count) {
  if (count <= 0) return;
  const std::optional<SavedState> saved =
      from_xml(juce::String::fromUTF8(static_cast<const char*>(bytes), count));
  if (!saved) return;
  give_settings(saved->heard, state_);
  remember_preset(saved->loaded.value_or(saved->heard));
  if (saved->loaded) preset_ = -1;
  comparison_.open(saved->side, saved->other);
  editor_settings_ = saved->editor;
  locked_ = saved->locked;
  is_first_generation_ = saved->is_first_generation;
  history_.open(saved->history);
  bool wants_another = false;
  {
    const juce::ScopedLock lock(engine_lock_);
    held_ = saved->held;
    if (engine_ && held_) engine_->hold(*held_);
    wanted_hash_ = saved->model_hash;
    const bool is_other_voice = !saved->voice.empty() && saved->voice != voice_;
    if (is_other_voice) voice_ = saved->voice;
    // Before the first prepareToPlay() nothing was looked for yet.
    const bool has_looked = found_.model || !found_.problem.empty();
    const bool is_other_model = found_.model && !wanted_hash_.empty() && wanted_hash_ != found_.model->hash;
    wants_another = has_looked && (is_other_voice || is_other_model);
  }
  if (wants_another) take_model(find_shared_model(voice_, saved->model_hash));
}

std::shared_ptr<const SharedModel> DriftwaveProcessor::model() const {
  const juce::ScopedLock lock(engine_lock_);
  return found_.model;
}

ModelStatus DriftwaveProcessor::model_status() const {
  const juce::ScopedLock lock(engine_lock_);
  ModelStatus status;
  status.wanted_hash = wanted_hash_;
  if (!found_.model) {
    status.message =
        found_.problem.empty() ? "The model is loaded when the host starts the sound" : found_.problem;
    return status;
  }
  status.loaded_hash = found_.model->hash;
  const bool is_another = !wanted_hash_.empty() && wanted_hash_ != status.loaded_hash;
  status.state = is_another ? ModelStatus::State::kChanged : ModelStatus::State::kReady;
  if (is_another)
    status.message =
        fmt::format("This sound was made with model {}, and plays with {}", wanted_hash_, status.loaded_hash);
  return status;
}

void DriftwaveProcessor::accept_model() {
  const juce::ScopedLock lock(engine_lock_);
  if (found_.model) wanted_hash_ = found_.model->hash;
}

std::string DriftwaveProcessor::choose_voice(const std::string& voice) {
  ModelSearch search = find_shared_model(voice);
  if (!search.model) return search.problem;
  {
    const juce::ScopedLock lock(engine_lock_);
    voice_ = voice;
    wanted_hash_ = search.model->hash;
  }
  take_model(std::move(search));
  return {};
}

void DriftwaveProcessor::look_for_model() {
  take_model(find_shared_model(voice_, model_status().wanted_hash));
}

void DriftwaveProcessor::take_model(ModelSearch search) {
  if (search.model && search.model == model()) return;
  suspendProcessing(true);
  {
    const juce::ScopedLock callback_lock(getCallbackLock());
    const juce::ScopedLock lock(engine_lock_);
    found_ = std::move(search);
    if (getSampleRate() > 0) build_engine();
  }
  suspendProcessing(false);
}

}  // namespace driftwave
