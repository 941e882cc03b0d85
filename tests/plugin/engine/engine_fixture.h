#pragma once
/// A LiveEngine on the shipped vocoder, and sounds to give it.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "plugin/engine/live_engine.h"

namespace driftwave::test {

inline std::shared_ptr<const Vocoder> shipped_vocoder() {
  static const std::shared_ptr<const Vocoder> vocoder =
      load_vocoder(std::filesystem::path(DRIFTWAVE_MODELS) / "kathleen" / "vocoder.safetensors");
  return vocoder;
}

/// The shipped one, whose streams stand still for as long as they are told to.
class HeldUpVocoder final : public Vocoder {
 public:
  [[nodiscard]] const MelSettings& mel_settings() const override { return inner_->mel_settings(); }
  [[nodiscard]] int default_steps() const override { return inner_->default_steps(); }
  [[nodiscard]] int max_steps() const override { return inner_->max_steps(); }
  [[nodiscard]] std::vector<float> synthesize(const VocoderInput& input,
                                              const VocoderOptions& options) const override {
    return inner_->synthesize(input, options);
  }
  [[nodiscard]] std::size_t lookahead_frames() const override { return inner_->lookahead_frames(); }
  [[nodiscard]] std::size_t latency_samples() const override { return inner_->latency_samples(); }
  [[nodiscard]] std::unique_ptr<VocoderStream> open_stream(
      const VocoderStreamOptions& options) const override {
    return std::make_unique<Stream>(inner_->open_stream(options), stands_);
  }
  void hold_up(bool stands) noexcept { *stands_ = stands; }

 private:
  class Stream final : public VocoderStream {
   public:
    Stream(std::unique_ptr<VocoderStream> inner, std::shared_ptr<const std::atomic<bool>> stands)
        : inner_(std::move(inner)), stands_(std::move(stands)) {}
    std::size_t process(const VocoderFrames& frames, StepGovernor& governor,
                        std::span<float> out) noexcept override {
      while (*stands_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return inner_->process(frames, governor, out);
    }
    std::size_t finish(StepGovernor& governor, std::span<float> out) noexcept override {
      return inner_->finish(governor, out);
    }
    void reset(std::uint64_t seed) noexcept override { inner_->reset(seed); }
    [[nodiscard]] std::size_t max_samples() const noexcept override { return inner_->max_samples(); }
    [[nodiscard]] std::uint64_t repaired_frames() const noexcept override {
      return inner_->repaired_frames();
    }

   private:
    std::unique_ptr<VocoderStream> inner_;
    std::shared_ptr<const std::atomic<bool>> stands_;
  };
  std::shared_ptr<const Vocoder> inner_ = shipped_vocoder();
  std::shared_ptr<std::atomic<bool>> stands_ = std::make_shared<std::atomic<bool>>(false);
};

/// So that results do not depend on time.
inline EngineControls offline_controls(int steps) {
  EngineControls controls;
  controls.worker.steps = steps;
  controls.worker.is_offline = true;
  return controls;
}

/// One channel through the engine in blocks of the sizes that `next_block` gives.
template <typename NextBlock>
std::vector<float> run_mono(LiveEngine& engine, std::vector<float> audio, const EngineControls& controls,
                            NextBlock next_block) {
  for (std::size_t done = 0; done < audio.size();) {
    const std::size_t count = std::min<std::size_t>(next_block(), audio.size() - done);
    std::array<float*, 1> channels{audio.data() + done};
    engine.process({.channels = channels, .samples = count}, controls);
    done += count;
  }
  return audio;
}

}  // namespace driftwave::test
