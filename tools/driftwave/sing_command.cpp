/// driftwave sing: a score with lyrics to singing.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "engine/model/safetensors.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/song_picture.h"
#include "tools/driftwave/speech_sink.h"
#include "tools/driftwave/text_notes.h"
#include "tools/driftwave/watermark_choice.h"
#include "tts/singing/score/lyrics_file.h"
#include "tts/singing/score/read_score.h"
#include "tts/singing/singing_session.h"
#include "tts/voice_search.h"
#include "tts/voice_terms.h"

namespace driftwave {
namespace {

/// A second more than the consonants need, rounded up to this, so that parts sung apart begin alike.
constexpr double kLeadInStep = 0.25;
constexpr std::size_t kPullSamples = 8192;

struct SingOptions {
  std::string score;
  std::string output;
  std::string lyrics;
  std::string voice = kDefaultVoice;
  std::string vibrato;
  std::string timings;
  std::string picture;
  std::string track;
  WatermarkChoice watermark;
  double transpose_st = 0;
  SingingOptions singing;
};

/// "off", or "RATE,DEPTH" or "RATE,DEPTH,DELAY" in hertz, cents and seconds.
void set_vibrato(const std::string& text, SingingStyle& style) {
  if (text.empty()) return;
  if (text == "off") {
    style.vibrato_depth_cents = 0;
    return;
  }
  const auto refuse = [&] {
    throw UsageError("--vibrato: want off or RATE,DEPTH[,DELAY] such as 5.5,40,0.35, got \"{}\"", text);
  };
  std::vector<double> numbers;
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    std::size_t end = 0;
    try {
      numbers.push_back(std::stod(part, &end));
    } catch (const std::exception&) {
      refuse();
    }
    if (end != part.size()) refuse();
  }
  if (numbers.size() < 2 || numbers.size() > 3) refuse();
  style.vibrato_rate_hz = numbers[0];
  style.vibrato_depth_cents = numbers[1];
  if (numbers.size() == 3) style.vibrato_delay_seconds = numbers[2];
}

void check_names(const SingOptions& options) {
  check_audio_name(options.output);
  if (!options.timings.empty() && !options.timings.ends_with(".json"))
    throw UsageError("--timings: want a name in .json, got {}", options.timings);
  if (!options.picture.empty() && !options.picture.ends_with(".png"))
    throw UsageError("--picture: want a name in .png, got {}", options.picture);
  for (const std::string& file : {options.timings, options.picture})
    if (!file.empty()) const AtomicFile probe(file);
}

/// The part that was asked for by number or name, or all.
void choose_track(Score& score, const std::string& track, const std::string& who) {
  if (track.empty()) return;
  std::vector<ScorePart>& parts = score.parts;
  auto found = std::ranges::find(parts, track, &ScorePart::name);
  for (std::size_t i = 0; i < parts.size() && found == parts.end(); ++i)
    if (track == std::to_string(i + 1)) found = parts.begin() + static_cast<std::ptrdiff_t>(i);
  if (found == parts.end()) {
    std::vector<std::string> names;
    for (const ScorePart& part : parts) names.push_back(fmt::format("\"{}\"", shortened(part.name)));
    throw UsageError("--track: want 1 to {} or a name of {} ({}), got \"{}\"", parts.size(), who,
                     fmt::join(names, ", "), track);
  }
  parts = {std::move(*found)};
}

std::string read_text(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) throw Error("{}: cannot read any lyrics", file);
  return text.str();
}

/// "song.wav" for a part of several: "song-Alto.wav".
std::string part_file(const std::string& output, const Score& score, std::size_t part) {
  if (score.parts.size() == 1) return output;
  std::string name;
  for (const char c : score.parts[part].name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_plain) name += c;
    if (!is_plain && !name.empty() && name.back() != '_') name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  const auto same = [&](const ScorePart& other) { return other.name == score.parts[part].name; };
  if (name.empty() || std::ranges::count_if(score.parts, same) > 1) name += std::to_string(part + 1);
  const std::filesystem::path path(output);
  const std::string file = path.stem().string() + "-" + name + path.extension().string();
  return (path.parent_path() / file).string();
}

nlohmann::ordered_json phrase_json(const PlannedPhrase& phrase, double frames_per_second) {
  using Json = nlohmann::ordered_json;
  const auto exact = [](double x) { return std::round(x * 1e4) / 1e4; };
  const PhraseTiming& timing = phrase.timing;
  Json notes = Json::array();
  for (const ScoreNote& note : phrase.phrase.notes)
    notes.push_back({{"lyric", note.lyric},
                     {"key", note.key},
                     {"start_seconds", exact(note.begin_seconds)},
                     {"end_seconds", exact(note.end_seconds)},
                     {"bar", note.place.bar},
                     {"beat", exact(note.place.beat)}});
  Json phonemes = Json::array();
  for (const TimedPhone& phone : timing.phones) {
    const auto ids = std::span(timing.ids).subspan(phone.first_id, phone.end_id - phone.first_id);
    phonemes.push_back({{"symbol", symbols_to_text(ids)},
                        {"is_vowel", phone.is_vowel},
                        {"start_seconds", exact(timing.seconds_of(phone.first_frame, frames_per_second))},
                        {"end_seconds", exact(timing.seconds_of(phone.end_frame, frames_per_second))}});
  }
  Json f0 = Json::array();
  for (const float hz : phrase.f0_hz) f0.push_back(std::round(static_cast<double>(hz) * 100.0) / 100.0);
  return {{"start_seconds", exact(timing.begin_seconds)},
          {"end_seconds", exact(timing.seconds_of(timing.frame_count, frames_per_second))},
          {"is_breath", phrase.phrase.is_breath},
          {"notes", notes},
          {"phonemes", phonemes},
          {"f0_hz", f0}};
}

/// A song that is about to be sung: everything that can be refused has been.
class Song {
 public:
  explicit Song(const SingOptions& options) : options_(options), score_(read_score(options.score)) {
    choose_track(score_, options.track, options.score);
    transpose(score_, options.transpose_st, options.score);
    voice_ = find_voice(options.voice);
    singer_ = std::make_shared<const Singer>(std::make_shared<const Synthesizer>(voice_));
    if (options.singing.steps > singer_->voice().max_steps())
      throw UsageError("--steps: want 0 to {}, got {}", singer_->voice().max_steps(), options.singing.steps);
    singer_->check(options.singing);
    add_lyrics();
    double needed = 0;
    for (const ScorePart& part : score_.parts)
      needed = std::max(needed, singer_->lead_in_of(part, options.singing, options.score));
    lead_in_ = std::ceil(needed / kLeadInStep) * kLeadInStep;
    for (const ScorePart& part : score_.parts)
      plans_.push_back(singer_->plan(part, options.singing, lead_in_, options.score));
  }

  void sing() const {
    if (lead_in_ > 0)
      note(fmt::format("the song begins {:g} s into the sound: its first note has consonants before it",
                       lead_in_),
           options_.score);
    for (std::size_t part = 0; part < plans_.size(); ++part) sing_part(part);
    if (!options_.timings.empty()) write_text(options_.timings, timings());
    for (std::size_t part = 0; part < plans_.size() && !options_.picture.empty(); ++part)
      write_file(part_file(options_.picture, score_, part),
                 song_picture(score_.parts[part].name, plans_[part], singer_->frames_per_second()));
  }

 private:
  void add_lyrics() {
    if (options_.lyrics.empty()) return;
    if (score_.parts.size() > 1)
      throw UsageError("--lyrics: want one part (see --track), got {}", score_.parts.size());
    const SyllableCounter count = [this](const std::vector<std::string>& words) {
      return singer_->count_syllables(words);
    };
    set_lyrics(score_.parts.front(), read_text(options_.lyrics), count, options_.lyrics);
  }

  void sing_part(std::size_t part) const {
    SingingSession session(singer_, plans_[part], options_.singing, mark_of(options_.watermark));
    const auto sink =
        file_sink(part_file(options_.output, score_, part), session.sample_rate_hz(), tags(part));
    ProgressBar bar("singing");
    std::vector<float> block(kPullSamples);
    for (;;) {
      const std::size_t count = session.pull(block);
      if (count == 0) break;
      sink->write(std::span(block).first(count));
      bar.update(session.progress());
    }
    sink->finish();
  }

  [[nodiscard]] AudioTags tags(std::size_t part) const {
    const SingingStyle& style = options_.singing.style;
    const int steps = options_.singing.steps < 0 ? singer_->voice().default_steps() : options_.singing.steps;
    return {{"software", "driftwave " DRIFTWAVE_VERSION},
            {"artist", voice_.name},
            {"title", score_.parts[part].name},
            {"license", voice_.licence},
            {"comment",
             fmt::format("voice={} acoustic={} vocoder={} steps={} seed={} transpose_st={} "
                         "vibrato={},{},{} {} singing{}",
                         voice_.name, model_hash(voice_.acoustic_file), model_hash(voice_.vocoder_file),
                         steps, options_.singing.seed, options_.transpose_st, style.vibrato_rate_hz,
                         style.vibrato_depth_cents, style.vibrato_delay_seconds, note_of(options_.watermark),
                         use_note(voice_.licence))}};
  }

  [[nodiscard]] std::string timings() const {
    using Json = nlohmann::ordered_json;
    Json parts = Json::array();
    for (std::size_t part = 0; part < plans_.size(); ++part) {
      Json phrases = Json::array();
      for (const PlannedPhrase& phrase : plans_[part])
        phrases.push_back(phrase_json(phrase, singer_->frames_per_second()));
      parts.push_back({{"name", score_.parts[part].name}, {"phrases", phrases}});
    }
    return dump_json(Json{{"lead_in_seconds", lead_in_},
                          {"frames_per_second", singer_->frames_per_second()},
                          {"parts", parts}},
                     1) +
           "\n";
  }

  static void write_text(const std::string& file, const std::string& text) {
    write_file(file, std::as_bytes(std::span(text)));
  }

  const SingOptions& options_;
  Score score_;
  Voice voice_;
  std::shared_ptr<const Singer> singer_;
  double lead_in_ = 0;
  std::vector<std::vector<PlannedPhrase>> plans_;
};

void run_sing(SingOptions options) {
  set_vibrato(options.vibrato, options.singing.style);
  check_names(options);
  (void)mark_of(options.watermark);
  Song(options).sing();
}

}  // namespace

void add_sing_command(CLI::App& app) {
  const auto options = std::make_shared<SingOptions>();
  SingingOptions& singing = options->singing;
  CLI::App* command = app.add_subcommand("sing", "Sing a score");
  command
      ->add_option("score", options->score,
                   "Standard MIDI with lyrics (.mid), MusicXML (.musicxml, .xml) or OpenUtau (.ustx)")
      ->required();
  command
      ->add_option(
          "-o,--output", options->output,
          "Audio file, or - for WAV on standard output; of several parts one file each, FILE-PART.wav")
      ->required();
  command->add_option("--lyrics", options->lyrics, "Words for a score that has none, or has others");
  command->add_option("--track", options->track, "One part alone, by number or name");
  command->add_option("--voice", options->voice, "Name or folder of a voice")->capture_default_str();
  command->add_option("--transpose", options->transpose_st, "Semitones added to every note")
      ->check(CLI::Range(-48.0, 48.0));
  command->add_option("--vibrato", options->vibrato,
                      "RATE,DEPTH[,DELAY] in hertz, cents and seconds, or off (default: 5.5,40,0.35)");
  command->add_option("--portamento", singing.style.portamento_seconds, "Seconds from one note to the next")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--breathiness", singing.breathiness, "0 to 1: breath takes the place of tone")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--formant", singing.formant_st, "Semitones: a smaller or larger singer")
      ->check(CLI::Range(-12.0, 12.0));
  command->add_option("--consonants", singing.consonants, "Factor on the length of consonants")
      ->check(CLI::Range(0.5, 2.0));
  command->add_option("--timings", options->timings, "Notes, phonemes and pitch over time: FILE.json");
  command->add_option("--picture", options->picture, "A piano roll with pitch and phonemes: FILE.png");
  command->add_option("--steps", singing.steps, "Denoising steps (default: the voice's)")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seed", singing.seed, "Same seed, same samples")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  add_watermark_options(*command, options->watermark);
  command->callback([options] { run_sing(*options); });
}

}  // namespace driftwave
