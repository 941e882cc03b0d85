#include "engine/nn/attention.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "engine/core/error.h"
#include "engine/nn/elementwise.h"

namespace driftwave {
namespace {

/// Columns first .. first + count of [rows, columns].
std::vector<float> columns_of(std::span<const float> x, std::size_t columns, std::size_t first,
                              std::size_t count) {
  std::vector<float> out;
  out.reserve(x.size() / columns * count);
  for (std::size_t at = first; at < x.size(); at += columns) {
    out.insert(out.end(), x.begin() + static_cast<std::ptrdiff_t>(at),
               x.begin() + static_cast<std::ptrdiff_t>(at + count));
  }
  return out;
}

std::vector<float> transposed(std::span<const float> x, std::size_t columns) {
  const std::size_t rows = x.size() / columns;
  std::vector<float> out(x.size());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) out[c * rows + r] = x[r * columns + c];
  }
  return out;
}

}  // namespace

SelfAttention::SelfAttention(const WeightSource& source, const std::string& prefix,
                             const SelfAttentionOptions& options)
    : options_(options),
      query_(source, prefix + ".query", {.in = options.channels, .out = options.channels}),
      key_(source, prefix + ".key", {.in = options.channels, .out = options.channels}),
      value_(source, prefix + ".value", {.in = options.channels, .out = options.channels}),
      output_(source, prefix + ".output", {.in = options.channels, .out = options.channels}) {
  if (options.heads == 0 || options.channels % options.heads != 0) {
    throw Error("SelfAttention \"{}\": want heads that divide {} channels, got {}", prefix, options.channels,
                options.heads);
  }
  const std::array shape = {static_cast<std::int64_t>(options.heads),
                            static_cast<std::int64_t>(2 * options.max_distance + 1)};
  relative_bias_ = source.get(prefix + ".relative_bias", shape);
}

void SelfAttention::operator()(std::span<const float> x, std::span<float> y) const {
  const std::size_t channels = options_.channels;
  const std::size_t depth = channels / options_.heads;
  const std::size_t positions = x.size() / channels;
  assert(x.size() == positions * channels && y.size() == x.size());
  if (positions == 0) return;
  std::vector<float> query(x.size());
  std::vector<float> key(x.size());
  std::vector<float> value(x.size());
  query_(x, query);
  key_(x, key);
  value_(x, value);

  std::vector<float> mixed(x.size());
  std::vector<float> scores(positions * positions);
  std::vector<float> one_head(positions * depth);
  const float scale = 1.0F / std::sqrt(static_cast<float>(depth));
  for (std::size_t head = 0; head < options_.heads; ++head) {
    // The keys, then the values, play the weight of a product: packing costs one pass, the product P of them.
    const Linear by_keys(columns_of(key, channels, head * depth, depth), {},
                         {.in = depth, .out = positions, .bias = false});
    auto queries = columns_of(query, channels, head * depth, depth);
    for (float& q : queries) q *= scale;
    by_keys(queries, scores);
    add_relative_bias(head, scores);
    softmax(scores, positions);
    const auto values = columns_of(value, channels, head * depth, depth);
    const Linear by_values(transposed(values, depth), {}, {.in = positions, .out = depth, .bias = false});
    by_values(scores, one_head);
    for (std::size_t p = 0; p < positions; ++p) {
      std::copy_n(&one_head[p * depth], depth, &mixed[p * channels + head * depth]);
    }
  }
  output_(mixed, y);
}

void SelfAttention::add_relative_bias(std::size_t head, std::span<float> scores) const {
  const auto positions =
      static_cast<std::ptrdiff_t>(std::lround(std::sqrt(static_cast<double>(scores.size()))));
  const auto farthest = static_cast<std::ptrdiff_t>(options_.max_distance);
  const float* bias = &relative_bias_[head * (2 * options_.max_distance + 1)];
  float* score = scores.data();
  for (std::ptrdiff_t i = 0; i < positions; ++i) {
    for (std::ptrdiff_t j = 0; j < positions; ++j) {
      *score++ += bias[std::clamp(j - i, -farthest, farthest) + farthest];
    }
  }
}

}  // namespace driftwave
