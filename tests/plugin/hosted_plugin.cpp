#include "tests/plugin/hosted_plugin.h"

#include <algorithm>
#include <stdexcept>

namespace driftwave::test {
namespace {

std::unique_ptr<juce::AudioPluginFormat> format_named(const std::string& name) {
  if (name == "VST3") return std::make_unique<juce::VST3PluginFormat>();
  return std::make_unique<juce::LV2PluginFormat>();
}

/// What the format finds in the build folder.
juce::PluginDescription find(juce::AudioPluginFormat& format, const std::string& name) {
  juce::OwnedArray<juce::PluginDescription> found;
  if (name == "VST3") {
    format.findAllTypesForFile(found, DRIFTWAVE_VST3);
  } else {
    const juce::FileSearchPath folder(juce::File(DRIFTWAVE_LV2).getParentDirectory().getFullPathName());
    for (const juce::String& uri : format.searchPathsForPlugins(folder, true, false))
      format.findAllTypesForFile(found, uri);
  }
  for (const juce::PluginDescription* plugin : found)
    if (plugin->name == "Driftwave") return *plugin;
  throw std::runtime_error("no Driftwave among what " + name + " finds");
}

}  // namespace

std::unique_ptr<juce::AudioPluginInstance> load_plugin(const std::string& name,
                                                       const HostSettings& settings) {
  const std::unique_ptr<juce::AudioPluginFormat> format = format_named(name);
  juce::String error;
  auto plugin = format->createInstanceFromDescription(find(*format, name), settings.sample_rate_hz,
                                                      settings.block, error);
  if (plugin == nullptr) throw std::runtime_error(error.toStdString());
  return plugin;
}

juce::AudioProcessorParameter* parameter_named(juce::AudioProcessor& plugin, const std::string& name) {
  const auto& all = plugin.getParameters();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto* one) { return one->getName(64) == juce::String(name); });
  return found == all.end() ? nullptr : *found;
}

void set(juce::AudioProcessor& plugin, const std::string& name, float share) {
  juce::AudioProcessorParameter* const parameter = parameter_named(plugin, name);
  if (parameter == nullptr) throw std::runtime_error("no parameter " + name);
  parameter->setValue(share);
}

void prepare(juce::AudioPluginInstance& plugin, const HostSettings& settings) {
  // Twice: a VST3 tells its new latency in a message, an LV2 with its first block.
  for (int time = 0; time < 2; ++time) {
    plugin.releaseResources();
    plugin.setNonRealtime(settings.is_offline);
    plugin.setRateAndBufferSizeDetails(settings.sample_rate_hz, settings.block);
    plugin.prepareToPlay(settings.sample_rate_hz, settings.block);
    juce::AudioBuffer<float> silence(2, settings.block);
    silence.clear();
    if (time == 0) run(plugin, silence, settings.block);
  }
}

void run(juce::AudioPluginInstance& plugin, juce::AudioBuffer<float>& audio, int block) {
  const int channels = std::max(plugin.getTotalNumInputChannels(), plugin.getTotalNumOutputChannels());
  juce::AudioBuffer<float> buffer(channels, block);
  juce::MidiBuffer midi;
  for (int done = 0; done < audio.getNumSamples(); done += block) {
    const int count = std::min(block, audio.getNumSamples() - done);
    juce::AudioBuffer<float> part(buffer.getArrayOfWritePointers(), channels, 0, count);
    part.clear();
    for (int c = 0; c < audio.getNumChannels(); ++c) part.copyFrom(c, 0, audio, c, done, count);
    plugin.processBlock(part, midi);
    for (int c = 0; c < audio.getNumChannels(); ++c) audio.copyFrom(c, done, part, c, 0, count);
  }
}

}  // namespace driftwave::test
