#include "tools/driftwave_train/voice/plan.h"

#include <span>

#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "engine/core/error.h"

namespace driftwave {

nlohmann::json to_json(const VoicePlan& plan) {
  return {{"recordings", plan.recordings.string()},
          {"name", plan.name},
          {"language", plan.language},
          {"base", plan.base.string()},
          {"aligner", plan.aligner.string()},
          {"sample", plan.sample},
          {"steps", plan.steps},
          {"batch", plan.batch},
          {"learning_rate", plan.learning_rate},
          {"phone_weight", plan.phone_weight},
          {"seed", plan.seed}};
}

void begin_or_go_on(const VoicePlan& plan) {
  const std::filesystem::path file = plan.work / "plan.json";
  const nlohmann::json wanted = to_json(plan);
  if (std::filesystem::exists(file)) {
    const nlohmann::json begun = read_json(file);
    for (const auto& [key, value] : wanted.items())
      if (!begun.contains(key) || begun.at(key) != value)
        throw Error(
            "{}: was begun with another {}: want {}, got {}; give the same options, or another --work",
            plan.work.string(), key, begun.value(key, nlohmann::json()).dump(), value.dump());
    return;
  }
  std::filesystem::create_directories(plan.work);
  const std::string text = dump_json(wanted, 2) + "\n";
  write_file(file, std::as_bytes(std::span<const char>(text)));
}

}  // namespace driftwave
