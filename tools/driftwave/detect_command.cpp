/// driftwave detect: whether recordings hold our watermark, and where.
#include "tools/driftwave/detect_command.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/core/config.h"
#include "engine/watermark/detector.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/report.h"
#include "tools/driftwave/standard_output.h"
#include "tools/driftwave/watermark_choice.h"
#include "tts/voice_mark.h"

namespace driftwave {
namespace {

struct DetectOptions {
  std::vector<std::string> files;
  std::string key_file;
  std::string picture;
  double speeds_percent = 100 * kWatermarkSpeedRange;
  bool json = false;
};

/// Names of the voices here that a mark may mean: 1 of 4096 others has the same number.
std::vector<std::string> voices_of(const WatermarkPayload& payload) {
  static const std::vector<FoundVoice> known = all_voices();
  std::vector<std::string> names;
  for (const FoundVoice& found : known)
    if (found.problem.empty() && watermark_voice_id(found.voice.name) == payload.voice)
      names.push_back(found.voice.name);
  return names;
}

nlohmann::ordered_json to_json(const WatermarkSegment& segment) {
  nlohmann::ordered_json json = {
      {"begin", segment.begin_s}, {"end", segment.end_s}, {"score", segment.score}, {"payload", nullptr}};
  if (segment.payload)
    json["payload"] = {{"version", segment.payload->version},
                       {"voice", segment.payload->voice},
                       {"voice_names", voices_of(*segment.payload)},
                       {"user", segment.payload->user}};
  return json;
}

nlohmann::ordered_json to_json(const std::string& file, double seconds, const WatermarkReport& report) {
  nlohmann::ordered_json segments = nlohmann::ordered_json::array();
  for (const WatermarkSegment& segment : report.segments) segments.push_back(to_json(segment));
  return {{"file", file},
          {"seconds", seconds},
          {"marked", report.found},
          {"probability", 1.0 - report.false_alarm},
          {"false_alarm", report.false_alarm},
          {"score", report.score},
          {"speed", report.speed},
          {"segments", segments}};
}

std::string describe(const WatermarkPayload& payload) {
  std::string names;
  for (const std::string& name : voices_of(payload)) names += (names.empty() ? " (" : ", ") + name;
  if (!names.empty()) names += ")";
  return fmt::format("voice {}{}, user {}", payload.voice, names, payload.user);
}

std::string to_text(const std::string& file, const WatermarkReport& report) {
  std::string text = fmt::format("{}: {}, score {:.1f}, chance of a false alarm {:.0e}", file,
                                 report.found ? "marked" : "no mark", report.score, report.false_alarm);
  if (report.speed != 1) text += fmt::format(", at {:.3f} times its speed", report.speed);
  text += "\n";
  for (const WatermarkSegment& segment : report.segments)
    text += fmt::format("  {:8.2f} - {:8.2f} s  score {:5.1f}  {}\n", segment.begin_s, segment.end_s,
                        segment.score, segment.payload ? describe(*segment.payload) : "payload not readable");
  return text;
}

void draw(const DetectOptions& options, const std::string& file, const AudioBuffer& audio,
          const WatermarkReport& report) {
  PicturePanel panel{.title = fmt::format("{}: {}", file, report.found ? "marked where shaded" : "no mark"),
                     .audio = &audio};
  for (const WatermarkSegment& segment : report.segments)
    panel.marked.push_back({.first_s = segment.begin_s, .last_s = segment.end_s});
  EditOptions picture;
  picture.picture = options.picture;
  write_picture(picture, audio.sample_rate_hz, {panel});
}

void run_detect(const DetectOptions& options) {
  if (!options.picture.empty() && options.files.size() != 1)
    throw UsageError("--picture: want one file, got {}", options.files.size());
  if (!options.picture.empty() && !options.picture.ends_with(".png"))
    throw UsageError("--picture: want a name in .png, got {}", options.picture);
  const WatermarkDetector detector(
      {.key = read_watermark_key(options.key_file), .speed_range = options.speeds_percent / 100.0});
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  bool failed = false;
  for (const std::string& file : options.files) {
    try {
      const AudioBuffer audio = read_audio_or_stdin(file);
      const WatermarkReport report = detector.detect(mono_at(audio, kWatermarkDetectorRateHz));
      if (!options.picture.empty()) draw(options, file, audio, report);
      const double seconds = static_cast<double>(audio.frames()) / audio.sample_rate_hz;
      if (options.json) list.push_back(to_json(file, seconds, report));
      if (!options.json) write_stdout(to_text(file, report));
    } catch (const BrokenPipe&) {
      throw;
    } catch (const Error& error) {
      // One bad file is no reason to keep what is known of the others.
      report_error(error.what());
      failed = true;
    }
  }
  if (options.json) write_stdout(dump_json(list, 2) + "\n");
  if (failed) throw Reported();
}

}  // namespace

void add_detect_command(CLI::App& app) {
  const auto options = std::make_shared<DetectOptions>();
  CLI::App* command = app.add_subcommand("detect", "Say whether recordings hold our watermark, and where");
  command->add_option("files", options->files, "Audio files, or - for standard input")->required();
  command->add_option("--watermark-key", options->key_file,
                      "The file of secret bytes that the mark was made with (default: the public key)");
  command
      ->add_option("--speeds", options->speeds_percent,
                   "Look for sound played up to so many percent too fast or slow; about 1 s of work each")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  command->add_option("--picture", options->picture, "Spectrogram with the marked parts shaded (.png)");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_detect(*options); });
}

}  // namespace driftwave
