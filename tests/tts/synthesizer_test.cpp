/// The shipped voice's speakers.
#include "tts/synthesizer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tts/acoustic/acoustic_model.h"

namespace driftwave {
namespace {

TEST(Synthesizer, SpeaksBetweenTwoSpeakers) {
  const auto melody = [](const std::string& speaker) {
    Voice voice = load_voice(DRIFTWAVE_TEST_VOICE);
    voice.speaker = speaker;
    const Synthesizer synthesizer(voice);
    const SpokenSentence sentence = synthesizer.read("The ferry leaves the harbour at seven.").front();
    const AcousticOutput said = synthesizer.say(sentence, {});
    double sum = 0;
    for (const float hz : said.features.f0_hz) sum += std::log(hz);
    return sum / static_cast<double>(said.features.f0_hz.size());
  };
  const double high = melody("kerstin");
  const double low = melody("flemishguy");
  const double between = melody("kerstin=0.5,flemishguy=0.5");
  EXPECT_GT(high, low + 0.2);
  EXPECT_GT(between, low + 0.25 * (high - low));
  EXPECT_LT(between, low + 0.75 * (high - low));
  EXPECT_EQ(melody("kerstin=2"), high);
}

}  // namespace
}  // namespace driftwave
