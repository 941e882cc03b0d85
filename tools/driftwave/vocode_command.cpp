/// driftwave vocode: analysis and resynthesis of a recording.
#include <memory>
#include <string>
#include <vector>

#include "engine/audio/resample.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/stream_vocode.h"
#include "tts/voice_search.h"
#include "vocoder/analysis.h"

namespace driftwave {
namespace {

struct VocodeOptions {
  std::string input;
  std::string output;
  std::string vocoder;
  std::string voice = kDefaultVoice;
  std::string sampler;
  std::string schedule;
  int steps = -1;
  int corrections = -1;
  int threads = default_threads();
  std::uint64_t seed = 0;
  double pitch_st = 0.0;
  bool keep_rate = false;
  std::size_t stream_frames = 0;  ///< 0: offline
};

/// The recording through mel and pitch and back: same length, same loudness. @return [T]
std::vector<float> resynthesize(const std::vector<float>& mono, const Vocoder& vocoder,
                                const VocodeOptions& options) {
  if (options.stream_frames > 0)
    return vocode_as_stream(mono, vocoder,
                            {.block_frames = options.stream_frames,
                             .steps = options.steps,
                             .seed = options.seed,
                             .pitch_st = options.pitch_st});
  Analysis analysis = analyze(mono, vocoder.mel_settings());
  shift_pitch(analysis.features, vocoder.mel_settings(), options.pitch_st);
  ProgressBar bar("vocoding");
  std::vector<float> out = vocoder.synthesize(analysis.features, {.steps = options.steps,
                                                                  .seed = options.seed,
                                                                  .threads = options.threads,
                                                                  .progress =
                                                                      [&bar](double done) {
                                                                        bar.update(done);
                                                                        return true;
                                                                      },
                                                                  .sampler = options.sampler,
                                                                  .schedule = options.schedule,
                                                                  .corrections = options.corrections});
  // The last frame is centred near the end of the recording: it reaches past it.
  out.resize(mono.size());
  for (float& sample : out) sample /= static_cast<float>(analysis.gain);
  return out;
}

/// For the output's comment: "steps=4", and sampler and schedule where they were chosen.
std::string sampling_of(const VocodeOptions& options, const Vocoder& vocoder) {
  std::string text;
  if (options.steps >= 0 || options.schedule.empty())
    text = fmt::format("steps={}", options.steps < 0 ? vocoder.default_steps() : options.steps);
  if (!options.schedule.empty()) text += (text.empty() ? "schedule=" : " schedule=") + options.schedule;
  if (!options.sampler.empty()) text += " sampler=" + options.sampler;
  const int corrections = options.corrections < 0 ? vocoder.default_corrections() : options.corrections;
  return text + fmt::format(" corrections={}", options.stream_frames > 0 ? 0 : corrections);
}

void run_vocode(const VocodeOptions& options) {
  check_audio_name(options.output);
  const std::string file =
      options.vocoder.empty() ? find_voice(options.voice).vocoder_file.string() : options.vocoder;
  const std::unique_ptr<Vocoder> vocoder = load_vocoder(file);
  if (options.steps > vocoder->max_steps()) {
    throw UsageError("--steps: want 0 to {}, got {}", vocoder->max_steps(), options.steps);
  }
  if (options.corrections > vocoder->max_corrections())
    throw UsageError("--corrections: want 0 to {}, got {}", vocoder->max_corrections(), options.corrections);
  if (options.stream_frames > 0 && !(options.sampler.empty() && options.schedule.empty()))
    throw UsageError("--stream: want the model's own sampler, got --sampler or --schedule");
  const AudioBuffer audio = read_audio_or_stdin(options.input);
  const int rate_hz = vocoder->mel_settings().sample_rate_hz;
  const std::vector<float> mono =
      resample(mix_to_mono(audio), {.from_hz = audio.sample_rate_hz, .to_hz = rate_hz});
  AudioBuffer out{.samples = resynthesize(mono, *vocoder, options), .channels = 1, .sample_rate_hz = rate_hz};
  if (options.keep_rate && audio.sample_rate_hz != rate_hz) {
    out.samples = resample(out.samples, {.from_hz = rate_hz, .to_hz = audio.sample_rate_hz});
    out.samples.resize(audio.frames());
    out.sample_rate_hz = audio.sample_rate_hz;
  }
  write_audio_or_stdout(
      options.output, out,
      {{"software", "driftwave " DRIFTWAVE_VERSION},
       {"comment", fmt::format("vocoder={} {} seed={} pitch_st={}", model_hash(file),
                               sampling_of(options, *vocoder), options.seed, options.pitch_st)}});
}

}  // namespace

void add_vocode_command(CLI::App& app) {
  const auto options = std::make_shared<VocodeOptions>();
  CLI::App* command =
      app.add_subcommand("vocode", "Analyse a recording and synthesise it again from mel and pitch");
  command->add_option("input", options->input, "Audio file, or - for standard input")->required();
  command
      ->add_option("-o,--output", options->output,
                   "Audio file (.wav .flac .ogg .opus .mp3), or - for WAV on stdout")
      ->required();
  command->add_option("--vocoder", options->vocoder,
                      "Vocoder model (.safetensors); default: that of --voice");
  command->add_option("--voice", options->voice, "Voice whose vocoder to use")->capture_default_str();
  command
      ->add_option("--steps", options->steps,
                   "Denoising steps; more are better and slower (default: the model's)")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--corrections", options->corrections,
                   "Rounds of making the sound have its mel, after the steps (default: the model's)")
      ->check(CLI::Range(0, 64));
  command->add_option(
      "--sampler", options->sampler,
      "Sampler: ddpm, ddim, dpm++2m, euler, heun or sde, as the model allows (default: its own)");
  command->add_option(
      "--schedule", options->schedule,
      "Schedule by name or file: betas of a diffusion model, times of a flow (default: its own)");
  command->add_option("--seed", options->seed, "Same seed, same samples")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--pitch", options->pitch_st, "Pitch shift in semitones")
      ->check(CLI::Range(-24.0, 24.0));
  command
      ->add_option("--stream", options->stream_frames,
                   "Work as on live audio, in blocks of so many frames: nothing is known of the future")
      ->check(CLI::Range(1, 65536));
  command->add_flag("--keep-rate", options->keep_rate,
                    "Write at the input's sample rate instead of the model's");
  command->add_option("--threads", options->threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->callback([options] { run_vocode(*options); });
}

}  // namespace driftwave
