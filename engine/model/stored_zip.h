#pragma once
/// Reads zip archives whose entries are stored without compression, as PyTorch writes checkpoints. Every
/// offset, length and count is checked against the file before it is used.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace driftwave {

class StoredZip {
 public:
  /// Reads the directory of the archive.
  /// @throws Error naming the file: not a zip archive, truncated, compressed or encrypted entries, names
  /// given twice, or entries that lie outside the file.
  explicit StoredZip(std::filesystem::path file);

  struct Entry {
    std::uint64_t offset = 0;  ///< of the first byte in the file
    std::uint64_t size = 0;
  };

  [[nodiscard]] const std::filesystem::path& path() const { return file_; }
  [[nodiscard]] const std::map<std::string, Entry>& entries() const { return entries_; }
  /// @throws Error naming file and entry when it is missing.
  [[nodiscard]] const Entry& entry(const std::string& name) const;
  /// @throws Error naming file and entry: missing, longer than `most`, or unreadable.
  [[nodiscard]] std::vector<std::byte> read(const std::string& name, std::uint64_t most) const;
  /// @throws Error naming file and entry: missing, shorter than that, or unreadable.
  [[nodiscard]] std::vector<std::byte> read_part(const std::string& name, std::uint64_t first,
                                                 std::uint64_t size) const;

 private:
  std::filesystem::path file_;
  std::map<std::string, Entry> entries_;
};

}  // namespace driftwave
