#include "engine/model/int8_weights.h"

#include <array>
#include <cmath>

#include "tests/engine/model/safetensors_fixture.h"

namespace driftwave {
namespace {

class Int8WeightsTest : public SafetensorsTest {
 protected:
  void write_floats() {
    for (std::size_t i = 0; i < matrix_.size(); ++i)
      matrix_[i] = std::sin(static_cast<float>(i * i)) * (i < 1024 ? 0.01F : 3.0F);
    SafetensorsWriter writer;
    writer.set_metadata("architecture", "test");
    writer.add("w", std::span<const float>(matrix_), kShape);
    writer.add("bias", std::span<const float>(bias_), {3});
    const std::vector<float> zeros(2048);
    writer.add("zeros", std::span<const float>(zeros), {2, 1024}, DType::kF16);
    writer.write(file());
  }
  std::filesystem::path small() const { return file().string() + ".int8"; }
  void TearDown() override {
    std::filesystem::remove(small());
    SafetensorsTest::TearDown();
  }

  const std::vector<std::int64_t> kShape = {2, 1024};
  std::vector<float> matrix_ = std::vector<float>(2048);
  std::vector<float> bias_ = {1.0F, 2.0F, 0.1F};
};

TEST_F(Int8WeightsTest, KeepsEachRowToHalfAStepOfItsLargestValue) {
  write_floats();
  write_with_int8_weights(SafetensorsFile(file()), small());
  const SafetensorsFile loaded(small());
  EXPECT_EQ(loaded.tensor("w").dtype, DType::kI8);
  const std::vector<float> back = weight_values(loaded, "w", kShape);
  for (std::size_t i = 0; i < back.size(); ++i)
    ASSERT_NEAR(back[i], matrix_[i], (i < 1024 ? 0.01 : 3.0) / 127.0 / 2.0 * 1.001) << i;
  for (const float x : weight_values(loaded, "zeros", kShape)) ASSERT_EQ(x, 0.0F);
  const std::array<std::int64_t, 1> three = {3};
  EXPECT_EQ(weight_values(loaded, "bias", three), bias_);
  EXPECT_EQ(loaded.metadata("architecture"), "test");
  EXPECT_LT(std::filesystem::file_size(small()), std::filesystem::file_size(file()) / 2);
}

TEST_F(Int8WeightsTest, NamesAMatrixWithoutFactors) {
  SafetensorsWriter writer;
  const std::vector<std::int8_t> values(2048, 5);
  writer.add("w", std::span<const std::int8_t>(values), kShape);
  writer.write(file());
  const SafetensorsFile loaded(file());
  try {
    (void)weight_values(loaded, "w", kShape);
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("w.scale"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace driftwave
