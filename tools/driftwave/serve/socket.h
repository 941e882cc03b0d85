#pragma once
/// Sockets: owned, opened for listening, or inherited from who started the program.
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace driftwave {

/// An open descriptor.
class Socket {
 public:
  explicit Socket(int descriptor = -1) : descriptor_(descriptor) {}
  ~Socket();
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

struct Address {
  std::string host;
  int port = 0;  ///< 0: any that is free
};

/// Listens on all addresses of a host. @throws Error naming the address that cannot be had.
[[nodiscard]] std::vector<Socket> listen_on(const Address& address);

/// Those that systemd hands over (sd_listen_fds(3)), with the names of their units' FileDescriptorName=,
/// once; none without it. @throws Error on one that does not listen.
[[nodiscard]] std::vector<std::pair<std::string, Socket>> inherited_sockets();

/// Whether only this machine reaches the socket.
[[nodiscard]] bool is_local(const Socket& socket);
/// "http://127.0.0.1:8470", with the scheme that is given; "unix socket" where it has no port.
[[nodiscard]] std::string url_of(const Socket& socket, const std::string& scheme);

/// @return an invalid socket when nobody is there or no descriptors are left.
[[nodiscard]] Socket accept_from(const Socket& listener);

/// Sends all, waiting for a slow reader at most so long without progress. @return false when the reader is
/// gone or too slow.
[[nodiscard]] bool send_all(int descriptor, std::string_view bytes, std::chrono::seconds patience);
/// Whether the peer has closed its connection, as far as is known.
[[nodiscard]] bool has_hung_up(int descriptor);

}  // namespace driftwave
