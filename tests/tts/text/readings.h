#pragma once
/// Tables of written and spoken English for the tests of the reading rules.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>

#include "tts/text/normalize.h"

namespace driftwave {

struct WrittenAndSpoken {
  std::string_view written;
  std::string_view spoken;
};

inline void expect_readings(std::initializer_list<WrittenAndSpoken> table) {
  for (const WrittenAndSpoken& line : table) EXPECT_EQ(normalize(line.written), line.spoken) << line.written;
}

}  // namespace driftwave
