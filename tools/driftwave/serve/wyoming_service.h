#pragma once
/// The service as Home Assistant calls it: text to speech over the Wyoming protocol.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "tools/driftwave/serve/socket.h"
#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

struct WyomingServiceOptions {
  std::vector<Socket> listeners;
  std::size_t max_connections = 64;
};

/// A thread a connection: there are few, each of a house.
class WyomingService {
 public:
  WyomingService(SpeechService& speech, WyomingServiceOptions options);
  /// Breaks what is still being said.
  ~WyomingService();
  WyomingService(const WyomingService&) = delete;
  WyomingService& operator=(const WyomingService&) = delete;

  /// Takes no more connections, and waits for those that are speaking. @return whether all have ended.
  bool drain(std::chrono::seconds patience);

 private:
  void accept_all();
  void converse(Socket socket);

  SpeechService& speech_;
  WyomingServiceOptions options_;
  std::atomic<bool> drains_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<int> open_;  ///< descriptors of conversations
  std::thread acceptor_;
};

}  // namespace driftwave
