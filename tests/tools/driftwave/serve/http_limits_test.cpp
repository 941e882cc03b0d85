/// How `driftwave serve` keeps going: limits, keys, clients that leave, and its end.
#include <fcntl.h>
#include <signal.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/raw_client.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

using namespace std::chrono_literals;

const std::string kJson = "-H 'Content-Type: application/json' ";
const std::string kShort = kJson + "-d '{\"input\": \"Hello.\", \"steps\": 0}' ";

std::string http_post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Speech of twenty minutes.
std::string long_request() {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "The captain waved, and then he laughed. ";
  return http_post("/v1/audio/speech",
                   nlohmann::json{{"input", text}, {"steps", 0}, {"response_format", "pcm"}}.dump());
}

class ServiceLimits : public CommandLine {
 protected:
  static int port_of(const RunningService& service) {
    return std::stoi(service.url().substr(service.url().rfind(':') + 1));
  }
  [[nodiscard]] std::string status_of(const RunningService& service, const std::string& path_of,
                                      const std::string& options = "") const {
    return must("curl -sS -o answer -D head -w '%{http_code}' " + options + " '" + service.url() + path_of +
                "'");
  }
  /// A client that has heard the beginning of a long speech and reads no more.
  [[nodiscard]] static std::unique_ptr<RawClient> hold(const RunningService& service) {
    auto client = std::make_unique<RawClient>(port_of(service));
    client->send(long_request());
    EXPECT_EQ(client->read(1000).substr(0, 12), "HTTP/1.1 200");
    return client;
  }
  [[nodiscard]] double metric(const RunningService& service, const std::string& name) const {
    const std::string text = must("curl -sS '" + service.url() + "/metrics'");
    const std::size_t at = text.find("\n" + name + " ");
    EXPECT_NE(at, std::string::npos) << text;
    return std::stod(text.substr(at + name.size() + 2));
  }
};

TEST_F(ServiceLimits, SendsThoseAwayForWhomThereIsNoRoom) {
  const RunningService service({"--cores", "1", "--max-requests", "1"});
  auto held = hold(service);
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort), "429");
  EXPECT_NE(must("cat head").find("Retry-After: "), std::string::npos);
  EXPECT_NE(must("cat answer").find("rate_limit_error"), std::string::npos);
  EXPECT_EQ(status_of(service, "/health"), "200") << "what needs no sound has room";
  held->leave();
  while (metric(service, "driftwave_requests_active") > 0) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort), "200");
}

TEST_F(ServiceLimits, HoldsFewRecordingsAtOnce) {
  const RunningService service({"--cores", "1", "--max-recordings", "1", "--max-recording", "250"});
  write_tone("tone.wav", 0.5);
  write_tone("long.wav", 200);
  const std::string recording = must("cat long.wav");
  RawClient held(port_of(service));
  held.send(
      "POST /v1/audio/vocode?steps=0 HTTP/1.1\r\nHost: a\r\nContent-Type: audio/wav\r\nContent-Length: " +
      std::to_string(recording.size()) + "\r\n\r\n" + recording);
  EXPECT_EQ(held.read(1000).substr(0, 12), "HTTP/1.1 200");
  for (const std::string kind : {"vocode", "morph", "repair"}) {
    const std::string options =
        "-F steps=0 -F file=@tone.wav " + std::string(kind == "morph"    ? "-F second=@tone.wav"
                                                      : kind == "repair" ? "-F gap=0.1-0.2"
                                                                         : "");
    EXPECT_EQ(status_of(service, "/v1/audio/" + kind, options), "429") << kind;
    EXPECT_NE(must("cat head").find("Retry-After: "), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(must("cat answer"))["error"]["code"], "too_many_requests");
  }
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort), "200") << "a text has room";
  held.leave();
  while (status_of(service, "/v1/audio/vocode", "-F steps=0 -F file=@tone.wav") != "200") {
    std::this_thread::sleep_for(20ms);  // or this test never ends
  }
}

TEST_F(ServiceLimits, ComputesNothingForThoseWhoDoNotRead) {
  const RunningService service({"--cores", "1"});
  std::vector<std::unique_ptr<RawClient>> held;
  for (int i = 0; i < 4; ++i) held.push_back(hold(service));
  // Each is computed some seconds ahead, and what the sockets hold; then nothing is computed any more.
  double before = -1;
  double now = 0;
  while (now != before) {
    std::this_thread::sleep_for(300ms);
    before = std::exchange(now, metric(service, "driftwave_compute_seconds_total"));
  }
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort), "200");
  EXPECT_EQ(metric(service, "driftwave_requests_active"), 4);
  EXPECT_LT(metric(service, "driftwave_audio_seconds_total"), 4 * 300.0) << "of a thousand seconds each";
}

TEST_F(ServiceLimits, KeepsToItsLimits) {
  const RunningService service(
      {"--max-text", "40", "--max-seconds", "1", "--max-upload", "100000", "--max-recording", "1"});
  EXPECT_EQ(
      status_of(service, "/v1/audio/speech", kJson + "-d '{\"input\": \"" + std::string(41, 'a') + "\"}'"),
      "413");
  write_text("large", std::string(200000, 'a'));
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kJson + "--data-binary @large"), "413");
  EXPECT_EQ(status_of(service, "/v1/audio/vocode", "--data-binary @large"), "413");
  EXPECT_EQ(status_of(service, "/v1/audio/vocode", "-H 'Transfer-Encoding: chunked' --data-binary @large"),
            "413");
  must("head -c 9000 large > small");
  EXPECT_EQ(status_of(service, "/v1/audio/vocode", "-H 'Content-Type: audio/wav' --data-binary @small"),
            "400");
  write_tone("tone.wav", 0.5);
  EXPECT_EQ(status_of(service, "/v1/audio/vocode", "-F file=@tone.wav -F steps=0"), "200");
  must("driftwave speak 'The captain waved, and then he laughed.' --steps 0 --speed 0.5 -o long.opus");
  EXPECT_EQ(status_of(service, "/v1/audio/vocode", "-F file=@long.opus -F steps=0"), "400");
  EXPECT_NE(must("cat answer").find("want at most 1 seconds"), std::string::npos);
  // The sound has begun when it turns out to be too long: the connection ends without an end of the sound.
  const std::string text =
      "{\"input\": \"Ten thousand seven hundred twelve.\", \"speed\": 0.25, \"steps\": 0}";
  EXPECT_NE(
      run("curl -sS -o answer " + kJson + "-d '" + text + "' " + service.url() + "/v1/audio/speech").status,
      0);
}

TEST_F(ServiceLimits, WantsAKeyWhereOthersCanConnect) {
  refuses("driftwave serve --host 0.0.0.0 --port 0", 2, "--api-key-file");
  write_text("keys", "first-key\nsecond-key\n");
  const RunningService service({"--host", "0.0.0.0", "--api-key-file", path("keys").string()});
  EXPECT_EQ(status_of(service, "/v1/voices"), "401");
  EXPECT_EQ(status_of(service, "/metrics", "-H 'Authorization: Bearer first-ke'"), "401");
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort), "401");
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort + "-H 'Authorization: Bearer second-key'"), "200");
  EXPECT_EQ(status_of(service, "/health"), "200");
}

TEST_F(ServiceLimits, LetsPagesElsewhereInWhenTold) {
  const RunningService service({"--cors-origin", "https://page.example"});
  EXPECT_EQ(
      status_of(service, "/v1/audio/speech",
                "-X OPTIONS -H 'Origin: https://page.example' -H 'Access-Control-Request-Method: POST'"),
      "204");
  EXPECT_NE(must("cat head").find("Access-Control-Allow-Origin: https://page.example"), std::string::npos);
  EXPECT_EQ(status_of(service, "/v1/voices", "-H 'Origin: https://other.example'"), "403");
}

TEST_F(ServiceLimits, FinishesWhatItBeganBeforeItEnds) {
  RunningService service({"--cores", "1"});
  const std::string body =
      R"({"input": "One boat came in. Two went out. And then there were none.", "steps": 0, "response_format": "pcm"})";
  write_text("body", body);
  must("curl -sS " + kJson + "--data-binary @body " + service.url() + "/v1/audio/speech -o whole");
  RawClient client(port_of(service));
  client.send("POST /v1/audio/speech HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
  const std::string begin = client.read(200);
  service.send(SIGTERM);
  const std::string answer = begin + client.read_all();
  EXPECT_EQ(service.await_end(), 0);
  EXPECT_TRUE(answer.substr(answer.find("\r\n\r\n") + 4) == must("cat whole"));
}

TEST_F(ServiceLimits, AnswersSeveralRequestsOnAConnection) {
  const RunningService service({});
  RawClient client(port_of(service));
  const std::string get = "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n";
  client.send(get + get + get.substr(0, 9));
  client.send(get.substr(9) + "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n");
  const std::string answers = client.read_all();
  std::size_t count = 0;
  for (std::size_t at = 0; (at = answers.find("HTTP/1.1 200", at)) != std::string::npos; ++at) ++count;
  EXPECT_EQ(count, 4U) << answers;
}

TEST_F(ServiceLimits, TakesHundredsOfSilentConnections) {
  const RunningService service({});
  std::vector<RawClient> silent;
  for (int i = 0; i < 400; ++i) {
    silent.emplace_back(port_of(service));
    if (i % 2 == 0) silent.back().send("POST /v1/audio/speech HTTP/1.1\r\nContent-Length: 100\r\n\r\nsome");
  }
  EXPECT_EQ(status_of(service, "/v1/audio/speech", kShort), "200");
}

}  // namespace
}  // namespace driftwave
