#include "engine/model/safetensors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/half.h"
#include "engine/model/sha256.h"

namespace driftwave {
namespace {

using nlohmann::json;

/// Ours are a few kilobytes; more than this is an attack on the reader's memory.
constexpr std::uint64_t kMaxHeaderBytes = 16U << 20U;
constexpr std::size_t kLengthBytes = 8;

struct ParsedTensor {
  std::string name;
  TensorView view;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

std::size_t size_of(DType dtype) {
  if (dtype == DType::kI8) return 1;
  return dtype == DType::kF32 || dtype == DType::kI32 ? 4 : 2;
}

template <typename T>
T load(std::span<const std::byte> bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));  // a tensor may start at any byte
  return value;
}

DType parse_dtype(const std::string& name, const std::string& who) {
  if (name == "F32") return DType::kF32;
  if (name == "F16") return DType::kF16;
  if (name == "I16") return DType::kI16;
  if (name == "I32") return DType::kI32;
  if (name == "I8") return DType::kI8;
  throw Error("{}: want dtype F32, F16, I8, I16 or I32, got \"{}\"", who, shortened(name));
}

/// Bytes that a tensor of this shape takes. @throws Error when they do not fit in 64 bits.
std::uint64_t byte_count(const TensorView& view, const std::string& who) {
  std::uint64_t bytes = size_of(view.dtype);
  for (const std::int64_t extent : view.shape) {
    if (extent < 0) throw Error("{}: want sizes of at least 0, got {}", who, extent);
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes)) {
      throw Error("{}: shape is too large", who);
    }
  }
  return bytes;
}

ParsedTensor parse_tensor(const std::string& name, const json& entry, std::span<const std::byte> area,
                          const std::string& file) {
  const std::string who = fmt::format("{}: tensor \"{}\"", file, shortened(name));
  ParsedTensor tensor;
  tensor.name = name;
  std::string dtype;
  json shape;
  json offsets;
  ConfigReader reader(entry, who);
  reader.required("dtype", dtype);
  reader.required("shape", shape);
  reader.required("data_offsets", offsets);
  reader.finish();
  tensor.view.dtype = parse_dtype(dtype, who);

  constexpr std::size_t kMaxDimensions = 8;
  const auto is_count = [](const json& value) {
    return value.is_number_unsigned() && std::in_range<std::int64_t>(value.get<std::uint64_t>());
  };
  if (!shape.is_array() || shape.size() > kMaxDimensions || !std::ranges::all_of(shape, is_count)) {
    throw Error("{}: want a shape of at most {} counts, got {}", who, kMaxDimensions,
                shortened(shape.dump()));
  }
  if (!offsets.is_array() || offsets.size() != 2 || !std::ranges::all_of(offsets, is_count)) {
    throw Error("{}: want data_offsets of two counts, got {}", who, shortened(offsets.dump()));
  }
  tensor.view.shape = shape.get<std::vector<std::int64_t>>();
  tensor.begin = offsets[0].get<std::uint64_t>();
  tensor.end = offsets[1].get<std::uint64_t>();
  if (tensor.begin > tensor.end || tensor.end > area.size()) {
    throw Error("{}: want data within the file's {} bytes, got {} to {}", who, area.size(), tensor.begin,
                tensor.end);
  }
  const std::uint64_t want = byte_count(tensor.view, who);
  if (want != tensor.end - tensor.begin) {
    throw Error("{}: want {} bytes for its shape, got {}", who, want, tensor.end - tensor.begin);
  }
  tensor.view.bytes = area.subspan(tensor.begin, want);
  return tensor;
}

/// The tensors must cover the area exactly, as the format demands: no overlap, no hidden bytes.
void check_cover(const std::vector<ParsedTensor>& tensors, std::size_t area, const std::string& file) {
  std::uint64_t next = 0;
  for (const auto& tensor : tensors) {
    if (tensor.begin != next) {
      throw Error("{}: tensor \"{}\": want data at byte {}, got {} (overlap or gap)", file,
                  shortened(tensor.name), next, tensor.begin);
    }
    next = tensor.end;
  }
  if (next != area) throw Error("{}: want {} bytes of tensors, got {}", file, next, area);
}

std::map<std::string, std::string> parse_metadata(const json& object, const std::string& file) {
  if (!object.is_object())
    throw Error("{}: want an object as __metadata__, got {}", file, object.type_name());
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_string()) {
      throw Error("{}: __metadata__ \"{}\": want a string, got {}", file, shortened(key), value.type_name());
    }
    metadata.emplace(key, value.get<std::string>());
  }
  return metadata;
}

}  // namespace

struct SafetensorsFile::Mapping {
  std::filesystem::path path;
  std::span<const std::byte> file;
  std::span<const std::byte> area;
  std::vector<std::string> names;
  std::map<std::string, TensorView, std::less<>> tensors;
  std::map<std::string, std::string> metadata;

  explicit Mapping(std::filesystem::path where) : path(std::move(where)) {}
  ~Mapping() {
    if (!file.empty()) ::munmap(const_cast<std::byte*>(file.data()), file.size());
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  void map();
  void parse();
  void verify() const;
};

void SafetensorsFile::Mapping::map() {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) throw Error("{}: cannot open: {}", path.string(), std::strerror(errno));
  struct stat status {};
  void* address = MAP_FAILED;
  std::size_t size = 0;
  bool regular = false;
  if (::fstat(descriptor, &status) == 0) {
    regular = S_ISREG(status.st_mode);
    size = static_cast<std::size_t>(status.st_size);
    if (regular && size > kLengthBytes) {
      address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
  }
  const int error = errno;
  ::close(descriptor);
  if (!regular) throw Error("{}: want a regular file", path.string());
  if (size <= kLengthBytes) throw Error("{}: want a safetensors file, got {} bytes", path.string(), size);
  if (address == MAP_FAILED) throw Error("{}: cannot map: {}", path.string(), std::strerror(error));
  file = {static_cast<const std::byte*>(address), size};
}

void SafetensorsFile::Mapping::parse() {
  const std::string who = path.string();
  const auto header = load<std::uint64_t>(file, 0);
  const std::uint64_t room = file.size() - kLengthBytes;
  if (header > room || header > kMaxHeaderBytes || file[kLengthBytes] != std::byte{'{'}) {
    throw Error("{}: want a safetensors file, got no such header (foreign or truncated)", who);
  }
  area = file.subspan(kLengthBytes + header);
  const std::string text(reinterpret_cast<const char*>(file.data()) + kLengthBytes, header);
  const json object = parse_json(text, who);

  std::vector<ParsedTensor> parsed;
  for (const auto& [name, entry] : object.items()) {
    if (name == "__metadata__") {
      metadata = parse_metadata(entry, who);
    } else {
      parsed.push_back(parse_tensor(name, entry, area, who));
    }
  }
  std::ranges::sort(parsed, {}, [](const ParsedTensor& t) { return std::pair(t.begin, t.end); });
  check_cover(parsed, area.size(), who);
  for (auto& tensor : parsed) {
    names.push_back(tensor.name);
    tensors.emplace(std::move(tensor.name), std::move(tensor.view));
  }
}

void SafetensorsFile::Mapping::verify() const {
  constexpr std::string_view kPrefix = "sha256.";
  struct Claim {
    std::string name;
    const std::string* want;
    std::span<const std::byte> bytes;
  };
  std::vector<Claim> claims;
  for (const auto& [key, want] : metadata) {
    if (!key.starts_with(kPrefix)) continue;
    std::string name = key.substr(kPrefix.size());
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
      throw Error("{}: want the tensor \"{}\" that the metadata lists, got none", path.string(),
                  shortened(name));
    }
    claims.push_back({std::move(name), &want, found->second.bytes});
  }
  const auto check = [&](const Claim& claim, const std::string& got) {
    if (got != *claim.want) {
      throw Error("{}: tensor \"{}\" is damaged or altered: want SHA-256 {}, got {}", path.string(),
                  shortened(claim.name), shortened(*claim.want), got);
    }
  };
  // Two of about one size are hashed in the time of one.
  std::ranges::sort(claims, {}, [](const Claim& claim) { return std::pair(claim.bytes.size(), claim.name); });
  for (std::size_t i = 0; i + 1 < claims.size(); i += 2) {
    const auto got = Sha256::hex_of_two(claims[i].bytes, claims[i + 1].bytes);
    check(claims[i], got[0]);
    check(claims[i + 1], got[1]);
  }
  if (claims.size() % 2 == 1) check(claims.back(), sha256_hex(claims.back().bytes));
}

std::size_t TensorView::count() const {
  return bytes.size() / size_of(dtype);
}

std::vector<float> TensorView::to_floats() const {
  std::vector<float> values(count());
  switch (dtype) {
    case DType::kF32:
      if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
      break;
    case DType::kF16:
      halves_to_floats(bytes, values);
      break;
    case DType::kI16:
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(load<std::int16_t>(bytes, i)) / 32768.0F;
      break;
    case DType::kI32:
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(load<std::int32_t>(bytes, i));
      break;
    case DType::kI8:
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(load<std::int8_t>(bytes, i));
      break;
  }
  return values;
}

std::vector<std::int32_t> TensorView::to_ints() const {
  if (dtype != DType::kI32) throw Error("TensorView::to_ints: want an I32 tensor, got another type");
  std::vector<std::int32_t> values(count());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = load<std::int32_t>(bytes, i);
  return values;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& file, bool verify)
    : mapping_(std::make_unique<Mapping>(file)) {
  mapping_->map();
  mapping_->parse();
  if (verify) mapping_->verify();
}

SafetensorsFile::~SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;
SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&&) noexcept = default;

const std::filesystem::path& SafetensorsFile::path() const {
  return mapping_->path;
}
const std::vector<std::string>& SafetensorsFile::names() const {
  return mapping_->names;
}
const std::map<std::string, std::string>& SafetensorsFile::metadata() const {
  return mapping_->metadata;
}
bool SafetensorsFile::contains(std::string_view name) const {
  return mapping_->tensors.contains(name);
}
std::string SafetensorsFile::content_hash() const {
  return sha256_hex(mapping_->area);
}

const TensorView& SafetensorsFile::tensor(std::string_view name) const {
  const auto found = mapping_->tensors.find(name);
  if (found == mapping_->tensors.end()) throw Error("{}: tensor \"{}\" is missing", path().string(), name);
  return found->second;
}

const TensorView& SafetensorsFile::tensor(std::string_view name, std::span<const std::int64_t> shape) const {
  const TensorView& view = tensor(name);
  if (!std::ranges::equal(view.shape, shape)) {
    throw Error("{}: tensor \"{}\": want shape [{}], got [{}]", path().string(), name, fmt::join(shape, ", "),
                fmt::join(view.shape, ", "));
  }
  return view;
}

const std::string& SafetensorsFile::metadata(const std::string& key) const {
  const auto found = mapping_->metadata.find(key);
  if (found == mapping_->metadata.end()) throw Error("{}: metadata \"{}\" is missing", path().string(), key);
  return found->second;
}

}  // namespace driftwave
