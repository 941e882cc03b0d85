/// The embedding library through its C interface, against the classes behind it.
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "tools/libdriftwave/driftwave.hpp"
#include "tts/speech_session.h"
#include "tts/voice_mark.h"

namespace driftwave {
namespace {

const api::Voice& voice() {
  static const api::Voice opened(DRIFTWAVE_TEST_VOICE);
  return opened;
}

std::vector<float> pull_all(api::Stream& stream, std::size_t piece) {
  std::vector<float> audio;
  std::vector<float> block(piece);
  while (const std::size_t count = stream.pull(block.data(), piece))
    audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
  return audio;
}

std::vector<float> synthesized(const std::string& text, const SpeechOptions& options,
                               const std::optional<SoundMark>& mark = SoundMark{}) {
  SpeechSession session(std::make_shared<const Synthesizer>(load_voice(DRIFTWAVE_TEST_VOICE)), options, mark);
  session.push_text(text);
  std::vector<float> audio;
  for (auto piece = session.pull(); !piece.empty(); piece = session.pull())
    audio.insert(audio.end(), piece.begin(), piece.end());
  return audio;
}

TEST(Libdriftwave, SpeaksAsASessionDoes) {
  const std::string text = "One boat came in. Two went out.";
  SpeechOptions options;
  options.steps = 1;
  options.seed = 4;
  const std::vector<float> want = synthesized(text, options);
  for (const std::size_t piece : {1000U, 77U, 500000U}) {
    api::Stream stream(voice(), {.steps = 1, .seed = 4});
    EXPECT_EQ(stream.push(text), 2);
    stream.finish();
    EXPECT_EQ(pull_all(stream, piece), want) << piece;
  }
}

TEST(Libdriftwave, TakesTextAsItComes) {
  api::Stream stream(voice(), {.steps = 0});
  std::vector<float> nothing(64);
  EXPECT_EQ(stream.pull(nothing.data(), nothing.size()), 0U);
  EXPECT_EQ(stream.push("One."), 1);
  const std::size_t first = pull_all(stream, 4096).size();
  EXPECT_GT(first, 10000U);
  EXPECT_EQ(stream.push("... !"), 0);
  EXPECT_EQ(stream.push("Two."), 1);
  // With the pause that stands between the two.
  EXPECT_GT(pull_all(stream, 4096).size(), 10000U);
  stream.finish();
  EXPECT_THROW((void)stream.push("Three."), api::Error);
}

TEST(Libdriftwave, TellsWhatSoundsWhen) {
  api::Stream stream(voice(), {.steps = 0});
  EXPECT_FALSE(stream.next_event().has_value());
  const std::string document =
      "<speak>One. <break time=\"500ms\"/><mark name=\"here\"/>Two &amp; three.</speak>";
  EXPECT_EQ(stream.push_ssml(document), 2);
  EXPECT_THROW((void)stream.push_ssml("<speak>R & D</speak>"), api::Error);
  EXPECT_NE(std::strstr(driftwave_last_error(), "&amp;"), nullptr);
  const std::size_t samples = pull_all(stream, 4096).size();
  std::string words;
  std::uint64_t mark = 0;
  std::uint64_t last = 0;
  while (const auto event = stream.next_event()) {
    EXPECT_LE(event->end_sample, samples);
    if (event->kind == DRIFTWAVE_MARK) mark = event->begin_sample;
    if (event->kind != DRIFTWAVE_WORD) continue;
    EXPECT_GE(event->begin_sample, last);
    last = event->end_sample;
    words += document.substr(event->source_begin, event->source_end - event->source_begin) + "|";
  }
  EXPECT_EQ(words, "One|Two|&amp;|three|");
  EXPECT_GT(mark, static_cast<std::uint64_t>(voice().sample_rate_hz()) / 2);
  EXPECT_LT(mark, last);
  EXPECT_EQ(driftwave_next_event(nullptr, nullptr, 0), -1);
}

TEST(Libdriftwave, StopsFromAnotherThread) {
  api::Stream stream(voice(), {.steps = 0});
  stream.push("Nobody counted the boats. Nobody at all.");
  std::vector<float> block(64);
  EXPECT_EQ(stream.pull(block.data(), block.size()), 64U);
  std::thread([&] { stream.cancel(); }).join();
  EXPECT_EQ(stream.pull(block.data(), block.size()), 0U);
  driftwave_cancel(nullptr);
}

TEST(Libdriftwave, VocodesMelFramesAsTheVocoderDoes) {
  const auto bands = static_cast<std::size_t>(voice().mel_bands());
  const std::size_t frames = 70;
  std::vector<float> mel(frames * bands, -4.0F);
  const std::vector<float> f0(frames, 190.0F);
  const std::vector<float> voicing(frames, 1.0F);
  for (std::size_t i = 0; i < mel.size(); ++i) mel[i] += 0.5F * std::sin(0.01F * static_cast<float>(i));
  VocoderInput input{Array2<float>(frames, bands), f0, voicing};
  std::ranges::copy(mel, input.mel.values().begin());
  const auto vocoder = load_vocoder(std::string(DRIFTWAVE_TEST_VOICE) + "/vocoder.safetensors");
  const auto want = vocoder->synthesize(input, {.steps = 2, .seed = 6, .corrections = 0});

  for (const bool has_mark : {false, true}) {
    SCOPED_TRACE(has_mark);
    api::Stream stream(voice(), {.steps = 2, .seed = 6, .watermark = has_mark, .watermark_user = 9});
    std::vector<float> got;
    for (std::size_t n = 0; n < frames; n += 7) {
      const auto part = [&](const std::vector<float>& x, std::size_t width) {
        return std::vector<float>(x.begin() + static_cast<std::ptrdiff_t>(n * width),
                                  x.begin() + static_cast<std::ptrdiff_t>((n + 7) * width));
      };
      stream.push(part(mel, bands), part(f0, 1), part(voicing, 1), voice().mel_bands());
      const auto piece = pull_all(stream, 300);
      got.insert(got.end(), piece.begin(), piece.end());
    }
    const std::size_t latency =
        voice().latency_samples() - (has_mark ? 0 : watermark_latency_samples(voice().sample_rate_hz()));
    EXPECT_EQ(got.size(), frames * static_cast<std::size_t>(voice().hop_samples()) - latency);
    stream.finish();
    const auto rest = pull_all(stream, 300);
    got.insert(got.end(), rest.begin(), rest.end());
    WatermarkOptions mark{.sample_rate_hz = voice().sample_rate_hz(), .payload = {.user = 9}};
    mark.first_second = mark_begin_s(0, 6);
    EXPECT_EQ(got, has_mark ? watermarked(want, mark) : want);
  }
}

TEST(Libdriftwave, SpeaksWithAKeyOfOnesOwnOrWithoutAMark) {
  const std::string text = "One boat came in.";
  const auto said = [&](const std::string& key, bool watermark) {
    api::Stream stream(voice(), {.steps = 0, .watermark = watermark, .watermark_key = key});
    stream.push(text);
    stream.finish();
    return pull_all(stream, 512);
  };
  SpeechOptions plain;
  plain.steps = 0;
  EXPECT_EQ(said("", false), synthesized(text, plain, std::nullopt));
  EXPECT_EQ(said("mine", true), synthesized(text, plain, SoundMark{.key = watermark_key("mine")}));
  driftwave_options options;
  driftwave_options_init(&options, sizeof options);
  options.no_watermark = 2;
  EXPECT_EQ(driftwave_stream_open(voice().get(), &options), nullptr);
}

TEST(Libdriftwave, ServesManyThreadsFromOneVoice) {
  const auto say = [] {
    api::Stream stream(voice(), {.steps = 0, .seed = 1});
    stream.push("Nobody counted the boats.");
    stream.finish();
    return pull_all(stream, 512);
  };
  const std::vector<float> alone = say();
  std::vector<std::vector<float>> together(6);
  {
    std::vector<std::jthread> threads;
    for (auto& audio : together) threads.emplace_back([&audio, &say] { audio = say(); });
  }
  for (const auto& audio : together) EXPECT_EQ(audio, alone);
}

TEST(Libdriftwave, SaysWhatIsWrong) {
  EXPECT_EQ(driftwave_voice_open("no-such-voice"), nullptr);
  EXPECT_NE(std::strstr(driftwave_last_error(), "no-such-voice"), nullptr);
  EXPECT_EQ(driftwave_stream_open(nullptr, nullptr), nullptr);
  EXPECT_NE(std::strstr(driftwave_last_error(), "voice"), nullptr);
  EXPECT_THROW(api::Stream(voice(), {.steps = 1000}), api::Error);
  EXPECT_THROW(api::Stream(voice(), {.speed = 100.0}), api::Error);
  EXPECT_EQ(driftwave_pull(nullptr, nullptr, 1), -1);
  EXPECT_EQ(driftwave_push_text(nullptr, "x", 1), -1);
  EXPECT_EQ(driftwave_finish(nullptr), -1);
  EXPECT_EQ(driftwave_voice_sample_rate_hz(nullptr), -1);
  EXPECT_EQ(driftwave_voice_latency_samples(nullptr), -1);
  driftwave_voice_close(nullptr);
  driftwave_stream_close(nullptr);

  api::Stream stream(voice());
  stream.push("Hello.");
  EXPECT_THROW(stream.push({1.0F}, {1.0F}, {1.0F}, 1), api::Error) << "text or mel frames, not both";
  api::Stream frames(voice());
  std::vector<float> mel(static_cast<std::size_t>(voice().mel_bands()), std::nanf(""));
  EXPECT_THROW(frames.push(mel, {100.0F}, {1.0F}, voice().mel_bands()), api::Error);
  EXPECT_NE(std::strstr(driftwave_last_error(), "frame 0"), nullptr);
  EXPECT_THROW(frames.push("Hello."), api::Error);
}

TEST(Libdriftwave, KnowsOptionsOfOlderPrograms) {
  driftwave_options options;
  driftwave_options_init(&options, sizeof options);
  options.size = offsetof(driftwave_options, speed);  // as if speed and pitch did not exist yet
  options.speed = -5.0;
  driftwave_stream* stream = driftwave_stream_open(voice().get(), &options);
  EXPECT_NE(stream, nullptr) << driftwave_last_error();
  driftwave_stream_close(stream);
  options.size = 0;
  EXPECT_EQ(driftwave_stream_open(voice().get(), &options), nullptr);
}

TEST(Libdriftwave, WritesNoMoreOptionsThanAProgramKnows) {
  driftwave_options options;
  options.speed = -5.0;
  driftwave_options_init(&options, offsetof(driftwave_options, speed));
  EXPECT_EQ(options.size, offsetof(driftwave_options, speed));
  EXPECT_EQ(options.steps, -1);
  EXPECT_EQ(options.speed, -5.0) << "memory of the program";
}

TEST(Libdriftwave, LeavesTheLocaleOfTheProgramAlone) {
  const std::string before = std::setlocale(LC_CTYPE, nullptr);
  api::Stream stream(voice(), {.steps = 0});
  stream.push("Hello.");
  EXPECT_EQ(std::setlocale(LC_CTYPE, nullptr), before);
}

}  // namespace
}  // namespace driftwave
