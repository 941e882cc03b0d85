#include "vocoder/torch/diffusion_vocoder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"
#include "tests/engine/model/checkpoint_fixture.h"
#include "vocoder/torch/import_checkpoint.h"

namespace driftwave {
namespace {

std::unique_ptr<Vocoder> tiny(const std::string& name) {
  const test::ScratchFile file("driftwave_diffusion_vocoder_test.safetensors");
  import_checkpoint(std::filesystem::path(DRIFTWAVE_FIXTURES) / (name + "_tiny.pt"), file.path(), {});
  return load_diffusion_vocoder(SafetensorsFile(file.path()));
}

VocoderInput input_for(const Vocoder& vocoder, std::size_t frames) {
  VocoderInput input{
      .mel = Array2<float>(frames, static_cast<std::size_t>(vocoder.mel_settings().mels), 0.6F),
      .f0_hz = std::vector<float>(frames, 100.0F),
      .voicing = std::vector<float>(frames, 1.0F)};
  return input;
}

std::string message_of(const Vocoder& vocoder, const VocoderInput& input, const VocoderOptions& options) {
  try {
    (void)vocoder.synthesize(input, options);
  } catch (const Error& e) {
    return e.what();
  }
  return "accepted";
}

TEST(DiffusionVocoder, MakesAHopOfSamplesForEachFrame) {
  for (const char* name : {"diffwave", "wavegrad"}) {
    const auto vocoder = tiny(name);
    EXPECT_EQ(vocoder->default_steps(), 6);
    const auto hop = static_cast<std::size_t>(vocoder->mel_settings().hop_samples);
    for (const std::size_t frames : {1, 7}) {
      const auto audio = vocoder->synthesize(input_for(*vocoder, frames), {.seed = 3, .progress = {}});
      EXPECT_EQ(audio.size(), frames * hop);
      for (const float x : audio) EXPECT_TRUE(std::abs(x) <= 1.0F);
    }
  }
}

TEST(DiffusionVocoder, StaysNearAGuideAsTheStrengthSays) {
  for (const char* name : {"diffwave", "wavegrad"}) {
    const auto vocoder = tiny(name);
    const std::size_t hop = static_cast<std::size_t>(vocoder->mel_settings().hop_samples);
    VocoderInput input = input_for(*vocoder, 6);
    input.guide.assign(6 * hop, 0.25F);
    const auto error = [&](float strength) {
      input.strength.assign(6, strength);
      double sum = 0;
      for (const float x : vocoder->synthesize(input, {.seed = 1})) sum += std::abs(x - 0.25);
      return sum / static_cast<double>(6 * hop);
    };
    EXPECT_LT(error(0.0F), 1e-6);
    EXPECT_GT(error(0.5F), 1e-3);
    EXPECT_GT(error(1.0F), error(0.2F));

    // Only the frames that may leave it do.
    input.strength = {0, 0, 1, 1, 0, 0};
    const auto mixed = vocoder->synthesize(input, {.seed = 1});
    for (std::size_t t = 0; t < 2 * hop; ++t) ASSERT_NEAR(mixed[t], 0.25F, 1e-6);
    EXPECT_GT(std::abs(mixed[3 * hop] - 0.25F), 1e-4);

    VocoderInput unguided = input;
    unguided.guide.clear();
    unguided.strength.clear();
    input.strength.assign(6, 1.0F);
    EXPECT_EQ(vocoder->synthesize(input, {.seed = 1}), vocoder->synthesize(unguided, {.seed = 1}));
    input.guide.pop_back();
    EXPECT_NE(message_of(*vocoder, input, {}).find("guide"), std::string::npos);
  }
}

TEST(DiffusionVocoder, ShowsItsIdeaOfTheSoundAndBlendsNoise) {
  const auto vocoder = tiny("diffwave");
  const VocoderInput input = input_for(*vocoder, 4);
  int shown = 0;
  const auto first =
      vocoder->synthesize(input, {.seed = 1, .preview = [&](int step, std::span<const float> x0) {
                                    EXPECT_EQ(step, shown++);
                                    EXPECT_EQ(x0.size(), 4 * 256U);
                                  }});
  EXPECT_EQ(shown, 6);
  const auto second = vocoder->synthesize(input, {.seed = 2});
  const auto arrived = vocoder->synthesize(input, {.seed = 1, .blend = {.other_seed = 2, .amount = 1}});
  for (std::size_t t = 0; t < second.size(); ++t) ASSERT_NEAR(arrived[t], second[t], 1e-4);
  EXPECT_NE(vocoder->synthesize(input, {.seed = 1, .blend = {.other_seed = 2, .amount = 0.5}}), first);
}

TEST(DiffusionVocoder, KeysItsNoiseBySeed) {
  const auto vocoder = tiny("diffwave");
  const VocoderInput input = input_for(*vocoder, 4);
  const auto a = vocoder->synthesize(input, {.seed = 1, .progress = {}});
  EXPECT_EQ(a, vocoder->synthesize(input, {.seed = 1, .progress = {}}));
  // More threads add in another order.
  const auto threaded = vocoder->synthesize(input, {.seed = 1, .threads = 2, .progress = {}});
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], threaded[i], 1e-4);
  EXPECT_NE(a, vocoder->synthesize(input, {.seed = 2, .progress = {}}));
}

TEST(DiffusionVocoder, TakesEverySamplerAndSchedule) {
  const auto vocoder = tiny("diffwave");
  const VocoderInput input = input_for(*vocoder, 3);
  for (const char* sampler : {"ddpm", "ddim", "dpm++2m", "euler", "heun", "sde"}) {
    const auto audio = vocoder->synthesize(input, {.steps = 4, .progress = {}, .sampler = sampler});
    EXPECT_EQ(audio.size(), 768U) << sampler;
    for (const float x : audio) ASSERT_TRUE(std::isfinite(x)) << sampler;
  }
  EXPECT_EQ(vocoder->synthesize(input, {.progress = {}, .schedule = "wavegrad-6"}).size(), 768U);
}

TEST(DiffusionVocoder, RefusesWhatItCannotDo) {
  const auto vocoder = tiny("diffwave");
  VocoderInput input = input_for(*vocoder, 3);
  EXPECT_NE(message_of(*vocoder, input, {.progress = {}, .sampler = "plms"}).find("dpm++2m"),
            std::string::npos);
  EXPECT_NE(message_of(*vocoder, input, {.progress = {}, .sampler = "consistency"}).find("distilled"),
            std::string::npos);
  EXPECT_NE(message_of(*vocoder, input, {.steps = 0, .progress = {}}).find("steps"), std::string::npos);
  EXPECT_NE(message_of(*vocoder, input, {.steps = 51, .progress = {}}).find("50"), std::string::npos);
  EXPECT_NE(message_of(*vocoder, input, {.progress = {}, .schedule = "x"}).find("diffwave-6"),
            std::string::npos);
  EXPECT_NE(message_of(*vocoder, input, {.progress = {}, .schedule = "wavegrad-1000"}).find("trained with"),
            std::string::npos);
}

TEST(DiffusionVocoder, RefusesAMelOfOtherSettings) {
  const auto vocoder = tiny("diffwave");
  VocoderInput natural_log = input_for(*vocoder, 3);
  natural_log.mel(1, 5) = -4.2F;
  const std::string message = message_of(*vocoder, natural_log, {.progress = {}});
  EXPECT_NE(message.find("decibels in 0..1"), std::string::npos) << message;
  EXPECT_NE(message.find("-4.2"), std::string::npos) << message;
  const VocoderInput narrow{.mel = Array2<float>(3, 40, 0.5F),
                            .f0_hz = std::vector<float>(3, 100.0F),
                            .voicing = std::vector<float>(3, 1.0F)};
  EXPECT_NE(message_of(*vocoder, narrow, {.progress = {}}).find("want 80 bands"), std::string::npos);
}

TEST(DiffusionVocoder, SaysThatItCannotStream) {
  EXPECT_THROW((void)tiny("diffwave")->open_stream({}), Error);
}

TEST(DiffusionVocoder, StopsWhenItIsCancelled) {
  const auto vocoder = tiny("diffwave");
  EXPECT_TRUE(
      vocoder->synthesize(input_for(*vocoder, 3), {.progress = [](double) { return false; }}).empty());
}

TEST(DiffusionVocoder, RefusesAModelWhoseTensorsDoNotFit) {
  const test::ScratchFile good("driftwave_diffusion_vocoder_good.safetensors");
  const test::ScratchFile bad("driftwave_diffusion_vocoder_bad.safetensors");
  import_checkpoint(std::filesystem::path(DRIFTWAVE_FIXTURES) / "diffwave_tiny.pt", good.path(), {});
  const SafetensorsFile file(good.path());
  const auto rewrite = [&](auto change) {
    SafetensorsWriter writer;
    for (const std::string& name : file.names()) change(writer, name, file.tensor(name));
    writer.set_metadata("architecture", "diffwave");
    writer.set_metadata("config", file.metadata("config"));
    writer.write(bad.path());
    try {
      (void)load_diffusion_vocoder(SafetensorsFile(bad.path()));
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("accepted");
  };
  const auto copy = [](SafetensorsWriter& writer, const std::string& name, const TensorView& tensor) {
    writer.add(name, std::span<const float>(tensor.to_floats()), tensor.shape);
  };
  EXPECT_EQ(rewrite(copy), "accepted");
  EXPECT_NE(rewrite([&](auto& writer, const std::string& name, const TensorView& tensor) {
              if (name != "skip_projection.bias") copy(writer, name, tensor);
            }).find("skip_projection.bias"),
            std::string::npos);
  EXPECT_NE(rewrite([&](auto& writer, const std::string& name, const TensorView& tensor) {
              copy(writer, name, tensor);
              if (name == "skip_projection.bias") copy(writer, "stray", tensor);
            }).find("stray"),
            std::string::npos);
  EXPECT_NE(rewrite([&](auto& writer, const std::string& name, const TensorView& tensor) {
              std::vector<float> values = tensor.to_floats();
              if (name == "skip_projection.bias") values[0] = NAN;
              writer.add(name, std::span<const float>(values), tensor.shape);
            }).find("not finite"),
            std::string::npos);
}

}  // namespace
}  // namespace driftwave
