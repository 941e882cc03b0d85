#include "plugin/engine/live_worker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "tests/vocoder/harmonic_flow/random_model.h"

namespace driftwave {
namespace {

/// A model whose first frame is complete after a single hop.
std::unique_ptr<Vocoder> quick_vocoder() {
  HarmonicFlowConfig config = test::small_config();
  config.mel.n_fft = 2 * config.mel.hop_samples;
  config.bands = {{8, 4}, {12, 8}};
  const auto file = std::filesystem::path(testing::TempDir()) / "live_worker_test.safetensors";
  test::write_random_model(file, config);
  auto vocoder = load_vocoder(file);
  std::filesystem::remove(file);
  return vocoder;
}

WorkerControls controls_at(float pitch_st) {
  WorkerControls controls;
  controls.live.pitch_st = pitch_st;
  controls.steps = 1;
  controls.is_offline = true;
  return controls;
}

std::vector<float> tone(std::size_t samples) {
  std::vector<float> out(samples);
  for (std::size_t t = 0; t < samples; ++t) out[t] = 0.3F * std::sin(0.05F * static_cast<float>(t));
  return out;
}

std::vector<float> pop(LiveWorker& worker, std::size_t samples) {
  while (worker.ready() < samples) std::this_thread::yield();
  std::vector<float> out(samples);
  (void)worker.pop(out);
  return out;
}

TEST(LiveWorker, BeginsARestartWithTheControlsOfItsFirstSample) {
  const auto vocoder = quick_vocoder();
  const LiveWorkerSettings settings{.sample_rate_hz = 22050, .max_block = 4096, .seed = 3};
  const std::vector<float> audio = tone(4096);

  LiveWorker fresh(*vocoder, settings);
  // Silence comes first, for which the worker may take its time.
  const std::size_t late = fresh.timing().slack;
  ASSERT_TRUE(fresh.push(audio, {}, controls_at(7)));
  (void)pop(fresh, late);
  const std::vector<float> want = pop(fresh, 4096);

  LiveWorker again(*vocoder, settings);
  ASSERT_TRUE(again.push(audio, {}, controls_at(0)));
  (void)pop(again, late + 4096);
  again.restart(settings.seed);
  ASSERT_TRUE(again.push(audio, {}, controls_at(7)));
  EXPECT_EQ(pop(again, 4096), want);
}

}  // namespace
}  // namespace driftwave
