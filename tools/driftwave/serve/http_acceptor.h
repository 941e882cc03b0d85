#pragma once
/// Connections of HTTP/1.1: ten thousand may be open and silent, only whole requests get a thread.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "tools/driftwave/serve/http_framer.h"
#include "tools/driftwave/serve/socket.h"

namespace driftwave {

struct HttpAcceptorOptions {
  std::vector<Socket> listeners;
  HttpLimits limits;
  std::size_t threads = 16;          ///< requests that are answered at once
  std::size_t most_bytes = 1 << 28;  ///< of requests that have come in part, all together
  std::chrono::seconds head_patience{10};
  std::chrono::seconds body_patience{60};
  std::chrono::seconds idle_patience{60};
  /// Answers a whole request on its connection, from any of the threads. @return whether the connection may
  /// have another.
  std::function<bool(int descriptor, std::string_view request, bool is_last)> answer;
  /// The answer to what is no request, or is too large: a status and why.
  std::function<std::string(int status, const std::string& reason)> refusal;
};

class HttpAcceptor {
 public:
  /// @throws Error when the system gives no descriptors.
  explicit HttpAcceptor(HttpAcceptorOptions options);
  /// Begins to take connections. Once.
  void start();
  /// Breaks what is still being answered.
  ~HttpAcceptor();
  HttpAcceptor(const HttpAcceptor&) = delete;
  HttpAcceptor& operator=(const HttpAcceptor&) = delete;

  /// Takes no more connections, lets go of those that are idle, and waits for what is being answered or still
  /// on its way, for which connections have two seconds. @return whether all was answered.
  bool drain(std::chrono::seconds patience);

  [[nodiscard]] std::size_t connections() const { return open_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Connection;
  using Connections = std::unordered_map<int, std::unique_ptr<Connection>>;

  void poll();
  void accept_all(const Socket& listener);
  void read(int descriptor);
  void look(std::unique_ptr<Connection> connection);
  void refuse(Connection& connection, int status, const std::string& reason);
  void watch(std::unique_ptr<Connection> connection);
  void take_back();
  void close_late();
  void let_go();
  void count_awaited();
  void answer_all();
  void wake();

  HttpAcceptorOptions options_;
  Socket poll_;
  Socket wake_;
  std::size_t most_connections_;
  std::atomic<std::size_t> open_{0};
  std::atomic<std::size_t> bytes_{0};
  Connections watched_;  ///< by descriptor; the thread that polls owns them
  std::vector<char> piece_;
  Clock::time_point drained_by_;  ///< when requests that have not come whole are given up, while it drains

  std::mutex mutex_;
  std::condition_variable whole_;
  std::condition_variable answered_;
  std::deque<std::unique_ptr<Connection>> requests_;
  std::vector<std::unique_ptr<Connection>> returned_;
  std::vector<int> busy_;  ///< descriptors whose request is being answered
  bool drains_ = false;
  std::size_t awaited_ = 0;  ///< connections whose request may still come, while it drains
  bool ends_ = false;
  std::thread poller_;
  std::vector<std::thread> threads_;
};

}  // namespace driftwave
