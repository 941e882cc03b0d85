#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/training/keyed_noise.h"
#include "vocoder/sounds/training/sound_task.h"

namespace driftwave::training {
namespace {

std::vector<const SoundItem*> learned_items(const SoundSet& set, SoundFamily family) {
  std::vector<const SoundItem*> out;
  for (const SoundItem& item : set.items)
    if (!item.held_out && set.family(item) == family) out.push_back(&item);
  return out;
}

SoundStatistics::Basis components_of(const std::vector<const SoundItem*>& items, std::int64_t cells,
                                     std::int64_t coefficients, std::uint64_t seed) {
  SoundStatistics::Basis out{.mean = at::zeros({cells}),
                             .vectors = at::zeros({coefficients, cells}),
                             .descriptors = at::zeros({2, static_cast<std::int64_t>(kDescriptors)})};
  out.descriptors[1].fill_(1);
  if (items.empty()) return out;
  const auto count = static_cast<std::int64_t>(items.size());
  if (count <= coefficients)
    throw Error("sounds: want more than {} (with variations) in a family, got {}", coefficients, count);
  at::Tensor rows = at::empty({count, cells});
  for (std::int64_t i = 0; i < count; ++i)
    std::ranges::copy(items[static_cast<std::size_t>(i)]->levels_db, rows[i].data_ptr<float>());
  out.mean = rows.mean(0);
  rows -= out.mean;
  at::Tensor basis = normal_rows({.seed = seed, .purpose = NoisePurpose::kPrior},
                                 {.count = cells, .columns = coefficients + 16});
  for (int round = 0; round < 6; ++round) basis = std::get<0>(at::linalg_qr(rows.t().mm(rows.mm(basis))));
  const at::Tensor coordinates = rows.mm(basis);
  const auto [values, turns] = at::linalg_eigh(coordinates.t().mm(coordinates) / count);
  const at::Tensor order = at::arange(basis.size(1) - 1, basis.size(1) - 1 - coefficients, -1);
  const at::Tensor widths = values.index_select(0, order).clamp_min(1e-6).sqrt();
  out.vectors = (basis.mm(turns.index_select(1, order)) * widths).t().contiguous();
  out.explained = widths.square().sum().item<double>() /
                  (rows.square().sum().item<double>() / static_cast<double>(count));
  for (std::size_t d = 0; d < kDescriptors; ++d) {
    double sum = 0;
    double squares = 0;
    double known = 1e-9;
    for (const SoundItem* item : items) {
      const double value = item->descriptors[d];
      if (std::isnan(value)) continue;
      sum += value;
      squares += value * value;
      known += 1;
    }
    const double mean = sum / known;
    out.descriptors[0][static_cast<std::int64_t>(d)] = mean;
    out.descriptors[1][static_cast<std::int64_t>(d)] =
        std::sqrt(std::max(squares / known - mean * mean, 1e-4));
  }
  return out;
}

std::vector<float> quantiles_of(const SoundSet& set, std::size_t sound_class) {
  std::vector<float> out;
  for (std::size_t d = 0; d < kDescriptors; ++d) {
    std::vector<float> values;
    for (const SoundItem& item : set.items)
      if (!item.held_out && item.sound_class == sound_class && !std::isnan(item.descriptors[d]))
        values.push_back(item.descriptors[d]);
    if (values.empty()) values.push_back(0);
    std::ranges::sort(values);
    for (std::size_t q = 0; q < kQuantiles; ++q) {
      // The ends are the second and ninety-eighth hundredth: one odd sound does not stretch the scale.
      const double share = std::clamp(static_cast<double>(q) / (kQuantiles - 1), 0.02, 0.98);
      out.push_back(values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))]);
    }
  }
  return out;
}

}  // namespace

SoundStatistics sound_statistics(const SoundSet& set, const SoundModelConfig& config, std::uint64_t seed) {
  SoundStatistics out;
  const auto classes = static_cast<std::int64_t>(set.classes.size());
  for (std::size_t f = 0; f < kSoundFamilies; ++f) {
    const SoundLayout& layout = layout_of(static_cast<SoundFamily>(f));
    out.bases.push_back(components_of(learned_items(set, static_cast<SoundFamily>(f)),
                                      static_cast<std::int64_t>(layout.frames() * layout.columns()),
                                      config.coefficients, seed));
  }
  out.quantiles = at::zeros({classes, static_cast<std::int64_t>(kDescriptors * kQuantiles)});
  out.centroids = at::zeros({classes, config.coefficients});
  for (std::size_t c = 0; c < set.classes.size(); ++c) {
    const auto row = static_cast<std::int64_t>(c);
    std::ranges::copy(quantiles_of(set, c), out.quantiles[row].data_ptr<float>());
    const SoundStatistics::Basis& basis = out.bases[static_cast<std::size_t>(set.classes[c].family)];
    at::Tensor sum = at::zeros_like(basis.mean);
    std::int64_t count = 0;
    for (const SoundItem& item : set.items) {
      if (item.held_out || item.sound_class != c) continue;
      sum += at::from_blob(const_cast<float*>(item.levels_db.data()), {sum.size(0)}) - basis.mean;
      ++count;
    }
    out.centroids[row].copy_(basis.vectors.mv(sum / std::max<std::int64_t>(count, 1)) /
                             basis.vectors.square().sum(1).clamp_min(1e-9));
  }
  return out;
}

}  // namespace driftwave::training
