#pragma once
/// How a HarmonicFlow goes from its prior's sample (t = 0) to sound (t = 1) in few steps.
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/diffusion/plan.h"

namespace driftwave {

/// Key of a model file's metadata that holds its schedules.
inline constexpr const char* kSchedulesKey = "schedules";

struct FlowSchedule {
  Sampler sampler = Sampler::kEuler;
  std::vector<double> times;  ///< [S + 1] strictly increasing from 0 to 1

  [[nodiscard]] int steps() const { return static_cast<int>(times.size()) - 1; }
};

/// The best schedule known for each number of steps.
using FlowSchedules = std::map<int, FlowSchedule>;

/// @throws Error naming `who`: times that do not rise from 0 to 1, or a sampler that needs noise.
void validate(const FlowSchedule& schedule, const std::string& who);

[[nodiscard]] FlowSchedule uniform_flow_schedule(Sampler sampler, int steps);

/// Times from a JSON file: [0, ..., 1]. @throws Error naming the file and what is wrong with it.
[[nodiscard]] std::vector<double> read_flow_times(const std::filesystem::path& file);

/// {"4": {"sampler": "heun", "times": [0, ..., 1]}, ...}. @throws Error naming `who` and the key at fault.
[[nodiscard]] FlowSchedules flow_schedules_from_json(const nlohmann::json& json, const std::string& who);
[[nodiscard]] nlohmann::json to_json(const FlowSchedules& schedules);

/// Rows for HarmonicFlowStream. @param start_time where the way begins: the times are squeezed into what is
/// left of it.
[[nodiscard]] SamplerPlan make_plan(const FlowSchedule& schedule, double start_time = 0);

}  // namespace driftwave
