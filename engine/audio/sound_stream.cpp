#include "engine/audio/sound_stream.h"

#include <algorithm>
#include <cstring>

namespace driftwave {
namespace {

SoundStream& stream_of(void* user) {
  return *static_cast<SoundStream*>(user);
}

std::size_t size_of(const SoundStream& stream) {
  return stream.writes ? stream.output.size() : stream.input.size();
}

sf_count_t length(void* user) {
  return static_cast<sf_count_t>(size_of(stream_of(user)));
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
  const std::size_t size = size_of(stream);
  if (count <= 0 || stream.position >= size) return 0;
  const std::size_t taken = std::min(static_cast<std::size_t>(count), size - stream.position);
  const std::byte* from = stream.writes ? stream.output.data() : stream.input.data();
  std::memcpy(to, from + stream.position, taken);
  stream.position += taken;
  return static_cast<sf_count_t>(taken);
}

sf_count_t write(const void* from, sf_count_t count, void* user) {
  SoundStream& stream = stream_of(user);
  if (count <= 0) return 0;
  const std::size_t end = stream.position + static_cast<std::size_t>(count);
  if (end > stream.output.size()) stream.output.resize(end);
  std::memcpy(stream.output.data() + stream.position, from, static_cast<std::size_t>(count));
  stream.position = end;
  return count;
}

}  // namespace

Sound open_stream(SoundStream& stream, int mode, SF_INFO& info) {
  SF_VIRTUAL_IO functions{length, seek, read, write, tell};
  stream.writes = mode == SFM_WRITE;
  return Sound(sf_open_virtual(&functions, mode, &info, &stream));
}

}  // namespace driftwave
