#include "tools/driftwave/edit_recording.h"

#include <filesystem>
#include <optional>

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/mark_audio.h"
#include "tools/driftwave/progress_bar.h"
#include "vocoder/analysis.h"

namespace driftwave {
void add_vocoder_options(CLI::App& command, EditOptions& options) {
  command.add_option("--vocoder", options.vocoder, "Vocoder model (.safetensors); default: that of --voice");
  command.add_option("--voice", options.voice, "Voice whose vocoder to use")->capture_default_str();
  command
      .add_option("--steps", options.steps,
                  "Denoising steps; more are better and slower (default: the model's)")
      ->check(CLI::NonNegativeNumber);
  command.add_option(
      "--sampler", options.sampler,
      "Sampler: ddpm, ddim, dpm++2m, euler, heun or sde, as the model allows (default: its own)");
  command.add_option(
      "--schedule", options.schedule,
      "Schedule by name or file: betas of a diffusion model, times of a flow (default: its own)");
  command.add_option("--seed", options.seed, "Same seed, same samples")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--threads", options.threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
}

void add_output_options(CLI::App& command, EditOptions& options) {
  command
      .add_option("-o,--output", options.output,
                  "Audio file (.wav .flac .ogg .opus .mp3), or - for WAV on stdout")
      ->required();
  command.add_option("--picture", options.picture, "Spectrograms of before and after (.png)");
  add_watermark_options(command, options.watermark);
}

ChosenVocoder open_vocoder(const EditOptions& options) {
  // A key that cannot be read is told before minutes of work.
  (void)mark_of(options.watermark);
  if (!options.output.empty()) check_audio_name(options.output);
  if (!options.picture.empty() && std::filesystem::path(options.picture).extension() != ".png")
    throw UsageError("--picture: want a name in .png, got {}", options.picture);
  ChosenVocoder chosen;
  chosen.file = options.vocoder.empty() ? find_voice(options.voice).vocoder_file.string() : options.vocoder;
  chosen.vocoder = load_vocoder(chosen.file);
  if (options.steps > chosen.vocoder->max_steps())
    throw UsageError("--steps: want 0 to {}, got {}", chosen.vocoder->max_steps(), options.steps);
  if (options.corrections > chosen.vocoder->max_corrections())
    throw UsageError("--corrections: want 0 to {}, got {}", chosen.vocoder->max_corrections(),
                     options.corrections);
  return chosen;
}

AudioBuffer edit_channels(const AudioBuffer& audio, const MelSettings& mel, const EditOptions& options,
                          const std::string& label, const ChannelEdit& edit) {
  ProgressBar bar(label);
  return edit_channels(audio, mel, vocoder_options(options, shown_by(bar)), edit);
}

VocoderOptions vocoder_options(const EditOptions& options, std::function<bool(double)> progress) {
  return {.steps = options.steps,
          .seed = options.seed,
          .threads = options.threads,
          .progress = std::move(progress),
          .sampler = options.sampler,
          .schedule = options.schedule,
          .corrections = options.corrections};
}

std::string sampling_of(const EditOptions& options, const Vocoder& vocoder) {
  std::string text;
  if (options.steps >= 0 || options.schedule.empty())
    text = fmt::format("steps={}", options.steps < 0 ? vocoder.default_steps() : options.steps);
  if (!options.schedule.empty()) text += (text.empty() ? "schedule=" : " schedule=") + options.schedule;
  if (!options.sampler.empty()) text += " sampler=" + options.sampler;
  const int corrections = options.corrections < 0 ? vocoder.default_corrections() : options.corrections;
  return text + fmt::format(" corrections={}", corrections);
}

void write_edited(const EditOptions& options, const ChosenVocoder& chosen, EditedSound sound) {
  if (const std::optional<SoundMark> mark = mark_of(options.watermark)) {
    if (sound.marked.empty()) {
      mark_audio(sound.audio, *mark, options.seed);
    } else {
      mark_parts(sound.audio, sound.marked, *mark, options.seed);
    }
  }
  write_audio_or_stdout(
      options.output, sound.audio,
      {{"software", "driftwave " DRIFTWAVE_VERSION},
       {"comment", fmt::format("{} vocoder={} {} seed={} {} {}", sound.command, model_hash(chosen.file),
                               sampling_of(options, *chosen.vocoder), options.seed, sound.settings,
                               note_of(options.watermark))}});
}

MelSettings picture_mel(int sample_rate_hz) {
  const int n_fft = sample_rate_hz > 32000 ? 2048 : 1024;
  return {.sample_rate_hz = sample_rate_hz,
          .n_fft = n_fft,
          .hop_samples = n_fft / 4,
          .high_hz = 0.5 * sample_rate_hz};
}

void write_picture(const EditOptions& options, int rate_hz, const std::vector<PicturePanel>& panels) {
  if (options.picture.empty()) return;
  const MelSettings mel = picture_mel(rate_hz);
  std::vector<VocoderInput> features;
  for (const PicturePanel& panel : panels)
    features.push_back(analyze(mono_at(*panel.audio, mel.sample_rate_hz), mel).features);
  std::vector<const VocoderInput*> all;
  std::vector<MelPanel> drawn;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    all.push_back(&features[i]);
    drawn.push_back({.title = panels[i].title,
                     .features = &features[i],
                     .marked = panels[i].marked,
                     .marked_hz = panels[i].marked_hz});
  }
  write_file(options.picture, mel_image(drawn, {.mel = mel, .range = colour_range(all), .band_pixels = 3}));
}

}  // namespace driftwave
