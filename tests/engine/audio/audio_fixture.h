#pragma once
/// Audio files in a folder that goes with the test.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"

namespace driftwave {

class AudioFileTest : public testing::Test {
 protected:
  AudioFileTest()
      : folder_(std::filesystem::temp_directory_path() / fmt::format("driftwave-audio-{}", ::getpid())) {
    std::filesystem::create_directory(folder_);
  }
  ~AudioFileTest() override { std::filesystem::remove_all(folder_); }

  static void write_bytes(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  static std::string message_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  }

  std::filesystem::path folder_;
};

}  // namespace driftwave
