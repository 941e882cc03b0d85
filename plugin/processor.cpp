#include "plugin/processor.h"

#include <array>
#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "plugin/editor/editor.h"

namespace driftwave {
namespace {

/// Of 14 bits.
constexpr int kBendCentre = 8192;
/// Of 7 bits.
constexpr float kLargest = 127;

bool is_lv2() {
  return juce::PluginHostType::getPluginLoadedAs() == juce::AudioProcessor::wrapperType_LV2;
}

bool is_mono_or_stereo(const juce::AudioChannelSet& set) {
  return set == juce::AudioChannelSet::mono() || set == juce::AudioChannelSet::stereo();
}

}  // namespace

DriftwaveProcessor::DriftwaveProcessor(std::string voice)
    : AudioProcessor(BusesProperties()
                         .withInput("Input", juce::AudioChannelSet::stereo())
                         .withOutput("Output", juce::AudioChannelSet::stereo())
                         // JUCE calls the ports of a bus that is off by default optional in an LV2, and then
                         // reads them when nothing is connected.
                         .withInput("Sidechain", juce::AudioChannelSet::stereo(), is_lv2())),
      voice_(std::move(voice)),
      state_(*this, nullptr, "driftwave", parameter_layout()),
      history_(*this),
      reader_(state_),
      bypass_(state_.getParameter(info_of(Parameter::kBypass).id)) {}

DriftwaveProcessor::~DriftwaveProcessor() = default;

bool DriftwaveProcessor::isBusesLayoutSupported(const BusesLayout& layout) const {
  if (!is_mono_or_stereo(layout.getMainInputChannelSet())) return false;
  if (layout.getMainInputChannelSet() != layout.getMainOutputChannelSet()) return false;
  if (layout.inputBuses.size() < 2) return true;
  const juce::AudioChannelSet& side = layout.inputBuses.getReference(1);
  return side.isDisabled() || is_mono_or_stereo(side);
}

void DriftwaveProcessor::prepareToPlay(double, int) {
  const juce::ScopedLock lock(engine_lock_);
  if (!found_.model) found_ = find_shared_model(voice_, wanted_hash_);
  build_engine();
}

void DriftwaveProcessor::build_engine() {
  const auto max_block = static_cast<std::size_t>(std::max(1, getBlockSize()));
  const bool has_side = getBusCount(true) > 1 && getBus(true, 1)->isEnabled();
  const std::shared_ptr<const SharedModel> model = found_.model;
  LiveEngineSettings settings{
      .vocoder = model ? std::shared_ptr<const Vocoder>(model, model->vocoder.get()) : nullptr,
      .sample_rate_hz = static_cast<int>(std::lround(getSampleRate())),
      .max_block = max_block,
      .channels = static_cast<std::size_t>(std::clamp(getMainBusNumInputChannels(), 1, 2)),
      .has_side_chain = has_side,
      .seed = seed(),
      .held = engine_ && engine_->readings() != nullptr ? engine_->held() : held_};
  const bool was_watched = engine_ && engine_->is_watched();
  engine_.reset();
  try {
    engine_ = std::make_unique<LiveEngine>(settings);
  } catch (const std::exception& e) {
    // A rate that nobody resamples, or a model that cannot stream: the sound passes.
    found_ = {.model = nullptr, .problem = e.what()};
    settings.vocoder = nullptr;
    engine_ = std::make_unique<LiveEngine>(settings);
  }
  ++engine_number_;
  engine_->watch(was_watched);
  side_.setSize(1, static_cast<int>(max_block));
  notes_.forget();
  was_playing_ = wants_reset_ = wants_restart_ = false;
  setLatencySamples(static_cast<int>(engine_->latency_samples()));
}

void DriftwaveProcessor::reset() {
  wants_reset_ = true;
}

std::uint64_t DriftwaveProcessor::seed() const noexcept {
  return static_cast<std::uint64_t>(reader_.value(Parameter::kSeed));
}

juce::AudioProcessorParameter* DriftwaveProcessor::getBypassParameter() const {
  return bypass_;
}

double DriftwaveProcessor::getTailLengthSeconds() const {
  if (reader_.value(Parameter::kFreeze) > 0.5F) return std::numeric_limits<double>::infinity();
  return 0.1 + reader_.value(Parameter::kSmear) / 1000.0;
}

void DriftwaveProcessor::processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) {
  run(audio, midi, false);
}

void DriftwaveProcessor::processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) {
  run(audio, midi, true);
}

void DriftwaveProcessor::follow_transport() noexcept {
  if (wants_reset_.exchange(false)) {
    engine_->forget(seed());
    notes_.forget();
  }
  bool restarts = wants_restart_.exchange(false);
  std::optional<double> beats;
  if (juce::AudioPlayHead* const head = getPlayHead()) {
    const auto position = head->getPosition();
    const bool is_playing = position.hasValue() && position->getIsPlaying();
    restarts = restarts || (is_playing && !was_playing_);
    was_playing_ = is_playing;
    if (position.hasValue()) {
      tempo_.beats_per_minute = position->getBpm().orFallback(0.0);
      if (is_playing) beats = position->getPpqPosition().orFallback(0.0);
    }
  }
  if (!restarts) return;
  tempo_.start_beats = beats.value_or(0.0);
  engine_->restart(seed());
}

void DriftwaveProcessor::run(juce::AudioBuffer<float>& audio, const juce::MidiBuffer& midi,
                             bool is_bypassed) noexcept {
  const juce::ScopedNoDenormals no_denormals;
  if (!engine_) return;
  follow_transport();
  int done = 0;
  for (const juce::MidiMessageMetadata event : midi) {
    const int at = std::clamp(event.samplePosition, done, audio.getNumSamples());
    if (at > done) run_part(audio, done, at - done, is_bypassed);
    done = at;
    hear(event);
  }
  if (done < audio.getNumSamples()) run_part(audio, done, audio.getNumSamples() - done, is_bypassed);
  // The side chain's channels are not for the output.
  for (int c = getMainBusNumOutputChannels(); c < audio.getNumChannels(); ++c)
    audio.clear(c, 0, audio.getNumSamples());
}

void DriftwaveProcessor::hear(const juce::MidiMessageMetadata& event) noexcept {
  if (event.numBytes < 3) return;
  const int kind = event.data[0] & 0xF0;
  const int key = event.data[1] & 0x7F;
  const int value = event.data[2] & 0x7F;
  if (kind == 0x90 && value > 0) notes_.press(key, static_cast<float>(value) / kLargest);
  if (kind == 0x80 || (kind == 0x90 && value == 0)) notes_.release(key);
  if (kind == 0xB0 && key == 1) notes_.turn_wheel(static_cast<float>(value) / kLargest);
  if (kind == 0xB0 && key == 64) notes_.sustain(value >= 64);
  if (kind == 0xB0 && (key == 120 || key == 123)) notes_.release_all();
  if (kind == 0xE0) notes_.bend(static_cast<float>((value << 7 | key) - kBendCentre) / kBendCentre);
}

void DriftwaveProcessor::run_part(juce::AudioBuffer<float>& audio, int first, int count,
                                  bool is_bypassed) noexcept {
  EngineControls controls = reader_.controls(notes_, tempo_);
  controls.worker.live.is_first_generation = is_first_generation_.load(std::memory_order_relaxed);
  controls.worker.live.seed = seed();
  controls.worker.is_offline = isNonRealtime();
  controls.levels.is_bypassed = controls.levels.is_bypassed || is_bypassed;

  const int channels = std::min(getMainBusNumInputChannels(), static_cast<int>(kMostChannels));
  const int side_channels = getBusCount(true) > 1 ? getBus(true, 1)->getNumberOfChannels() : 0;
  // Hosts may give larger blocks than they said.
  for (int done = 0; done < count;) {
    const int part = std::min(count - done, side_.getNumSamples());
    std::array<float*, kMostChannels> main{};
    for (int c = 0; c < channels; ++c)
      main[static_cast<std::size_t>(c)] = audio.getWritePointer(c, first + done);
    const float* side = nullptr;
    if (side_channels > 0 && audio.getNumChannels() >= getMainBusNumInputChannels() + side_channels) {
      side_.copyFrom(0, 0, audio, getMainBusNumInputChannels(), first + done, part);
      if (side_channels == 2) {
        side_.addFrom(0, 0, audio, getMainBusNumInputChannels() + 1, first + done, part);
        side_.applyGain(0, 0, part, 0.5F);
      }
      side = side_.getReadPointer(0);
    }
    engine_->process({.channels = std::span(main).first(static_cast<std::size_t>(channels)),
                      .side = side,
                      .samples = static_cast<std::size_t>(part)},
                     controls);
    done += part;
  }
}

juce::AudioProcessorEditor* DriftwaveProcessor::createEditor() {
  return new DriftwaveEditor(*this);
}

}  // namespace driftwave

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() {
  return new driftwave::DriftwaveProcessor;
}
