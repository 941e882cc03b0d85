#include "tools/driftwave/serve/wyoming_service.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cmath>
#include <utility>

#include "tools/driftwave/serve/wyoming_conversation.h"

namespace driftwave {
namespace {

constexpr std::chrono::milliseconds kLook{200};  // how long a wish to end may go unnoticed

/// Waits for bytes. @return whether there are some, or the end.
bool has_bytes(int descriptor, std::chrono::milliseconds patience) {
  pollfd wanted{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&wanted, 1, static_cast<int>(patience.count())) > 0;
}

}  // namespace

WyomingService::WyomingService(SpeechService& speech, WyomingServiceOptions options)
    : speech_(speech), options_(std::move(options)), acceptor_([this] { accept_all(); }) {}

WyomingService::~WyomingService() {
  drains_ = true;
  acceptor_.join();
  std::unique_lock lock(mutex_);
  for (const int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
  ended_.wait(lock, [this] { return open_.empty(); });
}

bool WyomingService::drain(std::chrono::seconds patience) {
  drains_ = true;
  std::unique_lock lock(mutex_);
  return ended_.wait_for(lock, patience, [this] { return open_.empty(); });
}

void WyomingService::accept_all() {
  std::vector<pollfd> wanted;
  for (const Socket& listener : options_.listeners) {
    wanted.push_back({.fd = listener.descriptor(), .events = POLLIN, .revents = 0});
  }
  while (!drains_) {
    if (::poll(wanted.data(), wanted.size(), static_cast<int>(kLook.count())) <= 0) continue;
    for (const Socket& listener : options_.listeners) {
      Socket socket = accept_from(listener);
      if (socket.descriptor() < 0) continue;
      const std::lock_guard lock(mutex_);
      // One too many is closed: its client tries again.
      if (open_.size() >= options_.max_connections) continue;
      open_.insert(socket.descriptor());
      std::thread([this, taken = std::move(socket)]() mutable { converse(std::move(taken)); }).detach();
    }
  }
  options_.listeners.clear();
}

void WyomingService::converse(Socket socket) {
  const int descriptor = socket.descriptor();
  try {
    constexpr std::chrono::seconds kPatience{30};
    WyomingConversation conversation(
        speech_, [&](std::string_view bytes) { return send_all(descriptor, bytes, kPatience); });
    std::array<char, 16384> piece{};
    while (!drains_ || conversation.is_speaking()) {
      // While it speaks, it waits for the next piece of sound instead.
      if (has_bytes(descriptor, conversation.is_speaking() ? std::chrono::milliseconds(0) : kLook)) {
        const ssize_t got = ::recv(descriptor, piece.data(), piece.size(), MSG_DONTWAIT);
        if (got <= 0) break;
        conversation.hear({piece.data(), static_cast<std::size_t>(got)});
      }
      if (!conversation.speak_on()) break;
    }
  } catch (const std::exception&) {
    // What is no Wyoming ends its connection.
  }
  // Notified under the lock: after it, the service may be gone.
  const std::lock_guard lock(mutex_);
  open_.erase(descriptor);
  socket = Socket();
  ended_.notify_all();
}

}  // namespace driftwave
