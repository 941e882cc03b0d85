#pragma once
/// The presets that come with the plugin.
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "plugin/parameters.h"
#include "plugin/saved_state.h"

namespace driftwave {

struct Preset {
  const char* group;
  const char* name;
  const char* hint;   ///< one line: what it does
  const char* wants;  ///< what to play it on
  /// What differs from the defaults, in the parameters' own units.
  std::vector<std::pair<Parameter, float>> values;
};

/// The first one is the defaults.
[[nodiscard]] std::span<const Preset> factory_presets();
/// -1: there is none of that name (of either case).
[[nodiscard]] int preset_of(const juce::String& name);
/// What a preset does not name takes its default.
[[nodiscard]] Settings settings_of(const Preset& preset);

}  // namespace driftwave
