/// driftwave inpaint: gaps of a recording filled with what could have been there.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/fill_gaps.h"
#include "tools/driftwave/gap_list.h"
#include "tools/driftwave/mark_audio.h"
#include "tools/driftwave/open_completion.h"
#include "tools/driftwave/progress_bar.h"

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
  for (const std::string& text : command.gaps) {
    const std::optional<TimeRange> gap = parse_gap(text);
    if (!gap) throw UsageError("--gap: want FIRST-LAST in seconds, such as 1.2-1.35, got \"{}\"", text);
    gaps.push_back(*gap);
  }
  if (!command.gap_file.empty()) {
    const std::vector<TimeRange> listed = read_gaps(command.gap_file);
    gaps.insert(gaps.end(), listed.begin(), listed.end());
  }
  if (gaps.empty()) throw UsageError("inpaint: want --gap FIRST-LAST or --gaps FILE");
  return gaps;
}

void run_inpaint(const InpaintCommand& command) {
  const std::vector<TimeRange> gaps = gaps_of(command);
  const ChosenVocoder chosen = open_vocoder(command.edit);
  const AudioBuffer before = read_audio_or_stdin(command.input);
  const MelCompletion completion = open_completion(command.completion);
  const bool is_usable = completion.mel_settings() == chosen.mel();
  if (!is_usable && !command.completion.empty())
    throw Error("{}: want a completion model of the vocoder's mel ({}), got {}", command.completion,
                describe(chosen.mel()), describe(completion.mel_settings()));
  AudioBuffer after;
  {
    ProgressBar bar("inpainting");
    // A model of another mel gets straight lines.
    after =
        fill_gaps(*chosen.vocoder, is_usable ? &completion : nullptr, before,
                  {.gaps = gaps, .fade_ms = command.fade_ms}, vocoder_options(command.edit, shown_by(bar)));
  }
  write_picture(command.edit, chosen.mel().sample_rate_hz,
                {{.title = "before: " + command.input, .audio = &before, .marked = gaps},
                 {.title = "after", .audio = &after, .marked = gaps}});
  write_edited(command.edit, chosen,
               {.audio = std::move(after),
                .command = "inpaint",
                .settings = fmt::format("gaps={}", gaps.size()),
                .marked = around_gaps(gaps)});
}

}  // namespace

void add_inpaint_command(CLI::App& app) {
  const auto command = std::make_shared<InpaintCommand>();
  CLI::App* added = app.add_subcommand(
      "inpaint",
      "Fill gaps of a recording and mark a second and a half on each side; all the rest keeps every bit");
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
