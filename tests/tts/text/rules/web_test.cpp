#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(WebRules, ReadsAddresses) {
  expect_readings({
      {"https://driftwave.org", "driftwave dot org"},
      {"www.driftwave.org", "W W W dot driftwave dot org"},
      {"driftwave.org", "driftwave dot org"},
      {"http://www.example.com/docs/index.html",
       "W W W dot example dot com slash docs slash index dot H T M L"},
      {"See https://driftwave.org.", "See driftwave dot org."},
      {"see (www.example.com)", "see, W W W dot example dot com"},
      {"google.com/search?q=a&b=c", "google dot com slash search question mark Q equals a and B equals C"},
      {"ftp://files.example.net/", "files dot example dot net"},
  });
}

TEST(WebRules, ReadsMail) {
  expect_readings({
      {"me@example.com", "me at example dot com"},
      {"first.last@mail.co.uk", "first dot last at mail dot co dot U K"},
      {"Write to support@driftwave.org.", "Write to support at driftwave dot org."},
  });
}

TEST(WebRules, ReadsFiles) {
  expect_readings({
      {"config.json", "config dot json"},
      {"main.cpp", "main dot C P P"},
      {"README.md", "README dot M D"},
      {"foo_bar.txt", "foo underscore bar dot text"},
  });
}

TEST(WebRules, ReadsHashtagsAndHandles) {
  expect_readings({
      {"#OpenSource", "hashtag Open Source"},
      {"#MeToo", "hashtag Me Too"},
      {"@driftwave", "at driftwave"},
      {"See #жк today.", "See hashtag Z H K today."},
      {"#Москва", "hashtag Moskva"},
      {"@Đặng", "at Dang"},
  });
}

TEST(WebRules, LeavesMissingSpacesAlone) {
  expect_readings({
      {"the end.Next one", "the end. Next one"},
      {"a.b", "a. b"},
  });
}

}  // namespace
}  // namespace driftwave
