/// The shipped model: what it draws is what was asked for.
#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "vocoder/sounds/sound_model.h"
#include "vocoder/sounds/sound_synthesis.h"

namespace driftwave {
namespace {

const SoundModel& shipped() {
  static const SoundModel model =
      load_sound_model(std::string(DRIFTWAVE_MODELS) + "/sounds/model.safetensors");
  return model;
}

float measured(const SoundRequest& request, Descriptor which) {
  const SoundMap map = shipped().draw(request);
  return analyse_sound(synthesise_sound(map, {.seed = request.seed}), map.family)
      .descriptors[static_cast<std::size_t>(which)];
}

/// Mean over four seeds.
float mean_of(const char* name, Descriptor which, float share) {
  float sum = 0;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    SoundRequest request{.sound_class = shipped().class_named(name), .seed = seed};
    request.wanted[static_cast<std::size_t>(which)] = share;
    sum += measured(request, which);
  }
  return sum / 4;
}

TEST(ShippedSoundModel, HasDrumsAndSustainedSounds) {
  std::size_t one_shots = 0;
  for (const SoundClass& each : shipped().classes())
    one_shots += each.family == SoundFamily::kOneShot ? 1 : 0;
  EXPECT_GE(one_shots, 12U);
  EXPECT_GE(shipped().classes().size() - one_shots, 6U);
}

TEST(ShippedSoundModel, ObeysDescriptors) {
  EXPECT_GT(mean_of("snare", Descriptor::kBrightness, 0.9F),
            mean_of("snare", Descriptor::kBrightness, 0.1F) + 0.4F);
  EXPECT_GT(mean_of("kick", Descriptor::kDecay, 0.9F), mean_of("kick", Descriptor::kDecay, 0.1F) + 0.5F);
  EXPECT_GT(mean_of("strings", Descriptor::kAttack, 0.9F),
            mean_of("strings", Descriptor::kAttack, 0.1F) + 0.5F);
}

TEST(ShippedSoundModel, TheSeedIsTheSound) {
  const SoundRequest request{.sound_class = shipped().class_named("clap"), .guidance = 2, .seed = 5};
  SoundRequest other = request;
  other.seed = 6;
  const auto levels = [](const SoundMap& map) {
    return std::vector<float>(map.levels_db.values().begin(), map.levels_db.values().end());
  };
  EXPECT_EQ(levels(shipped().draw(request)), levels(shipped().draw(request)));
  EXPECT_NE(levels(shipped().draw(request)), levels(shipped().draw(other)));
  other.seed = 5;
  other.guidance = 1;
  EXPECT_NE(levels(shipped().draw(request)), levels(shipped().draw(other)));
}

TEST(ShippedSoundModel, PlaysTheNoteThatIsAsked) {
  const SoundRequest request{.sound_class = shipped().class_named("organ"), .pitch_hz = 130.8, .seed = 1};
  const SoundMap map = shipped().draw(request);
  EXPECT_EQ(map.family, SoundFamily::kSustained);
  EXPECT_NEAR(map.pitch_hz, 130.8, 0.01);
}

TEST(ShippedSoundModel, CoefficientsOfAMapAreTheOnesItWasMadeOf) {
  const SoundModel& model = shipped();
  std::vector<float> coefficients(model.coefficients_of(model.draw({.seed = 3})).size(), 0.0F);
  coefficients[0] = 0.3F;
  coefficients[5] = -0.2F;
  const std::vector<float> again = model.coefficients_of(model.map_of(SoundFamily::kOneShot, coefficients));
  // Levels at the floor are cut: not exact.
  EXPECT_NEAR(again[0], 0.3F, 0.15F);
  EXPECT_NEAR(again[5], -0.2F, 0.15F);
}

TEST(ShippedSoundModel, RefusesWhatItDoesNotKnow) {
  try {
    (void)shipped().class_named("zither");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("zither: want one of bell, clap"), std::string::npos)
        << error.what();
  }
  EXPECT_THROW((void)shipped().draw({.sound_class = 1000}), Error);
  EXPECT_THROW((void)shipped().draw({.guidance = std::numeric_limits<float>::infinity()}), Error);
  EXPECT_THROW((void)shipped().draw({.pitch_hz = 5.0}), Error);
}

TEST(SoundModelConfig, RefusesWhatIsNotOne) {
  nlohmann::json json =
      to_json(SoundModelConfig{.classes = {{.name = "kick", .family = SoundFamily::kOneShot}}});
  EXPECT_EQ(sound_model_config_from_json(json, "x").classes.front().name, "kick");
  const auto refused = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json other = json;
    other[key] = value;
    EXPECT_THROW((void)sound_model_config_from_json(other, "x"), Error) << key;
  };
  refused("architecture", "mel-completion");
  refused("classes", nlohmann::json::array());
  refused("blocks", 0);
  refused("channels", 1e9);
  refused("extra", 1);
  refused("classes", {json["classes"][0], json["classes"][0]});
  refused("classes", {{{"name", "kick"}, {"family", "loop"}}});
}

}  // namespace
}  // namespace driftwave
