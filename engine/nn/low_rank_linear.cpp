#include "engine/nn/low_rank_linear.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

std::optional<Linear> first_factor(const WeightSource& source, const std::string& prefix,
                                   const LowRankLinearOptions& options) {
  if (options.rank > LowRankLinear::kMaxRank)
    throw Error("LowRankLinear \"{}\": want a rank of at most {}, got {}", prefix, LowRankLinear::kMaxRank,
                options.rank);
  if (options.rank == 0) return std::nullopt;
  const std::array shape = {static_cast<std::int64_t>(options.rank), static_cast<std::int64_t>(options.in)};
  return Linear(source.get(prefix + ".weight_a", shape), {},
                {.in = options.in, .out = options.rank, .bias = false});
}

Linear last_factor(const WeightSource& source, const std::string& prefix,
                   const LowRankLinearOptions& options) {
  if (options.rank == 0) return {source, prefix, {.in = options.in, .out = options.out}};
  const auto out = static_cast<std::int64_t>(options.out);
  const std::array shape = {out, static_cast<std::int64_t>(options.rank)};
  const std::array bias_shape = {out};
  return {source.get(prefix + ".weight_b", shape),
          source.get(prefix + ".bias", bias_shape),
          {.in = options.rank, .out = options.out}};
}

}  // namespace

LowRankLinear::LowRankLinear(const WeightSource& source, const std::string& prefix,
                             const LowRankLinearOptions& options)
    : options_(options),
      into_(first_factor(source, prefix, options)),
      out_of_(last_factor(source, prefix, options)) {}

void LowRankLinear::operator()(std::span<const float> x, std::span<float> y) const noexcept {
  if (!into_) return out_of_(x, y);
  alignas(64) std::array<float, kMaxRank> between;
  const std::size_t frames = x.size() / options_.in;
  const std::size_t tile = kMaxRank / options_.rank;
  for (std::size_t first = 0; first < frames; first += tile) {
    const std::size_t count = std::min(tile, frames - first);
    const auto middle = std::span(between).first(count * options_.rank);
    (*into_)(x.subspan(first * options_.in, count * options_.in), middle);
    out_of_(middle, y.subspan(first * options_.out, count * options_.out));
  }
}

}  // namespace driftwave
