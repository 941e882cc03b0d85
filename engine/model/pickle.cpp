#include "engine/model/pickle.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <unordered_map>

#include "engine/core/config.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::string_view kRebuildTensor = "torch._utils._rebuild_tensor_v2";
constexpr std::string_view kOrderedDict = "collections.OrderedDict";
/// A large model with its optimiser makes some ten thousand.
constexpr std::size_t kMostValues = 1000000;
constexpr std::string_view kStoragePrefix = "torch.";
constexpr const char* kStorageTypes[] = {"FloatStorage", "DoubleStorage", "HalfStorage",  "BFloat16Storage",
                                         "LongStorage",  "IntStorage",    "ShortStorage", "CharStorage",
                                         "ByteStorage",  "BoolStorage"};

bool is_storage(std::string_view name) {
  return std::ranges::any_of(kStorageTypes, [&](std::string_view type) {
    return name.starts_with(kStoragePrefix) && name.substr(kStoragePrefix.size()) == type;
  });
}

/// The machine that a pickle is a program for, with protocol 2's opcodes as torch.save uses them.
class Machine {
 public:
  Machine(std::span<const std::byte> bytes, const std::string& who, std::deque<PickleValue>& values)
      : bytes_(bytes), who_(who), values_(values) {}

  const PickleValue* run() {
    for (;;) {
      const auto op = static_cast<char>(next());
      if (op == '.') return pop();
      step(op);
    }
  }

 private:
  [[noreturn]] void damaged(const char* what) const {
    throw Error("{}: pickle: byte {}: {}", who_, at_, what);
  }
  std::uint8_t next() {
    if (at_ >= bytes_.size()) damaged("it ends before its STOP");
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint64_t little(std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value |= static_cast<std::uint64_t>(next()) << (8 * i);
    return value;
  }
  std::string text(std::uint64_t count) {
    if (count > bytes_.size() - at_) damaged("a string is longer than the pickle");
    const auto* begin = reinterpret_cast<const char*>(bytes_.data()) + at_;
    at_ += count;
    return {begin, begin + count};
  }
  std::string line() {
    std::string value;
    for (auto c = static_cast<char>(next()); c != '\n'; c = static_cast<char>(next())) value += c;
    return value;
  }

  PickleValue* make(PickleValue value) {
    if (values_.size() >= kMostValues) damaged("it makes more values than a checkpoint has");
    return &values_.emplace_back(std::move(value));
  }
  void push(PickleValue value) { stack_.push_back(make(std::move(value))); }
  PickleValue* pop() {
    if (stack_.empty() || (!marks_.empty() && stack_.size() <= marks_.back())) damaged("the stack is empty");
    PickleValue* value = stack_.back();
    stack_.pop_back();
    return value;
  }
  PickleValue* top() {
    PickleValue* value = pop();
    stack_.push_back(value);
    return value;
  }
  /// Everything since the last mark.
  std::vector<const PickleValue*> pop_to_mark() {
    if (marks_.empty()) damaged("there is no mark");
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<const PickleValue*> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
  }
  std::vector<const PickleValue*> pop_count(std::size_t count) {
    std::vector<const PickleValue*> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
  }

  void step(char op);
  bool step_number(char op);
  void step_memo(char op);
  void push_global();
  void reduce();
  void persistent();
  void build();
  void set_items(const std::vector<const PickleValue*>& items);
  void append(const std::vector<const PickleValue*>& items);
  PickleTensor rebuild(const PickleList& arguments) const;
  std::vector<std::int64_t> integers(const PickleValue* value) const;

  std::span<const std::byte> bytes_;
  const std::string& who_;
  std::deque<PickleValue>& values_;
  std::size_t at_ = 0;
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, PickleValue*> memo_;
};

bool Machine::step_number(char op) {
  switch (op) {
    case 'K':
      push({static_cast<std::int64_t>(little(1))});
      return true;
    case 'M':
      push({static_cast<std::int64_t>(little(2))});
      return true;
    case 'J':
      push({static_cast<std::int64_t>(static_cast<std::int32_t>(little(4)))});
      return true;
    case '\x8a': {
      const std::size_t count = little(1);
      if (count > 8) damaged("want an integer of at most 8 bytes");
      std::uint64_t bits = little(count);
      const bool negative = count > 0 && count < 8 && (bits >> (8 * count - 1)) != 0;
      if (negative) bits |= ~std::uint64_t{0} << (8 * count);
      push({static_cast<std::int64_t>(bits)});
      return true;
    }
    case 'G': {
      std::uint64_t bits = 0;
      for (int i = 0; i < 8; ++i) bits = bits << 8U | next();
      push({std::bit_cast<double>(bits)});
      return true;
    }
    default:
      return false;
  }
}

void Machine::step_memo(char op) {
  const bool wide = op == 'r' || op == 'j';
  const std::uint64_t slot = little(wide ? 4 : 1);
  if (op == 'q' || op == 'r') {
    memo_[slot] = top();
    return;
  }
  const auto found = memo_.find(slot);
  if (found == memo_.end()) damaged("it recalls what it did not remember");
  stack_.push_back(found->second);
}

void Machine::step(char op) {
  if (step_number(op)) return;
  switch (op) {
    case '\x80':
      if (const auto protocol = next(); protocol < 2 || protocol > 3) damaged("want protocol 2 or 3");
      return;
    case '(':
      marks_.push_back(stack_.size());
      return;
    case 'N':
      return push({PickleNone{}});
    case '\x88':
      return push({true});
    case '\x89':
      return push({false});
    case 'X':
      return push({text(little(4))});
    case ')':
    case ']':
      return push({PickleList{}});
    case '}':
      return push({PickleDict{}});
    case 't':
      return push({PickleList{pop_to_mark()}});
    case '\x85':
      return push({PickleList{pop_count(1)}});
    case '\x86':
      return push({PickleList{pop_count(2)}});
    case '\x87':
      return push({PickleList{pop_count(3)}});
    case 'a':
      return append(pop_count(1));
    case 'e':
      return append(pop_to_mark());
    case 's':
      return set_items(pop_count(2));
    case 'u':
      return set_items(pop_to_mark());
    case 'c':
      return push_global();
    case 'R':
      return reduce();
    case 'Q':
      return persistent();
    case 'b':
      return build();
    case 'q':
    case 'r':
    case 'h':
    case 'j':
      return step_memo(op);
    default:
      throw Error(
          "{}: pickle: byte {}: want what torch.save writes for a state dictionary, got opcode {:#04x}", who_,
          at_ - 1, static_cast<unsigned>(static_cast<unsigned char>(op)));
  }
}

void Machine::push_global() {
  const std::string module = line();
  std::string name = module + "." + line();
  if (name != kRebuildTensor && name != kOrderedDict && !is_storage(name))
    throw Error("{}: pickle: want plain tensors, got a call of {}, which is not run", who_, shortened(name));
  push({PickleGlobal{std::move(name)}});
}

void Machine::append(const std::vector<const PickleValue*>& items) {
  auto* list = std::get_if<PickleList>(&top()->value);
  if (list == nullptr) damaged("it appends to what is no list");
  list->items.insert(list->items.end(), items.begin(), items.end());
}

void Machine::set_items(const std::vector<const PickleValue*>& items) {
  auto* dict = std::get_if<PickleDict>(&top()->value);
  if (dict == nullptr || items.size() % 2 != 0) damaged("it sets items of what is no dictionary");
  for (std::size_t i = 0; i < items.size(); i += 2) dict->items.emplace_back(items[i], items[i + 1]);
}

void Machine::reduce() {
  const PickleValue* arguments = pop();
  const PickleValue* callee = pop();
  const auto* global = std::get_if<PickleGlobal>(&callee->value);
  if (global == nullptr || arguments->list() == nullptr) damaged("it calls what is no function");
  if (global->name == kOrderedDict) {
    if (!arguments->list()->items.empty()) damaged("want an empty OrderedDict to fill");
    return push({PickleDict{}});
  }
  if (global->name == kRebuildTensor) return push({rebuild(*arguments->list())});
  damaged("it calls a storage type");
}

/// An OrderedDict's attributes (a state dictionary's _metadata) hold nothing that a network needs.
void Machine::build() {
  (void)pop();
  if (top()->dict() == nullptr) damaged("it sets the attributes of what is no dictionary");
}

/// ('storage', type, key, device, count)
void Machine::persistent() {
  const PickleValue* id = pop();
  const PickleList* parts = id->list();
  if (parts == nullptr || parts->items.size() != 5) damaged("want a storage of five parts");
  const std::string* kind = parts->items[0]->string();
  const auto* type = std::get_if<PickleGlobal>(&parts->items[1]->value);
  const std::string* key = parts->items[2]->string();
  const auto* count = std::get_if<std::int64_t>(&parts->items[4]->value);
  if (kind == nullptr || *kind != "storage" || type == nullptr || !is_storage(type->name) || key == nullptr ||
      count == nullptr || *count < 0)
    damaged("want a storage with type, key and count");
  push({PickleStorage{type->name.substr(kStoragePrefix.size()), *key, static_cast<std::uint64_t>(*count)}});
}

std::vector<std::int64_t> Machine::integers(const PickleValue* value) const {
  const PickleList* list = value->list();
  if (list == nullptr || list->items.size() > 8) damaged("want at most 8 dimensions");
  std::vector<std::int64_t> numbers;
  for (const PickleValue* item : list->items) {
    const auto* number = std::get_if<std::int64_t>(&item->value);
    if (number == nullptr || *number < 0) damaged("want dimensions of 0 or more");
    numbers.push_back(*number);
  }
  return numbers;
}

/// (storage, offset, shape, stride, requires_grad, hooks[, metadata])
PickleTensor Machine::rebuild(const PickleList& arguments) const {
  if (arguments.items.size() < 4) damaged("want a tensor of storage, offset, shape and stride");
  const auto* storage = std::get_if<PickleStorage>(&arguments.items[0]->value);
  const auto* offset = std::get_if<std::int64_t>(&arguments.items[1]->value);
  if (storage == nullptr || offset == nullptr || *offset < 0)
    damaged("want a tensor with storage and offset");
  PickleTensor tensor{.storage = *storage,
                      .offset = static_cast<std::uint64_t>(*offset),
                      .shape = integers(arguments.items[2]),
                      .stride = integers(arguments.items[3])};
  if (tensor.shape.size() != tensor.stride.size()) damaged("want as many strides as dimensions");
  return tensor;
}

}  // namespace

const PickleValue* PickleValue::find(std::string_view key) const {
  const PickleDict* items = dict();
  if (items == nullptr) return nullptr;
  // As in Python, what was set last holds.
  for (auto item = items->items.rbegin(); item != items->items.rend(); ++item) {
    const std::string* name = item->first->string();
    if (name != nullptr && *name == key) return item->second;
  }
  return nullptr;
}

Pickle::Pickle(std::span<const std::byte> bytes, const std::string& who) {
  root_ = Machine(bytes, who, values_).run();
}

}  // namespace driftwave
