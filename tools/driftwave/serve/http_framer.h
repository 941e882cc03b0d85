#pragma once
/// Where a request of HTTP/1.1 ends (RFC 9112), so that only whole requests take a thread's time.
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace driftwave {

struct HttpLimits {
  std::size_t head_bytes = 32768;
  /// Of the body of a request for this path.
  std::function<std::size_t(std::string_view path)> body_bytes;
};

/// Looks at the bytes of one request as they come.
class HttpFramer {
 public:
  enum class State { kMore, kWhole, kRefused };

  explicit HttpFramer(const HttpLimits& limits) : limits_(&limits) {}

  /// @param bytes of the request from its first, all that have come; never fewer than in the last call.
  State look(std::string_view bytes);

  /// Bytes of the whole request, after kWhole.
  [[nodiscard]] std::size_t size() const { return at_; }
  /// After kRefused: status of the answer, and why.
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }
  /// Whether the client waits for "100 Continue" before it sends the body. True once.
  [[nodiscard]] bool take_continue();
  [[nodiscard]] bool has_head() const { return part_ != Part::kHead; }

 private:
  enum class Part { kHead, kBody, kChunkSize, kChunk, kTrailer, kEnd };

  State refuse(int status, std::string reason);
  bool read_head(std::string_view head);
  bool read_field(std::string_view name, std::string_view value);
  /// @return whether there was enough to go on.
  bool look_on(std::string_view bytes);
  bool look_at_chunk_size(std::string_view bytes);

  const HttpLimits* limits_;
  Part part_ = Part::kHead;
  std::size_t at_ = 0;  ///< begin of the present part; at the end, of what follows the request
  std::size_t searched_ = 0;
  std::size_t body_limit_ = 0;
  std::size_t body_ = 0;   ///< bytes of the body that were announced
  std::size_t chunk_ = 0;  ///< bytes of the present chunk and its end of line
  bool has_length_ = false;
  bool is_chunked_ = false;
  bool wants_continue_ = false;
  int status_ = 0;
  std::string reason_;
};

}  // namespace driftwave
