#pragma once
/// Safetensors: the only file format of models, mels and training shards. Never a pickle.
///
/// Layout (little endian): u64 header length, JSON header, tensor bytes. Every load checks bounds, overlaps,
/// gaps, counts and the JSON's size and depth before it trusts a byte, so hostile files are safe to open.
/// Stored types: F32, F16, I8, I16, I32; a file with another type is refused.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

enum class DType { kF32, kF16, kI16, kI32, kI8 };

/// A tensor inside a mapped file; valid while its SafetensorsFile lives.
struct TensorView {
  DType dtype = DType::kF32;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;

  [[nodiscard]] std::size_t count() const;
  /// Values as float, whatever the stored type (I16 is divided by 32768, I8 is not divided).
  [[nodiscard]] std::vector<float> to_floats() const;
  /// @throws Error unless the tensor is I32.
  [[nodiscard]] std::vector<std::int32_t> to_ints() const;
};

/// A memory-mapped safetensors file, read only.
class SafetensorsFile {
 public:
  /// @throws Error naming the file and what is wrong with it. With `verify`, also checks the SHA-256 of each
  /// tensor that the metadata lists.
  explicit SafetensorsFile(const std::filesystem::path& file, bool verify = true);
  ~SafetensorsFile();
  SafetensorsFile(SafetensorsFile&&) noexcept;
  SafetensorsFile& operator=(SafetensorsFile&&) noexcept;

  [[nodiscard]] const std::filesystem::path& path() const;
  /// Names in file order.
  [[nodiscard]] const std::vector<std::string>& names() const;
  [[nodiscard]] bool contains(std::string_view name) const;
  /// @throws Error naming file and tensor when it is missing.
  [[nodiscard]] const TensorView& tensor(std::string_view name) const;
  /// As `tensor`, and throws unless the shape is `shape`.
  [[nodiscard]] const TensorView& tensor(std::string_view name, std::span<const std::int64_t> shape) const;
  /// The header's __metadata__ (string to string).
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const;
  /// @throws Error naming file and key when it is missing.
  [[nodiscard]] const std::string& metadata(const std::string& key) const;
  /// SHA-256 of the whole tensor area, hex: names the weights in outputs' metadata.
  [[nodiscard]] std::string content_hash() const;

 private:
  struct Mapping;
  std::unique_ptr<Mapping> mapping_;
};

/// Collects tensors and writes them beside the target, then renames: a reader never sees half a file.
/// Adds "sha256.<name>" to the metadata for each tensor.
class SafetensorsWriter {
 public:
  /// @throws Error naming the tensor when the name is taken, the shape does not hold the values, or a finite
  /// value is too large for kF16. Floats are stored as kF32 or kF16.
  void add(std::string name, std::span<const float> values, std::vector<std::int64_t> shape,
           DType store_as = DType::kF32);
  void add(std::string name, std::span<const std::int16_t> values, std::vector<std::int64_t> shape);
  void add(std::string name, std::span<const std::int32_t> values, std::vector<std::int64_t> shape);
  void add(std::string name, std::span<const std::int8_t> values, std::vector<std::int64_t> shape);
  /// A tensor of another file, byte for byte.
  void add(std::string name, const TensorView& tensor);
  /// Another file's metadata, but for the hashes of its tensors: write() adds those of its own.
  void copy_metadata(const SafetensorsFile& file);
  void set_metadata(std::string key, std::string value);
  /// @throws Error naming the file when it cannot be written in full.
  void write(const std::filesystem::path& file) const;

 private:
  struct Entry {
    std::string name;
    DType dtype;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;
  };
  void append(Entry entry);

  std::vector<Entry> entries_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace driftwave
