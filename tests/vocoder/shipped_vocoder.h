#pragma once
/// The vocoder that ships, loaded once a process.
#include <filesystem>
#include <memory>

#include "vocoder/vocoder.h"

namespace driftwave::test {

inline constexpr int kRate = 44100;

inline const Vocoder& vocoder() {
  static const std::unique_ptr<Vocoder> loaded =
      load_vocoder(std::filesystem::path(DRIFTWAVE_MODELS) / "kathleen" / "vocoder.safetensors");
  return *loaded;
}

}  // namespace driftwave::test
