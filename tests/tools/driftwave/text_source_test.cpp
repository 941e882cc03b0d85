#include "tools/driftwave/text_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

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

std::vector<SpeechJob> json_jobs(const std::string& text) {
  const TextFile file(text);
  const auto source = open_text_source({.words = {}, .file = file.name(), .json_lines = true});
  std::vector<SpeechJob> jobs;
  while (auto job = source->next()) jobs.push_back(std::move(*job));
  return jobs;
}

TEST(TextSource, NamesTheLineOfBadJsonAndGoesOn) {
  const auto jobs = json_jobs("{\"text\": \"One.\"}\n{\"text\": 2}\nnothing\n\n{\"text\": \"Three.\"}");
  ASSERT_EQ(jobs.size(), 4U);
  EXPECT_EQ(jobs[0].problem, "");
  EXPECT_NE(jobs[1].problem.find("line 2"), std::string::npos) << jobs[1].problem;
  EXPECT_NE(jobs[2].problem.find("line 3"), std::string::npos) << jobs[2].problem;
  EXPECT_EQ(jobs[3].text, "Three.");
  EXPECT_EQ(jobs[3].problem, "");
}

TEST(TextSource, TakesAnObjectOverSeveralLines) {
  const auto jobs = json_jobs(
      "{\n  \"text\":\n    \"One } \\\" two.\",\n\n  \"output\": \"1.wav\"\n}\n{\"text\": \"Three.\"}\n");
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].text, "One } \" two.") << jobs[0].problem;
  EXPECT_EQ(jobs[0].output, "1.wav");
  EXPECT_EQ(jobs[1].text, "Three.");
}

TEST(TextSource, LosesNoObjectBehindOneThatNeverEnds) {
  const auto jobs =
      json_jobs("{\"text\": \"One.\"\n{\"text\": \"Two.\"}\n{\"text\": \"Thr\n{\"text\": \"Four.\"}\n{");
  ASSERT_EQ(jobs.size(), 5U);
  for (const std::size_t bad : {0U, 2U, 4U}) EXPECT_NE(jobs[bad].problem, "") << bad;
  EXPECT_EQ(jobs[1].text, "Two.");
  EXPECT_EQ(jobs[3].text, "Four.");
}

TEST(TextSource, RejectsTwoSourcesAtOnce) {
  EXPECT_THROW((void)open_text_source({.words = {"Hello"}, .file = "x.txt"}), UsageError);
}

}  // namespace
}  // namespace driftwave
