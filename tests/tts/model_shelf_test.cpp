#include "tts/model_shelf.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/synthesizer.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

const fs::path kVoice = DRIFTWAVE_TEST_VOICE;

TEST(ModelShelf, GivesVoicesOfTheSameFilesTheSameModel) {
  const Voice one = load_voice(kVoice);
  Voice other = one;
  other.speaker = "ljspeech";
  other.vocoder_file = kVoice / ".." / kVoice.filename() / one.vocoder_file.filename();
  const Synthesizer first(one);
  const Synthesizer second(other);
  EXPECT_EQ(&first.vocoder(), &second.vocoder());
  EXPECT_EQ(shared_acoustic_model(one.acoustic_file), shared_acoustic_model(one.acoustic_file));
}

TEST(ModelShelf, KeepsNoModelThatNobodyHolds) {
  std::weak_ptr<const Vocoder> held;
  {
    const auto vocoder = shared_vocoder(kVoice / "vocoder.safetensors");
    held = vocoder;
    EXPECT_EQ(shared_vocoder(kVoice / "vocoder.safetensors"), vocoder);
  }
  EXPECT_TRUE(held.expired());
}

TEST(ModelShelf, LoadsAFileAnewThatHasChanged) {
  const fs::path file = fs::path(::testing::TempDir()) / "shelf-vocoder.safetensors";
  fs::copy_file(kVoice / "vocoder.safetensors", file, fs::copy_options::overwrite_existing);
  const auto before = shared_vocoder(file);
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(5));
  const auto after = shared_vocoder(file);
  EXPECT_NE(before, after);
  fs::remove(file);
}

TEST(ModelShelf, LoadsOnceForManyWhoAskAtOnce) {
  std::vector<std::future<std::shared_ptr<const AcousticModel>>> asking;
  for (int i = 0; i < 4; ++i) {
    asking.push_back(std::async(std::launch::async,
                                [] { return shared_acoustic_model(kVoice / "acoustic.safetensors"); }));
  }
  std::vector<std::shared_ptr<const AcousticModel>> models;
  for (auto& answer : asking) models.push_back(answer.get());
  for (const auto& model : models) EXPECT_EQ(model, models.front());
}

TEST(ModelShelf, SaysWhichFileItCannotLoad) {
  try {
    (void)shared_vocoder("no/such.safetensors");
    FAIL() << "want an error";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("no/such.safetensors"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace driftwave
