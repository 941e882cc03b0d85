#pragma once
/// Standard input and output as lines.
#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace driftwave {

/// Of a line with a request, beside the text that it holds.
inline constexpr std::size_t kOtherLineBytes = 65536;

class StandardLines {
 public:
  /// @param most_bytes of a line that comes in
  explicit StandardLines(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// @param line without its end. @return false when nobody reads. Thread: any.
  bool write(const std::string& line);

  /// Gives each line to `take`, or to `refuse` why it was too long, until the input ends or nobody reads.
  void read(const std::function<void(const std::string& line)>& take,
            const std::function<void(const std::string& reason)>& refuse);

  /// @throws BrokenPipe when nobody read.
  void check_reader() const;

 private:
  std::size_t most_bytes_;
  std::mutex mutex_;
  std::atomic<bool> has_reader_{true};
};

}  // namespace driftwave
