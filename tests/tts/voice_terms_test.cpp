#include "tts/voice_terms.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(VoiceTerms, KnowLicencesWithoutCommercialUse) {
  for (const char* licence : {"CC-BY-NC-4.0", "cc by-nc-sa 4.0", "Non-Commercial", "noncommercial use only",
                              "no commercial use", "private use"})
    EXPECT_TRUE(forbids_commercial_use(licence)) << licence;
  for (const char* licence : {"CC0-1.0", "CC-BY-4.0", "", "NCSA", "commercial use allowed", "Apache-2.0"})
    EXPECT_FALSE(forbids_commercial_use(licence)) << licence;
  EXPECT_EQ(use_note("CC-BY-NC-4.0"), " use=non-commercial");
  EXPECT_EQ(use_note("CC0-1.0"), "");
}

}  // namespace
}  // namespace driftwave
