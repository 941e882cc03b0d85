/// Ten steps of the trainer on a folder of made-up sounds, and its model in use.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <filesystem>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "tests/vocoder/sounds/test_sounds.h"
#include "vocoder/sounds/sound_model.h"
#include "vocoder/sounds/training/sound_task.h"

namespace driftwave::training {
namespace {

class SoundTraining : public testing::Test {
 protected:
  SoundTraining() : folder_(std::filesystem::path(testing::TempDir()) / "sound_training") {
    std::filesystem::remove_all(folder_);
    torch::manual_seed(1);
  }
  ~SoundTraining() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::vector<float>& sound) const {
    std::filesystem::create_directories((folder_ / "data" / name).parent_path());
    write_audio(folder_ / "data" / name, {.samples = sound, .channels = 1, .sample_rate_hz = kSoundRateHz});
  }
  /// Two kinds of one-shots and one of notes; what "far" made is held out.
  void write_all() const {
    for (int i = 0; i < 3; ++i) {
      const std::string tail = "__" + std::to_string(i) + ".wav";
      const std::string source = i < 2 ? "near" : "far";
      write("one-shot/low/" + source + tail, test::decaying_tone({.hz = 80.0 + 10 * i, .seconds = 0.3}));
      write("one-shot/noisy/" + source + tail,
            test::decaying_tone({.hz = 500.0 + 90 * i, .seconds = 0.2, .noise = 2}));
      write("sustained/note/" + source + tail, test::held_note(110.0 * (i + 1), 1));
    }
  }
  [[nodiscard]] SoundSet read() const {
    return read_sound_folder(folder_ / "data", {.held_out = {"far"}, .wanted_per_class = 12});
  }

  std::filesystem::path folder_;
};

SoundModelConfig small_config(const SoundSet& set) {
  return {.classes = set.classes,
          .noise = 8,
          .embedding = 8,
          .condition = 8,
          .channels = 32,
          .expansion = 32,
          .blocks = 1,
          .coefficients = 6};
}

TEST_F(SoundTraining, FoldersAreClassesAndSourcesAreHeldOut) {
  write_all();
  const SoundSet set = read();
  ASSERT_EQ(set.classes.size(), 3U);
  EXPECT_EQ(set.classes[0], (SoundClass{.name = "low", .family = SoundFamily::kOneShot}));
  EXPECT_EQ(set.classes[2], (SoundClass{.name = "note", .family = SoundFamily::kSustained}));
  std::size_t held_out = 0;
  std::size_t low = 0;
  for (const SoundItem& item : set.items) {
    held_out += item.held_out ? 1 : 0;
    EXPECT_EQ(item.held_out, item.source == "far");
    EXPECT_TRUE(!item.held_out || item.variation == 0);
    low += item.sound_class == 0 && !item.held_out ? 1 : 0;
  }
  EXPECT_EQ(held_out, 3U);
  EXPECT_EQ(low, 12U);
  save_sound_set(folder_ / "set.safetensors", set);
  const SoundSet again = load_sound_set(folder_ / "set.safetensors");
  ASSERT_EQ(again.items.size(), set.items.size());
  for (std::size_t i = 0; i < set.items.size(); ++i) {
    EXPECT_EQ(again.items[i].file, set.items[i].file);
    EXPECT_NEAR(again.items[i].levels_db[40], set.items[i].levels_db[40], 0.05);
  }
}

TEST_F(SoundTraining, TenStepsRepeatAndReachEveryParameterAndTheModelRuns) {
  write_all();
  const SoundSet set = read();
  const SoundModelConfig config = small_config(set);
  const SoundStatistics statistics = sound_statistics(set, config, 0);
  EXPECT_GT(statistics.bases[0].explained, 0.5);
  EXPECT_LE(statistics.bases[0].explained, 1.0001);
  const auto network = make_sound_network(config);
  const auto task = make_sound_task(config, set, statistics, *network, {.batch = 8, .drop_class = 0.3});
  EXPECT_EQ(task->loss(4).loss.item<float>(), task->loss(4).loss.item<float>());
  EXPECT_NE(task->loss(4).loss.item<float>(), task->loss(5).loss.item<float>());
  task->loss(0).loss.backward();
  for (const auto& parameter : network->module().named_parameters())
    EXPECT_TRUE(parameter.value().grad().defined() && parameter.value().grad().abs().sum().item<float>() > 0)
        << parameter.key();
  EXPECT_TRUE(
      run_training(*task, {.folder = folder_ / "run", .steps = 10, .validate_every = 5, .progress = false}));
  export_sound_model(folder_ / "model.safetensors", *network, statistics,
                     {{"config", to_json(config).dump()}});

  // The library's model is the trained one: the same draw from the same noise.
  const SoundModel model = load_sound_model(folder_ / "model.safetensors");
  const SoundRequest request{.sound_class = 1, .seed = 7};
  std::vector<float> noise(8);
  gaussian_noise({.seed = 7, .purpose = NoisePurpose::kStep}, 0, noise);
  const torch::NoGradGuard no_grad;
  const at::Tensor ours =
      network->forward(torch::tensor(noise).view({1, 8}), torch::tensor({std::int64_t{1}}),
                       torch::zeros({1, 2 * static_cast<std::int64_t>(kDescriptors)}), SoundFamily::kOneShot);
  const SoundMap wanted = model.map_of(SoundFamily::kOneShot, {ours.data_ptr<float>(), 6});
  const SoundMap drawn = model.draw(request);
  for (std::size_t i = 0; i < drawn.levels_db.size(); ++i) {
    // What is quiet is made quieter.
    if (wanted.levels_db.values()[i] <= -44) continue;
    ASSERT_NEAR(drawn.levels_db.values()[i], wanted.levels_db.values()[i], 0.5) << i;
  }
  EXPECT_EQ(model.nearest_class(model.draw({.sound_class = 2, .seed = 1})), 2U);
}

TEST_F(SoundTraining, LearnsTheClasses) {
  write_all();
  const SoundSet set = read();
  const SoundModelConfig config = small_config(set);
  const SoundStatistics statistics = sound_statistics(set, config, 0);
  const auto network = make_sound_network(config);
  const auto task = make_sound_task(config, set, statistics, *network, {.batch = 16});
  const double before = task->validate()[1].second;
  (void)run_training(*task, {.folder = folder_ / "run",
                             .steps = 120,
                             .learning_rate = 5e-3,
                             .warmup_steps = 5,
                             .ema_decay = 0.8,
                             .validate_every = 1000,
                             .progress = false});
  EXPECT_LT(task->validate()[1].second, 0.8 * before);
}

TEST_F(SoundTraining, RefusesFoldersWithoutSounds) {
  std::filesystem::create_directories(folder_ / "data");
  EXPECT_THROW((void)read(), Error);
  std::filesystem::create_directories(folder_ / "data" / "one-shot" / "kick");
  EXPECT_THROW((void)read(), Error);
  write("one-shot/kick/far__1.wav", test::decaying_tone({}));
  EXPECT_THROW((void)read(), Error);
}

}  // namespace
}  // namespace driftwave::training
