#pragma once
/// libsndfile over bytes in memory. Private to engine/audio.
#include <sndfile.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace driftwave {

struct CloseSound {
  void operator()(SNDFILE* sound) const { sf_close(sound); }
};
using Sound = std::unique_ptr<SNDFILE, CloseSound>;

/// A seekable stream: reads from `input`, or writes to `output`.
struct SoundStream {
  std::span<const std::byte> input;
  std::vector<std::byte> output;
  bool writes = false;
  std::size_t position = 0;
};

/// Opens `stream`, which must outlive the result; null with sf_strerror(nullptr) set on failure.
[[nodiscard]] Sound open_stream(SoundStream& stream, int mode, SF_INFO& info);

}  // namespace driftwave
