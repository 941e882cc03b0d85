/// driftwave vocode: analysis and resynthesis of a recording.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/resample.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/mark_audio.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/stream_vocode.h"
#include "vocoder/analysis.h"

namespace driftwave {
namespace {

struct VocodeOptions {
  EditOptions edit;
  std::string input;
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
                             .steps = options.edit.steps,
                             .seed = options.edit.seed,
                             .pitch_st = options.pitch_st});
  Analysis analysis = analyze(mono, vocoder.mel_settings());
  shift_pitch(analysis.features, vocoder.mel_settings(), options.pitch_st);
  ProgressBar bar("vocoding");
  std::vector<float> out =
      vocoder.synthesize(analysis.features, vocoder_options(options.edit, shown_by(bar)));
  // The last frame is centred near the end of the recording: it reaches past it.
  out.resize(mono.size());
  for (float& sample : out) sample /= static_cast<float>(analysis.gain);
  return out;
}

void run_vocode(const VocodeOptions& options) {
  const ChosenVocoder chosen = open_vocoder(options.edit);
  if (options.stream_frames > 0 && !(options.edit.sampler.empty() && options.edit.schedule.empty()))
    throw UsageError("--stream: want the model's own sampler, got --sampler or --schedule");
  const AudioBuffer audio = read_audio_or_stdin(options.input);
  const int rate_hz = chosen.mel().sample_rate_hz;
  AudioBuffer out{.samples = resynthesize(mono_at(audio, rate_hz), *chosen.vocoder, options),
                  .channels = 1,
                  .sample_rate_hz = rate_hz};
  if (const std::optional<SoundMark> mark = mark_of(options.edit.watermark))
    mark_audio(out, *mark, options.edit.seed);
  if (options.keep_rate && audio.sample_rate_hz != rate_hz) {
    out.samples = resample(out.samples, {.from_hz = rate_hz, .to_hz = audio.sample_rate_hz});
    out.samples.resize(audio.frames());
    out.sample_rate_hz = audio.sample_rate_hz;
  }
  EditOptions sampling = options.edit;
  // Live sound is not corrected.
  if (options.stream_frames > 0) sampling.corrections = 0;
  write_audio_or_stdout(
      options.edit.output, out,
      {{"software", "driftwave " DRIFTWAVE_VERSION},
       {"comment", fmt::format("vocoder={} {} seed={} pitch_st={} {}", model_hash(chosen.file),
                               sampling_of(sampling, *chosen.vocoder), options.edit.seed, options.pitch_st,
                               note_of(options.edit.watermark))}});
}

}  // namespace

void add_vocode_command(CLI::App& app) {
  const auto options = std::make_shared<VocodeOptions>();
  CLI::App* command =
      app.add_subcommand("vocode", "Analyse a recording and synthesise it again from mel and pitch");
  command->add_option("input", options->input, "Audio file, or - for standard input")->required();
  command
      ->add_option("-o,--output", options->edit.output,
                   "Audio file (.wav .flac .ogg .opus .mp3), or - for WAV on stdout")
      ->required();
  add_vocoder_options(*command, options->edit);
  add_watermark_options(*command, options->edit.watermark);
  command
      ->add_option("--corrections", options->edit.corrections,
                   "Rounds of making the sound have its mel, after the steps (default: the model's)")
      ->check(CLI::Range(0, 64));
  command->add_option("--pitch", options->pitch_st, "Pitch shift in semitones")
      ->check(CLI::Range(-24.0, 24.0));
  command
      ->add_option("--stream", options->stream_frames,
                   "Work as on live audio, in blocks of so many frames: nothing is known of the future")
      ->check(CLI::Range(1, 2048));
  command->add_flag("--keep-rate", options->keep_rate,
                    "Write at the input's sample rate instead of the model's");
  command->callback([options] { run_vocode(*options); });
}

}  // namespace driftwave
