#include "plugin/preset_library.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/error.h"
#include "plugin/presets.h"
#include "plugin/processor.h"

namespace driftwave {
namespace {

class Library : public testing::Test {
 protected:
  Library() : folder_(juce::File(testing::TempDir()).getChildFile("driftwave presets")) {
    folder_.deleteRecursively();
  }
  ~Library() override { folder_.deleteRecursively(); }

  static PresetEntry dusk() {
    return {.folder = "Evening",
            .name = "Dusk",
            .hint = "Long shadows",
            .wants = "Cello",
            .settings = {.preset = "Dusk", .values = {{"pitch", -2.5F}, {"smear", 900.0F}}}};
  }
  template <typename Doing>
  static std::string error_of(const Doing& doing) {
    try {
      doing();
    } catch (const Error& e) {
      return e.what();
    }
    return {};
  }

  juce::File folder_;
};

TEST_F(Library, KeepsPresetsOfOnesOwnInFolders) {
  PresetLibrary library(folder_);
  ASSERT_EQ(library.all().size(), factory_presets().size());
  library.save(dusk());
  ASSERT_EQ(library.all().size(), factory_presets().size() + 1);
  const PresetLibrary again(folder_);
  const PresetEntry* const found = again.named("dusk");
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->is_own());
  EXPECT_EQ(found->folder, "Evening");
  EXPECT_EQ(found->hint, "Long shadows");
  EXPECT_EQ(found->wants, "Cello");
  EXPECT_EQ(found->file, folder_.getChildFile("Evening/Dusk.driftwave"));
  const auto pitch =
      std::ranges::find(found->settings.values, "pitch", &std::pair<std::string, float>::first);
  ASSERT_NE(pitch, found->settings.values.end());
  EXPECT_EQ(pitch->second, -2.5F);
  library.remove(*library.named("Dusk"));
  EXPECT_EQ(library.named("Dusk"), nullptr);
  EXPECT_FALSE(folder_.getChildFile("Evening/Dusk.driftwave").exists());
}

TEST_F(Library, FindsByWordsFolderAndStar) {
  PresetLibrary library(folder_);
  library.save(dusk());
  const auto names = [&](const PresetLibrary::Query& query) {
    std::vector<std::string> all;
    for (const std::size_t place : library.find(query)) all.push_back(library.all()[place].name);
    return all;
  };
  EXPECT_EQ(names({.words = "long SHADOWS"}), std::vector<std::string>{"Dusk"});
  EXPECT_EQ(names({.words = "cello"}), std::vector<std::string>{"Dusk"});
  EXPECT_TRUE(names({.words = "no such words"}).empty());
  EXPECT_GE(names({.folder = "Drums"}).size(), 10U);
  EXPECT_TRUE(names({.only_favourites = true}).empty());
  library.mark(*library.named("Giant"), true);
  library.mark(*library.named("Dusk"), true);
  EXPECT_EQ(names({.only_favourites = true}), (std::vector<std::string>{"Giant", "Dusk"}));
  const PresetLibrary again(folder_);
  EXPECT_TRUE(again.named("Giant")->is_favourite);
  library.mark(*library.named("Giant"), false);
  EXPECT_FALSE(PresetLibrary(folder_).named("Giant")->is_favourite);
}

TEST_F(Library, BringsPresetsInAndSendsThemOut) {
  const juce::File elsewhere = juce::File(testing::TempDir()).getChildFile("sent.driftwave");
  PresetLibrary::write(dusk(), elsewhere);
  PresetLibrary library(folder_);
  EXPECT_EQ(library.import(elsewhere), "Dusk");
  EXPECT_EQ(library.named("Dusk")->folder, "Own");
  EXPECT_EQ(library.named("Dusk")->settings.values[0].second, -2.5F);
}

TEST_F(Library, NamesWhatIsWrong) {
  PresetLibrary library(folder_);
  const juce::File broken = folder_.getChildFile("broken.driftwave");
  folder_.createDirectory();
  for (const char* text : {"", "<", "<driftwave version=\"4\"/>", "<driftwave-preset/>"}) {
    broken.replaceWithText(text);
    library.scan();
    ASSERT_EQ(library.problems().size(), 1U) << text;
    EXPECT_NE(library.problems()[0].find("broken.driftwave"), std::string::npos) << text;
    EXPECT_EQ(library.all().size(), factory_presets().size());
    EXPECT_NE(error_of([&] { (void)library.import(broken); }).find("broken.driftwave"), std::string::npos);
  }
  EXPECT_NE(error_of([&] { (void)library.import(folder_.getChildFile("none.driftwave")); }).find("no file"),
            std::string::npos);
  for (const char* name : {"", " ", "..", "/"}) {
    PresetEntry entry = dusk();
    entry.name = name;
    EXPECT_NE(error_of([&] { library.save(entry); }), "") << name;
  }
  EXPECT_NE(error_of([&] { library.remove(PresetEntry(*library.named("Giant"))); }).find("Giant"),
            std::string::npos);
  // A name cannot leave the folder.
  PresetEntry entry = dusk();
  entry.name = "../up";
  entry.folder = "../../out";
  library.save(entry);
  for (const PresetEntry& one : library.all()) {
    EXPECT_TRUE(!one.is_own() || one.file.isAChildOf(folder_)) << one.file.getFullPathName();
  }
}

TEST(Dice, RollTheSameSoundFromASeedAndLeaveAloneWhatIsLocked) {
  DriftwaveProcessor processor;
  const Settings now = take_settings(processor.state(), "x");
  EXPECT_EQ(rolled(now, {}, 5).values, rolled(now, {}, 5).values);
  EXPECT_NE(rolled(now, {}, 5).values, rolled(now, {}, 6).values);
  const std::array locked{Parameter::kFormant};
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Settings free = rolled(now, {}, seed);
    const Settings held = rolled(now, locked, seed);
    for (std::size_t i = 0; i < free.values.size(); ++i) {
      const auto& [id, value] = held.values[i];
      EXPECT_EQ(value, id == "formant" ? 0.0F : free.values[i].second) << id;
      const auto range = processor.state().getParameterRange(id);
      EXPECT_GE(value, range.start) << id;
      EXPECT_LE(value, range.end) << id;
    }
  }
  processor.roll(3);
  EXPECT_TRUE(processor.is_preset_edited());
  EXPECT_TRUE(processor.history().undo());
  EXPECT_FALSE(processor.is_preset_edited());
}

}  // namespace
}  // namespace driftwave
