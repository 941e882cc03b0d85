/// driftwave trace: what the network takes the sound to be at each step.
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "engine/dsp/band_snr.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/standard_output.h"
#include "vocoder/analysis.h"

namespace driftwave {
namespace {

struct TraceCommand {
  EditOptions edit;
  std::string input;
  bool json = false;
};

/// The network's idea of the sound at one step, or the result.
struct Moment {
  std::string name;
  VocoderInput features;  ///< mel only
  std::vector<BandSnr> snr;
};

std::string band_name(const BandSnr& band) {
  const auto edge = [](double hz) {
    return hz < 1000 ? fmt::format("{:g}", hz) : fmt::format("{:.3g}k", hz / 1000);
  };
  return edge(band.low_hz) + "-" + edge(band.high_hz);
}

void print_table(const std::vector<Moment>& moments) {
  std::string text = fmt::format("{:<28}", "SNR in dB, per band in Hz");
  for (const BandSnr& band : moments.front().snr) text += fmt::format(" {:>9}", band_name(band));
  text += "\n";
  for (const bool waveform : {true, false})
    for (const Moment& moment : moments) {
      text += fmt::format("{:<28}", moment.name + (waveform ? ", waveform" : ", magnitudes"));
      for (const BandSnr& band : moment.snr)
        text += fmt::format(" {:>9.2f}", waveform ? band.waveform_db : band.magnitude_db);
      text += "\n";
    }
  write_stdout(text);
}

void print_json(const std::vector<Moment>& moments) {
  nlohmann::ordered_json report = nlohmann::ordered_json::array();
  for (const Moment& moment : moments) {
    nlohmann::ordered_json bands = nlohmann::ordered_json::array();
    for (const BandSnr& band : moment.snr)
      bands.push_back({{"low_hz", band.low_hz},
                       {"high_hz", band.high_hz},
                       {"waveform_db", band.waveform_db},
                       {"magnitude_db", band.magnitude_db}});
    report.push_back({{"name", moment.name}, {"bands", bands}});
  }
  write_stdout(dump_json(report, 2) + "\n");
}

BandChart chart_of(const std::vector<Moment>& moments) {
  BandChart chart{.title = "SNR against the recording in dB; solid: waveform, dashed: magnitudes"};
  for (const BandSnr& band : moments.front().snr) chart.bands.push_back(band_name(band) + " Hz");
  for (const Moment& moment : moments) {
    BandChart::Curve waveform{.name = moment.name};
    BandChart::Curve magnitude{.name = "", .dashed = true};
    for (const BandSnr& band : moment.snr) {
      waveform.values.push_back(band.waveform_db);
      magnitude.values.push_back(band.magnitude_db);
    }
    chart.curves.push_back(std::move(waveform));
    chart.curves.push_back(std::move(magnitude));
  }
  return chart;
}

std::vector<Moment> moments_of(const Analysis& analysis, const ChosenVocoder& chosen,
                               const EditOptions& edit) {
  const MelSettings shown = picture_mel(chosen.mel().sample_rate_hz);
  std::vector<Moment> moments;
  const auto add = [&](std::string name, std::span<const float> sound) {
    moments.push_back({.name = std::move(name),
                       .features = {log_mel(sound, shown), {}, {}},
                       .snr = band_snr(analysis.audio, sound, chosen.mel().sample_rate_hz)});
  };
  const int steps = edit.steps < 0 ? chosen.vocoder->default_steps() : edit.steps;
  ProgressBar bar("tracing");
  VocoderOptions options = vocoder_options(edit, {});
  options.preview = [&](int step, std::span<const float> x0) {
    add(fmt::format("x0 at step {}", step), x0);
    bar.update(std::min(1.0, static_cast<double>(step + 1) / (steps + 1)));
  };
  add("result", chosen.vocoder->synthesize(analysis.features, options));
  return moments;
}

void run_trace(const TraceCommand& command) {
  if (std::filesystem::path(command.edit.picture).extension() != ".png")
    throw UsageError("{}: want an output name in .png", command.edit.picture);
  const ChosenVocoder chosen = open_vocoder(command.edit);
  const int rate_hz = chosen.mel().sample_rate_hz;
  const AudioBuffer audio = read_audio_or_stdin(command.input);
  const Analysis analysis = analyze(mono_at(audio, rate_hz), chosen.mel());
  const std::vector<Moment> moments = moments_of(analysis, chosen, command.edit);
  const MelSettings shown = picture_mel(rate_hz);
  const VocoderInput reference{log_mel(analysis.audio, shown), {}, {}};
  std::vector<MelPanel> panels{{.title = "recording: " + command.input, .features = &reference}};
  std::vector<const VocoderInput*> all{&reference};
  for (const Moment& moment : moments) {
    panels.push_back({.title = moment.name, .features = &moment.features});
    all.push_back(&moment.features);
  }
  write_file(
      command.edit.picture,
      mel_image(panels, {.mel = shown, .range = colour_range(all), .band_pixels = 2}, chart_of(moments)));
  command.json ? print_json(moments) : print_table(moments);
}

}  // namespace

void add_trace_command(CLI::App& app) {
  const auto command = std::make_shared<TraceCommand>();
  CLI::App* added = app.add_subcommand(
      "trace", "What the network takes a recording to be at each step: spectrograms and SNR");
  added->add_option("input", command->input, "Audio file, or - for standard input")->required();
  added->add_option("-o,--output", command->edit.picture, "Picture (.png)")->required();
  added->add_flag("--json", command->json, "Print JSON instead of the table");
  add_vocoder_options(*added, command->edit);
  added->callback([command] { run_trace(*command); });
}

}  // namespace driftwave
