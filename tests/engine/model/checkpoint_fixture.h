#pragma once
/// Writes checkpoints byte by byte, as torch.save does or as an attacker would.
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace driftwave::test {

inline std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
  return text;
}

struct ZipEntry {
  std::string name;
  std::string data;
  std::uint16_t method = 0;
  std::int64_t claimed_size = -1;  ///< in the directory; -1: the truth
};

inline std::string make_zip(const std::vector<ZipEntry>& entries) {
  std::string file;
  std::string directory;
  for (const ZipEntry& e : entries) {
    const std::size_t offset = file.size();
    const auto size = e.claimed_size < 0 ? e.data.size() : static_cast<std::uint64_t>(e.claimed_size);
    const std::string common = little(0, 2) + little(e.method, 2) + little(0, 4) + little(0, 4) +
                               little(size, 4) + little(size, 4) + little(e.name.size(), 2) + little(0, 2);
    file += std::string("PK\x03\x04") + little(20, 2) + common + e.name + e.data;
    directory += std::string("PK\x01\x02") + little(20, 2) + little(20, 2) + common + little(0, 2) +
                 little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4) + e.name;
  }
  const std::size_t start = file.size();
  return file + directory + "PK\x05\x06" + little(0, 4) + little(entries.size(), 2) +
         little(entries.size(), 2) + little(directory.size(), 4) + little(start, 4) + little(0, 2);
}

// Pickle, protocol 2, one expression at a time.
inline std::string text(const std::string& value) {
  return std::string("X") + little(value.size(), 4) + value;
}
inline std::string integer(std::uint32_t value) {
  return std::string("J") + little(value, 4);
}
inline std::string real(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::string out = "G";
  for (int i = 7; i >= 0; --i) out += static_cast<char>(bits >> (8 * i) & 0xFFU);
  return out;
}
inline std::string tuple(const std::vector<std::string>& items) {
  std::string out = "(";
  for (const std::string& item : items) out += item;
  return out + "t";
}
inline std::string list(const std::vector<std::string>& items) {
  std::string out = "](";
  for (const std::string& item : items) out += item;
  return out + "e";
}
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string out = "}(";
  for (const auto& [key, value] : items) out += text(key) + value;
  return out + "u";
}
inline std::string global(const std::string& module, const std::string& name) {
  return std::string("c") + module + "\n" + name + "\n";
}
inline std::string storage(const std::string& key, std::uint32_t count,
                           const std::string& type = "FloatStorage") {
  return tuple({text("storage"), global("torch", type), text(key), text("cpu"), integer(count)}) + "Q";
}
inline std::string tensor(const std::string& from, std::uint32_t offset,
                          const std::vector<std::uint32_t>& shape, const std::vector<std::uint32_t>& stride) {
  const auto numbers = [](const std::vector<std::uint32_t>& values) {
    std::vector<std::string> items;
    for (const std::uint32_t v : values) items.push_back(integer(v));
    return tuple(items);
  };
  return global("torch._utils", "_rebuild_tensor_v2") +
         tuple({from, integer(offset), numbers(shape), numbers(stride), "\x89",
                global("collections", "OrderedDict") + ")R"}) +
         "R";
}
inline std::string program(const std::string& expression) {
  return std::string("\x80\x02", 2) + expression + ".";
}

inline std::string floats(const std::vector<float>& values) {
  std::string out;
  for (const float v : values) out += little(std::bit_cast<std::uint32_t>(v), 4);
  return out;
}

/// An archive with a pickle and storages "0", "1", ...
inline std::string make_checkpoint(const std::string& expression, const std::vector<std::string>& storages) {
  std::vector<ZipEntry> entries{{.name = "archive/data.pkl", .data = program(expression)}};
  for (std::size_t i = 0; i < storages.size(); ++i)
    entries.push_back({.name = "archive/data/" + std::to_string(i), .data = storages[i]});
  entries.push_back({.name = "archive/version", .data = "3\n"});
  return make_zip(entries);
}

/// A file that goes away with the object.
class ScratchFile {
 public:
  /// Tests run side by side, each in a process of its own.
  explicit ScratchFile(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-" + name)) {}
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  const std::filesystem::path& write(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    return path_;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace driftwave::test
