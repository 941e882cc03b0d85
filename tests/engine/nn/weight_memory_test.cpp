#include "engine/nn/weight_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace driftwave {
namespace {

struct Piece {
  WeightMemory memory;
  std::size_t floats = 0;
  float value = 0;

  [[nodiscard]] bool is_whole() const {
    return std::all_of(memory.get(), memory.get() + floats, [&](float v) { return v == value; });
  }
};

Piece piece_of(std::size_t floats, float value) {
  Piece piece{allocate_weights(floats), floats, value};
  std::fill_n(piece.memory.get(), floats, value);
  return piece;
}

TEST(WeightMemory, StartsEachPieceAtACacheLine) {
  for (const std::size_t floats : {1, 15, 16, 17, 1000, 600'000, 3'000'000}) {
    const WeightMemory memory = allocate_weights(floats);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.get()) % 64, 0U) << floats;
  }
}

TEST(WeightMemory, KeepsPiecesApartInWhateverOrderTheyComeAndGo) {
  std::mt19937 random(1);
  std::vector<Piece> pieces;
  for (int i = 0; i < 400; ++i) {
    const std::size_t floats = std::size_t{1} << random() % 21;
    pieces.push_back(piece_of(floats + random() % 64, static_cast<float>(i)));
    if (random() % 3 == 0) {
      std::swap(pieces[random() % pieces.size()], pieces.back());
      ASSERT_TRUE(pieces.back().is_whole());
      pieces.pop_back();
    }
  }
  for (const Piece& piece : pieces) ASSERT_TRUE(piece.is_whole()) << piece.value;
}

TEST(WeightMemory, MayBeFreedByAnotherThread) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      std::vector<Piece> pieces;
      for (int i = 0; i < 200; ++i) {
        pieces.push_back(piece_of(static_cast<std::size_t>(50 * i + t + 1), static_cast<float>(t)));
      }
      std::thread([&] {
        for (const Piece& piece : pieces) ASSERT_TRUE(piece.is_whole());
        pieces.clear();
      }).join();
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace driftwave
