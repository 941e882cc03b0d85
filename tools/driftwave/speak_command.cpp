/// driftwave speak: text to speech.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/atomic_file.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/speech_sink.h"
#include "tools/driftwave/text_notes.h"
#include "tools/driftwave/text_source.h"
#include "tools/driftwave/timings.h"
#include "tts/ssml.h"
#include "tts/synthesizer.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

struct SpeakOptions {
  TextSourceOptions source;
  std::string output;
  bool raw = false;
  bool play = false;
  std::string device;
  bool ssml = false;
  std::string voice = kDefaultVoice;
  std::string timings;
  SpeechOptions speech;
};

void check(const SpeakOptions& options) {
  const int places = (options.output.empty() ? 0 : 1) + (options.raw ? 1 : 0) + (options.play ? 1 : 0);
  if (places > 1) throw UsageError("speak: want one of -o, --raw and --play, got several");
  if (!options.device.empty() && !options.play) throw UsageError("--device: want --play, got none");
  if (places == 0 && !options.source.json_lines) {
    throw UsageError("speak: want -o FILE (or -o -, --raw, --play) to know where the speech goes, got none");
  }
  if (options.source.json_lines && !options.output.empty()) {
    throw UsageError("--json-input: want \"output\" in each line, got -o");
  }
  if (options.source.json_lines && !options.timings.empty()) {
    throw UsageError("--timings: want one text, got --json-input");
  }
  if (!options.output.empty()) check_audio_name(options.output);
  if (!options.timings.empty()) check_timings_name(options.timings);
}

/// Speaks jobs into sinks, with what must be known from one job to the next.
class Speaker {
 public:
  explicit Speaker(const SpeakOptions& options)
      : options_(options),
        voice_(find_voice(options.voice)),
        synthesizer_(voice_),
        tags_{{"software", "driftwave " DRIFTWAVE_VERSION},
              {"artist", voice_.name},
              {"license", voice_.licence}} {
    if (options.speech.steps > synthesizer_.max_steps()) {
      throw UsageError("--steps: want 0 to {}, got {}", synthesizer_.max_steps(), options.speech.steps);
    }
    const SpeechOptions& speech = options.speech;
    tags_["comment"] =
        fmt::format("voice={} acoustic={} vocoder={} steps={} seed={} speed={} pitch_st={}", voice_.name,
                    model_hash(voice_.acoustic_file), model_hash(voice_.vocoder_file),
                    speech.steps < 0 ? synthesizer_.default_steps() : speech.steps, speech.seed, speech.speed,
                    speech.pitch_st);
  }

  [[nodiscard]] int sample_rate_hz() const { return synthesizer_.sample_rate_hz(); }

  /// @return whether there was anything to say.
  bool speak(const SpeechJob& job, SpeechSink& sink) {
    if (!options_.ssml) {
      SourceMap source;
      source.copied(job.text.size(), job.source_offset);
      return speak_text(job, options_.speech, {.source = source}, sink);
    }
    bool spoken = false;
    const std::vector<SsmlSegment> segments = parse_ssml(job.text, job.where);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const SsmlSegment& segment = segments[i];
      play(std::vector<float>(samples_of(segment.pause_before_seconds), 0.0F), sink);
      for (const std::string& mark : segment.marks) timings_.add_mark(mark, spoken_seconds());
      SpeechJob part = job;
      part.text = segment.text;
      // A break says how long to pause; without one, the punctuation does.
      const bool last = i + 1 == segments.size();
      part.more_may_follow = last ? job.more_may_follow : segments[i + 1].pause_before_seconds == 0.0;
      // What the listener asks for holds for the whole; where both go beyond what a voice can do, its limit
      // is spoken.
      SpeechOptions speech = options_.speech;
      speech.speed = std::clamp(speech.speed * segment.speed, 0.25, 4.0);
      speech.pitch_st = std::clamp(speech.pitch_st + segment.pitch_st, -24.0, 24.0);
      const Manner manner{.gain = std::pow(10.0, segment.volume_db / 20.0), .source = segment.source};
      spoken = speak_text(part, speech, manner, sink) || spoken;
    }
    return spoken;
  }

  [[nodiscard]] const AudioTags& tags() const { return tags_; }
  void write_timings(const std::string& file) const { timings_.write(file); }

 private:
  /// What a text has of its own.
  struct Manner {
    double gain = 1.0;
    const SourceMap& source;  ///< from the text to the bytes that came in
  };

  bool speak_text(const SpeechJob& job, SpeechOptions speech, const Manner& manner, SpeechSink& sink) {
    const std::vector<SpokenSentence> sentences = synthesizer_.read(job.text);
    note_unspoken(job.text, sentences, job.where);
    speech.pause_at_end = job.more_may_follow;
    // As if all jobs were one text: what is said twice does not sound like a copy.
    speech.seed += sentences_spoken_;
    sentences_spoken_ += sentences.size();
    ProgressBar bar("speaking");
    const TimingOrigin origin{.seconds = spoken_seconds(), .source = &manner.source};
    synthesizer_.speak(job.text, sentences, speech,
                       {.on_part = [&](const SpeechPart& part) { timings_.add(part, origin); },
                        .on_audio =
                            [&](std::span<const float> audio) {
                              std::vector<float> louder(audio.begin(), audio.end());
                              for (float& sample : louder) sample *= static_cast<float>(manner.gain);
                              play(louder, sink);
                              return true;
                            },
                        .on_progress = [&bar](double done) { bar.update(done); }});
    return !sentences.empty();
  }

  void play(const std::vector<float>& audio, SpeechSink& sink) {
    if (audio.empty()) return;
    sink.write(audio);
    samples_spoken_ += audio.size();
  }

  [[nodiscard]] std::size_t samples_of(double seconds) const {
    return static_cast<std::size_t>(std::lround(seconds * sample_rate_hz()));
  }
  [[nodiscard]] double spoken_seconds() const {
    return static_cast<double>(samples_spoken_) / sample_rate_hz();
  }

  const SpeakOptions& options_;
  Voice voice_;
  Synthesizer synthesizer_;
  AudioTags tags_;
  Timings timings_;
  std::size_t samples_spoken_ = 0;
  std::size_t sentences_spoken_ = 0;
};

[[noreturn]] void fail_unspeakable(const std::string& where) {
  throw Error("{}: want something to speak, got nothing that has a sound", where);
}

/// A JSON line's own file, written before the next line is read.
void speak_to_own_file(Speaker& speaker, const SpeechJob& job) {
  try {
    check_audio_name(job.output);
  } catch (const UsageError& e) {
    throw Error("{}: {}", job.where, e.what());
  }
  const auto sink = file_sink(job.output, speaker.sample_rate_hz(), speaker.tags());
  SpeechJob alone = job;
  alone.more_may_follow = false;
  if (!speaker.speak(alone, *sink)) fail_unspeakable(job.where);
  sink->finish();
}

std::unique_ptr<SpeechSink> open_sink(const SpeakOptions& options, const Speaker& speaker) {
  if (options.raw) return raw_sink();
  if (options.play) return loudspeaker_sink(speaker.sample_rate_hz(), options.device);
  if (!options.output.empty()) return file_sink(options.output, speaker.sample_rate_hz(), speaker.tags());
  return nullptr;
}

std::optional<SpeechJob> next_job(TextSource& source, SpeechSink* sink) {
  if (sink != nullptr) sink->await_text(true);
  std::optional<SpeechJob> job = source.next();
  if (sink != nullptr) sink->await_text(false);
  return job;
}

void run_speak(SpeakOptions options) {
  check(options);
  options.source.by_line = (options.raw || options.play) && !options.ssml;
  const auto source = open_text_source(options.source);
  std::optional<SpeechJob> job = source->next();
  if (!job) throw Error("speak: want text, got none on standard input");
  if (job->text.empty()) throw Error("{}: want text to speak, got none", job->where);

  // A folder that cannot be written is better found now than after the work.
  if (!options.timings.empty()) const AtomicFile probe(options.timings);
  Speaker speaker(options);
  const auto sink = open_sink(options, speaker);
  bool spoken = false;
  for (; job; job = next_job(*source, sink.get())) {
    if (!job->output.empty()) {
      speak_to_own_file(speaker, *job);
      spoken = true;
    } else if (sink) {
      const bool said = speaker.speak(*job, *sink);
      if (!said && !job->more_may_follow) fail_unspeakable(job->where);
      spoken = spoken || said;
    } else {
      throw Error("{}: want \"output\", got none", job->where);
    }
  }
  if (!spoken) fail_unspeakable("standard input");
  if (sink) sink->finish();
  if (!options.timings.empty()) speaker.write_timings(options.timings);
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
  command->add_flag("--json-input", options->source.json_lines,
                    "Each line of input is {\"text\": ..., \"output\": FILE}");
  command->add_option("--voice", options->voice, "Name or folder of a voice")->capture_default_str();
  command
      ->add_option("--steps", speech.steps,
                   "Denoising steps; more are better and slower (default: the voice's)")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seed", speech.seed, "Same seed, same samples")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--speed", speech.speed, "2 speaks twice as fast")->check(CLI::Range(0.25, 4.0));
  command->add_option("--pitch", speech.pitch_st, "Pitch shift in semitones")->check(CLI::Range(-24.0, 24.0));
  command
      ->add_option("--sentence-silence", speech.sentence_silence_seconds,
                   "Seconds of silence after each sentence (default: as punctuation suggests)")
      ->check(CLI::Range(0.0, 60.0));
  command->add_flag("--ssml", options->ssml,
                    "The text is SSML: p, s, break, prosody, phoneme, sub, say-as and mark inside speak");
  command->add_option("--timings", options->timings, "When each word sounds: FILE.json or FILE.srt");
  command->add_option("--threads", speech.threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->callback([options] { run_speak(*options); });
}

}  // namespace driftwave
