#pragma once
/// Files in a folder that goes with the test.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/model/safetensors.h"

namespace driftwave {

class SafetensorsTest : public testing::Test {
 protected:
  SafetensorsTest()
      : folder_(std::filesystem::temp_directory_path() / fmt::format("driftwave-model-{}", ::getpid())) {
    std::filesystem::create_directory(folder_);
  }
  ~SafetensorsTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "model.safetensors"; }

  [[nodiscard]] std::string read() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const {
    std::filesystem::remove(file());  // ext4 flushes a file that is truncated and written again
    std::ofstream(file(), std::ios::binary) << bytes;
  }

  /// Length, header and tensor bytes, right or wrong.
  void write(const std::string& header, const std::string& tensors) const {
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(header.size() >> (8 * i));
    write(bytes + header + tensors);
  }

  /// The refusal's message; empty when the file loads.
  [[nodiscard]] std::string refusal() const {
    try {
      const SafetensorsFile loaded(file());
      for (const auto& name : loaded.names()) (void)loaded.tensor(name).to_floats();
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  }

  /// A small model with every type.
  void write_model() const {
    SafetensorsWriter writer;
    writer.add("fc.weight", std::vector<float>{1.0F, -2.5F, 0.1F, 3e-6F, 5.0F, 6.0F}, {2, 3});
    writer.add("fc.half", std::vector<float>{1.0F, -2.5F, 0.1F, 3e-6F}, {4}, DType::kF16);
    writer.add("pcm", std::vector<std::int16_t>{-32768, 0, 16384}, {3, 1});
    writer.add("ids", std::vector<std::int32_t>{-7, 1 << 30}, {2});
    writer.add("scalar", std::vector<float>{4.0F}, {});
    writer.add("nothing", std::vector<float>{}, {0, 3});
    writer.set_metadata("licence", "CC0 \"ω\"");
    writer.write(file());
  }

  std::filesystem::path folder_;
};

}  // namespace driftwave
