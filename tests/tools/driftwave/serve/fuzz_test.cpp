/// Requests that no client would send, from a generator that repeats itself.
///
/// DRIFTWAVE_FUZZ_REQUESTS says how many, DRIFTWAVE_FUZZ_SOCKETS how many connections stay open; 100000 and
/// 10000 take some minutes. DRIFTWAVE_FUZZ_PROGRAM is another service than the one of this build.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/raw_client.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

/// Bytes of hostile requests, the same for the same number.
class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t count) { return random_() % count; }
  const std::string& one_of(const std::vector<std::string>& all) { return all[below(all.size())]; }

  std::string bytes(std::size_t most) {
    std::string text(below(most), '\0');
    for (char& c : text) c = static_cast<char>(random_());
    return text;
  }

  std::string text() {
    static const std::vector<std::string> kTexts = {"Hello.",
                                                    "",
                                                    "...",
                                                    std::string("\0a", 2),
                                                    "\xff\xfe",
                                                    "\xf0\x9f\x98\x80",
                                                    "\\ud800",
                                                    "[[h@lo]]",
                                                    "/etc/passwd",
                                                    "../../../../etc/shadow",
                                                    "file:///etc/passwd",
                                                    "<audio src='file:///etc/passwd'/>",
                                                    "&xxe;",
                                                    "12345678901234567890",
                                                    "$(touch x)",
                                                    "%n%s%x",
                                                    "a\\\"b",
                                                    "\\n\\n\\n",
                                                    std::string(3000, 'a'),
                                                    std::string(3000, '<'),
                                                    "e\xcc\x81\xcc\x81\xcc\x81"};
    return one_of(kTexts);
  }

  std::string ssml() {
    static const std::vector<std::string> kDocuments = {
        "<speak>Hi</speak>",
        "<speak>",
        "<speak><break time='99999999s'/>a</speak>",
        "<speak><mark name=''/>a</speak>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><speak>&x;</speak>",
        "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;&b;'>]><speak>&c;</speak>",
        "<speak><prosody rate='-1e308%' pitch='1e308Hz'>a</prosody></speak>",
        "<speak><phoneme ph='\xff'>a</phoneme></speak>",
        "<speak><say-as interpret-as='date' format='ymdymd'>0/0/0</say-as></speak>"};
    if (below(4) > 0) return one_of(kDocuments);
    std::string deep = "<speak>";
    for (int i = 0; i < 400; ++i) deep += "<p>";
    return deep;
  }

  std::string json() {
    static const std::vector<std::string> kValues = {"1",           "-1",    "1e999",
                                                     "null",        "true",  "[]",
                                                     "{}",          "\"\"",  "99999999999999999999",
                                                     "0.5",         "\"x\"", "[[[[[[]]]]]]",
                                                     "\"\\u0000\"", "1E",    "\"wav\"",
                                                     "\"sse\""};
    static const std::vector<std::string> kKeys = {"input",
                                                   "voice",
                                                   "speed",
                                                   "seed",
                                                   "steps",
                                                   "response_format",
                                                   "stream_format",
                                                   "pitch_st",
                                                   "temperature",
                                                   "ssml",
                                                   "sentence_silence_seconds",
                                                   "model",
                                                   "unknown",
                                                   ""};
    if (below(10) == 0) return std::string(20000, below(2) == 0 ? '[' : '{');
    const bool is_ssml = below(3) == 0;
    std::string object = R"({"steps": 0, "input": ")" + (is_ssml ? ssml() : text()) + "\"";
    if (is_ssml) object += ", \"ssml\": true";
    for (std::size_t i = below(3); i > 0; --i) object += ", \"" + one_of(kKeys) + "\": " + one_of(kValues);
    return object + "}";
  }

  /// Fields of a form for the paths that take recordings, whose parts "x" parts.
  std::string form() {
    static const std::vector<std::string> kNames = {"file",
                                                    "second",
                                                    "gap",
                                                    "gaps",
                                                    "amount",
                                                    "to",
                                                    "fade_ms",
                                                    "steps",
                                                    "seed",
                                                    "pitch_st",
                                                    "response_format",
                                                    "",
                                                    "\xff",
                                                    "a\"; filename=\"/etc/passwd"};
    static const std::vector<std::string> kValues = {"0-0.001",  "0.0005-1e308", "nan-inf", "-1--2",
                                                     "0 1\n0 1", "0.5",          "1e999",   "-0",
                                                     "wav",      "flac",         "opus",    ""};
    std::string body;
    for (std::size_t i = below(6); i > 0; --i) {
      const std::string& name = one_of(kNames);
      const bool is_sound = below(2) == 0 && (name == "file" || name == "second");
      body += "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
              (is_sound ? sound() : one_of(kValues)) + "\r\n";
    }
    return body + (below(5) == 0 ? "--x" : "--x--\r\n");
  }

  /// A short recording, some of whose bytes may be wrong.
  std::string sound() {
    std::string wav(
        "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0", 44);
    const std::string samples = bytes(9000);
    const auto put = [&wav](std::size_t at, std::size_t value) {
      for (std::size_t i = 0; i < 4; ++i) wav[at + i] = static_cast<char>(value >> (8 * i) & 0xFF);
    };
    put(4, samples.size() + 36);
    put(40, samples.size());
    if (below(2) == 0) wav[8 + below(36)] = static_cast<char>(random_());
    return wav + samples;
  }

  std::string request() {
    static const std::vector<std::string> kMethods = {"GET",     "POST",   "HEAD", "PUT",
                                                      "OPTIONS", "DELETE", "PRI",  "\x16\x03\x01"};
    static const std::vector<std::string> kPaths = {"/",
                                                    "/v1/audio/speech",
                                                    "/v1/audio/speech/timings",
                                                    "/v1/audio/vocode",
                                                    "/v1/audio/morph",
                                                    "/v1/audio/repair",
                                                    "/v1/audio/repair?gap=0-1&gap=&gaps=%00",
                                                    "/v1/voices",
                                                    "/metrics",
                                                    "/health",
                                                    "*",
                                                    "/../../etc/passwd",
                                                    "/%2e%2e/%2e%2e/etc/passwd",
                                                    "/v1/audio/vocode?steps=-1&seed=x",
                                                    "http://elsewhere/",
                                                    "//",
                                                    "/\xff"};
    static const std::vector<std::string> kFields = {"Host: a",
                                                     "Range: bytes=0-1,2-3,-5",
                                                     "Range: bytes=99999999999999999999-",
                                                     "Origin: null",
                                                     "Expect: 100-continue",
                                                     "Accept-Encoding: gzip, br",
                                                     "Content-Encoding: gzip",
                                                     "Content-Type: multipart/form-data; boundary=",
                                                     "Connection: Upgrade",
                                                     "Content-Type: multipart/form-data; boundary=x",
                                                     "Content-Type: application/json",
                                                     "Content-Length: 0",
                                                     "Transfer-Encoding: chunked",
                                                     "A: " + std::string(9000, 'a'),
                                                     ": b",
                                                     "Authorization: Bearer \xff",
                                                     "Cookie: a\tb"};
    std::string body = below(4) == 0 ? bytes(2000) : json();
    static const std::vector<std::string> kEdits = {"vocode", "morph", "repair"};
    const bool is_speech = below(2) == 0;
    const bool is_form = !is_speech && below(2) == 0;
    if (is_form) body = form();
    std::string head = (is_speech ? "POST /v1/audio/speech"
                        : is_form ? "POST /v1/audio/" + one_of(kEdits)
                                  : one_of(kMethods) + " " + one_of(kPaths)) +
                       " HTTP/1.1\r\n";
    if (is_form) head += "Content-Type: multipart/form-data; boundary=x\r\n";
    if (is_speech) head += "Content-Type: application/json\r\n";
    for (std::size_t i = below(4); i > 0; --i) head += one_of(kFields) + "\r\n";
    if (below(8) == 0) {
      head += "Transfer-Encoding: chunked\r\n";
      body =
          "5\r\nabcde\r\n" + one_of({"0\r\n\r\n", "ffffffff\r\n", "-1\r\n", "5;a=b\r\nabcde\r\n0\r\n\r\n"});
    } else {
      head += "Content-Length: " + std::to_string(body.size() + (below(20) == 0 ? 1000000 : 0)) + "\r\n";
    }
    std::string whole = head + "Connection: close\r\n\r\n" + body;
    if (below(5) == 0) whole = bytes(200) + whole;
    if (below(5) == 0) whole[below(whole.size())] = static_cast<char>(random_());
    if (below(6) == 0) whole += whole;
    return whole;
  }

 private:
  std::mt19937 random_;
};

std::size_t count_of(const char* variable, std::size_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<std::size_t>(std::atol(text));
}

/// As many descriptors as the system allows.
void allow_sockets() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Byte by byte, as a client on a bad line.
void send_slowly(const RawClient& client, std::string_view bytes) {
  for (const char& byte : bytes.substr(0, 400)) client.send({&byte, 1});
  client.send(bytes.substr(std::min<std::size_t>(400, bytes.size())));
}

using Fuzz = CommandLine;

TEST_F(Fuzz, HostileRequestsHarmNothing) {
  allow_sockets();
  RunningService service({"--cores", "1", "--max-seconds", "5"});
  const int port = std::stoi(service.url().substr(service.url().rfind(':') + 1));
  Generator generator(20240611);
  std::vector<RawClient> open;  // some of them stay, silent in the middle of a request
  const std::size_t requests = count_of("DRIFTWAVE_FUZZ_REQUESTS", 1500);
  for (std::size_t i = 0; i < requests; ++i) {
    const std::string request = generator.request();
    RawClient client(port);
    if (generator.below(6) == 0) {
      client.send(std::string_view(request).substr(0, generator.below(request.size())));
      if (open.size() < 200) open.push_back(std::move(client));
      continue;
    }
    if (generator.below(50) == 0) {
      send_slowly(client, request);
      continue;
    }
    const std::size_t half = generator.below(3) == 0 ? generator.below(request.size()) : 0;
    client.send(std::string_view(request).substr(0, half));
    client.send(std::string_view(request).substr(half));
    // Some stay for the beginning of the answer, some leave at once.
    client.end_of_requests();
    if (generator.below(3) > 0) (void)client.read(1 + generator.below(3000));
  }
  open.clear();
  const std::size_t sockets = count_of("DRIFTWAVE_FUZZ_SOCKETS", 1000);
  for (std::size_t i = 0; i < sockets; ++i) {
    open.emplace_back(port);
    if (i % 2 == 0) open.back().send("POST /v1/audio/speech HTTP/1.1\r\nContent-Length: 9\r\n\r\n{");
  }
  EXPECT_EQ(must("curl -sS -o answer -w '%{http_code}' " + service.url() + "/health"), "200");
  EXPECT_EQ(must("curl -sS -o answer -w '%{http_code}' -H 'Content-Type: application/json' -d '{\"input\": "
                 "\"Hello.\"}' " +
                 service.url() + "/v1/audio/speech"),
            "200");
  open.clear();
  service.send(SIGTERM);
  EXPECT_EQ(service.await_end(), 0);
}

}  // namespace
}  // namespace driftwave
