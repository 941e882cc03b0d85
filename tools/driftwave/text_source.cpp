#include "tools/driftwave/text_source.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "engine/core/config.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/incoming_lines.h"
#include "tts/text/encoding.h"

namespace driftwave {
namespace {

class WholeText : public TextSource {
 public:
  WholeText(std::string text, std::string where)
      : job_(SpeechJob{.text = std::move(text), .output = "", .where = std::move(where)}) {}
  WholeText(DecodedText text, std::string where) : WholeText(std::move(text.utf8), std::move(where)) {
    job_->source_offset = text.skipped_bytes;
    job_->note = std::move(text.note);
  }
  std::optional<SpeechJob> next() override { return std::exchange(job_, std::nullopt); }

 private:
  std::optional<SpeechJob> job_;
};

/// Where an object ends that comes line by line. Ours hold no others.
class ObjectEnd {
 public:
  /// @return whether the object goes on after this line.
  bool goes_on_after(std::string_view line) {
    for (const char c : line) {
      if (is_escaped_) {
        is_escaped_ = false;
      } else if (in_string_) {
        is_escaped_ = c == '\\';
        in_string_ = c != '"';
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '}') {
        return false;
      }
    }
    // A string that goes on is broken: the end of a line does not stand in one.
    return !in_string_;
  }

 private:
  bool in_string_ = false;
  bool is_escaped_ = false;
};

bool begins_object(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line[first] == '{';
}

class JsonObjects : public TextSource {
 public:
  explicit JsonObjects(std::unique_ptr<TextSource> lines) : lines_(std::move(lines)) {}

  std::optional<SpeechJob> next() override {
    std::optional<SpeechJob> job = next_object();
    if (!job) return job;
    try {
      const nlohmann::json json = parse_json(std::exchange(job->text, {}), job->where);
      ConfigReader reader(json, job->where);
      reader.required("text", job->text);
      reader.optional("output", job->output);
      reader.optional("output_file", job->output);
      reader.finish();
    } catch (const Error& e) {
      job->problem = e.what();
    }
    return job;
  }

 private:
  /// The text of an object, or of a line that begins none. An object that never ends does not swallow those
  /// after it.
  std::optional<SpeechJob> next_object() {
    std::optional<SpeechJob> job = held_ ? std::exchange(held_, std::nullopt) : lines_->next();
    if (!job || !begins_object(job->text)) return job;
    ObjectEnd end;
    for (bool goes_on = end.goes_on_after(job->text); goes_on;) {
      std::optional<SpeechJob> line = lines_->next();
      if (!line || begins_object(line->text)) {
        held_ = std::move(line);
        return job;
      }
      goes_on = end.goes_on_after(line->text);
      job->text += "\n" + line->text;
    }
    return job;
  }

  std::unique_ptr<TextSource> lines_;
  std::optional<SpeechJob> held_;  ///< a line that was read too early
};

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  // A folder opens but cannot be read.
  if (!stream || (stream.peek() == std::char_traits<char>::eof() && stream.bad())) {
    throw Error("{}: cannot be read: {}", file, std::strerror(errno));
  }
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) throw Error("{}: cannot be read", file);
  return std::move(text).str();
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::unique_ptr<TextSource> open_text_source(const TextSourceOptions& options) {
  if (!options.words.empty()) {
    if (!options.file.empty())
      throw UsageError("{}: want text as arguments or from -f, got both", options.command);
    if (options.json_lines)
      throw UsageError("--json-input: want objects from -f or standard input, got arguments");
    return std::make_unique<WholeText>(join(options.words), "text");
  }
  if (options.file.empty() && isatty(STDIN_FILENO) == 1) {
    throw UsageError("{}: want text as argument, from -f FILE or on standard input, got none",
                     options.command);
  }
  const std::string file = options.file.empty() ? "-" : options.file;
  if (options.json_lines) return std::make_unique<JsonObjects>(std::make_unique<IncomingLines>(file, false));
  if (file != "-") return std::make_unique<WholeText>(decode_text(read_file(file)), file);
  if (options.as_it_comes) return std::make_unique<IncomingLines>(file, true);
  return std::make_unique<WholeText>(decode_text(read_stdin()), "standard input");
}

}  // namespace driftwave
