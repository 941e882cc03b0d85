#include "engine/nn/embedding.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

TEST(Embedding, LooksUpRows) {
  const RandomWeights weights;
  const Embedding embedding(weights, "table", {.entries = 5, .channels = 3});
  const auto table = weights.flat("table.weight", 15);
  const std::vector<std::int32_t> ids = {4, 0, 4};
  std::vector<float> y(9);
  embedding(ids, y);
  for (std::size_t i = 0; i < 9; ++i)
    EXPECT_EQ(y[i], table[static_cast<std::size_t>(ids[i / 3]) * 3 + i % 3]);
}

TEST(Embedding, RefusesIdsOutsideTheTable) {
  const Embedding embedding(RandomWeights(), "table", {.entries = 5, .channels = 3});
  std::vector<float> y(3);
  for (const std::int32_t id : {-1, 5}) EXPECT_THROW(embedding(std::vector{id}, y), Error);
}

}  // namespace
}  // namespace driftwave
