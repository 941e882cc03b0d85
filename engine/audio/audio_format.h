#pragma once
/// The formats we write, by file extension. Private to engine/audio.
#include <filesystem>
#include <span>
#include <string>

namespace driftwave {

struct AudioFormat {
  const char* extension;
  int id;                      ///< libsndfile's major and minor format
  bool stores_16_bit;          ///< else the encoder takes floats
  std::span<const int> rates;  ///< the only ones it knows; empty when it takes any
};

/// @throws Error naming the file unless its extension is known. A pipe or device of another name takes WAV.
[[nodiscard]] const AudioFormat& format_of(const std::filesystem::path& file);

/// `rate_hz` where the format knows it, else 48 kHz.
[[nodiscard]] int rate_written(const AudioFormat& format, int rate_hz);

}  // namespace driftwave
