#include "engine/audio/file_stream.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace driftwave {

/// What libsndfile calls.
struct FileStream::Functions {
  static FileStream& self(void* user) { return *static_cast<FileStream*>(user); }

  static sf_count_t length(void* user) { return self(user).size(); }
  static sf_count_t seek(sf_count_t offset, int whence, void* user) {
    return ::lseek(self(user).descriptor_, offset, whence);
  }
  static sf_count_t tell(void* user) { return ::lseek(self(user).descriptor_, 0, SEEK_CUR); }

  static sf_count_t read(void* to, sf_count_t count, void* user) {
    const std::int64_t place = tell(user);
    const auto bytes = std::span(static_cast<std::byte*>(to), static_cast<std::size_t>(count));
    const auto got = static_cast<sf_count_t>(self(user).read_at(place, bytes));
    ::lseek(self(user).descriptor_, place + got, SEEK_SET);
    return got;
  }

  static sf_count_t write(const void* from, sf_count_t count, void* user) {
    FileStream& stream = self(user);
    const auto* bytes = static_cast<const std::byte*>(from);
    sf_count_t done = 0;
    while (done < count && stream.error_ == 0) {
      const ssize_t written =
          ::write(stream.descriptor_, bytes + done, static_cast<std::size_t>(count - done));
      if (written >= 0) {
        done += written;
      } else if (errno != EINTR) {
        stream.error_ = errno;
      }
    }
    return done;
  }
};

FileStream::~FileStream() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Sound FileStream::open_for_writing(SF_INFO& info) {
  SF_VIRTUAL_IO functions{Functions::length, Functions::seek, Functions::read, Functions::write,
                          Functions::tell};
  return Sound(sf_open_virtual(&functions, SFM_WRITE, &info, this));
}

std::int64_t FileStream::size() {
  struct stat status {};
  if (::fstat(descriptor_, &status) == 0) return status.st_size;
  error_ = errno;
  return 0;
}

std::size_t FileStream::read_at(std::int64_t offset, std::span<std::byte> to) {
  std::size_t done = 0;
  while (done < to.size()) {
    const ssize_t got = ::pread(descriptor_, to.data() + done, to.size() - done,
                                static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
    if (got == 0) break;
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      error_ = errno;
      break;
    }
  }
  return done;
}

}  // namespace driftwave
