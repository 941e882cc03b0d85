/// driftwave inpaint: gaps of a recording filled with what could have been there.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/gap_list.h"
#include "vocoder/editing/inpaint.h"

namespace driftwave {
namespace {

struct InpaintCommand {
  EditOptions edit;
  std::string input;
  std::vector<std::string> gaps;
  std::string gap_file;
  std::string completion;
  double fade_ms = 4.0;
};

std::vector<TimeRange> gaps_of(const InpaintCommand& command) {
  std::vector<TimeRange> gaps;
  for (const std::string& text : command.gaps) gaps.push_back(gap_from_string(text));
  if (!command.gap_file.empty()) {
    const std::vector<TimeRange> listed = read_gaps(command.gap_file);
    gaps.insert(gaps.end(), listed.begin(), listed.end());
  }
  if (gaps.empty()) throw UsageError("inpaint: want --gap FIRST-LAST or --gaps FILE");
  return gaps;
}

/// @throws Error for a gap that begins after the end.
std::vector<SampleRange> in_samples(const std::vector<TimeRange>& gaps, int rate_hz, std::size_t samples) {
  std::vector<SampleRange> ranges;
  const auto sample = [&](double seconds) {
    return std::min(static_cast<std::size_t>(std::llround(seconds * rate_hz)), samples);
  };
  for (const TimeRange& gap : gaps) {
    const SampleRange range{sample(gap.first_s), sample(gap.last_s)};
    if (range.first >= range.last)
      throw Error("--gap: {:g}-{:g}: want a gap within the recording's {:.3f} s", gap.first_s, gap.last_s,
                  static_cast<double>(samples) / rate_hz);
    ranges.push_back(range);
  }
  return ranges;
}

/// Lays the gaps and fades of `made`, which may have been to another rate and back, into the recording: all
/// the rest keeps its bits.
AudioBuffer spliced(const AudioBuffer& before, const AudioBuffer& made, const std::vector<SampleRange>& gaps,
                    double fade_ms) {
  AudioBuffer after = before;
  const auto fade = static_cast<std::size_t>(fade_ms * before.sample_rate_hz / 1000.0);
  for (int c = 0; c < before.channels; ++c) {
    std::vector<float> channel = channel_of(before, c);
    const std::vector<float> filled = channel_of(made, c);
    for (const SampleRange& gap : gaps)
      splice(
          channel, filled,
          {.first = gap.first - std::min(fade, gap.first), .last = std::min(gap.last + fade, channel.size())},
          0);
    set_channel(after, c, channel);
  }
  return after;
}

void run_inpaint(const InpaintCommand& command) {
  const std::vector<TimeRange> gaps = gaps_of(command);
  const ChosenVocoder chosen = open_vocoder(command.edit);
  const AudioBuffer before = read_audio_or_stdin(command.input);
  const std::vector<SampleRange> ranges = in_samples(gaps, before.sample_rate_hz, before.frames());
  const MelCompletion completion = open_completion(command.completion);
  // A model of another mel gets straight lines.
  const MelCompletion* usable = completion.mel_settings() == chosen.mel() ? &completion : nullptr;
  if (usable == nullptr && !command.completion.empty())
    throw Error("{}: want a completion model of the vocoder's mel ({}), got {}", command.completion,
                describe(chosen.mel()), describe(completion.mel_settings()));
  const AudioBuffer made =
      edit_channels(before, chosen.mel(), command.edit, "inpainting",
                    [&](std::span<const float> channel, const VocoderOptions& options) {
                      return inpaint(*chosen.vocoder, usable, channel,
                                     {.gaps = in_samples(gaps, chosen.mel().sample_rate_hz, channel.size()),
                                      .fade_ms = command.fade_ms},
                                     options);
                    });
  const AudioBuffer after = spliced(before, made, ranges, command.fade_ms);
  write_picture(command.edit, chosen.mel().sample_rate_hz,
                {{.title = "before: " + command.input, .audio = &before, .marked = gaps},
                 {.title = "after", .audio = &after, .marked = gaps}});
  write_edited(command.edit, chosen, after, "inpaint", fmt::format("gaps={}", gaps.size()));
}

}  // namespace

void add_inpaint_command(CLI::App& app) {
  const auto command = std::make_shared<InpaintCommand>();
  CLI::App* added = app.add_subcommand("inpaint", "Fill gaps of a recording; all the rest keeps every bit");
  added->add_option("input", command->input, "Audio file, or - for standard input")->required();
  added->add_option("--gap", command->gaps,
                    "A part to fill, FIRST-LAST in seconds; may be given more than once");
  added->add_option("--gaps", command->gap_file,
                    "File of gaps, a line \"first last\" each, or an Audacity label track");
  added->add_option("--fade", command->fade_ms, "Cross-fade on each side of a gap, in milliseconds")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  added->add_option("--completion", command->completion, "Mel completion model (default: the one installed)");
  add_output_options(*added, command->edit);
  add_vocoder_options(*added, command->edit);
  added->callback([command] { run_inpaint(*command); });
}

}  // namespace driftwave
