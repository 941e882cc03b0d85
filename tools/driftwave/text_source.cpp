#include "tools/driftwave/text_source.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <istream>
#include <sstream>
#include <utility>

#include "engine/core/config.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"

namespace driftwave {
namespace {

constexpr const char* kStdin = "standard input";

class WholeText : public TextSource {
 public:
  WholeText(std::string text, std::string where)
      : job_(SpeechJob{std::move(text), "", std::move(where), 0, false}) {}
  std::optional<SpeechJob> next() override { return std::exchange(job_, std::nullopt); }

 private:
  std::optional<SpeechJob> job_;
};

/// Lines of a stream; blank ones are skipped.
class Lines : public TextSource {
 public:
  Lines(std::unique_ptr<std::istream> owned, std::istream& stream, std::string name)
      : owned_(std::move(owned)), stream_(stream), name_(std::move(name)) {}

  std::optional<SpeechJob> next() override {
    for (std::string line; std::getline(stream_, line);) {
      ++number_;
      const std::size_t begin = std::exchange(offset_, offset_ + line.size() + 1);
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      return SpeechJob{std::move(line), "", fmt::format("{}, line {}", name_, number_), begin, true};
    }
    return std::nullopt;
  }

 private:
  std::unique_ptr<std::istream> owned_;
  std::istream& stream_;
  std::string name_;
  int number_ = 0;
  std::size_t offset_ = 0;
};

class JsonLines : public TextSource {
 public:
  explicit JsonLines(std::unique_ptr<TextSource> lines) : lines_(std::move(lines)) {}

  std::optional<SpeechJob> next() override {
    std::optional<SpeechJob> job = lines_->next();
    if (!job) return job;
    const nlohmann::json json = parse_json(job->text, job->where);
    std::string text;
    std::string output;
    ConfigReader reader(json, job->where);
    reader.required("text", text);
    reader.optional("output", output);
    reader.optional("output_file", output);
    reader.finish();
    job->text = std::move(text);
    job->output = std::move(output);
    return job;
  }

 private:
  std::unique_ptr<TextSource> lines_;
};

std::ifstream open_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  // A folder opens but cannot be read.
  if (!stream || (stream.peek() == std::char_traits<char>::eof() && stream.bad())) {
    throw Error("{}: cannot be read: {}", file, std::strerror(errno));
  }
  return stream;
}

std::unique_ptr<TextSource> open_lines(const std::string& file) {
  if (file == "-") {
    std::ios::sync_with_stdio(false);
    return std::make_unique<Lines>(nullptr, std::cin, kStdin);
  }
  auto stream = std::make_unique<std::ifstream>(open_file(file));
  std::istream& lines = *stream;
  return std::make_unique<Lines>(std::move(stream), lines, file);
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::unique_ptr<TextSource> open_text_source(const TextSourceOptions& options) {
  if (!options.words.empty()) {
    if (!options.file.empty()) throw UsageError("speak: want text as arguments or from -f, got both");
    if (options.json_lines)
      throw UsageError("--json-input: want lines from -f or standard input, got arguments");
    return std::make_unique<WholeText>(join(options.words), "text");
  }
  if (options.file.empty() && isatty(STDIN_FILENO) == 1) {
    throw UsageError("speak: want text as argument, from -f FILE or on standard input, got none");
  }
  const std::string file = options.file.empty() ? "-" : options.file;
  if (options.json_lines) return std::make_unique<JsonLines>(open_lines(file));
  if (file == "-") {
    if (options.by_line) return open_lines(file);
    return std::make_unique<WholeText>(read_stdin(), kStdin);
  }
  std::ifstream stream = open_file(file);
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) throw Error("{}: cannot be read", file);
  return std::make_unique<WholeText>(std::move(text).str(), file);
}

}  // namespace driftwave
