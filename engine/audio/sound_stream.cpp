#include "engine/audio/sound_stream.h"

#include <algorithm>
#include <cstring>

namespace driftwave {
namespace {

SoundStream& stream_of(void* user) {
  return *static_cast<SoundStream*>(user);
}

sf_count_t length(void* user) {
  return static_cast<sf_count_t>(stream_of(user).input.size());
}

sf_count_t tell(void* user) {
  return static_cast<sf_count_t>(stream_of(user).position);
}

sf_count_t seek(sf_count_t offset, int whence, void* user) {
  SoundStream& stream = stream_of(user);
  sf_count_t base = 0;
  if (whence == SEEK_CUR) base = tell(user);
  if (whence == SEEK_END) base = length(user);
  if (offset < -base) return -1;
  stream.position = static_cast<std::size_t>(base + offset);
  return tell(user);
}

sf_count_t read(void* to, sf_count_t count, void* user) {
  SoundStream& stream = stream_of(user);
  const std::size_t size = stream.input.size();
  if (count <= 0 || stream.position >= size) return 0;
  const std::size_t taken = std::min(static_cast<std::size_t>(count), size - stream.position);
  std::memcpy(to, stream.input.data() + stream.position, taken);
  stream.position += taken;
  return static_cast<sf_count_t>(taken);
}

/// Never called, but libsndfile wants one.
sf_count_t write(const void*, sf_count_t, void*) {
  return 0;
}

}  // namespace

Sound open_stream(SoundStream& stream, SF_INFO& info) {
  SF_VIRTUAL_IO functions{length, seek, read, write, tell};
  return Sound(sf_open_virtual(&functions, SFM_READ, &info, &stream));
}

}  // namespace driftwave
