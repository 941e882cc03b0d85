#pragma once
/// The formats we write, by file extension. Private to engine/audio.
#include <filesystem>
#include <span>
#include <string>

namespace driftwave {

struct AudioFormat {
  const char* extension;
  int id;                      ///< libsndfile's major format, and the minor one of lossy formats
  int most_bits;               ///< of a sample without loss; 0: the encoder takes floats
  std::span<const int> rates;  ///< the only ones it knows; empty when it takes any
};

/// @throws Error naming the file unless its extension is known. A pipe or device of another name takes WAV.
[[nodiscard]] const AudioFormat& format_of(const std::filesystem::path& file);

/// `bits` where the format knows them, else the most it does; 0 for lossy formats.
[[nodiscard]] int bits_written(const AudioFormat& format, int bits);

/// libsndfile's minor format for samples of so many bits; 0 for lossy formats.
[[nodiscard]] int sample_format(int bits);

/// `rate_hz` where the format knows it, else 48 kHz.
[[nodiscard]] int rate_written(const AudioFormat& format, int rate_hz);

}  // namespace driftwave
