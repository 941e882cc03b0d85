#include "tools/driftwave/incoming_lines.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace driftwave {
namespace {

/// What is written to a pipe that is read as standard input.
class IncomingLinesTest : public ::testing::Test {
 protected:
  IncomingLinesTest() : old_input_(::dup(STDIN_FILENO)) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) == 0) ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    in_ = ends[1];
  }
  ~IncomingLinesTest() override {
    end();
    ::dup2(old_input_, STDIN_FILENO);
    ::close(old_input_);
  }
  void write(const std::string& text) const {
    ASSERT_EQ(::write(in_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void end() {
    if (in_ >= 0) ::close(in_);
    in_ = -1;
  }

 private:
  int old_input_;
  int in_ = -1;
};

TEST_F(IncomingLinesTest, GivesLinesWithTheirNumbersAndPlaces) {
  IncomingLines lines("-", true);
  write("One\n \t\r\nTwo\n");
  const auto one = lines.next();
  EXPECT_EQ(one->text, "One");
  EXPECT_EQ(one->where, "standard input, line 1");
  const auto two = lines.next();
  EXPECT_EQ(two->text, "Two");
  EXPECT_EQ(two->where, "standard input, line 3");
  EXPECT_EQ(two->source_offset, 8U);
  write("Three");
  end();
  EXPECT_EQ(lines.next()->text, "Three");
  EXPECT_FALSE(lines.next().has_value());
}

TEST_F(IncomingLinesTest, GivesSentencesOfALineThatGoesOn) {
  IncomingLines lines("-", true);
  // Nothing more comes: whoever waited for the line's end would wait for ever.
  write("One \xF0\x9F\x98\x80 boat came in. Mr. Smith saw it. Nobody ");
  const auto job = lines.next();
  EXPECT_EQ(job->text, "One \xF0\x9F\x98\x80 boat came in. Mr. Smith saw it. ");
  EXPECT_EQ(job->source_offset, 0U);
  write("did.\nTwo");
  end();
  const auto rest = lines.next();
  EXPECT_EQ(rest->text, "Nobody did.");
  EXPECT_EQ(rest->source_offset, job->text.size());
  EXPECT_EQ(rest->where, "standard input, line 1");
  EXPECT_EQ(lines.next()->where, "standard input, line 2");
}

TEST_F(IncomingLinesTest, KeepsALineWholeOnRequest) {
  IncomingLines lines("-", false);
  write("One boat came in. Nobody saw ");
  write("it.\n");
  EXPECT_EQ(lines.next()->text, "One boat came in. Nobody saw it.");
}

}  // namespace
}  // namespace driftwave
