/// driftwave record: prompts on the screen, recordings in a folder that a voice can learn from.
#include <unistd.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/standard_streams.h"
#include "engine/dsp/recording_check.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/record/microphone.h"
#include "tools/driftwave/record/prompts.h"
#include "tools/driftwave/record/recordings_folder.h"
#include "tools/driftwave/standard_output.h"
#include "tts/text/front_end.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

struct RecordArguments {
  fs::path folder;
  fs::path prompts;
  fs::path from;
  std::string language = "en-us";
  std::string device;
  std::size_t count = 0;
  bool show = false;
};

/// Where takes come from.
class Takes {
 public:
  virtual ~Takes() = default;
  /// @return nothing when the reader wants no more of this prompt.
  [[nodiscard]] virtual std::optional<AudioBuffer> take(const std::string& text) = 0;
  /// Whether a take is kept, after what was found of it has been shown.
  [[nodiscard]] virtual bool keeps(bool is_good) = 0;
  /// Whether there may be another.
  [[nodiscard]] virtual bool goes_on() const = 0;
};

/// A line from the reader without what surrounds it; nothing at the end of the input.
std::optional<std::string> answer() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  line.erase(std::ranges::remove_if(line, [](char c) { return c == ' ' || c == '\r'; }).begin(), line.end());
  return line;
}

class SpokenTakes : public Takes {
 public:
  explicit SpokenTakes(const std::string& device) : microphone_(open_microphone(device)) {
    say("Enter begins a recording and ends it; s skips a sentence, q ends.\n");
  }

  std::optional<AudioBuffer> take(const std::string& text) override {
    say("\n  {}\n> ", text);
    const std::optional<std::string> begin = answer();
    if (!begin || *begin == "q") going_on_ = false;
    if (!begin || *begin == "q" || *begin == "s") return std::nullopt;
    microphone_->start();
    say("  recording; Enter ends it ");
    if (!answer()) going_on_ = false;
    AudioBuffer audio;
    audio.samples = microphone_->stop();
    audio.sample_rate_hz = microphone_->sample_rate_hz();
    audio.bits = 24;
    return audio;
  }

  bool keeps(bool is_good) override {
    say("  {} ", is_good ? "Enter keeps it, r records it again" : "Enter records it again, k keeps it");
    const std::optional<std::string> said = answer();
    if (!said) going_on_ = false;
    return is_good ? said != "r" : said == "k";
  }

  bool goes_on() const override { return going_on_; }

 private:
  std::unique_ptr<Microphone> microphone_;
  bool going_on_ = true;
};

/// Files of a folder in the order of their names, a prompt each; one that is not good is read again from the
/// next file.
class FiledTakes : public Takes {
 public:
  explicit FiledTakes(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.is_regular_file()) files_.push_back(entry.path());
    std::ranges::sort(files_);
    if (files_.empty()) throw Error("--from: {}: want audio files, got none", folder.string());
  }

  std::optional<AudioBuffer> take(const std::string& text) override {
    const fs::path& file = files_[next_++];
    say("{}: {}\n", file.filename().string(), text);
    AudioBuffer audio = read_audio(file);
    audio.samples = mix_to_mono(audio);
    audio.channels = 1;
    audio.bits = std::min(audio.bits, 24);
    return audio;
  }
  bool keeps(bool is_good) override { return is_good; }
  bool goes_on() const override { return next_ < files_.size(); }

 private:
  std::vector<fs::path> files_;
  std::size_t next_ = 0;
};

/// Says what was found. @return whether nothing is wrong
bool report(const AudioBuffer& audio) {
  const RecordingCheck check = check_recording(audio.samples, audio.sample_rate_hz);
  const std::vector<std::string> wrong = complaints(check);
  say("  {:.1f} s, {:.0f} LUFS, noise {:.0f} dB under the speech: {}\n", check.seconds,
      std::max(check.level_lufs, -99.0), -check.noise_db, wrong.empty() ? "good" : "not good");
  for (const std::string& one : wrong) say("  {}\n", one);
  return wrong.empty();
}

std::vector<Prompt> prompts_of(const RecordArguments& arguments) {
  std::string text(english_prompts());
  if (!arguments.prompts.empty()) {
    std::ostringstream all;
    all << std::ifstream(arguments.prompts).rdbuf();
    text = std::move(all).str();
  } else if (!arguments.language.starts_with("en")) {
    throw UsageError(
        "--prompts: want a file with sentences of \"{}\", one a line: only English ones are built in",
        arguments.language);
  }
  const std::vector<std::string> sentences = lines_of(text);
  std::vector<Prompt> prompts =
      choose_prompts(sentences, TextFrontEnd({.language = arguments.language}), arguments.count);
  if (prompts.empty()) throw Error("{}: want sentences, one a line, got none", arguments.prompts.string());
  return prompts;
}

/// @return false when the reader wants to end
bool record_prompt(const Prompt& prompt, Takes& takes, RecordingsFolder& folder) {
  while (takes.goes_on()) {
    const std::optional<AudioBuffer> audio = takes.take(prompt.text);
    if (!audio) return takes.goes_on();
    if (!takes.keeps(report(*audio))) continue;
    folder.add(prompt.text, *audio);
    return takes.goes_on();
  }
  return false;
}

void run_record(const RecordArguments& arguments) {
  const std::vector<Prompt> prompts = prompts_of(arguments);
  if (arguments.show) {
    for (const Prompt& prompt : prompts) write_stdout(prompt.text + "\n");
    return;
  }
  if (arguments.folder.empty()) throw UsageError("want a folder for the recordings");
  if (arguments.from.empty() && isatty(STDIN_FILENO) == 0)
    throw UsageError("want a terminal to read from, or --from with a folder of files");
  RecordingsFolder folder(arguments.folder);
  const std::unique_ptr<Takes> takes =
      arguments.from.empty() ? std::unique_ptr<Takes>(std::make_unique<SpokenTakes>(arguments.device))
                             : std::make_unique<FiledTakes>(arguments.from);
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    if (folder.holds(prompts[i].text)) continue;
    say("{} of {}, then {:.0f} % of the pairs of sounds are read\n", i + 1, prompts.size(),
        100 * prompts[i].covered);
    if (!record_prompt(prompts[i], *takes, folder)) break;
  }
  say("{}: {} recordings; the same command goes on, and when all are there:\n"
      "  driftwave-train voice --recordings {} --name NAME --language {}\n",
      arguments.folder.string(), folder.size(), arguments.folder.string(), arguments.language);
}

}  // namespace

void add_record_command(CLI::App& app) {
  auto arguments = std::make_shared<RecordArguments>();
  CLI::App* command =
      app.add_subcommand("record", "Record sentences for a voice of your own, with a check of each");
  command->add_option("folder", arguments->folder, "Where metadata.csv and audio/ are made or added to");
  command
      ->add_option("--prompts", arguments->prompts, "Sentences to read, one a line (default: English ones)")
      ->check(CLI::ExistingFile);
  command->add_option("--language", arguments->language, "espeak-ng voice of the sentences")
      ->capture_default_str();
  command->add_option("--count", arguments->count,
                      "How many sentences; those that teach the most come first "
                      "(default: all)");
  command->add_option("--device", arguments->device, "Microphone: number or name");
  command
      ->add_option("--from", arguments->from,
                   "Take audio files of this folder, in order, instead of a microphone")
      ->check(CLI::ExistingDirectory);
  command->add_flag("--show", arguments->show,
                    "Print the sentences in the order in which they are asked for");
  command->callback([arguments] { run_record(*arguments); });
}

}  // namespace driftwave
