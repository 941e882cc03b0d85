/// driftwave devices: where --play can be heard.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/core/config.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/sound_back_end.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

void run_devices(bool json) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  std::string text;
  for (const OutputDevice& device : open_port_audio()->devices()) {
    list.push_back({{"index", device.index},
                    {"name", device.name},
                    {"host", device.host},
                    {"default_rate_hz", device.default_rate_hz},
                    {"channels", device.channels},
                    {"default", device.is_default}});
    text += fmt::format("{} {:>2}  {:<40} {:<12} {:>6} Hz {:>3} ch\n", device.is_default ? '*' : ' ',
                        device.index, device.name, device.host, device.default_rate_hz, device.channels);
  }
  if (json) {
    write_stdout(dump_json(list, 2) + "\n");
  } else if (text.empty()) {
    throw Error("devices: want a sound device, got none");
  } else {
    write_stdout(text);
  }
}

}  // namespace

void add_devices_command(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("devices", "List the sound devices for speak --play --device");
  command->add_flag("--json", *json, "Print JSON");
  command->callback([json] { run_devices(*json); });
}

}  // namespace driftwave
