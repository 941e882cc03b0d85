#include "tts/sentence_stream.h"

#include <gtest/gtest.h>

#include <cmath>

namespace driftwave {
namespace {

TEST(SentenceStream, GivesTheSamplesOfTheVocoderPieceByPiece) {
  const auto vocoder = load_vocoder(std::string(DRIFTWAVE_TEST_VOICE) + "/vocoder.safetensors");
  for (const std::size_t frames : {1U, 5U, 16U, 70U}) {
    VocoderInput input{Array2<float>(frames, 128, -4.0F), std::vector<float>(frames, 190.0F),
                       std::vector<float>(frames, 1.0F)};
    const auto whole = vocoder->synthesize(input, {.steps = 1, .seed = 8, .progress = {}});
    SentenceStream stream(*vocoder, input, {.steps = 1, .seed = 8});
    std::vector<float> pieces;
    for (auto piece = stream.next(); !piece.empty(); piece = stream.next()) {
      const auto rounds = static_cast<std::size_t>(vocoder->default_corrections());
      EXPECT_LE(piece.size(),
                16U * 512 + vocoder->latency_samples() + rounds * vocoder->correction_latency_samples());
      pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(pieces, whole) << frames;
    EXPECT_EQ(stream.progress(), 1.0);
    EXPECT_TRUE(stream.next().empty());
  }
}

}  // namespace
}  // namespace driftwave
