#include "engine/core/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

/// Paths to remove on Ctrl-C. Whoever takes a pointer out of its slot owns it: a signal handler, which cannot
/// free, puts it back when it can, and an AtomicFile that finds its slot empty leaves the path to the
/// handler.
constexpr std::size_t kSlots = 1024;
std::array<std::atomic<char*>, kSlots> temporaries{};
static_assert(std::atomic<char*>::is_always_lock_free);

int register_temporary(const std::string& path) {
  auto copy = std::make_unique<char[]>(path.size() + 1);
  std::memcpy(copy.get(), path.c_str(), path.size() + 1);
  for (std::size_t i = 0; i < kSlots; ++i) {
    char* empty = nullptr;
    if (temporaries[i].compare_exchange_strong(empty, copy.get())) {
      copy.release();
      return static_cast<int>(i);
    }
  }
  throw Error("{}: want at most {} files being written at once, got more", path, kSlots);
}

void unregister_temporary(int slot) {
  const std::unique_ptr<char[]> freed(temporaries[static_cast<std::size_t>(slot)].exchange(nullptr));
}

constexpr int kMostLeftovers = 10000;

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }
  /// False with errno set: some file systems report a full disk only here.
  [[nodiscard]] bool close() { return ::close(std::exchange(value_, -1)) == 0; }

 private:
  int value_;
};

[[noreturn]] void fail(const fs::path& target, int error) {
  throw Error("{}: cannot write: {}", target.string(), std::strerror(error));
}

bool is_written_directly(const fs::path& target) {
  std::error_code ignored;
  const std::string path = fs::absolute(target, ignored).lexically_normal().string();
  // /dev/stdout may lead to a regular file, which the shell holds open and a rename would orphan.
  if (path.starts_with("/dev/fd/") || path.starts_with("/dev/std") || path.starts_with("/proc/")) return true;
  const auto status = fs::status(target, ignored);
  return fs::exists(status) && !fs::is_regular_file(status);
}

/// ".name.tmp-<pid>-<n>.wav" beside the destination, short enough for the file system.
fs::path temporary_beside(const fs::path& destination) {
  static std::atomic<unsigned> counter{0};
  constexpr std::size_t kLongestStem = 180;
  const std::string stem = destination.stem().string().substr(0, kLongestStem);
  return destination.parent_path() /
         fmt::format(".{}.tmp-{}-{}{}", stem, ::getpid(), counter++, destination.extension().string());
}

}  // namespace

AtomicFile::AtomicFile(fs::path target) : target_(std::move(target)), destination_(target_) {
  std::error_code ignored;
  if (target_.empty()) throw Error("AtomicFile: want the name of a file, got an empty one");
  if (fs::is_directory(target_, ignored)) throw Error("{}: want a file, got a folder", target_.string());
  if (is_written_directly(target_)) {
    temporary_ = target_;
    return;
  }
  if (fs::is_symlink(target_, ignored) && fs::exists(target_, ignored)) {
    destination_ = fs::canonical(target_, ignored);
  }
  const Descriptor file(create_temporary());
  struct stat old {};
  // Best effort: a file we may write but do not own keeps the mode of a new one.
  if (::stat(destination_.c_str(), &old) == 0 && ::fchmod(file.get(), old.st_mode & 0777U) != 0) errno = 0;
}

/// @return its descriptor.
int AtomicFile::create_temporary() {
  // A process that was killed leaves its temporaries, and the next one may have its number: in a container
  // always.
  for (int tries = 0;; ++tries) {
    temporary_ = temporary_beside(destination_);
    slot_ = register_temporary(temporary_.string());
    const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) return descriptor;
    const int error = errno;
    unregister_temporary(std::exchange(slot_, -1));
    if (error != EEXIST || tries == kMostLeftovers) fail(target_, error);
  }
}

AtomicFile::~AtomicFile() {
  if (slot_ < 0) return;
  ::unlink(temporary_.c_str());
  unregister_temporary(slot_);
}

void AtomicFile::commit() {
  if (slot_ < 0) return;
  const Descriptor file(::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || ::fsync(file.get()) != 0) fail(target_, errno);
  if (::rename(temporary_.c_str(), destination_.c_str()) != 0) fail(target_, errno);
  unregister_temporary(std::exchange(slot_, -1));
}

void AtomicFile::remove_all_temporaries() noexcept {
  for (auto& slot : temporaries) {
    char* path = slot.exchange(nullptr);
    if (path == nullptr) continue;
    ::unlink(path);
    char* empty = nullptr;
    slot.compare_exchange_strong(empty, path);
  }
}

void write_file(const fs::path& file, std::span<const std::byte> bytes) {
  write_file(file, std::span<const std::span<const std::byte>>(&bytes, 1));
}

void write_file(const fs::path& file, std::span<const std::span<const std::byte>> pieces) {
  AtomicFile atomic(file);
  // Appending matters only where we write directly: `>> log` on standard output must not lose the log.
  Descriptor out(::open(atomic.temporary().c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  if (out.get() < 0) fail(file, errno);
  for (auto rest : pieces) {
    while (!rest.empty()) {
      const ssize_t written = ::write(out.get(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(file, errno);
      rest = rest.subspan(static_cast<std::size_t>(written));
    }
  }
  if (!out.close()) fail(file, errno);
  atomic.commit();
}

}  // namespace driftwave
