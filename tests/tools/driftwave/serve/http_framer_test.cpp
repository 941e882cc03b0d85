#include "tools/driftwave/serve/http_framer.h"

#include <gtest/gtest.h>

#include <string>

namespace driftwave {
namespace {

using State = HttpFramer::State;

HttpLimits limits() {
  return {.head_bytes = 1000,
          .body_bytes = [](std::string_view path) { return path == "/large" ? 1000U : 10U; }};
}

struct Framed {
  State state = State::kMore;
  std::size_t size = 0;
  int status = 0;
};

/// Byte by byte, as the slowest of clients would send it.
Framed frame(const std::string& bytes) {
  const HttpLimits some = limits();
  HttpFramer framer(some);
  State state = State::kMore;
  for (std::size_t count = 1; count <= bytes.size() && state == State::kMore; ++count) {
    state = framer.look(std::string_view(bytes).substr(0, count));
  }
  HttpFramer at_once(some);
  EXPECT_EQ(at_once.look(bytes), state) << "in one piece: " << bytes;
  return {state, framer.size(), framer.status()};
}

TEST(HttpFramer, FindsTheEndOfEachKindOfRequest) {
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string post = "POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody";
  const std::string chunks = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\nA;x=y\r\n";
  const std::string large =
      "POST /large HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n2\r\n\r\n\r\n0\r\n\r\n";
  for (const std::string& request : {get, post, large}) {
    const Framed framed = frame(request);
    EXPECT_EQ(framed.state, State::kWhole) << request;
    EXPECT_EQ(framed.size, request.size()) << request;
    const HttpLimits some = limits();
    HttpFramer framer(some);
    EXPECT_EQ(framer.look(request + "GET /next"), State::kWhole);
    EXPECT_EQ(framer.size(), request.size()) << "what follows is another request";
  }
  EXPECT_EQ(frame(chunks).status, 413) << "10 bytes are the most";
}

TEST(HttpFramer, RefusesWhatCouldMeanTwoThings) {
  const struct {
    const char* request;
    int status;
  } cases[] = {{"nonsense\r\n\r\n", 400},
               {"GET / HTTP/2.0\r\n\r\n", 400},
               {"GET  HTTP/1.1\r\n\r\n", 400},
               {"POST / HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n", 400},
               {"POST / HTTP/1.1\r\nContent-Length: -4\r\n\r\n", 400},
               {"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
               {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
               {"POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n", 413},
               {"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400},
               {"POST / HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\n", 415},
               {"GET / HTTP/1.1\r\nA b: c\r\n\r\n", 400},
               {"GET / HTTP/1.1\r\nA: b\nContent-Length: 3\r\n\r\n", 400},
               {"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400},
               {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 413},
               {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400},
               {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n", 400}};
  for (const auto& each : cases) {
    const Framed framed = frame(each.request);
    EXPECT_EQ(framed.state, State::kRefused) << each.request;
    EXPECT_EQ(framed.status, each.status) << each.request;
  }
}

TEST(HttpFramer, WaitsForNoHeadWithoutEnd) {
  const Framed framed = frame("GET / HTTP/1.1\r\nA: " + std::string(2000, 'a'));
  EXPECT_EQ(framed.status, 431);
}

TEST(HttpFramer, TakesNoLongRange) {
  std::string range = "bytes=0-1";
  for (int i = 0; i < 100; ++i) range += ",0-1";
  EXPECT_EQ(frame("GET / HTTP/1.1\r\nRange: " + range + "\r\n\r\n").status, 400);
  EXPECT_EQ(frame("GET / HTTP/1.1\r\nRange: bytes=0-1\r\n\r\n").state, State::kWhole);
}

TEST(HttpFramer, TellsOnceThatTheClientWaits) {
  const HttpLimits some = limits();
  HttpFramer framer(some);
  const std::string head = "POST / HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
  EXPECT_EQ(framer.look(head), State::kMore);
  EXPECT_TRUE(framer.take_continue());
  EXPECT_FALSE(framer.take_continue());
  EXPECT_EQ(framer.look(head + "body"), State::kWhole);
}

}  // namespace
}  // namespace driftwave
