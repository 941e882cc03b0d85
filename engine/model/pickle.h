#pragma once
/// Reads the pickles that torch.save writes for dictionaries of tensors, without running anything: of all the
/// names that a pickle can call, this reader knows OrderedDict, the rebuilding of a tensor, and the storage
/// types. Any other is an Error that names it. Nothing here allocates more than a small multiple of the bytes
/// it is given.
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace driftwave {

/// A value inside a Pickle, which owns it.
struct PickleValue;

struct PickleNone {};
/// The bytes behind a tensor: an entry "data/<key>" of the archive.
struct PickleStorage {
  std::string type;  ///< "FloatStorage", ...
  std::string key;
  std::uint64_t count = 0;
};
struct PickleTensor {
  PickleStorage storage;
  std::uint64_t offset = 0;  ///< in values
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> stride;
};
/// A name such as "torch.FloatStorage" on its way to being used.
struct PickleGlobal {
  std::string name;
};
struct PickleList {
  std::vector<const PickleValue*> items;  ///< also tuples
};
struct PickleDict {
  std::vector<std::pair<const PickleValue*, const PickleValue*>> items;  ///< in order
};

struct PickleValue {
  std::variant<PickleNone, bool, std::int64_t, double, std::string, PickleList, PickleDict, PickleGlobal,
               PickleStorage, PickleTensor>
      value;

  [[nodiscard]] const PickleDict* dict() const { return std::get_if<PickleDict>(&value); }
  [[nodiscard]] const PickleList* list() const { return std::get_if<PickleList>(&value); }
  [[nodiscard]] const PickleTensor* tensor() const { return std::get_if<PickleTensor>(&value); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&value); }
  /// The item of a dictionary with that key; null for another type or when there is none.
  [[nodiscard]] const PickleValue* find(std::string_view key) const;
};

class Pickle {
 public:
  /// @param who the file, for messages.
  /// @throws Error on a name that is not known, an opcode that torch.save does not write, or damage.
  Pickle(std::span<const std::byte> bytes, const std::string& who);
  Pickle(const Pickle&) = delete;
  Pickle& operator=(const Pickle&) = delete;
  Pickle(Pickle&&) = default;
  Pickle& operator=(Pickle&&) = default;

  /// Lists and dictionaries of a hostile pickle may hold themselves: do not follow them without a limit.
  [[nodiscard]] const PickleValue& root() const { return *root_; }

 private:
  std::deque<PickleValue> values_;
  const PickleValue* root_ = nullptr;
};

}  // namespace driftwave
