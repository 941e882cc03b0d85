#pragma once
/// Files that appear whole or not at all.
#include <cstddef>
#include <filesystem>
#include <span>

namespace driftwave {

/// A temporary beside `target` that becomes `target` on commit() and vanishes otherwise.
///
/// Targets that cannot be renamed over (a pipe, a device, anything under /dev or /proc) are written directly:
/// temporary() is then the target itself. A symbolic link keeps pointing at the file that is replaced.
class AtomicFile {
 public:
  /// @throws Error naming the target when its folder does not exist or cannot be written, or when it is one.
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Where to write until commit(); exists already, with the same folder and extension as the target.
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  /// Flushes to disk and renames over the target. @throws Error naming the target.
  void commit();

  /// Removes the temporaries of all living AtomicFiles; async-signal-safe (for Ctrl-C).
  static void remove_all_temporaries() noexcept;

 private:
  int create_temporary();

  std::filesystem::path target_;       ///< as the caller named it, for messages
  std::filesystem::path destination_;  ///< the target with links resolved
  std::filesystem::path temporary_;
  int slot_ = -1;  ///< in the registry of temporaries; -1 when there is nothing to remove
};

/// Writes `bytes` through an AtomicFile. @throws Error naming the file and the reason.
void write_file(const std::filesystem::path& file, std::span<const std::byte> bytes);

/// Writes the pieces one after another, without joining them in memory first.
void write_file(const std::filesystem::path& file, std::span<const std::span<const std::byte>> pieces);

}  // namespace driftwave
