#include "tools/driftwave/serve/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kFirstInherited = 3;
constexpr int kBacklog = 4096;

sockaddr_storage address_of(const Socket& socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  ::getsockname(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), &length);
  return address;
}

int port_of(const Socket& socket) {
  const sockaddr_storage address = address_of(socket);
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

void set_flag(int descriptor, int level, int name) {
  const int on = 1;
  ::setsockopt(descriptor, level, name, &on, sizeof on);
}

Socket listen_on(const addrinfo& place) {
  Socket socket(
      ::socket(place.ai_family, place.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, place.ai_protocol));
  if (socket.descriptor() < 0) return socket;
  set_flag(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR);
  if (place.ai_family == AF_INET6) set_flag(socket.descriptor(), IPPROTO_IPV6, IPV6_V6ONLY);
  if (::bind(socket.descriptor(), place.ai_addr, place.ai_addrlen) != 0) return Socket();
  if (::listen(socket.descriptor(), kBacklog) != 0) return Socket();
  return socket;
}

/// @return -1 unless the variable is a number.
int number_in_environment(const char* name) {
  const char* const text = std::getenv(name);
  if (text == nullptr) return -1;
  int number = -1;
  const char* const end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end ? number : -1;
}

}  // namespace

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::vector<Socket> listen_on(const Address& address) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(address.port);
  if (const int error = ::getaddrinfo(address.host.c_str(), port.c_str(), &hints, &found); error != 0) {
    throw Error("{}: want an address of this machine, got none: {}", address.host, ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
  std::vector<Socket> sockets;
  int problem = 0;
  for (const addrinfo* place = all.get(); place != nullptr; place = place->ai_next) {
    Socket socket = listen_on(*place);
    if (socket.descriptor() >= 0) {
      sockets.push_back(std::move(socket));
      // A free port is one port: further addresses would get others.
      if (address.port == 0) break;
    } else {
      problem = errno;
    }
  }
  if (sockets.empty()) {
    throw Error("{}:{}: cannot listen: {}", address.host, address.port, std::strerror(problem));
  }
  return sockets;
}

std::vector<std::pair<std::string, Socket>> inherited_sockets() {
  std::vector<std::pair<std::string, Socket>> sockets;
  if (number_in_environment("LISTEN_PID") != static_cast<int>(::getpid())) return sockets;
  const int count = number_in_environment("LISTEN_FDS");
  const char* const all_names = std::getenv("LISTEN_FDNAMES");
  std::string_view names = all_names == nullptr ? "" : all_names;
  for (int i = 0; i < count; ++i) {
    const int descriptor = kFirstInherited + i;
    int listens = 0;
    socklen_t length = sizeof listens;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) != 0 || listens == 0) {
      throw Error("LISTEN_FDS: want sockets that listen, got descriptor {}", descriptor);
    }
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    const std::size_t end = names.find(':');
    sockets.emplace_back(std::string(names.substr(0, end)), Socket(descriptor));
    names = end == std::string_view::npos ? "" : names.substr(end + 1);
  }
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  return sockets;
}

bool is_local(const Socket& socket) {
  const sockaddr_storage address = address_of(socket);
  if (address.ss_family == AF_INET) {
    return ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr) >> 24 == 127;
  }
  if (address.ss_family == AF_INET6) {
    return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr) != 0;
  }
  return address.ss_family == AF_UNIX;
}

std::string url_of(const Socket& socket, const std::string& scheme) {
  const sockaddr_storage address = address_of(socket);
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
    return fmt::format("{}://{}:{}", scheme, text, port_of(socket));
  }
  if (address.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
    return fmt::format("{}://[{}]:{}", scheme, text, port_of(socket));
  }
  return "unix socket";
}

Socket accept_from(const Socket& listener) {
  Socket socket(::accept4(listener.descriptor(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  // Sound leaves when it is there, not when a packet is full.
  if (socket.descriptor() >= 0) set_flag(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY);
  return socket;
}

bool send_all(int descriptor, std::string_view bytes, std::chrono::seconds patience) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    pollfd wanted{.fd = descriptor, .events = POLLOUT, .revents = 0};
    const auto ms = static_cast<int>(std::chrono::milliseconds(patience).count());
    const int ready = ::poll(&wanted, 1, ms);
    if (ready == 0 || (ready < 0 && errno != EINTR)) return false;
    if ((wanted.revents & (POLLERR | POLLHUP)) != 0) return false;
  }
  return true;
}

bool has_hung_up(int descriptor) {
  pollfd asked{.fd = descriptor, .events = POLLRDHUP, .revents = 0};
  return ::poll(&asked, 1, 0) > 0 && (asked.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

}  // namespace driftwave
