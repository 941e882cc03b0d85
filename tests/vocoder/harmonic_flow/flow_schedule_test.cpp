#include "vocoder/harmonic_flow/flow_schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "engine/core/error.h"
#include "tests/vocoder/harmonic_flow/random_model.h"

namespace driftwave {
namespace {

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.what();
  }
  return {};
}

TEST(FlowSchedule, SurvivesJson) {
  const FlowSchedules schedules = {{2, {.sampler = Sampler::kHeun, .times = {0, 0.3, 1}}},
                                   {1, uniform_flow_schedule(Sampler::kEuler, 1)}};
  const FlowSchedules back = flow_schedules_from_json(to_json(schedules), "model");
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back.at(2).times, schedules.at(2).times);
  EXPECT_EQ(back.at(2).sampler, Sampler::kHeun);
}

TEST(FlowSchedule, RefusesTimesThatDoNotRiseFromZeroToOne) {
  const auto with = [](std::vector<double> times) {
    return refusal([&] { validate({.sampler = Sampler::kEuler, .times = std::move(times)}, "file.json"); });
  };
  EXPECT_EQ(with({0, 0.5, 1}), "");
  for (const auto& bad : {std::vector<double>{}, {0}, {0, 0.5}, {0.1, 1}, {0, 0.6, 0.5, 1}, {0, NAN, 1}})
    EXPECT_NE(with(bad).find("file.json"), std::string::npos);
  EXPECT_NE(refusal([] {
              validate({.sampler = Sampler::kDdpm, .times = {0, 1}}, "x");
            }).find("ddpm"),
            std::string::npos);
  EXPECT_NE(refusal([] {
              (void)flow_schedules_from_json({{"3", {{"sampler", "euler"}, {"times", {0, 1}}}}}, "model");
            }).find("want 4 times"),
            std::string::npos);
}

/// A random model, with and without schedules of its own.
class ScheduledModelTest : public testing::Test {
 protected:
  void SetUp() override {
    test::write_random_model(file_, config_);
    input_ = test::make_input(config_, 90);
  }
  void TearDown() override {
    std::filesystem::remove(file_);
    std::filesystem::remove(times_);
  }
  std::vector<float> run(const std::string& sampler, const std::string& schedule, int steps) const {
    return load_vocoder(file_)->synthesize(
        input_, {.steps = steps, .seed = 2, .progress = {}, .sampler = sampler, .schedule = schedule});
  }

  HarmonicFlowConfig config_ = test::small_config();
  VocoderInput input_;
  std::filesystem::path file_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("scheduled_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
       ".safetensors");
  std::filesystem::path times_ = file_.string() + ".json";
};

TEST_F(ScheduledModelTest, EulerIsTheDefaultAndOtherSamplersConvergeWithIt) {
  const auto plain = run("", "", 4);
  const auto euler = run("euler", "uniform", 4);
  const auto distance = [](const std::vector<float>& a, const std::vector<float>& b) {
    double error = 0;
    double energy = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      error += std::pow(static_cast<double>(a[i]) - b[i], 2);
      energy += std::pow(static_cast<double>(a[i]), 2);
    }
    return 10 * std::log10(error / energy + 1e-30);
  };
  EXPECT_LT(distance(plain, euler), -100);
  const auto fine = run("heun", "uniform", 32);
  EXPECT_LT(distance(fine, run("heun", "uniform", 8)), distance(fine, run("euler", "uniform", 8)) - 6);
  EXPECT_LT(distance(fine, run("dpm++2m", "uniform", 16)), distance(fine, run("euler", "uniform", 16)) - 3);
}

TEST_F(ScheduledModelTest, TakesTheTimesOfAFileAndOfTheModel) {
  std::ofstream(times_) << "[0, 0.2, 1]";
  const auto from_file = run("heun", times_.string(), -1);
  EXPECT_NE(from_file, run("heun", "uniform", 2));
  EXPECT_NE(refusal([&] { (void)run("heun", times_.string(), 3); }).find(times_.string()), std::string::npos);

  SafetensorsWriter writer;
  {
    const SafetensorsFile model(file_);
    for (const std::string& name : model.names())
      writer.add(name, std::span<const float>(model.tensor(name).to_floats()), model.tensor(name).shape);
    for (const char* key : {"architecture", "config"}) writer.set_metadata(key, model.metadata(key));
    writer.set_metadata(
        kSchedulesKey, to_json(FlowSchedules{{2, {.sampler = Sampler::kHeun, .times = {0, 0.2, 1}}}}).dump());
  }
  writer.write(file_);
  EXPECT_EQ(run("", "", 2), from_file);

  // A stream of two steps takes the same way.
  const auto stream = load_vocoder(file_)->open_stream({.max_frames = 7, .fixed_steps = 2, .seed = 2});
  FixedSteps unused(5);
  std::vector<float> block(stream->max_samples());
  std::vector<float> audio;
  for (std::size_t n = 0; n < 90; n += 6) {
    const std::size_t made = stream->process({.mel = input_.mel.values().subspan(n * 20, 120),
                                              .f0_hz = std::span(input_.f0_hz).subspan(n, 6),
                                              .voicing = std::span(input_.voicing).subspan(n, 6)},
                                             unused, block);
    audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(made));
  }
  const std::size_t made = stream->finish(unused, block);
  audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(made));
  EXPECT_EQ(audio, from_file);
}

TEST_F(ScheduledModelTest, SaysWhichSamplersAndFilesItCannotTake) {
  EXPECT_NE(refusal([&] { (void)run("ddpm", "", 2); }).find("euler"), std::string::npos);
  EXPECT_NE(refusal([&] { (void)run("leapfrog", "", 2); }).find("leapfrog"), std::string::npos);
  EXPECT_NE(refusal([&] { (void)run("euler", "/nowhere.json", 2); }).find("/nowhere.json"),
            std::string::npos);
  for (const char* bad : {"{", "[]", "[0, \"1\"]", "{\"a\": 1}", "[0, 0.5]"}) {
    std::ofstream(times_) << bad;
    EXPECT_NE(refusal([&] { (void)run("euler", times_.string(), -1); }).find(times_.string()),
              std::string::npos)
        << bad;
  }
}

}  // namespace
}  // namespace driftwave
