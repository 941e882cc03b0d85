/// driftwave speak: text to speech.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/atomic_file.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/report.h"
#include "tools/driftwave/speech_sink.h"
#include "tools/driftwave/text_notes.h"
#include "tools/driftwave/text_source.h"
#include "tools/driftwave/timings.h"
#include "tools/driftwave/watermark_choice.h"
#include "tts/speech_session.h"
#include "tts/voice_search.h"
#include "tts/voice_terms.h"

namespace driftwave {
namespace {

struct SpeakOptions {
  TextSourceOptions source;
  std::string output;
  bool raw = false;
  bool play = false;
  std::string device;
  bool ssml = false;
  std::string ssml_files;
  std::string voice = kDefaultVoice;
  std::string language;
  std::string mix;
  std::string lexicon;
  std::string timings;
  SpeechOptions speech;
  WatermarkChoice watermark;
};

void check(const SpeakOptions& options) {
  const int places = (options.output.empty() ? 0 : 1) + (options.raw ? 1 : 0) + (options.play ? 1 : 0);
  if (places > 1) throw UsageError("speak: want one of -o, --raw and --play, got several");
  if (!options.device.empty() && !options.play) throw UsageError("--device: want --play, got none");
  if (places == 0 && !options.source.json_lines) {
    throw UsageError("speak: want -o FILE (or -o -, --raw, --play) to know where the speech goes, got none");
  }
  if (options.source.json_lines && !options.timings.empty()) {
    throw UsageError("--timings: want one text, got --json-input");
  }
  if (!options.output.empty()) check_audio_name(options.output);
  if (!options.timings.empty()) check_timings_name(options.timings);
}

/// A voice, and how the files that it makes say so.
class Speaker {
 public:
  explicit Speaker(const SpeakOptions& options)
      : voice_(voice_of(options)),
        synthesizer_(std::make_shared<const Synthesizer>(voice_)),
        speech_(options.speech),
        watermark_(options.watermark) {
    if (speech_.steps > synthesizer_->max_steps()) {
      throw UsageError("--steps: want 0 to {}, got {}", synthesizer_->max_steps(), speech_.steps);
    }
  }

  [[nodiscard]] const std::shared_ptr<const Synthesizer>& synthesizer() const { return synthesizer_; }
  /// The first call reads both models once more for their hashes; who writes no file needs none.
  [[nodiscard]] const AudioTags& tags() const {
    if (tags_.empty()) tags_ = made_tags();
    return tags_;
  }

 private:
  static Voice voice_of(const SpeakOptions& options) {
    Voice voice = find_voice(options.voice);
    if (!options.mix.empty()) voice.speaker = options.mix;
    if (!options.language.empty()) voice.language = options.language;
    if (!options.lexicon.empty()) voice.lexicon_files.emplace_back(options.lexicon);
    return voice;
  }

  [[nodiscard]] AudioTags made_tags() const {
    std::string made =
        fmt::format("voice={} acoustic={} vocoder={} steps={} seed={} speed={} pitch_st={}", voice_.name,
                    model_hash(voice_.acoustic_file), model_hash(voice_.vocoder_file),
                    speech_.steps < 0 ? synthesizer_->default_steps() : speech_.steps, speech_.seed,
                    speech_.speed, speech_.pitch_st);
    if (!voice_.speaker.empty()) made += fmt::format(" speaker={}", voice_.speaker);
    if (speech_.pitch_range != 1.0) made += fmt::format(" pitch_range={}", speech_.pitch_range);
    if (speech_.temperature) made += fmt::format(" temperature={}", *speech_.temperature);
    if (speech_.melody_temperature)
      made += fmt::format(" melody_temperature={}", *speech_.melody_temperature);
    made += " " + note_of(watermark_);
    made += use_note(voice_.licence);
    return {{"software", "driftwave " DRIFTWAVE_VERSION},
            {"artist", voice_.name},
            {"license", voice_.licence},
            {"comment", made}};
  }

  Voice voice_;
  std::shared_ptr<const Synthesizer> synthesizer_;
  SpeechOptions speech_;
  WatermarkChoice watermark_;
  mutable AudioTags tags_;
};

std::optional<std::filesystem::path> folder_of(const std::string& name) {
  return name.empty() ? std::nullopt : std::optional<std::filesystem::path>(name);
}

/// A sink and what it is given: each output is a speech of its own, with the seed that was asked for.
class Output {
 public:
  Output(const Speaker& speaker, const SpeakOptions& options, std::unique_ptr<SpeechSink> sink)
      : is_ssml_(options.ssml),
        ssml_files_(folder_of(options.ssml_files)),
        session_(speaker.synthesizer(), options.speech, mark_of(options.watermark)),
        timings_(speaker.synthesizer()->sample_rate_hz()),
        sink_(std::move(sink)) {}

  /// @throws Error when the text cannot be read: nothing of it has been spoken.
  void push(const SpeechJob& job) {
    const TextPlace place{.source_offset = job.source_offset, .pause_at_end = job.more_may_follow};
    if (!job.note.empty()) note(job.note, job.where);
    if (!is_ssml_) return session_.push_text(job.text, place);
    session_.push_ssml(job.text, job.where, place, ssml_files_);
    for (const std::string& unheeded : session_.take_notes()) note(unheeded, job.where);
  }

  /// Speaks what was pushed. @param where see SpeechJob. @return whether there was anything to hear.
  bool speak(const std::string& where) {
    bool is_heard = false;
    ProgressBar bar("speaking");
    for (;;) {
      const std::span<const float> audio = session_.pull();
      for (const SpeechEvent& event : session_.events()) timings_.add(event);
      if (audio.empty()) break;
      is_heard = is_heard || std::ranges::any_of(audio, [](float sample) { return sample != 0; });
      sink_->write(audio);
      bar.update(session_.progress());
    }
    note_unspoken(session_.take_unspoken(), where);
    return is_heard;
  }

  [[nodiscard]] SpeechSink& sink() { return *sink_; }
  void write_timings(const std::string& file) const { timings_.write(file); }

 private:
  bool is_ssml_;
  std::optional<std::filesystem::path> ssml_files_;
  SpeechSession session_;
  Timings timings_;
  std::unique_ptr<SpeechSink> sink_;
};

[[noreturn]] void fail_unspeakable(const std::string& where) {
  throw Error("{}: want something to speak, got nothing that has a sound", where);
}

/// A JSON object's own file, written before the next one is read.
void speak_to_own_file(const Speaker& speaker, const SpeakOptions& options, const SpeechJob& job) {
  try {
    check_audio_name(job.output);
  } catch (const UsageError& e) {
    throw Error("{}: {}", job.where, e.what());
  }
  Output output(speaker, options,
                file_sink(job.output, speaker.synthesizer()->sample_rate_hz(), speaker.tags()));
  SpeechJob alone = job;
  alone.more_may_follow = false;
  output.push(alone);
  if (!output.speak(job.where)) fail_unspeakable(job.where);
  output.sink().finish();
}

std::unique_ptr<SpeechSink> open_sink(const SpeakOptions& options, const Speaker& speaker) {
  const int rate_hz = speaker.synthesizer()->sample_rate_hz();
  if (options.raw) return raw_sink();
  if (options.play) return loudspeaker_sink(rate_hz, options.device);
  if (!options.output.empty()) return file_sink(options.output, rate_hz, speaker.tags());
  return nullptr;
}

std::optional<SpeechJob> next_job(TextSource& source, Output* output) {
  if (output != nullptr) output->sink().await_text(true);
  std::optional<SpeechJob> job = source.next();
  if (output != nullptr) output->sink().await_text(false);
  return job;
}

/// Speaks a JSON object, or says what is wrong with it. @return whether it was spoken.
bool follow_object(const Speaker& speaker, const SpeakOptions& options, const SpeechJob& job,
                   Output* shared) {
  try {
    if (!job.problem.empty()) throw Error("{}", job.problem);
    if (!job.output.empty()) {
      speak_to_own_file(speaker, options, job);
      return true;
    }
    if (shared == nullptr) throw Error("{}: want \"output\", got none", job.where);
    shared->push(job);
  } catch (const Error& e) {
    report_error(e.what());
    return false;
  }
  // What goes wrong from here on is the common output's: the other objects would fare no better.
  if (shared->speak(job.where)) return true;
  report_error(fmt::format("{}: want something to speak, got nothing that has a sound", job.where));
  return false;
}

void run_speak(SpeakOptions options) {
  check(options);
  const bool is_json = options.source.json_lines;
  options.source.as_it_comes = (options.raw || options.play) && !options.ssml;
  const auto source = open_text_source(options.source);
  std::optional<SpeechJob> job = source->next();
  if (!job) throw Error("speak: want text, got none on standard input");
  if (job->text.empty() && !is_json) throw Error("{}: want text to speak, got none", job->where);

  // A folder that cannot be written is better found now than after the work.
  if (!options.timings.empty()) const AtomicFile probe(options.timings);
  const Speaker speaker(options);
  std::optional<Output> shared;
  if (auto sink = open_sink(options, speaker)) shared.emplace(speaker, options, std::move(sink));
  bool spoken = false;
  bool failed = false;
  for (; job; job = next_job(*source, shared ? &*shared : nullptr)) {
    bool said = false;
    if (is_json) {
      said = follow_object(speaker, options, *job, shared ? &*shared : nullptr);
      failed = failed || !said;
    } else {
      shared->push(*job);
      said = shared->speak(job->where);
      if (!said && !job->more_may_follow) fail_unspeakable(job->where);
    }
    spoken = spoken || said;
  }
  if (!spoken && !failed) fail_unspeakable("standard input");
  if (shared && spoken) shared->sink().finish();
  if (!options.timings.empty()) shared->write_timings(options.timings);
  if (failed) throw Reported();
}

}  // namespace

void add_speak_command(CLI::App& app) {
  const auto options = std::make_shared<SpeakOptions>();
  SpeechOptions& speech = options->speech;
  speech.threads = default_threads();
  CLI::App* command = app.add_subcommand("speak", "Speak text");
  command->add_option("text", options->source.words,
                      "What to say; else -f, else standard input. After -- if it begins with a dash");
  command->add_option("-f,--file", options->source.file, "Speak a text file; - is standard input");
  command->add_option("-o,--output", options->output,
                      "Audio file (.wav .flac .ogg .opus .mp3), or - for WAV on standard output");
  command->add_flag("--raw", options->raw,
                    "16-bit little-endian samples on standard output, as soon as they are computed");
  command->add_flag("--play", options->play, "Play while the rest is still being computed");
  command->add_option("--device", options->device,
                      "Where --play is heard: index or name of driftwave devices");
  command->add_flag(
      "--json-input", options->source.json_lines,
      "Input is JSON, {\"text\": ..., \"output\": FILE} one after another; without an output the text "
      "goes where the options say");
  command->add_option("--lexicon", options->lexicon,
                      "How words are said: a word and /phonemes/ or words a line");
  command
      ->add_option("--voice", options->voice,
                   "Name or folder of a voice; with /SPEAKER another speaker of its model")
      ->capture_default_str();
  command->add_option("--mix", options->mix,
                      "Between speakers of the voice's model: \"kathleen=0.7,kerstin=0.3\"");
  command->add_option(
      "--language", options->language,
      "Read the text by the rules and sounds of this espeak-ng voice instead of the voice's own");
  command
      ->add_option("--steps", speech.steps,
                   "Denoising steps; more are better and slower (default: the voice's)")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seed", speech.seed, "Same seed, same samples")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--speed", speech.speed, "2 speaks twice as fast")->check(CLI::Range(0.25, 4.0));
  command->add_option("--pitch", speech.pitch_st, "Pitch shift in semitones")->check(CLI::Range(-24.0, 24.0));
  command->add_option("--pitch-range", speech.pitch_range, "Factor on the melody; 0 is a monotone")
      ->check(CLI::Range(0.0, 4.0));
  command
      ->add_option("--temperature", speech.temperature,
                   "How much of the sound's detail is drawn by chance, 0 to 1 (default: the voice's)")
      ->check(CLI::Range(0.0, 1.0));
  command
      ->add_option("--melody-temperature", speech.melody_temperature,
                   "How far the readings of two seeds differ, 0 to 1 (default: the voice's)")
      ->check(CLI::Range(0.0, 1.0));
  command
      ->add_option("--sentence-silence", speech.sentence_silence_seconds,
                   "Seconds of silence after each sentence (default: as punctuation suggests)")
      ->check(CLI::Range(0.0, 60.0));
  command->add_flag("--ssml", options->ssml, "The text is SSML; elements that we lack are spoken plainly");
  command->add_option("--ssml-files", options->ssml_files,
                      "A folder whose recordings and lexicons SSML may open (default: none)");
  command->add_option("--timings", options->timings, "When each word sounds: FILE.json or FILE.srt");
  command->add_option("--threads", speech.threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  add_watermark_options(*command, options->watermark);
  command->callback([options] { run_speak(*options); });
}

}  // namespace driftwave
