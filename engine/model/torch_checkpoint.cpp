#include "engine/model/torch_checkpoint.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/half.h"

namespace driftwave {
namespace {

constexpr std::uint64_t kLargestPickle = 64U << 20U;
constexpr std::uint64_t kLargestTensor = std::uint64_t{4} << 30U;
/// Values of all tensors for each byte of the file. A storage has at most one value in two bytes, and two
/// names for it are usual.
constexpr std::uint64_t kMostValuesPerByte = 2;

/// The folder that holds "data.pkl".
std::string folder_of(const StoredZip& zip) {
  constexpr std::string_view kPickleName = "/data.pkl";
  for (const auto& [name, entry] : zip.entries()) {
    if (name.ends_with(kPickleName)) return name.substr(0, name.size() - kPickleName.size());
  }
  throw Error("{}: want a checkpoint of torch.save, got an archive without data.pkl", zip.path().string());
}

/// Values of a dense array of that shape, or an Error.
std::uint64_t checked_count(const PickleTensor& tensor, const std::string& who) {
  std::uint64_t count = 1;
  for (std::size_t i = tensor.shape.size(); i-- > 0;) {
    const auto size = static_cast<std::uint64_t>(tensor.shape[i]);
    if (size > 1 && static_cast<std::uint64_t>(tensor.stride[i]) != count)
      throw Error("{}: want a dense tensor, got stride {} where {} is dense", who, tensor.stride[i], count);
    if (size != 0 && count > tensor.storage.count / size)
      throw Error("{}: want a shape that its storage of {} values holds", who, tensor.storage.count);
    count *= size;
  }
  if (tensor.offset > tensor.storage.count || count > tensor.storage.count - tensor.offset)
    throw Error("{}: want {} values from {}, got a storage of {}", who, count, tensor.offset,
                tensor.storage.count);
  return count;
}

template <typename T>
T take(const std::byte* bytes, std::size_t i) {
  T value;
  std::memcpy(&value, bytes + i * sizeof(T), sizeof(T));
  return value;
}

float value_at(const std::byte* bytes, std::size_t i, const std::string& type) {
  if (type == "FloatStorage") return take<float>(bytes, i);
  if (type == "DoubleStorage") return static_cast<float>(take<double>(bytes, i));
  const auto bits = take<std::uint16_t>(bytes, i);
  if (type == "HalfStorage") return half_to_float(bits);
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

std::size_t width_of(const std::string& type) {
  if (type == "FloatStorage") return 4;
  if (type == "DoubleStorage") return 8;
  if (type == "HalfStorage" || type == "BFloat16Storage") return 2;
  return 0;
}

}  // namespace

TorchCheckpoint::TorchCheckpoint(const std::filesystem::path& file)
    : zip_(file),
      folder_(folder_of(zip_)),
      pickle_(zip_.read(folder_ + "/data.pkl", kLargestPickle), file.string()) {}

std::vector<float> TorchCheckpoint::floats(const PickleTensor& tensor, const std::string& name) const {
  const std::string who = zip_.path().string() + ": tensor " + shortened(name);
  const std::size_t width = width_of(tensor.storage.type);
  if (width == 0) throw Error("{}: want floating-point values, got {}", who, tensor.storage.type);
  const std::uint64_t count = checked_count(tensor, who);
  const std::string entry = folder_ + "/data/" + tensor.storage.key;
  if (zip_.entry(entry).size / width < tensor.storage.count)
    throw Error("{}: want a storage of {} values, got {} bytes", who, tensor.storage.count,
                zip_.entry(entry).size);
  if (count * width > kLargestTensor) throw Error("{}: want at most {} bytes, got more", who, kLargestTensor);
  // Many tensors may look at one storage: each reads its own part.
  const std::vector<std::byte> bytes = zip_.read_part(entry, tensor.offset * width, count * width);
  std::vector<float> values(count);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = value_at(bytes.data(), i, tensor.storage.type);
  return values;
}

void TorchCheckpoint::check_size(const PickleDict& tensors) const {
  const std::string who = zip_.path().string();
  const std::uint64_t most = kMostValuesPerByte * std::filesystem::file_size(zip_.path());
  std::uint64_t values = 0;
  for (const auto& [key, value] : tensors.items) {
    if (value->tensor() == nullptr) continue;
    values += std::min(checked_count(*value->tensor(), who), most + 1);
    if (values > most)
      throw Error(
          "{}: want tensors of at most {} values for a file of this size, got more: they share what they "
          "hold",
          who, most);
  }
}

}  // namespace driftwave
