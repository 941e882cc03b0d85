#include <nlohmann/json.hpp>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using DevicesCommand = CommandLine;

TEST_F(DevicesCommand, ListsDevicesOrSaysThatThereAreNone) {
  const Outcome outcome = run("driftwave devices");
  const auto list = nlohmann::json::parse(must("driftwave devices --json"));
  ASSERT_TRUE(list.is_array());
  if (list.empty()) {
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "driftwave: devices: want a sound device, got none\n");
  }
  for (const auto& device : list) {
    EXPECT_NE(outcome.out.find(device["name"].get<std::string>()), std::string::npos);
    EXPECT_GT(device["channels"].get<int>(), 0);
  }
}

TEST_F(DevicesCommand, IsWantedForPlayOnly) {
  refuses("driftwave speak Hello. -o x.wav --device 0", 2, "--play");
}

}  // namespace
}  // namespace driftwave
