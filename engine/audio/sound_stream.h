#pragma once
/// libsndfile reading bytes in memory. Private to engine/audio.
#include <sndfile.h>

#include <cstddef>
#include <memory>
#include <span>

namespace driftwave {

struct CloseSound {
  void operator()(SNDFILE* sound) const { sf_close(sound); }
};
using Sound = std::unique_ptr<SNDFILE, CloseSound>;

struct SoundStream {
  std::span<const std::byte> input;
  std::size_t position = 0;
};

/// Opens `stream`, which must outlive the result; null with sf_strerror(nullptr) set on failure.
[[nodiscard]] Sound open_stream(SoundStream& stream, SF_INFO& info);

}  // namespace driftwave
