#include "engine/model/safetensors.h"

#include <array>
#include <cmath>
#include <cstring>

#include "tests/engine/model/safetensors_fixture.h"

namespace driftwave {
namespace {

TEST_F(SafetensorsTest, ReturnsWhatWasWritten) {
  write_model();
  const SafetensorsFile loaded(file());
  EXPECT_EQ(loaded.names(),
            (std::vector<std::string>{"fc.weight", "fc.half", "pcm", "ids", "scalar", "nothing"}));
  EXPECT_EQ(loaded.tensor("fc.weight").to_floats(), (std::vector{1.0F, -2.5F, 0.1F, 3e-6F, 5.0F, 6.0F}));
  EXPECT_EQ(loaded.tensor("fc.weight").shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(loaded.tensor("pcm").to_floats(), (std::vector{-1.0F, 0.0F, 0.5F}));
  EXPECT_EQ(loaded.tensor("ids").to_ints(), (std::vector{-7, 1 << 30}));
  EXPECT_EQ(loaded.tensor("scalar").to_floats(), std::vector{4.0F});
  EXPECT_TRUE(loaded.tensor("nothing").to_floats().empty());
  EXPECT_EQ(loaded.metadata("licence"), "CC0 \"ω\"");
  const auto halves = loaded.tensor("fc.half").to_floats();
  EXPECT_EQ(halves[1], -2.5F);
  EXPECT_NEAR(halves[2], 0.1F, 0.1 / 2048);
  EXPECT_NEAR(halves[3], 3e-6F, std::ldexp(1.0, -25));
}

TEST_F(SafetensorsTest, MovesWithItsViews) {
  write_model();
  SafetensorsFile first(file());
  const TensorView& view = first.tensor("ids");
  const SafetensorsFile second = std::move(first);
  EXPECT_EQ(view.to_ints()[0], -7);
  EXPECT_TRUE(second.contains("ids"));
}

TEST_F(SafetensorsTest, StartsTensorsAtAMultipleOfEight) {
  write_model();
  std::uint64_t header = 0;
  std::memcpy(&header, read().data(), 8);
  EXPECT_EQ(header % 8, 0U);
}

TEST_F(SafetensorsTest, NamesWhatIsMissingOrMisshapen) {
  write_model();
  const SafetensorsFile loaded(file());
  const std::array<std::int64_t, 2> shape = {3, 2};
  try {
    (void)loaded.tensor("fc.weight", shape);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()),
              file().string() + ": tensor \"fc.weight\": want shape [3, 2], got [2, 3]");
  }
  EXPECT_THROW((void)loaded.tensor("fc.bias"), Error);
  EXPECT_THROW((void)loaded.metadata("mel"), Error);
  EXPECT_THROW((void)loaded.tensor("fc.weight").to_ints(), Error);
}

TEST_F(SafetensorsTest, DetectsAlteredWeightsByTheirHash) {
  write_model();
  std::string bytes = read();
  const std::size_t last = bytes.size() - 1;
  bytes[last] = static_cast<char>(bytes[last] ^ 1);
  write(bytes);
  EXPECT_NE(refusal().find("tensor \"scalar\" is damaged or altered"), std::string::npos) << refusal();
  EXPECT_NO_THROW(SafetensorsFile(file(), false));
}

TEST_F(SafetensorsTest, RefusesAHashWithoutItsTensor) {
  SafetensorsWriter writer;
  writer.add("a", std::vector<float>{1.0F}, {1});
  writer.set_metadata("sha256.b", "00");
  writer.write(file());
  EXPECT_NE(refusal(), "");
}

TEST_F(SafetensorsTest, HashesTheContentNotTheMetadata) {
  const auto hash = [&](float value, const std::string& licence) {
    SafetensorsWriter writer;
    writer.add("a", std::vector<float>{value}, {1});
    writer.set_metadata("licence", licence);
    writer.write(file());
    return SafetensorsFile(file()).content_hash();
  };
  EXPECT_EQ(hash(1.0F, "a"), hash(1.0F, "b"));
  EXPECT_NE(hash(1.0F, "a"), hash(2.0F, "a"));
}

TEST_F(SafetensorsTest, LoadsAFileWithoutHashes) {
  write(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", std::string(4, '\0'));
  EXPECT_EQ(refusal(), "");
}

TEST(SafetensorsWriter, RefusesWhatItCannotStore) {
  SafetensorsWriter writer;
  writer.add("a", std::vector<float>{1.0F}, {1});
  EXPECT_THROW(writer.add("a", std::vector<float>{1.0F}, {1}), Error);
  EXPECT_THROW(writer.add("__metadata__", std::vector<float>{1.0F}, {1}), Error);
  EXPECT_THROW(writer.add("b", std::vector<float>{1.0F}, {2}), Error);
  EXPECT_THROW(writer.add("c", std::vector<float>{70000.0F}, {1}, DType::kF16), Error);
  EXPECT_THROW(writer.add("d", std::vector<float>{1.0F}, {1}, DType::kI16), Error);
  EXPECT_THROW(writer.write("/dev/full"), Error);
}

}  // namespace
}  // namespace driftwave
