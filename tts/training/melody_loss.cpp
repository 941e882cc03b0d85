#include "tts/training/melody_loss.h"

#include <torch/torch.h>

#include <vector>

#include "tts/training/mel_score.h"

namespace driftwave {
namespace {

constexpr double kPitchWeight = 0.3;
constexpr double kVoicingWeight = 0.2;
constexpr double kDurationWeight = 0.3;

at::Tensor pitch_weight(const at::Tensor& voicing) {
  return voicing.clamp_min(0.02);
}

at::Tensor duration_loss(std::span<const MelodyDraw> draws, const AcousticBatch& batch, std::int64_t step) {
  if (draws.size() == 1) return torch::mse_loss(draws[0].log_durations, batch.log_durations);
  std::vector<at::Tensor> curves;
  for (const MelodyDraw& draw : draws) curves.push_back(draw.log_durations);
  return curve_energy_score(curves, batch.log_durations, {}, step).score;
}

at::Tensor f0_loss(std::span<const MelodyDraw> draws, const AcousticBatch& batch, std::int64_t step) {
  if (draws.size() == 1) return pitch_error(draws[0].pitch.log_f0, batch);
  std::vector<at::Tensor> curves;
  for (const MelodyDraw& draw : draws) curves.push_back(draw.pitch.log_f0);
  return curve_energy_score(curves, batch.log_f0, pitch_weight(batch.voicing), step).score;
}

}  // namespace

TermCounts term_counts(std::span<const AcousticExample* const> examples) {
  TermCounts counts;
  for (const AcousticExample* example : examples) {
    counts.frames += static_cast<double>(example->mel.rows());
    counts.phonemes += static_cast<double>(example->symbols.size());
    counts.pitch += pitch_weight(at::tensor(example->voicing, at::kFloat)).sum().item<double>();
  }
  return counts;
}

at::Tensor pitch_error(const at::Tensor& log_f0, const AcousticBatch& batch) {
  const at::Tensor weight = pitch_weight(batch.voicing);
  return (weight * (log_f0 - batch.log_f0).square()).sum() / weight.sum();
}

training::StepResult melody_loss(std::span<const MelodyDraw> draws, const AcousticBatch& batch,
                                 const TermCounts& shares, std::int64_t step) {
  // Means over something else than frames make up for the difference.
  const at::Tensor f0 = f0_loss(draws, batch, step) * (shares.pitch / shares.frames);
  at::Tensor voicing = torch::zeros({});
  for (const MelodyDraw& draw : draws)
    voicing = voicing + torch::binary_cross_entropy_with_logits(draw.pitch.voicing_logit, batch.voicing);
  voicing = voicing / static_cast<double>(draws.size());
  training::StepResult result{kPitchWeight * f0 + kVoicingWeight * voicing,
                              {{"f0", f0.detach()}, {"voicing", voicing.detach()}}};
  if (!draws[0].log_durations.defined()) return result;
  const at::Tensor duration = duration_loss(draws, batch, step) * (shares.phonemes / shares.frames);
  result.loss = result.loss + kDurationWeight * duration;
  result.terms.emplace_back("duration", duration.detach());
  return result;
}

}  // namespace driftwave
