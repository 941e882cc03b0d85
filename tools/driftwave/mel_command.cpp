/// driftwave mel: a recording as mel spectrogram and pitch, for programs or for the eye.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/atomic_file.h"
#include "engine/dsp/mel_json.h"
#include "engine/model/safetensors.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/mel_image.h"
#include "vocoder/analysis.h"

namespace driftwave {
namespace {

struct MelOptions {
  std::string input;
  std::string output;
  MelSettings settings;
};

void write_tensors(const std::string& file, const Analysis& analysis, const MelSettings& settings) {
  const VocoderInput& features = analysis.features;
  const auto frames = static_cast<std::int64_t>(features.mel.rows());
  SafetensorsWriter writer;
  writer.add("mel", features.mel.values(), {frames, static_cast<std::int64_t>(features.mel.cols())});
  writer.add("f0_hz", features.f0_hz, {frames});
  writer.add("voicing", features.voicing, {frames});
  writer.set_metadata("mel_settings", to_json(settings).dump());
  writer.set_metadata("loudness_gain", fmt::format("{}", analysis.gain));
  writer.set_metadata("software", "driftwave " DRIFTWAVE_VERSION);
  writer.write(file);
}

void write_image(const MelOptions& options, const VocoderInput& features) {
  const VocoderInput* all[] = {&features};
  const MelPanel panel{
      .title = std::filesystem::path(options.input).filename().string() + ": " + describe(options.settings),
      .features = &features};
  write_file(options.output, mel_image({&panel, 1}, {.mel = options.settings, .range = colour_range(all)}));
}

void run_mel(MelOptions options) {
  const std::string extension = std::filesystem::path(options.output).extension().string();
  if (extension != ".safetensors" && extension != ".png") {
    throw UsageError("{}: want an output name in .safetensors or .png", options.output);
  }
  MelSettings& settings = options.settings;
  if (settings.high_hz <= 0.0) settings.high_hz = settings.sample_rate_hz / 2.0;
  try {
    validate(settings);
  } catch (const Error& e) {
    throw UsageError("{}", e.what());
  }
  const AudioBuffer audio = read_audio_or_stdin(options.input);
  const std::vector<float> mono = mono_at(audio, settings.sample_rate_hz);
  const Analysis analysis = analyze(mono, settings);
  if (extension == ".png") {
    write_image(options, analysis.features);
  } else {
    write_tensors(options.output, analysis, settings);
  }
}

}  // namespace

void add_mel_command(CLI::App& app) {
  const auto options = std::make_shared<MelOptions>();
  options->settings.high_hz = 0.0;
  MelSettings& settings = options->settings;
  CLI::App* command =
      app.add_subcommand("mel", "Mel spectrogram and pitch of a recording, as tensors or picture");
  command->add_option("input", options->input, "Audio file, or - for standard input")->required();
  command->add_option("-o,--output", options->output, "File in .safetensors or .png")->required();
  command->add_option("--rate", settings.sample_rate_hz, "Sample rate in Hz")->capture_default_str();
  command->add_option("--n-fft", settings.n_fft, "FFT size in samples")->capture_default_str();
  command->add_option("--hop", settings.hop_samples, "Hop in samples")->capture_default_str();
  command->add_option("--mels", settings.mels, "Number of bands")->capture_default_str();
  command->add_option("--low", settings.low_hz, "Lowest frequency in Hz")->capture_default_str();
  command->add_option("--high", settings.high_hz, "Highest frequency in Hz (default: half the rate)");
  command->callback([options] { run_mel(*options); });
}

}  // namespace driftwave
