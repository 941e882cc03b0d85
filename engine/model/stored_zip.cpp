#include "engine/model/stored_zip.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <span>

#include "engine/core/config.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

// Sizes and signatures of APPNOTE.TXT, the zip file format's specification.
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocator64Size = 20;
constexpr std::size_t kDirectorySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::uint32_t kIn64 = 0xffffffff;
constexpr std::uint64_t kLargestDirectory = 64U << 20U;

using Bytes = std::vector<std::byte>;

/// Little-endian unsigned number at `at`; the caller has checked the bounds.
template <typename T>
T number(std::span<const std::byte> bytes, std::size_t at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = static_cast<T>(value | (static_cast<std::uint64_t>(bytes[at + i]) << (8 * i)));
  return value;
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : who_(file.string()), in_(file, std::ios::binary) {
    std::error_code error;
    size_ = std::filesystem::file_size(file, error);
    if (error || !in_) throw Error("{}: cannot be read", who_);
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& who() const { return who_; }
  [[nodiscard]] bool holds(std::uint64_t offset, std::uint64_t count) const {
    return offset <= size_ && count <= size_ - offset;
  }
  Bytes read(std::uint64_t offset, std::uint64_t count, const char* what) {
    if (!holds(offset, count))
      throw Error("{}: {} lies outside the file: it is truncated or damaged", who_, what);
    Bytes bytes(count);
    in_.seekg(static_cast<std::streamoff>(offset));
    in_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    if (!in_) throw Error("{}: {} cannot be read", who_, what);
    return bytes;
  }

 private:
  std::string who_;
  std::ifstream in_;
  std::uint64_t size_ = 0;
};

struct Directory {
  std::uint64_t entries = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

/// The end record stands last, before a comment of at most 65535 bytes.
Directory find_directory(Reader& reader) {
  const std::uint64_t tail = std::min<std::uint64_t>(reader.size(), kEndSize + 65535);
  const Bytes bytes = reader.read(reader.size() - tail, tail, "the end of the archive");
  if (tail < kEndSize) throw Error("{}: want a zip archive, got {} bytes", reader.who(), reader.size());
  for (std::size_t at = bytes.size() - kEndSize + 1; at-- > 0;) {
    if (number<std::uint32_t>(bytes, at) != kEndSignature) continue;
    if (at + kEndSize + number<std::uint16_t>(bytes, at + 20) != bytes.size()) continue;
    Directory d{.entries = number<std::uint16_t>(bytes, at + 10),
                .size = number<std::uint32_t>(bytes, at + 12),
                .offset = number<std::uint32_t>(bytes, at + 16)};
    const std::uint64_t place = reader.size() - tail + at;
    if (place < kLocator64Size) return d;
    const Bytes locator = reader.read(place - kLocator64Size, kLocator64Size, "the zip64 locator");
    if (number<std::uint32_t>(locator, 0) != kLocator64Signature) return d;
    const Bytes end = reader.read(number<std::uint64_t>(locator, 8), kEnd64Size, "the zip64 end record");
    if (number<std::uint32_t>(end, 0) != kEnd64Signature)
      throw Error("{}: zip64 end record: want its signature, got other bytes", reader.who());
    return {.entries = number<std::uint64_t>(end, 32),
            .size = number<std::uint64_t>(end, 40),
            .offset = number<std::uint64_t>(end, 48)};
  }
  throw Error(
      "{}: want a zip archive as torch.save writes it, got no end record: truncated, or another format",
      reader.who());
}

struct Sizes {
  std::uint64_t compressed = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

/// Fields that did not fit stand in the extra record 1, in this order.
void read_zip64(std::span<const std::byte> extra, Sizes& sizes, const std::string& who) {
  for (std::size_t at = 0; at + 4 <= extra.size();) {
    const auto kind = number<std::uint16_t>(extra, at);
    const std::size_t length = number<std::uint16_t>(extra, at + 2);
    at += 4;
    if (length > extra.size() - at) throw Error("{}: want an extra field within its entry", who);
    if (kind == 1) {
      std::size_t used = 0;
      for (std::uint64_t* field : {&sizes.size, &sizes.compressed, &sizes.offset}) {
        if (*field != kIn64) continue;
        if (used + 8 > length) throw Error("{}: want a whole zip64 field", who);
        *field = number<std::uint64_t>(extra, at + used);
        used += 8;
      }
      return;
    }
    at += length;
  }
}

}  // namespace

StoredZip::StoredZip(std::filesystem::path file) : file_(std::move(file)) {
  Reader reader(file_);
  const Directory directory = find_directory(reader);
  const std::string& who = reader.who();
  if (directory.size > kLargestDirectory || directory.entries > directory.size / kDirectorySize)
    throw Error("{}: directory: want as many entries as it has room for, got {} in {} bytes", who,
                directory.entries, directory.size);
  const Bytes bytes = reader.read(directory.offset, directory.size, "the directory");
  std::size_t at = 0;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    if (bytes.size() - at < kDirectorySize || number<std::uint32_t>(bytes, at) != kDirectorySignature)
      throw Error("{}: directory: entry {}: want a directory entry, got other bytes", who, i);
    const std::size_t name_length = number<std::uint16_t>(bytes, at + 28);
    const std::size_t extra_length = number<std::uint16_t>(bytes, at + 30);
    const std::size_t comment_length = number<std::uint16_t>(bytes, at + 32);
    if (bytes.size() - at - kDirectorySize < name_length + extra_length + comment_length)
      throw Error("{}: directory: entry {} is cut short", who, i);
    const std::string name(reinterpret_cast<const char*>(bytes.data()) + at + kDirectorySize, name_length);
    const std::string entry_who = who + ": entry \"" + shortened(name) + "\"";
    const auto flags = number<std::uint16_t>(bytes, at + 8);
    const auto method = number<std::uint16_t>(bytes, at + 10);
    if (method != 0 || (flags & 1U) != 0)
      throw Error("{}: want it stored, got it compressed or encrypted (method {})", entry_who, method);
    Sizes sizes{.compressed = number<std::uint32_t>(bytes, at + 20),
                .size = number<std::uint32_t>(bytes, at + 24),
                .offset = number<std::uint32_t>(bytes, at + 42)};
    read_zip64(std::span(bytes).subspan(at + kDirectorySize + name_length, extra_length), sizes, entry_who);
    if (sizes.compressed != sizes.size)
      throw Error("{}: want one size, got {} and {}", entry_who, sizes.compressed, sizes.size);
    const Bytes local = reader.read(sizes.offset, kLocalSize, entry_who.c_str());
    if (number<std::uint32_t>(local, 0) != kLocalSignature)
      throw Error("{}: want its header, got other bytes", entry_who);
    const std::uint64_t data =
        sizes.offset + kLocalSize + number<std::uint16_t>(local, 26) + number<std::uint16_t>(local, 28);
    if (!reader.holds(data, sizes.size))
      throw Error("{}: its {} bytes lie outside the file: it is truncated or damaged", entry_who, sizes.size);
    if (!entries_.emplace(name, Entry{data, sizes.size}).second)
      throw Error("{}: want each name once", entry_who);
    at += kDirectorySize + name_length + extra_length + comment_length;
  }
}

const StoredZip::Entry& StoredZip::entry(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) throw Error("{}: has no entry \"{}\"", file_.string(), shortened(name));
  return found->second;
}

std::vector<std::byte> StoredZip::read(const std::string& name, std::uint64_t most) const {
  const Entry& where = entry(name);
  if (where.size > most)
    throw Error("{}: entry \"{}\": want at most {} bytes, got {}", file_.string(), shortened(name), most,
                where.size);
  return read_part(name, 0, where.size);
}

std::vector<std::byte> StoredZip::read_part(const std::string& name, std::uint64_t first,
                                            std::uint64_t size) const {
  const Entry& where = entry(name);
  if (first > where.size || size > where.size - first)
    throw Error("{}: entry \"{}\": want {} bytes from {}, got {} in all", file_.string(), shortened(name),
                size, first, where.size);
  Reader reader(file_);
  return reader.read(where.offset + first, size, name.c_str());
}

}  // namespace driftwave
