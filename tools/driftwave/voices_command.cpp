/// driftwave voices: what can speak here.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/core/config.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/standard_output.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

void run_voices(bool json) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string text;
  for (const FoundVoice& found : all_voices()) {
    const Voice& voice = found.voice;
    list.push_back({{"name", voice.folder.filename().string()},
                    {"language", voice.language},
                    {"licence", voice.licence},
                    {"description", voice.description},
                    {"speaker", voice.speaker},
                    {"folder", voice.folder.string()},
                    {"problem", found.problem}});
    text += fmt::format("{:<16} {:<8} {:<12} {}\n", voice.folder.filename().string(), voice.language,
                        voice.licence,
                        found.problem.empty() ? voice.folder.string() : "unusable: " + found.problem);
  }
  if (json) {
    write_stdout(dump_json(list, 2) + "\n");
  } else if (text.empty()) {
    throw Error("voices: none found; folders of voices are named in DRIFTWAVE_VOICES");
  } else {
    write_stdout(text);
  }
}

}  // namespace

void add_voices_command(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("voices", "List the voices that can speak here");
  command->add_flag("--json", *json, "Print JSON");
  command->callback([json] { run_voices(*json); });
}

}  // namespace driftwave
