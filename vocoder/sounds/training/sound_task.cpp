#include "vocoder/sounds/training/sound_task.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/error.h"
#include "engine/training/energy_score.h"
#include "engine/training/keyed_noise.h"

namespace driftwave::training {
namespace {

constexpr double kScaleDb = 20;

/// The sounds of one family and split.
struct Pool {
  SoundFamily family = SoundFamily::kOneShot;
  std::vector<std::vector<std::int64_t>> of_class;  ///< rows; classes without sounds are left out
  at::Tensor coefficients;                          ///< [N, coefficients]
  at::Tensor classes;                               ///< [N]
  at::Tensor descriptors;                           ///< [N, 2 * kDescriptors] values and which are known

  [[nodiscard]] bool empty() const { return of_class.empty(); }
};

struct Batch {
  at::Tensor target;       ///< [B, coefficients]
  at::Tensor classes;      ///< [B]
  at::Tensor descriptors;  ///< [B, 2 * kDescriptors]
};

class SoundTask final : public TrainingTask {
 public:
  SoundTask(const SoundModelConfig& config, const SoundSet& set, const SoundStatistics& statistics,
            SoundNetwork& network, const SoundTaskOptions& options)
      : config_(config), statistics_(statistics), network_(network), options_(options) {
    for (std::size_t f = 0; f < kSoundFamilies; ++f) {
      const auto family = static_cast<SoundFamily>(f);
      learned_.push_back(pool_of(set, family, false));
      held_out_.push_back(pool_of(set, family, true));
    }
  }

  torch::nn::Module& network() override { return network_.module(); }

  nlohmann::json config() const override {
    return {{"model", to_json(config_)}, {"batch", options_.batch}, {"seed", options_.seed}};
  }

  StepResult loss(std::int64_t step, const BatchPart& part) override {
    const BatchRange range = part.range(options_.batch);
    at::Tensor loss = at::zeros({});
    at::Tensor error = at::zeros({});
    at::Tensor spread = at::zeros({});
    for (const Pool& pool : learned_) {
      if (pool.empty()) continue;
      const EnergyScore score =
          score_of(pool, draw_batch(pool, step, range, options_.seed), step, range, options_.seed);
      loss = loss + score.score;
      error = error + score.error;
      spread = spread + score.spread;
    }
    return {.loss = loss, .terms = {{"error", error}, {"spread", spread}}, .weight = range.share};
  }

  Metrics validate() override {
    const torch::NoGradGuard no_grad;
    double score[2] = {0, 0};
    double error = 0;
    double spread = 0;
    constexpr int kRounds = 8;
    const BatchRange range{.first = 0, .count = options_.batch};
    for (std::size_t f = 0; f < kSoundFamilies; ++f) {
      if (learned_[f].empty()) continue;
      for (int round = 0; round < kRounds; ++round) {
        for (int split = 0; split < 2; ++split) {
          const Pool& pool = split == 1 || held_out_[f].empty() ? learned_[f] : held_out_[f];
          const std::uint64_t seed = options_.seed + 1000;
          const EnergyScore s = score_of(pool, draw_batch(pool, round, range, seed), round, range, seed);
          score[split] += s.score.item<double>() / kRounds;
          if (split == 0) {
            error += s.error.item<double>();
            spread += s.spread.item<double>();
          }
        }
      }
    }
    return {{"score", score[0]}, {"train", score[1]}, {"spread", spread / std::max(error, 1e-9)}};
  }

 private:
  Pool pool_of(const SoundSet& set, SoundFamily family, bool held_out) const {
    Pool pool;
    pool.family = family;
    const SoundStatistics::Basis& basis = statistics_.bases[static_cast<std::size_t>(family)];
    const at::Tensor lengths = basis.vectors.square().sum(1).clamp_min(1e-9);
    std::vector<at::Tensor> rows;
    std::vector<std::int64_t> classes;
    std::vector<float> descriptors;
    std::vector<std::vector<std::int64_t>> of_class(set.classes.size());
    for (const SoundItem& item : set.items) {
      if (item.held_out != held_out || set.family(item) != family) continue;
      const at::Tensor levels =
          at::from_blob(const_cast<float*>(item.levels_db.data()), {basis.mean.size(0)});
      of_class[item.sound_class].push_back(static_cast<std::int64_t>(rows.size()));
      rows.push_back(basis.vectors.mv(levels - basis.mean) / lengths);
      classes.push_back(static_cast<std::int64_t>(item.sound_class));
      for (int known = 0; known < 2; ++known)
        for (std::size_t d = 0; d < kDescriptors; ++d) {
          const bool given = !std::isnan(item.descriptors[d]);
          const auto column = static_cast<std::int64_t>(d);
          const float value = (item.descriptors[d] - basis.descriptors[0][column].item<float>()) /
                              basis.descriptors[1][column].item<float>();
          descriptors.push_back(known == 1 ? (given ? 1.0F : 0.0F) : (given ? value : 0.0F));
        }
    }
    if (rows.empty()) return pool;
    std::ranges::copy_if(of_class, std::back_inserter(pool.of_class),
                         [](const auto& each) { return !each.empty(); });
    pool.coefficients = at::stack(rows);
    pool.classes = at::tensor(classes, at::kLong);
    pool.descriptors = at::tensor(descriptors)
                           .view({pool.coefficients.size(0), 2 * static_cast<std::int64_t>(kDescriptors)});
    return pool;
  }

  [[nodiscard]] NoiseKey key(std::uint64_t seed, SoundFamily family, std::uint32_t draw) const {
    return {.seed = seed,
            .purpose = NoisePurpose::kStep,
            .channel = 8 * static_cast<std::uint32_t>(family) + draw};
  }

  /// Classes alike, then their sounds alike, with what the network is told of them.
  Batch draw_batch(const Pool& pool, std::int64_t step, const BatchRange& range, std::uint64_t seed) const {
    constexpr std::int64_t kColumns = 4 + static_cast<std::int64_t>(kDescriptors);
    const at::Tensor u = uniform_rows(
        key(seed, pool.family, 0),
        {.first = step * options_.batch + range.first, .count = range.count, .columns = kColumns});
    const auto draw = u.accessor<float, 2>();
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; i < range.count; ++i) {
      const auto pick = [](float uniform, std::size_t count) {
        return std::min(static_cast<std::size_t>(uniform * static_cast<float>(count)), count - 1);
      };
      const auto& of_class = pool.of_class[pick(draw[i][0], pool.of_class.size())];
      rows.push_back(of_class[pick(draw[i][1], of_class.size())]);
    }
    const at::Tensor index = at::tensor(rows, at::kLong);
    Batch batch{.target = pool.coefficients.index_select(0, index),
                .classes = pool.classes.index_select(0, index),
                .descriptors = pool.descriptors.index_select(0, index).clone()};
    const auto none = static_cast<std::int64_t>(config_.classes.size());
    for (std::int64_t i = 0; i < range.count; ++i) {
      if (draw[i][2] < options_.drop_class) batch.classes[i] = none;
      for (std::int64_t d = 0; d < static_cast<std::int64_t>(kDescriptors); ++d)
        if (draw[i][3] < options_.drop_all_descriptors || draw[i][4 + d] < options_.drop_descriptor) {
          batch.descriptors[i][d] = 0;
          batch.descriptors[i][d + static_cast<std::int64_t>(kDescriptors)] = 0;
        }
    }
    return batch;
  }

  EnergyScore score_of(const Pool& pool, const Batch& batch, std::int64_t step, const BatchRange& range,
                       std::uint64_t seed) const {
    const SoundStatistics::Basis& basis = statistics_.bases[static_cast<std::size_t>(pool.family)];
    const auto frames = static_cast<std::int64_t>(layout_of(pool.family).frames());
    std::vector<at::Tensor> draws;
    std::vector<at::Tensor> levels;
    for (std::uint32_t i = 0; i < 2; ++i) {
      const at::Tensor noise = normal_rows(
          key(seed, pool.family, 1 + i),
          {.first = step * options_.batch + range.first, .count = range.count, .columns = config_.noise});
      draws.push_back(network_.forward(noise, batch.classes, batch.descriptors, pool.family).unsqueeze(1));
      levels.push_back(decoded(draws.back(), basis, frames));
    }
    const at::Tensor target = batch.target.unsqueeze(1);
    const std::array scores = {
        energy_score(levels, decoded(target, basis, frames),
                     {.sizes = {{1, 8}, {4, 16}, {frames, 8}, {frames, basis.mean.size(0) / frames}}}),
        energy_score(draws, target, {.sizes = {{1, 1}, {1, 8}, {1, config_.coefficients}}})};
    return weighted_sum(scores, std::array{1.0, 0.3});
  }

  static at::Tensor decoded(const at::Tensor& coefficients, const SoundStatistics::Basis& basis,
                            std::int64_t frames) {
    return coefficients.squeeze(1).mm(basis.vectors / kScaleDb).view({coefficients.size(0), frames, -1});
  }

  SoundModelConfig config_;
  const SoundStatistics& statistics_;
  SoundNetwork& network_;
  SoundTaskOptions options_;
  std::vector<Pool> learned_;
  std::vector<Pool> held_out_;
};

}  // namespace

std::unique_ptr<TrainingTask> make_sound_task(const SoundModelConfig& config, const SoundSet& set,
                                              const SoundStatistics& statistics, SoundNetwork& network,
                                              const SoundTaskOptions& options) {
  return std::make_unique<SoundTask>(config, set, statistics, network, options);
}

}  // namespace driftwave::training
