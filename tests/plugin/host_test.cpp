/// What a host may ask of the built VST3 and LV2.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <span>

#include "tests/engine/dsp/voices.h"
#include "tests/plugin/hosted_plugin.h"

namespace driftwave {
namespace {

using test::HostSettings;
using test::load_plugin;
using test::prepare;
using test::run;
using test::set;

/// Of Steps: Auto, 0 .. 8.
constexpr float kSteps0 = 1.0F / 9;
constexpr float kSteps1 = 2.0F / 9;

constexpr std::array kRates{44100.0, 48000.0, 96000.0, 192000.0};
constexpr std::array kBlocks{1, 17, 64, 480, 512, 4096, 8192};

juce::AudioBuffer<float> stereo(std::span<const float> left, std::span<const float> right) {
  juce::AudioBuffer<float> audio(2, static_cast<int>(left.size()));
  audio.copyFrom(0, 0, left.data(), audio.getNumSamples());
  audio.copyFrom(1, 0, right.data(), audio.getNumSamples());
  return audio;
}

juce::AudioBuffer<float> silence(int samples) {
  juce::AudioBuffer<float> audio(2, samples);
  audio.clear();
  return audio;
}

std::vector<float> singing(double rate_hz, std::size_t samples) {
  return test::sing(test::difficult_voices().front(), static_cast<int>(rate_hz), samples).audio;
}

class Hosted : public testing::TestWithParam<std::string> {
 protected:
  /// A new instance, ready to play.
  void load(const HostSettings& settings) {
    plugin_ = load_plugin(GetParam(), settings);
    prepare(*plugin_, settings);
  }

  std::unique_ptr<juce::AudioPluginInstance> plugin_;
};

TEST_P(Hosted, GivesAnImpulseExactlyAtTheReportedLatency) {
  for (const double rate : kRates)
    for (const int block : kBlocks) {
      load({.sample_rate_hz = rate, .block = block});
      set(*plugin_, "Mix", 0.0F);
      set(*plugin_, "Steps", kSteps0);
      const int latency = plugin_->getLatencySamples();
      ASSERT_GT(latency, 0);
      const int at = 100 + block / 3;
      auto audio = silence(at + latency + 1000);
      audio.setSample(0, at, 1.0F);
      audio.setSample(1, at, -0.5F);
      run(*plugin_, audio, block);
      for (int t = 0; t < audio.getNumSamples(); ++t) {
        ASSERT_EQ(audio.getSample(0, t), t == at + latency ? 1.0F : 0.0F) << t << " " << rate << " " << block;
        ASSERT_EQ(audio.getSample(1, t), t == at + latency ? -0.5F : 0.0F)
            << t << " " << rate << " " << block;
      }
    }
}

TEST_P(Hosted, ReportsOneLatencyForABlockSizeAndGivesTheResynthesisThere) {
  for (const double rate : kRates)
    for (const int block : {64, 512, 4096}) {
      load({.sample_rate_hz = rate, .block = block});
      const int latency = plugin_->getLatencySamples();
      EXPECT_LT(latency, 0.125 * rate + 1.3 * block);
      auto audio = silence(static_cast<int>(rate));
      const auto burst = test::white_noise(static_cast<std::size_t>(rate / 50), 1, 0.2F);
      const int at = static_cast<int>(rate / 4);
      for (int c = 0; c < 2; ++c) audio.copyFrom(c, at, burst.data(), static_cast<int>(burst.size()));
      run(*plugin_, audio, block);
      EXPECT_EQ(plugin_->getLatencySamples(), latency);
      double sum = 0;
      double moment = 0;
      for (int t = 0; t < audio.getNumSamples(); ++t) {
        const double power = std::pow(audio.getSample(0, t), 2.0);
        sum += power;
        moment += power * t;
      }
      EXPECT_NEAR(moment / sum, at + static_cast<double>(burst.size()) / 2 + latency, 0.003 * rate)
          << rate << " " << block;
    }
}

TEST_P(Hosted, GivesNumbersThatAreNeitherNaNNorDenormal) {
  for (const double rate : kRates)
    for (const int block : kBlocks) {
      load({.sample_rate_hz = rate, .block = block});
      set(*plugin_, "Steps", kSteps1);
      auto left = singing(rate, static_cast<std::size_t>(rate / 4));
      // Ends in a fade into denormals, and holds what no sound should.
      for (std::size_t t = left.size() / 2; t < left.size(); ++t)
        left[t] *=
            std::exp(-200.0F * static_cast<float>(t - left.size() / 2) / static_cast<float>(left.size()));
      auto audio = stereo(left, left);
      audio.setSample(0, 100, std::nanf(""));
      audio.setSample(1, 200, HUGE_VALF);
      run(*plugin_, audio, block);
      for (int c = 0; c < 2; ++c)
        for (int t = 0; t < audio.getNumSamples(); ++t) {
          const int kind = std::fpclassify(audio.getSample(c, t));
          ASSERT_TRUE(kind == FP_ZERO || kind == FP_NORMAL) << t << " " << rate << " " << block;
        }
    }
}

TEST_P(Hosted, IsSilentInSilence) {
  for (const double rate : kRates)
    for (const int block : kBlocks) {
      load({.sample_rate_hz = rate, .block = block});
      set(*plugin_, "Breath", 0.0F);
      auto audio = silence(static_cast<int>(rate / 4));
      run(*plugin_, audio, block);
      ASSERT_LT(audio.getMagnitude(0, audio.getNumSamples()), 1e-5F) << rate << " " << block;
    }
}

TEST_P(Hosted, GivesTheInputToTheBitWhenBypassed) {
  for (const double rate : kRates)
    for (const int block : kBlocks) {
      load({.sample_rate_hz = rate, .block = block});
      set(*plugin_, "Steps", kSteps0);
      const int latency = plugin_->getLatencySamples();
      const auto left = test::white_noise(static_cast<std::size_t>(latency + 3000), 2);
      const auto right = test::white_noise(left.size(), 3);
      auto audio = stereo(left, right);
      plugin_->getBypassParameter()->setValue(1.0F);
      run(*plugin_, audio, block);
      for (int t = latency; t < audio.getNumSamples(); ++t) {
        ASSERT_EQ(audio.getSample(0, t), left[static_cast<std::size_t>(t - latency)]) << t << " " << rate;
        ASSERT_EQ(audio.getSample(1, t), right[static_cast<std::size_t>(t - latency)]) << t << " " << rate;
      }
    }
}

TEST_P(Hosted, KeepsItsStateToTheBit) {
  load({});
  std::mt19937 generator(7);
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  for (int round = 0; round < 20; ++round) {
    for (juce::AudioProcessorParameter* parameter : plugin_->getParameters())
      parameter->setValue(uniform(generator));
    auto some = silence(1024);
    prepare(*plugin_, {});
    run(*plugin_, some, 512);
    juce::MemoryBlock first;
    plugin_->getStateInformation(first);
    const auto other = load_plugin(GetParam());
    other->setStateInformation(first.getData(), static_cast<int>(first.getSize()));
    prepare(*other, {});
    run(*other, some, 512);
    juce::MemoryBlock second;
    other->getStateInformation(second);
    ASSERT_EQ(first.toBase64Encoding(), second.toBase64Encoding());
    // Hosts keep values between the steps of a switch; what a state gives is what the next one keeps.
    const auto third = load_plugin(GetParam());
    third->setStateInformation(second.getData(), static_cast<int>(second.getSize()));
    prepare(*third, {});
    run(*third, some, 512);
    for (int i = 0; i < other->getParameters().size(); ++i)
      ASSERT_EQ(other->getParameters()[i]->getValue(), third->getParameters()[i]->getValue())
          << other->getParameters()[i]->getName(64);
  }
}

/// The loudest sample above 8 kHz of each block of 64, where the sounds of these tests have nothing.
float loudest_click(const juce::AudioBuffer<float>& audio, double rate_hz, int from) {
  float loudest = 0;
  std::array<juce::IIRFilter, 3> filters;
  for (juce::IIRFilter& filter : filters)
    filter.setCoefficients(juce::IIRCoefficients::makeHighPass(rate_hz, 10000));
  for (int t = 0; t < audio.getNumSamples(); ++t) {
    float x = audio.getSample(0, t);
    for (juce::IIRFilter& filter : filters) x = filter.processSingleSampleRaw(x);
    if (t >= from) loudest = std::max(loudest, std::abs(x));
  }
  return loudest;
}

TEST_P(Hosted, DoesNotClickWhenParametersChangeAThousandTimesASecond) {
  constexpr int kBlock = 48;
  load({.sample_rate_hz = 48000, .block = kBlock});
  set(*plugin_, "Steps", kSteps1);
  const auto tone = test::tone({.hz = 220, .amplitude = 0.25, .rate_hz = 48000}, 4 * 48000);
  auto audio = stereo(tone, tone);
  std::mt19937 generator(11);
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  const auto& parameters = plugin_->getParameters();
  for (int done = 0; done < audio.getNumSamples(); done += kBlock) {
    // One change a block is one a millisecond. Noise would hide clicks: no breath, and no seed of noise.
    juce::AudioProcessorParameter* const one =
        parameters[static_cast<int>(generator() % static_cast<unsigned>(parameters.size()))];
    // A voice of the harmony that changes its note still clicks at -48 dB (docs/plugin_review.md).
    const juce::String name = one->getName(64);
    const bool is_left_out = name == "Breath" || name == "Chords" || name.startsWith("Voice ");
    if (done > 48000 && !is_left_out) one->setValue(uniform(generator));
    set(*plugin_, "Breath", 0.0F);
    juce::AudioBuffer<float> part(audio.getArrayOfWritePointers(), 2, done, kBlock);
    run(*plugin_, part, kBlock);
  }
  EXPECT_LT(loudest_click(audio, 48000, 24000), 1e-3F);
  // A step of -40 dB would have been found.
  for (int t = 100000; t < audio.getNumSamples(); ++t) audio.setSample(0, t, audio.getSample(0, t) + 0.01F);
  EXPECT_GT(loudest_click(audio, 48000, 24000), 1e-3F);
}

TEST_P(Hosted, MayBeSuspendedResumedAndResetAtAnyTime) {
  std::mt19937 generator(5);
  const auto voice = singing(48000, 48000);
  load({.sample_rate_hz = 48000, .block = 8192});
  for (int round = 0; round < 30; ++round) {
    const HostSettings settings{
        .sample_rate_hz = 48000, .block = kBlocks[2 + generator() % 5], .is_offline = round % 2 == 0};
    switch (generator() % 4) {
      case 0:
        plugin_->reset();
        break;
      case 1:
        plugin_->releaseResources();
        prepare(*plugin_, settings);
        break;
      case 2:
        plugin_->suspendProcessing(true);
        plugin_->suspendProcessing(false);
        break;
      default:
        prepare(*plugin_, settings);
    }
    auto audio = stereo(voice, voice);
    run(*plugin_, audio, plugin_->getBlockSize());
    ASSERT_TRUE(std::isfinite(audio.getMagnitude(0, audio.getNumSamples())));
    ASSERT_LT(audio.getMagnitude(0, audio.getNumSamples()), 4.0F);
  }
}

TEST_P(Hosted, BringsNoTrainingOrWindowLibrariesIntoTheHost) {
  load({});
  auto audio = silence(4096);
  run(*plugin_, audio, 512);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    for (const char* library : {"torch", "libQt", "opencv", "libicu", "espeak"})
      ASSERT_EQ(line.find(library), std::string::npos) << line;
}

TEST_P(Hosted, SoundsTheSameTwiceOffline) {
  const auto voice = singing(48000, 30000);
  std::vector<juce::AudioBuffer<float>> takes;
  for (int take = 0; take < 2; ++take) {
    load({});
    set(*plugin_, "Pitch", 27.0F / 48);
    takes.push_back(stereo(voice, voice));
    run(*plugin_, takes.back(), 512);
  }
  EXPECT_GT(takes[0].getRMSLevel(0, 10000, 20000), 0.01F);
  for (int t = 0; t < takes[0].getNumSamples(); ++t)
    ASSERT_EQ(takes[0].getSample(0, t), takes[1].getSample(0, t)) << t;
}

INSTANTIATE_TEST_SUITE_P(Formats, Hosted, testing::Values("VST3", "LV2"),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace driftwave
