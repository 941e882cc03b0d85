/// driftwave make: sounds from nothing, and new sounds from given ones.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/audio/audio_file.h"
#include "engine/core/atomic_file.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/contact_sheet.h"
#include "tools/driftwave/make_request.h"
#include "tools/driftwave/progress_bar.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

constexpr const char* kModelFile = "sounds/model.safetensors";
/// Less sound than this cannot carry a watermark.
constexpr double kShortestMarkedSeconds = 2;

struct MakeCommand {
  MakeRequest request;
  std::string output;
  std::string model;
  std::string picture;
  std::string dataset;
  std::size_t dataset_count = 100;
  std::vector<std::string> classes;
  WatermarkChoice watermark;
};

std::filesystem::path model_file(const std::string& named) {
  if (!named.empty()) return named;
  if (const auto found = find_in_voice_folders(kModelFile)) return *found;
  throw Error("--model: want a sound model: {} is in no folder of models", kModelFile);
}

class SoundWriter {
 public:
  SoundWriter(const MakeCommand& command, const std::filesystem::path& model)
      : mark_(mark_of(command.watermark)), note_(note_of(command.watermark)), hash_(model_hash(model)) {}

  void write(const std::string& file, MadeSound& sound, bool loop) const {
    const double seconds = static_cast<double>(sound.samples.size()) / kSoundRateHz;
    // A mark would not meet itself at a loop's seam.
    const bool carries = seconds >= kShortestMarkedSeconds && !loop;
    if (mark_ && carries) sound.samples = watermarked(sound.samples, watermark_options(*mark_, kSoundRateHz));
    write_audio_or_stdout(
        file, {.samples = sound.samples, .channels = 1, .sample_rate_hz = kSoundRateHz, .bits = 24},
        {{"software", "driftwave " DRIFTWAVE_VERSION},
         {"comment", fmt::format("made sounds={} {} {}", hash_, sound.settings,
                                 carries ? note_ : "watermark=none (too short or a loop)")}});
  }

 private:
  std::optional<SoundMark> mark_;
  std::string note_;
  std::string hash_;
};

bool is_folder_name(const std::string& name) {
  return name.ends_with('/') || (name != "-" && std::filesystem::is_directory(name));
}

/// Where sound `index` goes.
std::string file_of(const MakeCommand& command, const std::string& name, std::size_t index) {
  if (!is_folder_name(command.output)) return command.output;
  return (std::filesystem::path(command.output) / fmt::format("{}_{:03}.wav", name, index)).string();
}

void make_sounds(const MakeCommand& command, const SoundModel& model, const SoundWriter& writer) {
  if (command.output.empty()) throw UsageError("-o: want a file, or a folder with a / at its end");
  if (is_folder_name(command.output)) {
    std::filesystem::create_directories(command.output);
  } else {
    if (command.request.count > 1)
      throw UsageError("-o: want a folder (with a / at its end) for {} sounds, got {}", command.request.count,
                       command.output);
    check_audio_name(command.output);
  }
  const SoundMaker maker(model, command.request);
  std::vector<SheetSound> sheet;
  ProgressBar bar("making");
  for (std::size_t i = 0; i < command.request.count; ++i) {
    MadeSound sound = maker.make(i);
    writer.write(file_of(command, sound.name, i), sound, command.request.loop);
    if (!command.picture.empty())
      sheet.push_back({fmt::format("{} {}", sound.name, sound.seed), sound.samples});
    bar.update(static_cast<double>(i + 1) / static_cast<double>(command.request.count));
  }
  if (!command.picture.empty()) write_file(command.picture, contact_sheet(sheet));
}

/// One line a sound: its file, class and seed, and what it measures.
std::string metadata_line(const std::string& file, const MadeSound& sound, SoundFamily family) {
  std::string line = fmt::format("{},{},{}", file, sound.name, sound.seed);
  for (const float value : analyse_sound(sound.samples, family).descriptors)
    line += std::isnan(value) ? "," : fmt::format(",{:.3f}", value);
  return line + "\n";
}

void make_dataset(const MakeCommand& command, const SoundModel& model, const SoundWriter& writer) {
  const std::filesystem::path folder = command.dataset;
  if (std::filesystem::exists(folder / "metadata.csv"))
    throw Error("{}: want a new folder, got one with a metadata.csv", folder.string());
  std::vector<std::size_t> classes;
  for (const std::string& name : command.classes) classes.push_back(model.class_named(name));
  if (classes.empty())
    for (std::size_t c = 0; c < model.classes().size(); ++c) classes.push_back(c);
  std::string metadata = "file,class,seed";
  for (const char* name : kDescriptorNames) metadata += fmt::format(",{}", name);
  metadata += "\n";
  ProgressBar bar("making");
  for (std::size_t c = 0; c < classes.size(); ++c) {
    MakeRequest request = command.request;
    request.words = model.classes()[classes[c]].name;
    request.count = command.dataset_count;
    request.seed = command.request.seed + c * command.dataset_count;
    const SoundMaker maker(model, request);
    std::filesystem::create_directories(folder / request.words);
    for (std::size_t i = 0; i < request.count; ++i) {
      MadeSound sound = maker.make(i);
      const std::string file = fmt::format("{0}/{0}_{1:05}.wav", sound.name, i);
      metadata += metadata_line(file, sound, model.classes()[classes[c]].family);
      writer.write((folder / file).string(), sound, request.loop);
      bar.update((static_cast<double>(c) + static_cast<double>(i + 1) / static_cast<double>(request.count)) /
                 static_cast<double>(classes.size()));
    }
  }
  write_file(folder / "metadata.csv", std::as_bytes(std::span(metadata)));
}

void run_make(const MakeCommand& command) {
  if (command.dataset.empty()) {
    check_request(command.request);
  } else if (!command.output.empty() || !command.request.words.empty() || !command.request.like.empty() ||
             !command.request.between.empty()) {
    throw UsageError("--dataset: want --classes and --count alone, got something else to make too");
  }
  const std::filesystem::path file = model_file(command.model);
  const SoundModel model = load_sound_model(file);
  const SoundWriter writer(command, file);
  if (command.dataset.empty()) {
    make_sounds(command, model, writer);
  } else {
    make_dataset(command, model, writer);
  }
}

void add_descriptor_options(CLI::App& app, MakeRequest& request) {
  constexpr std::array<std::array<const char*, 2>, kDescriptors> kOptions{
      {{"--bright", "Brightness: 0 is the least and 1 the most that is usual in the class"},
       {"--attack", "Length of the attack, on the same scale"},
       {"--decay", "Time to fall by 20 dB"},
       {"--noisy", "Noise against tones"},
       {"--pitch", "Pitch"},
       {"--length", "Time to fall by 40 dB"}}};
  for (std::size_t d = 0; d < kDescriptors; ++d)
    app.add_option(kOptions[d][0], request.wanted[d], kOptions[d][1])->check(CLI::Range(-0.5, 1.5));
}

void add_edit_options(CLI::App& app, MakeRequest& request) {
  app.add_option("--like", request.like, "Vary this sound (a file, or - for standard input)");
  app.add_option("--strength", request.strength,
                 "With --like: 0 keeps the sound, 1 is a new one of its class")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--between", request.between, "-n sounds on the way from one to another")->expected(2);
  app.add_option("--inpaint", request.inpaint, "With --like: make this part anew and keep the other")
      ->check(CLI::IsMember({"attack", "tail"}));
  app.add_option("--at", request.border_s, "Seconds at which --inpaint's attack ends and its tail begins")
      ->check(CLI::Range(0.001, 1.9))
      ->capture_default_str();
}

}  // namespace

void add_make_command(CLI::App& app) {
  const auto command = std::make_shared<MakeCommand>();
  MakeRequest& request = command->request;
  CLI::App* added = app.add_subcommand("make", "Sounds from nothing: drums, pads, and variations of a sound");
  added->add_option("what", request.words,
                    "A class and how it sounds, such as \"deep dark kick, long tail\"");
  added->add_option(
      "-o,--output", command->output,
      "Audio file (.wav .flac .ogg .opus .mp3), - for WAV on stdout, or a folder with a / at its end");
  added->add_option("-n", request.count, "How many")->check(CLI::Range(1, 100000))->capture_default_str();
  added->add_option("--seed", request.seed, "Of the first sound; each next one has the next")
      ->capture_default_str();
  added
      ->add_option("--guidance", request.guidance,
                   "1 as drawn; more is more typical of what was asked, less varied")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  add_descriptor_options(*added, request);
  added->add_option("--note", request.note, "Note of a sustained sound (C3, F#2, or hertz)");
  added->add_option("--seconds", request.seconds, "Length; 0 is as long as it sounds (sustained: 4)")
      ->check(CLI::Range(0.0, 60.0))
      ->capture_default_str();
  added->add_flag("--loop", request.loop, "Make one round of a loop of a sustained sound");
  add_edit_options(*added, request);
  added->add_option("--picture", command->picture, "Also draw all sounds on one sheet (PNG)");
  added->add_option("--dataset", command->dataset,
                    "Write a labelled set into this folder instead, with metadata.csv");
  added->add_option("--count", command->dataset_count, "With --dataset: sounds of each class")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  added->add_option("--classes", command->classes, "With --dataset: these classes alone")->delimiter(',');
  added->add_option("--model", command->model, "Sound model (default: the installed one)");
  add_watermark_options(*added, command->watermark);
  added->callback([command] { run_make(*command); });
}

}  // namespace driftwave
