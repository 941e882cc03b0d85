#pragma once
/// A whole request in memory, and its answer to a socket, as httplib sees a connection.
#include <httplib.h>

#include <chrono>
#include <cstring>
#include <string>
#include <string_view>

#include "tools/driftwave/serve/socket.h"

namespace driftwave {

class HttpStream final : public httplib::Stream {
 public:
  HttpStream(int descriptor, std::string_view request) : descriptor_(descriptor), request_(request) {}

  [[nodiscard]] bool is_readable() const override { return !request_.empty(); }
  /// Whether the client is there; a slow one is.
  [[nodiscard]] bool is_writable() const override { return !has_failed_ && !has_hung_up(descriptor_); }

  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, request_.size());
    std::memcpy(to, request_.data(), count);
    request_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    constexpr std::chrono::seconds kPatience{30};
    has_failed_ = has_failed_ || !send_all(descriptor_, {from, size}, kPatience);
    return has_failed_ ? -1 : static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  /// None: httplib refuses descriptors from 1024 on, which matter to select() alone.
  [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

 private:
  int descriptor_;
  std::string_view request_;
  bool has_failed_ = false;
};

}  // namespace driftwave
