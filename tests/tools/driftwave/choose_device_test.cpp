#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tools/driftwave/sound_back_end.h"

namespace driftwave {
namespace {

const std::vector<OutputDevice> kDevices = {
    {.index = 0,
     .name = "HDA Intel: ALC257 (hw:0,0)",
     .host = "ALSA",
     .default_rate_hz = 44100,
     .channels = 2},
    {.index = 3,
     .name = "HDA Intel: HDMI 0 (hw:0,3)",
     .host = "ALSA",
     .default_rate_hz = 44100,
     .channels = 8},
    {.index = 5,
     .name = "pulse",
     .host = "ALSA",
     .default_rate_hz = 44100,
     .channels = 32,
     .is_default = true},
    {.index = 6, .name = "3", .host = "JACK", .default_rate_hz = 48000, .channels = 2}};

std::string message_of(const std::vector<OutputDevice>& devices, const std::string& choice) {
  try {
    (void)choose_device(devices, choice);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(ChooseDevice, TakesTheDefaultWithoutAChoice) {
  EXPECT_EQ(choose_device(kDevices, "").index, 5);
}

TEST(ChooseDevice, TakesAnIndexANameOrAPartOfOneName) {
  EXPECT_EQ(choose_device(kDevices, "0").index, 0);
  EXPECT_EQ(choose_device(kDevices, "3").index, 3) << "the index before the name";
  EXPECT_EQ(choose_device(kDevices, "pulse").index, 5);
  EXPECT_EQ(choose_device(kDevices, "hdmi").index, 3);
}

TEST(ChooseDevice, ListsWhatThereIsWhenNothingFits) {
  const std::string list =
      "--device: want one of 0 \"HDA Intel: ALC257 (hw:0,0)\", 3 \"HDA Intel: HDMI 0 (hw:0,3)\", 5 "
      "\"pulse\", "
      "6 \"3\", got ";
  EXPECT_EQ(message_of(kDevices, "7"), list + "\"7\"");
  EXPECT_EQ(message_of(kDevices, "kazoo"), list + "\"kazoo\"");
  EXPECT_EQ(message_of(kDevices, "intel"), list + "\"intel\", which fits 2");
}

TEST(ChooseDevice, SaysThatThereIsNone) {
  const std::string message = "--play: want a sound device, got none; write a file with -o instead";
  EXPECT_EQ(message_of({}, ""), message);
  EXPECT_EQ(message_of({}, "pulse"), message);
  EXPECT_NE(message_of({kDevices[0]}, "").find("choose with --device"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
