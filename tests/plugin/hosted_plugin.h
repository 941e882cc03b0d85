#pragma once
/// The built plugin through JUCE's hosting classes, as a host would run it.
#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>
#include <string>
#include <vector>

namespace driftwave::test {

struct HostSettings {
  double sample_rate_hz = 48000;
  int block = 512;  ///< at most
  bool is_offline = true;
};

/// What was built. @param format "VST3" or "LV2".
[[nodiscard]] std::unique_ptr<juce::AudioPluginInstance> load_plugin(const std::string& format,
                                                                     const HostSettings& settings = {});

/// Null: none of that name.
[[nodiscard]] juce::AudioProcessorParameter* parameter_named(juce::AudioProcessor& plugin,
                                                             const std::string& name);
/// @param share of the way from the least to the most, as hosts automate it.
void set(juce::AudioProcessor& plugin, const std::string& name, float share);

/// For LV2, with the rate and no larger block than it was loaded with. Afterwards the latency is known.
void prepare(juce::AudioPluginInstance& plugin, const HostSettings& settings);

/// Both channels of a stereo sound through the plugin, in blocks of the given size.
void run(juce::AudioPluginInstance& plugin, juce::AudioBuffer<float>& audio, int block);

}  // namespace driftwave::test
