#include "plugin/render_file.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <span>
#include <sstream>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "engine/core/interrupt.h"
#include "engine/core/standard_streams.h"
#include "plugin/presets.h"
#include "plugin/processor.h"
#include "plugin/saved_state.h"

namespace driftwave {
namespace {

constexpr int kMaxChannels = 2;
constexpr double kLongestTail = 60;
constexpr float kFullScale = 1.0F;

void set_value(const std::string& assignment, juce::AudioProcessorValueTreeState& state) {
  const std::size_t equals = assignment.find('=');
  const std::string id = assignment.substr(0, equals);
  juce::RangedAudioParameter* const parameter = state.getParameter(id);
  if (equals == std::string::npos || parameter == nullptr)
    throw Error("--set: want a parameter's id, = and a value, got \"{}\"", assignment);
  parameter->setValueNotifyingHost(parameter->getValueForText(assignment.substr(equals + 1)));
}

void configure(const RenderRequest& request, DriftwaveProcessor& processor) {
  if (!request.state.empty()) {
    std::ifstream file(request.state);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || !from_xml(juce::String(text.str())))
      throw Error("--state: {}: want a saved state, got none", request.state.string());
    processor.setStateInformation(text.str().data(), static_cast<int>(text.str().size()));
  } else {
    const int preset = preset_of(request.preset);
    if (preset < 0) throw Error("--preset: want one of --list-presets, got \"{}\"", request.preset);
    give_settings(settings_of(factory_presets()[static_cast<std::size_t>(preset)]), processor.state());
  }
  for (const std::string& assignment : request.values) set_value(assignment, processor.state());
}

/// The recording, its side chain, and silence for as long as the plugin is late.
juce::AudioBuffer<float> padded(const AudioBuffer& audio, std::span<const float> side, int latency) {
  const int channels = audio.channels + (side.empty() ? 0 : 1);
  juce::AudioBuffer<float> out(channels, static_cast<int>(audio.frames()) + latency);
  out.clear();
  for (int c = 0; c < audio.channels; ++c)
    for (std::size_t t = 0; t < audio.frames(); ++t)
      out.setSample(
          c, static_cast<int>(t),
          audio.samples[t * static_cast<std::size_t>(audio.channels) + static_cast<std::size_t>(c)]);
  if (!side.empty())
    out.copyFrom(audio.channels, 0, side.data(), static_cast<int>(std::min(side.size(), audio.frames())));
  return out;
}

/// The events of all of a MIDI file's tracks, by sample.
juce::MidiBuffer read_midi(const std::filesystem::path& path, int rate_hz) {
  const juce::File name =
      juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(path.c_str()));
  juce::FileInputStream in(name);
  juce::MidiFile file;
  if (!in.openedOk() || !file.readFrom(in))
    throw Error("--midi: {}: want a MIDI file, got none", path.string());
  file.convertTimestampTicksToSeconds();
  juce::MidiBuffer events;
  for (int track = 0; track < file.getNumTracks(); ++track)
    for (const juce::MidiMessageSequence::MidiEventHolder* const event : *file.getTrack(track))
      if (!event->message.isMetaEvent())
        events.addEvent(event->message, juce::roundToInt(event->message.getTimeStamp() * rate_hz));
  return events;
}

void process_all(juce::AudioProcessor& processor, juce::AudioBuffer<float>& audio,
                 const juce::MidiBuffer& events, int block) {
  for (int done = 0; done < audio.getNumSamples(); done += block) {
    const int count = std::min(block, audio.getNumSamples() - done);
    juce::AudioBuffer<float> part(audio.getArrayOfWritePointers(), audio.getNumChannels(), done, count);
    juce::MidiBuffer midi;
    midi.addEvents(events, done, count, -done);
    processor.processBlock(part, midi);
  }
}

void print_presets() {
  for (const Preset& preset : factory_presets())
    fmt::print("{:9} {:18} {} ({})\n", preset.group, preset.name, preset.hint, preset.wants);
}

}  // namespace

std::vector<std::string> render_file(const RenderRequest& request) {
  if (!is_audio_name(request.output))
    throw Error("{}: want a name that ends in .wav, .flac, .ogg, .opus or .mp3", request.output.string());
  AudioBuffer audio = read_audio(request.input);
  if (audio.channels > kMaxChannels)
    throw Error("{}: want one or two channels, got {}", request.input.string(), audio.channels);
  const juce::MidiBuffer midi =
      request.midi.empty() ? juce::MidiBuffer() : read_midi(request.midi, audio.sample_rate_hz);
  DriftwaveProcessor processor;
  configure(request, processor);
  const auto block = static_cast<int>(request.block);
  const juce::AudioChannelSet channels =
      audio.channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
  std::vector<float> side;
  if (!request.side.empty()) side = read_mono(request.side, audio.sample_rate_hz);
  processor.setBusesLayout(
      {{channels, side.empty() ? juce::AudioChannelSet::disabled() : juce::AudioChannelSet::mono()},
       {channels}});
  processor.setNonRealtime(true);
  processor.setRateAndBufferSizeDetails(audio.sample_rate_hz, block);
  processor.prepareToPlay(audio.sample_rate_hz, block);
  const ModelStatus status = processor.model_status();
  if (status.state == ModelStatus::State::kMissing) throw Error("--render: {}", status.message);
  std::vector<std::string> remarks;
  if (status.state == ModelStatus::State::kChanged) remarks.push_back(status.message);

  const auto tail = static_cast<std::size_t>(request.tail_seconds * audio.sample_rate_hz);
  audio.samples.resize(audio.samples.size() + tail * static_cast<std::size_t>(audio.channels));
  const int latency = processor.getLatencySamples();
  juce::AudioBuffer<float> sound = padded(audio, side, latency);
  process_all(processor, sound, midi, block);
  for (int c = 0; c < audio.channels; ++c)
    for (std::size_t t = 0; t < audio.frames(); ++t)
      audio.samples[t * static_cast<std::size_t>(audio.channels) + static_cast<std::size_t>(c)] =
          sound.getSample(c, static_cast<int>(t) + latency);
  const auto clipped =
      std::ranges::count_if(audio.samples, [](float sample) { return std::abs(sample) > kFullScale; });
  if (clipped > 0) remarks.push_back(fmt::format("{} samples are above full scale, and clipped", clipped));
  const std::string preset = request.state.empty() ? request.preset : request.state.filename().string();
  write_audio(request.output, audio,
              {{"software", "driftwave " DRIFTWAVE_VERSION " plugin"},
               {"comment", fmt::format("vocoder={} preset={}", processor.model()->hash, preset)}});
  return remarks;
}

std::optional<int> render_from_command_line(int argc, char** argv) {
  const bool is_ours = std::any_of(argv, argv + argc, [](const char* argument) {
    const std::string_view text(argument);
    return text == "--render" || text == "--list-presets" || text == "--help";
  });
  if (!is_ours) return std::nullopt;
  open_missing_standard_streams();
  install_signal_handlers();
  CLI::App app("Driftwave: the plugin on its own. Without options, its window opens.");
  RenderRequest request;
  std::vector<std::string> files;
  bool lists = false;
  app.add_option("--render", files,
                 "Input and output file: through the plugin without a window, with all steps")
      ->expected(2);
  app.add_option("--preset", request.preset, "A preset by name")->capture_default_str();
  app.add_option("--state", request.state, "A saved state, in place of a preset");
  app.add_option("--set", request.values, "A parameter after that, as \"pitch=-5\"")->allow_extra_args(false);
  app.add_option("--side", request.side, "A recording for the side chain, whose colour Morph leads to");
  app.add_option("--midi", request.midi, "A MIDI file whose notes are played, for presets that want keys");
  app.add_option("--block", request.block, "Samples at once; the sound does not depend on it")
      ->check(CLI::Range(1, 65536))
      ->capture_default_str();
  app.add_option("--tail", request.tail_seconds, "Seconds to render after the input's end, for what lingers")
      ->check(CLI::Range(0.0, kLongestTail))
      ->capture_default_str();
  app.add_flag("--list-presets", lists, "Say what presets there are");
  try {
    app.parse(argc, argv);
    if (lists) print_presets();
    if (files.empty()) return 0;
    request.input = files[0];
    request.output = files[1];
    const juce::ScopedJuceInitialiser_GUI juce;
    for (const std::string& remark : render_file(request)) say("driftwave: {}\n", remark);
    return 0;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const std::exception& e) {
    say("driftwave: {}\n", e.what());
    return 1;
  }
}

}  // namespace driftwave
