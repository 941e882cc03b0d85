#pragma once
/// Files that appear whole or not at all.
#include <cstddef>
#include <filesystem>
#include <span>

namespace driftwave {

/// A temporary beside `target` that becomes `target` on commit() and vanishes otherwise.
class AtomicFile {
 public:
  /// @throws Error naming the folder when it does not exist or cannot be written.
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Where to write until commit(); same folder and same extension as the target.
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  /// Flushes to disk and renames over the target. @throws Error naming the target.
  void commit();

  /// Removes the temporaries of all living AtomicFiles; async-signal-safe (for Ctrl-C).
  static void remove_all_temporaries() noexcept;

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  int slot_ = -1;
  bool committed_ = false;
};

/// Writes `bytes` through an AtomicFile. @throws Error naming the file.
void write_file(const std::filesystem::path& file, std::span<const std::byte> bytes);

}  // namespace driftwave
