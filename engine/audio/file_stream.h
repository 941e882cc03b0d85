#pragma once
/// libsndfile writing into an open file, with the reason when that fails. Private to engine/audio.
#include <sndfile.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/audio/sound_stream.h"

namespace driftwave {

/// Owns a descriptor that can be read, written and sought.
class FileStream {
 public:
  explicit FileStream(int descriptor) : descriptor_(descriptor) {}
  ~FileStream();
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  /// The stream must outlive the result; null with sf_strerror(nullptr) set on failure.
  [[nodiscard]] Sound open_for_writing(SF_INFO& info);

  /// errno of the first call that failed, else 0. libsndfile keeps it to itself.
  [[nodiscard]] int error() const { return error_; }
  [[nodiscard]] std::int64_t size();
  /// @return how much was read: less than asked for at the end, or after an error.
  std::size_t read_at(std::int64_t offset, std::span<std::byte> to);

 private:
  struct Functions;

  int descriptor_;
  int error_ = 0;
};

}  // namespace driftwave
