#include "vocoder/sounds/sound_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/model/safetensors.h"
#include "engine/nn/elementwise.h"
#include "vocoder/file_weights.h"

namespace driftwave {
namespace {

constexpr std::uint32_t kDraws = 16;

std::size_t to_size(int value) {
  return static_cast<std::size_t>(value);
}

/// Components leave some level where a sound has none: what is quiet anyhow becomes quieter still.
float expanded(float level_db) {
  constexpr float kKneeDb = -45;
  constexpr float kRatio = 1.7F;
  return level_db < kKneeDb ? kKneeDb + kRatio * (level_db - kKneeDb) : level_db;
}

Array2<float> read_table(const WeightSource& weights, const std::string& name, std::size_t rows,
                         std::size_t columns) {
  const std::array<std::int64_t, 2> shape = {static_cast<std::int64_t>(rows),
                                             static_cast<std::int64_t>(columns)};
  Array2<float> out(rows, columns);
  std::ranges::copy(weights.get(name, shape), out.data());
  return out;
}

}  // namespace

SoundModel::Basis SoundModel::read_basis(const WeightSource& weights, const SoundModelConfig& config,
                                         SoundFamily family) {
  const SoundLayout& layout = layout_of(family);
  const std::size_t cells = layout.frames() * layout.columns();
  const std::string name = fmt::format("basis.{}", static_cast<int>(family));
  Basis out;
  out.mean = weights.get(name + ".mean", std::array<std::int64_t, 1>{static_cast<std::int64_t>(cells)});
  out.vectors = read_table(weights, name + ".vectors", to_size(config.coefficients), cells);
  out.descriptors = read_table(weights, name + ".descriptors", 2, kDescriptors);
  for (std::size_t k = 0; k < out.vectors.rows(); ++k) {
    double sum = 1e-9;
    for (const float value : out.vectors.row(k)) sum += static_cast<double>(value) * value;
    out.lengths.push_back(static_cast<float>(sum));
  }
  return out;
}

SoundModel::SoundModel(const WeightSource& weights, const SoundModelConfig& config)
    : config_(config),
      classes_(weights, "classes",
               {.entries = config.classes.size() + 1, .channels = to_size(config.embedding)}),
      descriptors_(weights, "descriptors", {.in = 2 * kDescriptors, .out = to_size(config.embedding)}),
      condition_(weights, "condition",
                 {.in = 2 * to_size(config.embedding),
                  .out = to_size(config.condition),
                  .activation = Activation::kSilu}),
      input_(weights, "input", {.in = to_size(config.noise), .out = to_size(config.channels)}),
      output_norm_(weights, "output_norm", {.channels = to_size(config.channels)}),
      quantiles_(read_table(weights, "quantiles", config.classes.size(), kDescriptors * kQuantiles)),
      centroids_(read_table(weights, "centroids", config.classes.size(), to_size(config.coefficients))) {
  for (int i = 0; i < config.blocks; ++i) {
    const std::string name = fmt::format("blocks.{}", i);
    blocks_.push_back(
        {.film = Linear(weights, name + ".film",
                        {.in = to_size(config.condition), .out = 2 * to_size(config.channels)}),
         .norm = LayerNorm(weights, name + ".norm", {.channels = to_size(config.channels)}),
         .expand = Linear(weights, name + ".expand",
                          {.in = to_size(config.channels),
                           .out = to_size(config.expansion),
                           .activation = Activation::kGeluTanh}),
         .contract = Linear(weights, name + ".contract",
                            {.in = to_size(config.expansion), .out = to_size(config.channels)})});
  }
  for (std::size_t i = 0; i < kSoundFamilies; ++i) {
    outputs_.emplace_back(weights, fmt::format("outputs.{}", i),
                          LinearOptions{.in = to_size(config.channels), .out = to_size(config.coefficients)});
    bases_.push_back(read_basis(weights, config, static_cast<SoundFamily>(i)));
  }
}

std::size_t SoundModel::class_named(const std::string& name) const {
  std::string known;
  for (std::size_t i = 0; i < classes().size(); ++i) {
    if (classes()[i].name == name) return i;
    known += (i > 0 ? ", " : "") + classes()[i].name;
  }
  throw Error("{}: want one of {}", shortened(name), known);
}

SoundFamily SoundModel::family_of(const SoundRequest& request) const {
  if (!request.sound_class) return request.family;
  if (*request.sound_class >= classes().size())
    throw Error("sound class: want less than {}, got {}", classes().size(), *request.sound_class);
  return classes()[*request.sound_class].family;
}

float SoundModel::descriptor_value(const SoundRequest& request, Descriptor which, float share) const {
  const SoundFamily family = family_of(request);
  const auto d = static_cast<std::size_t>(which);
  std::array<float, kQuantiles> quantiles{};
  float count = 0;
  for (std::size_t c = 0; c < classes().size(); ++c) {
    if (request.sound_class ? c != *request.sound_class : classes()[c].family != family) continue;
    for (std::size_t q = 0; q < kQuantiles; ++q) quantiles[q] += quantiles_(c, d * kQuantiles + q);
    ++count;
  }
  for (float& value : quantiles) value /= std::max(count, 1.0F);
  const float place = share * (kQuantiles - 1);
  const auto below = static_cast<std::size_t>(std::clamp(place, 0.0F, static_cast<float>(kQuantiles - 2)));
  return quantiles[below] + (quantiles[below + 1] - quantiles[below]) * (place - static_cast<float>(below));
}

std::optional<float> SoundModel::told_value(const SoundRequest& request, Descriptor which) const {
  const std::optional<float>& share = request.wanted[static_cast<std::size_t>(which)];
  if (which == Descriptor::kPitch) {
    if (request.pitch_hz) return static_cast<float>(std::log2(*request.pitch_hz / 100));
    if (!share && family_of(request) == SoundFamily::kSustained)
      return descriptor_value(request, which, 0.5F);
  }
  if (!share) return {};
  return descriptor_value(request, which, *share);
}

std::vector<float> SoundModel::evaluate(const SoundRequest& request, bool given, std::uint32_t draw) const {
  const SoundFamily family = family_of(request);
  const std::size_t channels = to_size(config_.channels);
  std::vector<float> told(2 * to_size(config_.embedding));
  const auto none = static_cast<std::int32_t>(classes().size());
  const std::int32_t id =
      given && request.sound_class ? static_cast<std::int32_t>(*request.sound_class) : none;
  classes_(std::span(&id, 1), std::span(told).first(to_size(config_.embedding)));
  std::array<float, 2 * kDescriptors> row{};
  for (std::size_t d = 0; d < kDescriptors; ++d) {
    const std::optional<float> value = told_value(request, static_cast<Descriptor>(d));
    if (!given || !value) continue;
    row[d] = (*value - basis(family).descriptors(0, d)) / basis(family).descriptors(1, d);
    row[kDescriptors + d] = 1;
  }
  descriptors_(row, std::span(told).last(to_size(config_.embedding)));
  std::vector<float> condition(to_size(config_.condition));
  condition_(told, condition);
  std::vector<float> noise(to_size(config_.noise));
  gaussian_noise({.seed = request.seed, .purpose = NoisePurpose::kStep, .channel = draw}, 0, noise);
  std::vector<float> h(channels);
  std::vector<float> x(channels);
  std::vector<float> wide(to_size(config_.expansion));
  std::vector<float> film(2 * channels);
  std::vector<float> scale(channels);
  std::vector<float> shift(channels);
  input_(noise, h);
  for (const Block& block : blocks_) {
    block.film(condition, film);
    block.norm.modulate({.scale = std::span(film).first(channels), .shift = std::span(film).last(channels)},
                        scale, shift);
    block.norm(h, x, {.scale = scale, .shift = shift});
    block.expand(x, wide);
    block.contract.add(wide, h, h);
  }
  output_norm_(h, x);
  std::vector<float> out(to_size(config_.coefficients));
  outputs_[static_cast<std::size_t>(family)](x, out);
  return out;
}

SoundMap SoundModel::draw(const SoundRequest& request) const {
  if (!std::isfinite(request.guidance)) throw Error("guidance: want a finite number");
  for (std::size_t d = 0; d < kDescriptors; ++d)
    if (request.wanted[d] && !std::isfinite(*request.wanted[d]))
      throw Error("{}: want a finite number", kDescriptorNames[d]);
  if (request.pitch_hz && !(*request.pitch_hz >= 10 && *request.pitch_hz <= 10000))
    throw Error("pitch: want 10 to 10000 Hz, got {}", *request.pitch_hz);
  SoundMap best = draw_once(request, 0);
  const auto is_asked = [](const std::optional<float>& share) { return share.has_value(); };
  if (std::ranges::none_of(request.wanted, is_asked)) return best;
  double nearest = disobedience(request, best);
  for (std::uint32_t i = 1; i < kDraws; ++i) {
    SoundMap next = draw_once(request, i);
    const double far = disobedience(request, next);
    if (far >= nearest) continue;
    nearest = far;
    best = std::move(next);
  }
  return best;
}

double SoundModel::disobedience(const SoundRequest& request, const SoundMap& map) const {
  const Descriptors expected = expected_descriptors(map);
  double sum = 0;
  // A pitch wants tones that can be heard beside the noise.
  if (request.wanted[static_cast<std::size_t>(Descriptor::kPitch)])
    sum += std::pow(std::max(expected[static_cast<std::size_t>(Descriptor::kNoisiness)] - 10.0F, 0.0F), 2);
  for (std::size_t d = 0; d < kDescriptors; ++d) {
    if (!request.wanted[d]) continue;
    const float wanted = told_value(request, static_cast<Descriptor>(d)).value();
    sum += std::pow((expected[d] - wanted) / basis(map.family).descriptors(1, d), 2);
  }
  return sum;
}

SoundMap SoundModel::draw_once(const SoundRequest& request, std::uint32_t draw) const {
  const SoundFamily family = family_of(request);
  std::vector<float> coefficients = evaluate(request, true, draw);
  if (request.guidance != 1) {
    const std::vector<float> free = evaluate(request, false, draw);
    for (std::size_t k = 0; k < coefficients.size(); ++k)
      coefficients[k] = free[k] + request.guidance * (coefficients[k] - free[k]);
  }
  SoundMap map = map_of(family, coefficients);
  const SoundLayout& layout = layout_of(family);
  for (std::size_t j = 0; j < layout.frames(); ++j)
    for (std::size_t c = 0; c < layout.waver_column(); ++c)
      map.levels_db(j, c) = std::max(expanded(map.levels_db(j, c)), kLowestLevelDb);
  if (family == SoundFamily::kSustained)
    map.pitch_hz = 100 * std::exp2(told_value(request, Descriptor::kPitch).value());
  return map;
}

std::vector<float> SoundModel::coefficients_of(const SoundMap& map) const {
  const Basis& own = basis(map.family);
  if (map.levels_db.size() != own.mean.size())
    throw Error("sound map: want {} levels, got {}", own.mean.size(), map.levels_db.size());
  std::vector<float> out;
  for (std::size_t k = 0; k < own.vectors.rows(); ++k) {
    double sum = 0;
    for (std::size_t i = 0; i < own.mean.size(); ++i)
      sum += static_cast<double>(map.levels_db.values()[i] - own.mean[i]) * own.vectors(k, i);
    out.push_back(static_cast<float>(sum / own.lengths[k]));
  }
  return out;
}

SoundMap SoundModel::map_of(SoundFamily family, std::span<const float> coefficients) const {
  const Basis& own = basis(family);
  const SoundLayout& layout = layout_of(family);
  if (coefficients.size() != own.vectors.rows())
    throw Error("sound: want {} coefficients, got {}", own.vectors.rows(), coefficients.size());
  SoundMap map{.family = family, .levels_db = Array2<float>(layout.frames(), layout.columns())};
  std::ranges::copy(own.mean, map.levels_db.data());
  for (std::size_t k = 0; k < coefficients.size(); ++k)
    for (std::size_t i = 0; i < own.mean.size(); ++i)
      map.levels_db.values()[i] += coefficients[k] * own.vectors(k, i);
  for (std::size_t j = 0; j < layout.frames(); ++j)
    for (std::size_t c = 0; c < layout.columns(); ++c)
      map.levels_db(j, c) = c == layout.waver_column()
                                ? std::clamp(map.levels_db(j, c), 0.0F, 12.0F)
                                : std::clamp(map.levels_db(j, c), kLowestLevelDb, 6.0F);
  return map;
}

std::size_t SoundModel::nearest_class(const SoundMap& map) const {
  const std::vector<float> coefficients = coefficients_of(map);
  std::size_t best = 0;
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < classes().size(); ++c) {
    if (classes()[c].family != map.family) continue;
    double distance = 0;
    for (std::size_t k = 0; k < coefficients.size(); ++k)
      distance += std::pow(coefficients[k] - centroids_(c, k), 2) * basis(map.family).lengths[k];
    if (distance < nearest) {
      nearest = distance;
      best = c;
    }
  }
  return best;
}

SoundModel load_sound_model(const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  const std::string who = path.string();
  return SoundModel(FileWeights(file),
                    sound_model_config_from_json(parse_json(file.metadata("config"), who + ": config"), who));
}

}  // namespace driftwave
