#include "tools/driftwave/sound_player.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <future>
#include <numbers>
#include <numeric>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// A device that plays as fast as it can, or only when the test pulls.
class FakeDevice : public SoundBackEnd {
 public:
  explicit FakeDevice(bool plays_alone) : plays_alone_(plays_alone) {}

  std::vector<OutputDevice> devices() override {
    return {{.index = 0,
             .name = "fake",
             .host = "test",
             .default_rate_hz = 48000,
             .channels = 2,
             .is_default = true}};
  }
  bool takes_rate(const OutputDevice&, int sample_rate_hz) override { return sample_rate_hz == only_rate_hz; }
  std::unique_ptr<OutputStream> start(const OutputDevice&, int sample_rate_hz,
                                      SampleSource& source) override {
    started_at_hz = sample_rate_hz;
    running = true;
    source_ = &source;
    return std::make_unique<Stream>(*this);
  }

  void pull(std::size_t count) {
    std::vector<float> out(count);
    const bool more = source_->pull(out, false);
    heard.insert(heard.end(), out.begin(), out.end());
    if (!more) running = false;
  }

  int only_rate_hz = 44100;
  int started_at_hz = 0;
  std::atomic<bool> running{false};
  std::vector<float> heard;

 private:
  class Stream : public OutputStream {
   public:
    explicit Stream(FakeDevice& device) : device_(device) {
      if (!device_.plays_alone_) return;
      thread_ = std::thread([this] {
        while (device_.running) {
          device_.pull(100);
          std::this_thread::yield();
        }
      });
    }
    ~Stream() override {
      stop();
      if (thread_.joinable()) thread_.join();
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    [[nodiscard]] bool is_running() const noexcept override { return device_.running; }
    void stop() noexcept override { device_.running = false; }

   private:
    FakeDevice& device_;
    std::thread thread_;
  };

  bool plays_alone_;
  SampleSource* source_ = nullptr;
};

constexpr auto kLongEnough = std::chrono::seconds(10);

std::vector<float> tone(std::size_t samples, int rate_hz) {
  std::vector<float> out(samples);
  for (std::size_t t = 0; t < samples; ++t) {
    out[t] = static_cast<float>(std::sin(2.0 * std::numbers::pi * 440.0 * static_cast<double>(t) / rate_hz));
  }
  return out;
}

TEST(SoundPlayer, PlaysEverySampleOnce) {
  FakeDevice device(true);
  std::vector<float> sent(50000);
  std::iota(sent.begin(), sent.end(), 1.0F);
  {
    SoundPlayer player(device, {.sample_rate_hz = 44100, .buffer_seconds = 0.2});
    player.play(std::span(sent).first(20000));
    player.play(std::span(sent).subspan(20000));
    player.finish();
  }
  std::erase(device.heard, 0.0F);
  EXPECT_EQ(device.heard, sent);
}

TEST(SoundPlayer, ComesBackWhileSoundIsStillToBeHeard) {
  FakeDevice device(false);
  SoundPlayer player(device, {.sample_rate_hz = 44100, .buffer_seconds = 2.0});
  player.play(tone(80000, 44100));
  EXPECT_TRUE(device.heard.empty());
  device.pull(1000);
  EXPECT_EQ(player.gaps().count, 0U);
}

TEST(SoundPlayer, TellsHowOftenAndHowLongSamplesLacked) {
  FakeDevice device(false);
  SoundPlayer player(device, {.sample_rate_hz = 44100});
  player.play(tone(1000, 44100));
  device.pull(1000 + 4410);
  player.play(tone(1000, 44100));
  device.pull(1000);
  player.await_more(true);
  device.pull(4410);
  EXPECT_EQ(player.gaps().count, 1U);
  EXPECT_NEAR(player.gaps().seconds, 0.1, 1e-9);
}

TEST(SoundPlayer, ResamplesForADeviceOfAnotherRate) {
  FakeDevice device(true);
  device.only_rate_hz = 48000;
  {
    SoundPlayer player(device, {.sample_rate_hz = 44100});
    player.play(tone(44100, 44100));
    player.finish();
  }
  EXPECT_EQ(device.started_at_hz, 48000);
  const auto want = resample(tone(44100, 44100), {.from_hz = 44100, .to_hz = 48000});
  // A scheduler may let the device run dry: silence in between is not compared.
  const auto energy = [](const std::vector<float>& x) {
    return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  };
  EXPECT_NEAR(energy(device.heard) / energy(want), 1.0, 1e-6);
}

TEST(SoundPlayer, NoticesADeviceThatVanishes) {
  FakeDevice device(false);
  std::promise<std::string> told;
  SoundPlayer player(device, {.sample_rate_hz = 44100,
                              .buffer_seconds = 1.0,
                              .on_failure = [&](const std::string& message) { told.set_value(message); }});
  player.play(tone(1000, 44100));
  device.pull(500);
  device.running = false;
  auto message = told.get_future();
  ASSERT_EQ(message.wait_for(kLongEnough), std::future_status::ready) << "nobody has to call play() for that";
  EXPECT_EQ(message.get(), "--play: want the sound device \"fake\" to play on, but it stopped");
  EXPECT_THROW(player.play(tone(10, 44100)), Error);
  EXPECT_THROW(player.finish(), Error);
}

TEST(SoundPlayer, GivesUpWaitingForRoomOnADeviceThatVanishes) {
  FakeDevice device(false);
  SoundPlayer player(device, {.sample_rate_hz = 44100, .buffer_seconds = 0.1});
  auto playing = std::async(std::launch::async, [&] { player.play(tone(44100, 44100)); });
  device.pull(500);
  device.running = false;
  ASSERT_EQ(playing.wait_for(kLongEnough), std::future_status::ready);
  EXPECT_THROW(playing.get(), Error);
}

TEST(SoundPlayer, ForgivesASuspension) {
  FakeDevice device(false);
  std::atomic<bool> failed{false};
  SoundPlayer player(device, {.sample_rate_hz = 44100,
                              .patience = std::chrono::seconds(2),
                              .on_failure = [&](const std::string&) { failed = true; }});
  player.play(tone(44100, 44100));
  // As Ctrl-Z and fg: all threads rest for longer than a device may.
  const pid_t self = ::getpid();
  const pid_t waker = ::fork();
  if (waker == 0) {
    ::usleep(2'500'000);
    ::kill(self, SIGCONT);
    ::_exit(0);
  }
  ::kill(self, SIGSTOP);
  ::waitpid(waker, nullptr, 0);
  // The watch looks a few times before a slow device asks again.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  device.pull(4410);
  EXPECT_FALSE(failed);
  player.stop();
}

TEST(SoundPlayer, NoticesADeviceThatHangs) {
  FakeDevice device(false);
  std::promise<std::string> told;
  SoundPlayer player(device, {.sample_rate_hz = 44100,
                              .patience = std::chrono::milliseconds(50),
                              .on_failure = [&](const std::string& message) { told.set_value(message); }});
  player.play(tone(1000, 44100));
  auto message = told.get_future();
  ASSERT_EQ(message.wait_for(kLongEnough), std::future_status::ready);
  EXPECT_NE(message.get().find("hangs"), std::string::npos);
}

TEST(SoundPlayer, StopsWhileAThreadWaitsForRoom) {
  FakeDevice device(false);
  SoundPlayer player(device,
                     {.sample_rate_hz = 44100, .buffer_seconds = 0.1, .on_failure = [](const std::string&) {
                        ADD_FAILURE() << "to be stopped is no failure";
                      }});
  auto playing = std::async(std::launch::async, [&] {
    player.play(tone(441000, 44100));
    player.finish();
  });
  player.stop();
  ASSERT_EQ(playing.wait_for(kLongEnough), std::future_status::ready);
  EXPECT_NO_THROW(playing.get());
  EXPECT_FALSE(device.running);
}

TEST(SoundPlayer, RefusesAnUnknownDevice) {
  FakeDevice device(false);
  EXPECT_THROW(SoundPlayer(device, {.sample_rate_hz = 44100, .device = "kazoo"}), Error);
}

}  // namespace
}  // namespace driftwave
