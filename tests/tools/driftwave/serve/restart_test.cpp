/// `driftwave serve` ends and comes back, while clients ask: on a socket that stays open, as systemd holds
/// one.
#include <signal.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/raw_client.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

using namespace std::chrono_literals;

/// A port that others listen at.
class HeldSocket {
 public:
  HeldSocket() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::listen(descriptor_, 1000) != 0 ||
        ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
      throw std::runtime_error("cannot listen");
    port_ = ntohs(address.sin_port);
  }
  ~HeldSocket() { ::close(descriptor_); }
  HeldSocket(const HeldSocket&) = delete;
  HeldSocket& operator=(const HeldSocket&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] int port() const { return port_; }

 private:
  int descriptor_;
  int port_ = 0;
};

constexpr std::string_view kHealth = "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n";

std::string speech_request(const std::string& text) {
  const std::string body = R"({"input": ")" + text + R"(", "steps": 0, "response_format": "pcm"})";
  return "POST /v1/audio/speech HTTP/1.1\r\nContent-Type: application/json\r\nConnection: "
         "close\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(Restart, AnswersWhoConnectedWhileNoServiceRan) {
  const HeldSocket socket;
  RawClient early(socket.port());
  early.send(kHealth);
  {
    RunningService first({}, socket.descriptor());
    EXPECT_EQ(first.url(), "http://127.0.0.1:" + std::to_string(socket.port()));
    EXPECT_EQ(early.read(12), "HTTP/1.1 200");
    first.send(SIGTERM);
    EXPECT_EQ(first.await_end(), 0);
  }
  RawClient between(socket.port());
  between.send(kHealth);
  const RunningService second({}, socket.descriptor());
  EXPECT_EQ(between.read(12), "HTTP/1.1 200");
}

TEST(Restart, LosesNoRequest) {
  const HeldSocket socket;
  auto service =
      std::make_optional<RunningService>(std::vector<std::string>{"--cores", "1"}, socket.descriptor());
  const std::string request = speech_request("Hello.");
  RawClient first(socket.port());
  first.send(request);
  const std::string want = first.read_all();
  ASSERT_EQ(want.substr(0, 12), "HTTP/1.1 200");
  std::atomic<bool> ends{false};
  std::atomic<int> answered{0};
  std::atomic<int> lost{0};
  std::vector<std::jthread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      while (!ends) {
        RawClient client(socket.port());
        const bool is_right = client.send(request) && client.read_all() == want;
        ++(is_right ? answered : lost);
      }
    });
  }
  for (int restart = 0; restart < 3; ++restart) {
    for (const int before = answered + lost; answered + lost < before + 8;) std::this_thread::sleep_for(5ms);
    service->send(SIGTERM);
    EXPECT_EQ(service->await_end(), 0);
    service.emplace(std::vector<std::string>{"--cores", "1"}, socket.descriptor());
  }
  ends = true;
  clients.clear();
  EXPECT_EQ(lost, 0);
}

TEST(Restart, HearsWhoHasConnectedAndAsksLate) {
  const HeldSocket socket;
  RunningService service({}, socket.descriptor());
  RawClient late(socket.port());
  RawClient halfway(socket.port());
  halfway.send(kHealth.substr(0, 10));
  // Once another connection has been answered, those two have been accepted.
  RawClient other(socket.port());
  other.send(kHealth);
  (void)other.read_all();
  service.send(SIGTERM);
  std::this_thread::sleep_for(100ms);
  late.send(kHealth);
  halfway.send(kHealth.substr(10));
  EXPECT_EQ(late.read(12), "HTTP/1.1 200");
  EXPECT_EQ(halfway.read(12), "HTTP/1.1 200");
  EXPECT_EQ(service.await_end(), 0);
}

TEST(Restart, EndsInTimeWhenOthersStaySilent) {
  const HeldSocket socket;
  RunningService service({"--drain", "20"}, socket.descriptor());
  RawClient silent(socket.port());
  RawClient halfway(socket.port());
  halfway.send(kHealth.substr(0, 10));
  service.send(SIGTERM);
  EXPECT_EQ(service.await_end(), 0);
}

TEST(Restart, AKilledServiceIsAnErrorAtOnceAndTheNextOneAnswers) {
  const HeldSocket socket;
  std::string text;
  for (int i = 0; i < 200; ++i) text += "The captain waved, and then he laughed. ";
  RawClient client(socket.port());
  client.send(speech_request(text));
  {
    const RunningService service({"--cores", "1"}, socket.descriptor());
    ASSERT_EQ(client.read(1000).substr(0, 12), "HTTP/1.1 200");
    service.send(SIGKILL);
    // The answer ends without its last chunk.
    const std::string rest = client.read_all();
    EXPECT_FALSE(rest.ends_with("\r\n0\r\n\r\n"));
  }
  const RunningService next({"--cores", "1"}, socket.descriptor());
  RawClient again(socket.port());
  again.send(speech_request("Hello."));
  EXPECT_TRUE(again.read_all().ends_with("\r\n0\r\n\r\n"));
}

}  // namespace
}  // namespace driftwave
