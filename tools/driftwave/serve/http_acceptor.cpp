#include "tools/driftwave/serve/http_acceptor.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kMostConnections = 16384;
/// Of descriptors, for models, listeners and other services.
constexpr std::size_t kReserve = 256;
constexpr std::chrono::seconds kLinger{2};
constexpr std::chrono::seconds kRefusalPatience{1};
constexpr std::chrono::seconds kDrainPatience{2};

/// Whether something has come that nobody has read.
bool has_unread(int descriptor) {
  char byte = 0;
  return ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/// As many descriptors as the system allows. @return how many connections that is.
std::size_t allow_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kReserve;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, kMostConnections + kReserve);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  const auto allowed = static_cast<std::size_t>(limit.rlim_cur);
  return allowed > 2 * kReserve ? allowed - kReserve : allowed / 2;
}

}  // namespace

struct HttpAcceptor::Connection {
  Connection(Socket taken, HttpAcceptor& owner)
      : socket(std::move(taken)), framer(owner.options_.limits), owner_(owner) {
    ++owner_.open_;
  }
  ~Connection() {
    count_bytes(0);
    --owner_.open_;
  }
  /// Tells the owner how much is held.
  void count_bytes(std::size_t now) {
    owner_.bytes_ += now - counted;  // modulo 2^64: fewer bytes wrap around
    counted = now;
  }

  Socket socket;
  std::string bytes;
  std::size_t counted = 0;
  HttpFramer framer;
  Clock::time_point deadline;
  bool has_asked = false;  ///< has had a request answered
  bool lingers = false;    ///< has had its last answer: what comes is thrown away

 private:
  HttpAcceptor& owner_;
};

HttpAcceptor::HttpAcceptor(HttpAcceptorOptions options)
    : options_(std::move(options)),
      poll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      most_connections_(allow_connections()),
      piece_(65536) {
  if (poll_.descriptor() < 0 || wake_.descriptor() < 0) throw Error("serve: want descriptors, got none");
  const auto add = [this](const Socket& socket) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = socket.descriptor()}};
    ::epoll_ctl(poll_.descriptor(), EPOLL_CTL_ADD, socket.descriptor(), &event);
  };
  add(wake_);
  for (const Socket& listener : options_.listeners) add(listener);
}

void HttpAcceptor::start() {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { answer_all(); });
  poller_ = std::thread([this] { poll(); });
}

HttpAcceptor::~HttpAcceptor() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    for (const int descriptor : busy_) ::shutdown(descriptor, SHUT_RDWR);
  }
  whole_.notify_all();
  wake();
  for (std::thread& thread : threads_) thread.join();
  if (poller_.joinable()) poller_.join();
}

void HttpAcceptor::wake() {
  const std::uint64_t one = 1;
  (void)!::write(wake_.descriptor(), &one, sizeof one);
}

bool HttpAcceptor::drain(std::chrono::seconds patience) {
  std::unique_lock lock(mutex_);
  drains_ = true;
  awaited_ = 1;  // until the thread that polls has counted
  wake();
  return answered_.wait_for(lock, patience,
                            [this] { return busy_.empty() && requests_.empty() && awaited_ == 0; });
}

void HttpAcceptor::poll() {
  std::array<epoll_event, 256> events;
  Clock::time_point next_sweep = Clock::now();
  for (;;) {
    const int count = ::epoll_wait(poll_.descriptor(), events.data(), static_cast<int>(events.size()), 500);
    take_back();
    bool drains = false;
    {
      const std::lock_guard lock(mutex_);
      if (ends_) return;
      drains = drains_;
    }
    if (drains) let_go();
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      const auto listener = std::ranges::find(options_.listeners, descriptor, &Socket::descriptor);
      if (listener != options_.listeners.end()) {
        accept_all(*listener);
      } else if (descriptor != wake_.descriptor()) {
        read(descriptor);
      }
    }
    if (Clock::now() >= next_sweep) {
      close_late();
      next_sweep = Clock::now() + std::chrono::milliseconds(500);
    }
    if (drains) count_awaited();
  }
}

/// A client may take a connection that has had an answer for closed at any time (RFC 9112, 9.5). One that is
/// new has been promised an answer.
void HttpAcceptor::let_go() {
  if (!options_.listeners.empty()) drained_by_ = Clock::now() + kDrainPatience;
  options_.listeners.clear();
  std::erase_if(watched_, [&](auto& each) {
    Connection& connection = *each.second;
    if (connection.lingers) return false;
    connection.deadline = std::min(connection.deadline, drained_by_);
    return connection.has_asked && connection.bytes.empty() && !has_unread(each.first);
  });
}

void HttpAcceptor::count_awaited() {
  const auto awaited =
      std::ranges::count_if(watched_, [](const auto& each) { return !each.second->lingers; });
  const std::lock_guard lock(mutex_);
  // What has become a request in the meantime is among requests_ by now.
  awaited_ = static_cast<std::size_t>(awaited) + returned_.size();
  answered_.notify_all();
}

void HttpAcceptor::accept_all(const Socket& listener) {
  for (int i = 0; i < 256; ++i) {
    if (open_ >= most_connections_ && !watched_.empty()) {
      // Who has waited longest without a request makes room.
      watched_.erase(
          std::ranges::min_element(watched_, {}, [](const auto& each) { return each.second->deadline; }));
    }
    Socket socket = accept_from(listener);
    if (socket.descriptor() < 0) return;
    auto connection = std::make_unique<Connection>(std::move(socket), *this);
    connection->deadline = Clock::now() + options_.idle_patience;
    watch(std::move(connection));
  }
}

void HttpAcceptor::watch(std::unique_ptr<Connection> connection) {
  const int descriptor = connection->socket.descriptor();
  epoll_event event{.events = EPOLLIN | EPOLLRDHUP, .data = {.fd = descriptor}};
  if (::epoll_ctl(poll_.descriptor(), EPOLL_CTL_ADD, descriptor, &event) != 0 && errno != EEXIST) return;
  watched_[descriptor] = std::move(connection);
}

void HttpAcceptor::read(int descriptor) {
  const auto found = watched_.find(descriptor);
  if (found == watched_.end()) return;
  Connection& connection = *found->second;
  const ssize_t got = ::recv(descriptor, piece_.data(), piece_.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    watched_.erase(found);
    return;
  }
  if (connection.lingers) return;
  if (connection.bytes.empty()) connection.deadline = Clock::now() + options_.head_patience;
  connection.bytes.append(piece_.data(), static_cast<std::size_t>(got));
  connection.count_bytes(connection.bytes.size());
  std::unique_ptr<Connection> taken = std::move(found->second);
  watched_.erase(found);
  look(std::move(taken));
}

/// Hands the request on when it is whole, and watches on when it is not.
void HttpAcceptor::look(std::unique_ptr<Connection> connection) {
  const bool had_head = connection->framer.has_head();
  const HttpFramer::State state = connection->framer.look(connection->bytes);
  if (state == HttpFramer::State::kWhole) {
    ::epoll_ctl(poll_.descriptor(), EPOLL_CTL_DEL, connection->socket.descriptor(), nullptr);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(connection));
    }
    whole_.notify_one();
    return;
  }
  if (state == HttpFramer::State::kRefused) {
    refuse(*connection, connection->framer.status(), connection->framer.reason());
  } else if (bytes_ > options_.most_bytes) {
    refuse(*connection, 503, "server: want room for the request, got none");
  } else {
    if (!had_head && connection->framer.has_head())
      connection->deadline = Clock::now() + options_.body_patience;
    if (connection->framer.take_continue()) {
      (void)send_all(connection->socket.descriptor(), "HTTP/1.1 100 Continue\r\n\r\n", kRefusalPatience);
    }
  }
  watch(std::move(connection));
}

/// What is still on its way is read and thrown away for a while: to close at once would take the answer back.
void HttpAcceptor::refuse(Connection& connection, int status, const std::string& reason) {
  const std::string answer = options_.refusal(status, reason);
  (void)!::send(connection.socket.descriptor(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(connection.socket.descriptor(), SHUT_WR);
  connection.lingers = true;
  connection.deadline = Clock::now() + kLinger;
  connection.bytes = {};
  connection.count_bytes(0);
}

void HttpAcceptor::take_back() {
  std::uint64_t ignored = 0;
  (void)!::read(wake_.descriptor(), &ignored, sizeof ignored);
  std::vector<std::unique_ptr<Connection>> returned;
  {
    const std::lock_guard lock(mutex_);
    returned.swap(returned_);
  }
  for (auto& connection : returned) {
    connection->deadline =
        Clock::now() + (connection->bytes.empty() ? options_.idle_patience : options_.head_patience);
    look(std::move(connection));
  }
}

void HttpAcceptor::close_late() {
  const Clock::time_point now = Clock::now();
  std::erase_if(watched_, [&](auto& each) {
    Connection& connection = *each.second;
    if (connection.deadline > now) return false;
    if (connection.lingers || connection.bytes.empty()) return true;
    refuse(connection, 408, "request: want it whole in time, got a part");
    return false;
  });
}

void HttpAcceptor::answer_all() {
  std::unique_lock lock(mutex_);
  for (;;) {
    whole_.wait(lock, [this] { return ends_ || !requests_.empty(); });
    if (ends_) return;
    std::unique_ptr<Connection> connection = std::move(requests_.front());
    requests_.pop_front();
    const int descriptor = connection->socket.descriptor();
    busy_.push_back(descriptor);
    const bool is_last = drains_;
    lock.unlock();
    const std::string_view request(connection->bytes.data(), connection->framer.size());
    const bool goes_on = options_.answer(descriptor, request, is_last);
    connection->bytes.erase(0, connection->framer.size());
    connection->bytes.shrink_to_fit();
    connection->count_bytes(connection->bytes.size());
    connection->framer = HttpFramer(options_.limits);
    connection->has_asked = true;
    lock.lock();
    std::erase(busy_, descriptor);
    if (goes_on && !drains_ && !ends_) {
      returned_.push_back(std::move(connection));
      wake();
    }
    answered_.notify_all();
    lock.unlock();
    connection.reset();
    lock.lock();
  }
}

}  // namespace driftwave
