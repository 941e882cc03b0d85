#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/model/half.h"
#include "engine/model/safetensors.h"
#include "engine/model/sha256.h"

namespace driftwave {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little endian, as is every target");

const char* name_of(DType dtype) {
  constexpr std::array kNames = {"F32", "F16", "I16", "I32", "I8"};
  return kNames[static_cast<std::size_t>(dtype)];
}

template <typename T>
std::vector<std::byte> bytes_of(std::span<const T> values) {
  const auto bytes = std::as_bytes(values);
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> half_bytes_of(std::span<const float> values, const std::string& name) {
  std::vector<std::uint16_t> halves(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    halves[i] = float_to_half(values[i]);
    if (std::isfinite(values[i]) && (halves[i] & 0x7fffU) == 0x7c00U) {
      throw Error("safetensors: tensor \"{}\": want values that fit in half precision, got {}", name,
                  values[i]);
    }
  }
  return bytes_of(std::span<const std::uint16_t>(halves));
}

void check_shape(const std::string& name, std::size_t count, std::span<const std::int64_t> shape) {
  std::size_t product = 1;
  for (const std::int64_t extent : shape) product *= static_cast<std::size_t>(extent);
  if (product != count) {
    throw Error("safetensors: tensor \"{}\": want {} values for shape [{}], got {}", name, product,
                fmt::join(shape, ", "), count);
  }
}

}  // namespace

void SafetensorsWriter::append(Entry entry) {
  const auto same_name = [&](const Entry& other) { return other.name == entry.name; };
  if (entry.name == "__metadata__" || std::ranges::any_of(entries_, same_name)) {
    throw Error("safetensors: want tensor names that differ, got \"{}\" again", entry.name);
  }
  entries_.push_back(std::move(entry));
}

void SafetensorsWriter::add(std::string name, std::span<const float> values, std::vector<std::int64_t> shape,
                            DType store_as) {
  check_shape(name, values.size(), shape);
  if (store_as != DType::kF32 && store_as != DType::kF16) {
    throw Error("safetensors: tensor \"{}\": want floats stored as F32 or F16, got {}", name,
                name_of(store_as));
  }
  auto bytes = store_as == DType::kF16 ? half_bytes_of(values, name) : bytes_of(values);
  append({std::move(name), store_as, std::move(shape), std::move(bytes)});
}

void SafetensorsWriter::add(std::string name, std::span<const std::int16_t> values,
                            std::vector<std::int64_t> shape) {
  check_shape(name, values.size(), shape);
  append({std::move(name), DType::kI16, std::move(shape), bytes_of(values)});
}

void SafetensorsWriter::add(std::string name, std::span<const std::int32_t> values,
                            std::vector<std::int64_t> shape) {
  check_shape(name, values.size(), shape);
  append({std::move(name), DType::kI32, std::move(shape), bytes_of(values)});
}

void SafetensorsWriter::add(std::string name, std::span<const std::int8_t> values,
                            std::vector<std::int64_t> shape) {
  check_shape(name, values.size(), shape);
  append({std::move(name), DType::kI8, std::move(shape), bytes_of(values)});
}

void SafetensorsWriter::add(std::string name, const TensorView& tensor) {
  append({std::move(name), tensor.dtype, tensor.shape, {tensor.bytes.begin(), tensor.bytes.end()}});
}

void SafetensorsWriter::copy_metadata(const SafetensorsFile& file) {
  for (const auto& [key, value] : file.metadata())
    if (!key.starts_with("sha256.")) set_metadata(key, value);
}

void SafetensorsWriter::set_metadata(std::string key, std::string value) {
  metadata_[std::move(key)] = std::move(value);
}

void SafetensorsWriter::write(const std::filesystem::path& file) const {
  auto metadata = metadata_;
  nlohmann::json object = nlohmann::json::object();
  std::size_t offset = 0;
  for (const Entry& entry : entries_) {
    object[entry.name] = {{"dtype", name_of(entry.dtype)},
                          {"shape", entry.shape},
                          {"data_offsets", {offset, offset + entry.bytes.size()}}};
    offset += entry.bytes.size();
    metadata["sha256." + entry.name] = sha256_hex(entry.bytes);
  }
  object["__metadata__"] = metadata;

  std::string header;
  try {
    header = object.dump();
  } catch (const nlohmann::json::exception& e) {
    throw Error("{}: want names and metadata in UTF-8: {}", file.string(), e.what());
  }
  header.resize((header.size() + 7) / 8 * 8, ' ');  // tensors start at a multiple of 8
  const std::array<std::uint64_t, 1> length = {header.size()};

  std::vector<std::span<const std::byte>> pieces = {std::as_bytes(std::span(length)),
                                                    std::as_bytes(std::span<const char>(header))};
  for (const Entry& entry : entries_) pieces.emplace_back(entry.bytes);
  write_file(file, pieces);
}

}  // namespace driftwave
