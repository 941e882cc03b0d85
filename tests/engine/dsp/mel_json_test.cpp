#include "engine/dsp/mel_json.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"

namespace driftwave {
namespace {

TEST(MelJson, ComesBack) {
  const MelSettings settings{
      .sample_rate_hz = 22050, .n_fft = 1024, .hop_samples = 256, .mels = 80, .high_hz = 8000};
  EXPECT_EQ(mel_settings_from_json(to_json(settings), "test"), settings);
}

TEST(MelJson, NamesTheKeyThatIsMissingUnknownOrOutOfRange) {
  const auto message = [](nlohmann::json json, const char* key, const nlohmann::json& value) -> std::string {
    if (value.is_null())
      json.erase(key);
    else
      json[key] = value;
    try {
      (void)mel_settings_from_json(json, "a.safetensors: mel");
    } catch (const Error& e) {
      return e.what();
    }
    return "accepted";
  };
  const nlohmann::json good = to_json(MelSettings{});
  EXPECT_NE(message(good, "hop_samples", nullptr).find("hop_samples"), std::string::npos);
  EXPECT_NE(message(good, "hops", 3).find("hops"), std::string::npos);
  EXPECT_NE(message(good, "n_fft", 1000).find("n_fft"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
