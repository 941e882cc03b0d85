#include "vocoder/harmonic_flow/harmonic_flow.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numbers>
#include <thread>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/dsp/fft.h"
#include "engine/dsp/stft.h"
#include "vocoder/file_weights.h"
#include "vocoder/harmonic_flow/envelope.h"
#include "vocoder/harmonic_flow/flow_network.h"
#include "vocoder/harmonic_flow/prior_network.h"
#include "vocoder/harmonic_flow/source.h"

namespace driftwave {
namespace {

constexpr int kMaxSteps = 64;
/// Frames computed at once; their context is computed again, so few large pieces cost less than many small.
constexpr std::size_t kPieceFrames = 384;

/// exp(-2 pi i k (n hop + n_fft / 2) / n_fft): references frame n to its centre and compensates its phase
/// advance, so that a steady partial turns slowly from frame to frame.
class PhaseTurns {
 public:
  PhaseTurns(std::size_t n_fft, std::size_t hop) : n_fft_(n_fft), hop_(hop), table_(n_fft) {
    for (std::size_t i = 0; i < n_fft; ++i) {
      const double angle = -2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n_fft);
      table_[i] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
  }
  [[nodiscard]] std::complex<float> at(std::size_t frame, std::size_t bin) const {
    return table_[bin * (frame % n_fft_ * hop_ + n_fft_ / 2) % n_fft_];
  }

 private:
  std::size_t n_fft_;
  std::size_t hop_;
  std::vector<std::complex<float>> table_;
};

/// Frames to compute (with context) and frames to keep.
struct Piece {
  std::size_t context_first = 0;
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t context_last = 0;
};

void check_input(const VocoderInput& input, const MelSettings& mel) {
  const std::size_t frames = input.mel.rows();
  if (frames == 0) throw Error("vocoder: want at least one frame of mel");
  if (input.mel.cols() != static_cast<std::size_t>(mel.mels))
    throw Error("vocoder: mel: want {} bands ({}), got {}", mel.mels, describe(mel), input.mel.cols());
  if (input.f0_hz.size() != frames || input.voicing.size() != frames)
    throw Error("vocoder: want {} frames of pitch and voicing, got {} and {}", frames, input.f0_hz.size(),
                input.voicing.size());
  const auto finite = [](float x) { return std::isfinite(x); };
  if (!std::ranges::all_of(input.mel.values(), finite))
    throw Error("vocoder: mel: holds a value that is not finite");
  if (!std::ranges::all_of(input.f0_hz, [](float x) { return std::isfinite(x) && x > 0; }))
    throw Error("vocoder: f0_hz: want values > 0 in every frame");
  if (!std::ranges::all_of(input.voicing, [](float x) { return x >= 0 && x <= 1; }))
    throw Error("vocoder: voicing: want values in 0..1");
}

class HarmonicFlow final : public Vocoder {
 public:
  HarmonicFlow(const HarmonicFlowConfig& config, const WeightSource& weights)
      : config_(config),
        envelope_(config.mel),
        turns_(static_cast<std::size_t>(config.mel.n_fft), static_cast<std::size_t>(config.mel.hop_samples)),
        window_(hann_window(static_cast<std::size_t>(config.mel.n_fft))),
        prior_(weights, config),
        flow_(weights, config) {
    double energy = 0;
    for (const float w : window_) energy += static_cast<double>(w) * w;
    noise_scale_ = static_cast<float>(1.0 / std::sqrt(energy));
  }

  const MelSettings& mel_settings() const override { return config_.mel; }
  int default_steps() const override { return config_.default_steps; }
  int max_steps() const override { return kMaxSteps; }
  std::vector<float> synthesize(const VocoderInput& input, const VocoderOptions& options) const override;

 private:
  [[nodiscard]] SourceSettings source_settings() const {
    return {.sample_rate_hz = config_.mel.sample_rate_hz, .hop_samples = config_.mel.hop_samples};
  }
  [[nodiscard]] std::vector<Piece> pieces(std::size_t frames, int steps) const;
  /// STFT of a signal that starts where frame `first` does, in the flow's coordinates.
  [[nodiscard]] Spectrum transform(std::span<const float> signal, std::size_t first, std::size_t frames,
                                   RealFft& fft) const;
  [[nodiscard]] Spectrum run_piece(const VocoderInput& input, std::span<const SourceFrame> track,
                                   const Piece& piece, int steps, std::uint64_t seed) const;

  const HarmonicFlowConfig config_;
  MelEnvelope envelope_;
  PhaseTurns turns_;
  std::vector<float> window_;
  PriorNetwork prior_;
  FlowNetwork flow_;
  float noise_scale_ = 0;
};

std::vector<Piece> HarmonicFlow::pieces(std::size_t frames, int steps) const {
  const std::size_t before =
      prior_.lookback_frames() + static_cast<std::size_t>(steps) * flow_.lookback_frames();
  const std::size_t after = prior_.lookahead_frames();
  std::vector<Piece> all;
  for (std::size_t first = 0; first < frames; first += kPieceFrames) {
    const std::size_t last = std::min(first + kPieceFrames, frames);
    all.push_back({first > before ? first - before : 0, first, last, std::min(last + after, frames)});
  }
  return all;
}

Spectrum HarmonicFlow::transform(std::span<const float> signal, std::size_t first, std::size_t frames,
                                 RealFft& fft) const {
  const auto hop = static_cast<std::size_t>(config_.mel.hop_samples);
  Spectrum spectrum(frames, fft.bins());
  for (std::size_t n = 0; n < frames; ++n) {
    const float* from = signal.data() + n * hop;
    for (std::size_t i = 0; i < window_.size(); ++i) fft.signal()[i] = from[i] * window_[i] * noise_scale_;
    fft.forward();
    for (std::size_t k = 0; k < fft.bins(); ++k) spectrum(n, k) = fft.spectrum()[k] * turns_.at(first + n, k);
  }
  return spectrum;
}

Spectrum HarmonicFlow::run_piece(const VocoderInput& input, std::span<const SourceFrame> track,
                                 const Piece& piece, int steps, std::uint64_t seed) const {
  const auto hop = static_cast<std::size_t>(config_.mel.hop_samples);
  const auto n_fft = static_cast<std::size_t>(config_.mel.n_fft);
  const std::size_t frames = piece.context_last - piece.context_first;
  RealFft fft(n_fft);
  std::vector<float> signal((frames - 1) * hop + n_fft);
  const std::size_t start = piece.context_first * hop;  // in samples after the first frame's first
  render_source(track, source_settings(),
                static_cast<std::ptrdiff_t>(start) - static_cast<std::ptrdiff_t>(n_fft / 2), signal);
  const Spectrum source = transform(signal, piece.context_first, frames, fft);
  gaussian_noise({.seed = seed, .purpose = NoisePurpose::kPrior}, start, signal);
  Spectrum state = transform(signal, piece.context_first, frames, fft);

  const PriorFrames prior = prior_.run(input, piece.context_first, piece.context_last);
  const std::size_t bins = fft.bins();
  Spectrum mean(frames, bins);
  for (std::size_t n = 0; n < frames; ++n) {
    const std::span<const float> heads = prior.heads.row(n);
    for (std::size_t k = 0; k < bins; ++k) {
      const std::complex<float> filter(heads[k], heads[bins + k]);
      const float raw = heads[2 * bins + k];
      // softplus, linear where its exponential would overflow (as PyTorch does above 20)
      const float gain = raw > 20.0F ? raw : std::log1p(std::exp(raw));
      mean(n, k) = filter * source(n, k);
      state(n, k) = mean(n, k) + gain * state(n, k);
    }
  }
  const FlowInput flow_input{mean, source, prior.features};
  const float step = steps > 0 ? 1.0F / static_cast<float>(steps) : 0.0F;
  for (int i = 0; i < steps; ++i) flow_.euler_step(state, flow_input, static_cast<float>(i) * step, step);

  Spectrum kept(piece.last - piece.first, bins);
  std::vector<float> envelope(bins);
  for (std::size_t n = 0; n < kept.rows(); ++n) {
    const std::size_t frame = piece.first + n;
    envelope_.magnitude(input.mel.row(frame), envelope);
    for (std::size_t k = 0; k < bins; ++k)
      kept(n, k) = state(frame - piece.context_first, k) * std::conj(turns_.at(frame, k)) * envelope[k];
  }
  return kept;
}

std::vector<float> HarmonicFlow::synthesize(const VocoderInput& input, const VocoderOptions& options) const {
  check_input(input, config_.mel);
  const int steps = options.steps < 0 ? config_.default_steps : options.steps;
  if (steps > kMaxSteps) throw Error("vocoder: steps: want 0..{}, got {}", kMaxSteps, steps);
  if (options.threads < 1 || options.threads > 256)
    throw Error("vocoder: threads: want 1..256, got {}", options.threads);

  const std::size_t frames = input.mel.rows();
  const auto hop = static_cast<std::size_t>(config_.mel.hop_samples);
  const std::vector<SourceFrame> track = integrate_source(input.f0_hz, input.voicing, source_settings());
  const std::vector<Piece> work = pieces(frames, steps);
  std::vector<Spectrum> results(work.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> cancelled{false};
  std::size_t done = 0;
  std::mutex progress_mutex;
  const auto worker = [&] {
    for (std::size_t i = next++; i < work.size() && !cancelled; i = next++) {
      results[i] = run_piece(input, track, work[i], steps, options.seed);
      const std::scoped_lock lock(progress_mutex);
      ++done;
      if (options.progress && !options.progress(static_cast<double>(done) / static_cast<double>(work.size())))
        cancelled = true;
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (int i = 1; i < std::min<int>(options.threads, static_cast<int>(work.size())); ++i)
      helpers.emplace_back(worker);
    worker();
  }
  if (cancelled) return {};

  Spectrum spectrum(frames, config_.mel.bins());
  for (std::size_t i = 0; i < work.size(); ++i)
    std::ranges::copy(results[i].values(), spectrum.row(work[i].first).begin());
  Stft stft({.n_fft = config_.mel.n_fft, .hop_samples = config_.mel.hop_samples});
  return stft.inverse(spectrum, frames * hop);
}

}  // namespace

std::unique_ptr<Vocoder> load_harmonic_flow(const SafetensorsFile& file) {
  const std::string who = file.path().string();
  const HarmonicFlowConfig config =
      harmonic_flow_config_from_json(parse_json(file.metadata("config"), who + ": config"), who);
  return std::make_unique<HarmonicFlow>(config, FileWeights(file));
}

}  // namespace driftwave
