#include "engine/nn/embedding.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/core/error.h"

namespace driftwave {

Embedding::Embedding(const WeightSource& source, const std::string& prefix, const EmbeddingOptions& options)
    : options_(options) {
  const std::array shape = {static_cast<std::int64_t>(options.entries),
                            static_cast<std::int64_t>(options.channels)};
  table_ = source.get(prefix + ".weight", shape);
}

void Embedding::operator()(std::span<const std::int32_t> ids, std::span<float> y) const {
  assert(y.size() == ids.size() * options_.channels);
  float* to = y.data();
  for (const std::int32_t id : ids) {
    if (id < 0 || static_cast<std::size_t>(id) >= options_.entries) {
      throw Error("Embedding: want an id of 0 to {}, got {}", options_.entries - 1, id);
    }
    to = std::copy_n(table_.data() + static_cast<std::size_t>(id) * options_.channels, options_.channels, to);
  }
}

}  // namespace driftwave
