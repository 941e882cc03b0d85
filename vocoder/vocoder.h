#pragma once
/// What every vocoder is to the rest of Driftwave: mel and pitch in, samples out.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/dsp/mel.h"
#include "engine/streaming/step_governor.h"
#include "vocoder/noise_blend.h"

namespace driftwave {

/// Everything a vocoder hears, F frames long.
struct VocoderInput {
  Array2<float> mel;           ///< [F, M] on the scale of mel_settings() (engine/dsp/mel.h)
  std::vector<float> f0_hz;    ///< [F] fundamental; continuous through unvoiced frames, > 0
  std::vector<float> voicing;  ///< [F] 0 (noise) .. 1 (voiced)

  /// [F] phase of the fundamental at the frames' centres, or empty: the integral of f0_hz from 0. A sound
  /// made beside a recording, or from it, should share its phase.
  std::vector<float> phase_rad = {};
  /// [F * hop] a sound of the mel's level to stay close to (SDEdit; Meng et al. 2022, arXiv:2108.01073), its
  /// first sample at the centre of the first frame; or empty.
  std::vector<float> guide = {};
  /// [F] how far each frame may leave the guide: 0 keeps it, 1 does not hear it. Empty: 1 everywhere.
  std::vector<float> strength = {};
  /// [F] gain, at least 0, on the noise of what is denoised. Empty: 1 everywhere.
  std::vector<float> breath = {};
};

struct VocoderOptions {
  int steps = -1;          ///< denoising steps; -1 takes the model's default, 0 is the prior alone
  std::uint64_t seed = 0;  ///< same seed, same samples
  int threads = 1;
  /// Called with 0..1 as work proceeds, from any of the threads but one at a time; returning false cancels
  /// (the result is then empty). What it throws passes through.
  std::function<bool(double)> progress = {};
  /// A sampler by name (engine/diffusion/plan.h); empty takes the model's own.
  std::string sampler = {};
  /// A noise schedule by name or file (engine/diffusion/schedule.h); empty takes the model's own.
  std::string schedule = {};
  NoiseBlend blend = {};
  /// Rounds of making the sound have the mel that it was made from; -1 takes the model's default.
  int corrections = -1;
  /// Called with what the network takes the sound to be at each step from 0 on, [F * hop], as the whole sound
  /// is known; costs about as much again for each step.
  std::function<void(int step, std::span<const float> x0)> preview = {};
};

/// The next few frames of a stream, in the caller's memory. Values are as in VocoderInput; what may be empty
/// there may be empty here, call by call.
struct VocoderFrames {
  std::span<const float> mel;             ///< [F, M]
  std::span<const float> f0_hz;           ///< [F]
  std::span<const float> voicing;         ///< [F]
  std::span<const float> phase_rad = {};  ///< [F]
  std::span<const float> guide = {};      ///< [F * hop]
  std::span<const float> strength = {};   ///< [F]
  std::span<const float> harmonics = {};  ///< [F] gain on the harmonic part of what is denoised; empty: 1
  std::span<const float> breath = {};     ///< [F] gain on its noise; empty: 1
};

/// Frames first .. first + count of an input, in its memory.
[[nodiscard]] inline VocoderFrames frames_of(const VocoderInput& input, std::size_t first,
                                             std::size_t count) {
  const auto part = [&](std::span<const float> all) {
    const std::size_t of_frame = all.size() / input.mel.rows();
    return all.subspan(first * of_frame, count * of_frame);
  };
  return {.mel = part(input.mel.values()),
          .f0_hz = part(input.f0_hz),
          .voicing = part(input.voicing),
          .phase_rad = part(input.phase_rad),
          .guide = part(input.guide),
          .strength = part(input.strength),
          .breath = part(input.breath)};
}

struct VocoderStreamOptions {
  std::size_t max_frames = 16;  ///< of a call
  int max_steps = 8;            ///< of a block
  /// Every block takes so many steps, along the model's own schedule for them, and no governor is asked;
  /// -1: as the governor says, in steps of equal size.
  int fixed_steps = -1;
  std::uint64_t seed = 0;
  /// Where the steps begin on the way from the prior (0) to sound (1): 1 - the greatest strength, where it is
  /// known that no frame is to leave its guide further.
  double start_time = 0;
  NoiseBlend blend = {};
  /// As VocoderOptions::corrections. Each round adds correction_latency_samples() to the latency.
  int corrections = -1;
};

/// One stream of sound from a loaded vocoder. Any split of the frames into calls gives the samples of
/// Vocoder::synthesize with the same fixed_steps, from the first to the last.
///
/// Thread: one at a time. process(), finish() and reset() are RT: no allocation, no lock, no exception.
class VocoderStream {
 public:
  virtual ~VocoderStream() = default;

  /// Takes 0 .. max_frames frames and writes the samples that are complete: a hop for each frame, once the
  /// first samples of latency have passed. A frame that holds a value which is not finite is taken as silence
  /// and counted.
  /// @param out at least max_samples() long. @return samples written
  virtual std::size_t process(const VocoderFrames& frames, StepGovernor& governor,
                              std::span<float> out) noexcept = 0;

  /// After the last frame: the samples still to come, so that F frames have given F hops. The next call
  /// begins anew with the same seed.
  virtual std::size_t finish(StepGovernor& governor, std::span<float> out) noexcept = 0;

  /// Begins anew.
  virtual void reset(std::uint64_t seed) noexcept = 0;

  /// The most that one call writes.
  [[nodiscard]] virtual std::size_t max_samples() const noexcept = 0;
  /// Frames so far that were not finite, or out of range.
  [[nodiscard]] virtual std::uint64_t repaired_frames() const noexcept = 0;
};

/// Thread: any; all members are const, and streams of one vocoder are independent.
class Vocoder {
 public:
  virtual ~Vocoder() = default;
  [[nodiscard]] virtual const MelSettings& mel_settings() const = 0;
  [[nodiscard]] virtual int default_steps() const = 0;
  [[nodiscard]] virtual int max_steps() const = 0;
  /// @return [F * hop] samples at mel_settings().sample_rate_hz.
  /// @throws Error on inconsistent shapes, non-finite values, steps outside 0..max_steps(), or a sampler or
  /// schedule that the model does not have.
  [[nodiscard]] virtual std::vector<float> synthesize(const VocoderInput& input,
                                                      const VocoderOptions& options) const = 0;

  /// Frames ahead of its own that a frame's spectrum depends on.
  [[nodiscard]] virtual std::size_t lookahead_frames() const = 0;
  /// After F frames a stream without corrections has given F * hop - latency_samples() samples.
  [[nodiscard]] virtual std::size_t latency_samples() const = 0;
  [[nodiscard]] virtual int default_corrections() const { return 0; }
  [[nodiscard]] virtual int max_corrections() const { return 0; }
  /// What each round of correction adds to the latency.
  [[nodiscard]] virtual std::size_t correction_latency_samples() const { return 0; }
  /// The stream may outlive the vocoder.
  /// @throws Error on options out of range, or for a model that cannot stream.
  [[nodiscard]] virtual std::unique_ptr<VocoderStream> open_stream(
      const VocoderStreamOptions& options) const = 0;
};

/// Loads the vocoder in a safetensors file, whatever its architecture.
/// @throws Error naming the file for a missing, truncated, foreign or altered model.
[[nodiscard]] std::unique_ptr<Vocoder> load_vocoder(const std::filesystem::path& file);

}  // namespace driftwave
