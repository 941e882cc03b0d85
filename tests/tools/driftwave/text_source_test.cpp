#include "tools/driftwave/text_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tools/driftwave/command.h"

namespace driftwave {
namespace {

class TextFile {
 public:
  explicit TextFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() / ("driftwave-text-" + std::to_string(::getpid()))) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TextFile() { std::filesystem::remove(path_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

TEST(TextSource, JoinsArgumentsWithSpaces) {
  const auto source = open_text_source({.words = {"Hello", "world."}, .file = {}});
  EXPECT_EQ(source->next()->text, "Hello world.");
  EXPECT_FALSE(source->next().has_value());
}

TEST(TextSource, GivesAFileWhole) {
  const TextFile file("One.\nTwo.\n");
  const auto source = open_text_source({.words = {}, .file = file.name()});
  const auto job = source->next();
  EXPECT_EQ(job->text, "One.\nTwo.\n");
  EXPECT_FALSE(job->more_may_follow);
  EXPECT_FALSE(source->next().has_value());
}

TEST(TextSource, GivesJsonLinesOneByOneWithTheirOutputs) {
  const TextFile file(
      "{\"text\": \"One.\", \"output\": \"1.wav\"}\n\n{\"text\": \"Two.\", \"output_file\": \"2.wav\"}");
  const auto source = open_text_source({.words = {}, .file = file.name(), .json_lines = true});
  const auto first = source->next();
  EXPECT_EQ(first->text, "One.");
  EXPECT_EQ(first->output, "1.wav");
  const auto second = source->next();
  EXPECT_EQ(second->text, "Two.");
  EXPECT_EQ(second->output, "2.wav");
  EXPECT_FALSE(source->next().has_value());
}

TEST(TextSource, NamesTheLineOfBadJson) {
  const TextFile file("{\"text\": \"One.\"}\n{\"text\": 2}\n");
  const auto source = open_text_source({.words = {}, .file = file.name(), .json_lines = true});
  (void)source->next();
  try {
    (void)source->next();
    FAIL() << "line 2 was taken";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("line 2"), std::string::npos) << e.what();
  }
}

TEST(TextSource, RejectsTwoSourcesAtOnce) {
  EXPECT_THROW((void)open_text_source({.words = {"Hello"}, .file = "x.txt"}), UsageError);
}

}  // namespace
}  // namespace driftwave
