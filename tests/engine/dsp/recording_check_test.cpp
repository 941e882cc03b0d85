#include "engine/dsp/recording_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/error.h"
#include "engine/core/noise.h"

namespace driftwave {
namespace {

constexpr int kRate = 16000;

/// A sentence of syllables of 0.3 s with pauses of 0.1 s between them, over hiss.
std::vector<float> sentence(double seconds, double level, double hiss) {
  std::vector<float> audio(static_cast<std::size_t>(seconds * kRate));
  std::vector<float> noise(audio.size());
  gaussian_noise({.seed = 3}, 0, noise);
  for (std::size_t i = 0; i < audio.size(); ++i) {
    const double t = static_cast<double>(i) / kRate;
    const bool spoken = std::fmod(t, 0.4) < 0.3;
    audio[i] = static_cast<float>((spoken ? level * std::sin(2 * std::numbers::pi * 220 * t) : 0.0) +
                                  hiss * noise[i]);
  }
  return audio;
}

std::string all(const std::vector<std::string>& found) {
  std::string text;
  for (const std::string& one : found) text += one + "\n";
  return text;
}

TEST(RecordingCheck, FindsNothingInAGoodRecording) {
  const RecordingCheck check = check_recording(sentence(3, 0.2, 0.0005), kRate);
  EXPECT_NEAR(check.seconds, 3.0, 1e-9);
  EXPECT_NEAR(check.peak_db, 20 * std::log10(0.2), 0.2);
  EXPECT_EQ(check.clipped_samples, 0);
  EXPECT_LT(check.noise_db, -40);
  EXPECT_EQ(all(complaints(check)), "");
}

TEST(RecordingCheck, FindsClippingBelowFullScaleToo) {
  for (const float ceiling : {1.0F, 0.7F}) {
    std::vector<float> audio = sentence(3, 2.0 * ceiling, 0.0005);
    for (float& x : audio) x = std::clamp(x, -ceiling, ceiling);
    EXPECT_GT(check_recording(audio, kRate).clipped_samples, 1000) << ceiling;
    EXPECT_NE(all(complaints(check_recording(audio, kRate))).find("clipped"), std::string::npos) << ceiling;
  }
  EXPECT_EQ(check_recording(sentence(3, 0.95, 0), kRate).clipped_samples, 0);
}

TEST(RecordingCheck, SaysWhatToDoAboutLevelNoiseAndLength) {
  const auto said = [](const std::vector<float>& audio) {
    return all(complaints(check_recording(audio, kRate)));
  };
  EXPECT_NE(said(sentence(3, 0.002, 0)).find("too quiet"), std::string::npos);
  EXPECT_NE(said(sentence(3, 0.1, 0.03)).find("noise is only"), std::string::npos);
  EXPECT_NE(said(sentence(0.3, 0.2, 0)).find("too short"), std::string::npos);
  EXPECT_NE(said(sentence(30, 0.2, 0)).find("too long"), std::string::npos);
  EXPECT_EQ(said(std::vector<float>(3 * kRate)), "it is silent\n");
  const auto usable = [](const std::vector<float>& audio) {
    return is_usable(check_recording(audio, kRate));
  };
  EXPECT_TRUE(usable(sentence(3, 0.1, 0.03)));
  EXPECT_FALSE(usable(sentence(3, 0.002, 0)));
  EXPECT_FALSE(usable(sentence(0.3, 0.2, 0)));
  EXPECT_FALSE(usable(sentence(30, 0.2, 0)));
  EXPECT_THROW((void)check_recording(sentence(1, 0.2, 0), 0), Error);
}

}  // namespace
}  // namespace driftwave
