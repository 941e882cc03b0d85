#include "vocoder/harmonic_flow/flow_schedule.h"

#include <algorithm>
#include <charconv>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/diffusion/path.h"

namespace driftwave {

void validate(const FlowSchedule& schedule, const std::string& who) {
  if (schedule.times.size() < 2 || schedule.times.front() != 0.0 || schedule.times.back() != 1.0)
    throw Error("{}: want times from 0 to 1", who);
  for (std::size_t i = 1; i < schedule.times.size(); ++i) {
    if (!(schedule.times[i] > schedule.times[i - 1]))
      throw Error("{}: want times that rise, got {} after {}", who, schedule.times[i], schedule.times[i - 1]);
  }
  if (schedule.sampler != Sampler::kEuler && schedule.sampler != Sampler::kHeun &&
      schedule.sampler != Sampler::kDpmSolver2M)
    throw Error("{}: want a sampler of flows: {}, {} or {}, got {}", who, to_string(Sampler::kEuler),
                to_string(Sampler::kHeun), to_string(Sampler::kDpmSolver2M), to_string(schedule.sampler));
}

FlowSchedule uniform_flow_schedule(Sampler sampler, int steps) {
  FlowSchedule schedule{.sampler = sampler, .times = {}};
  for (const PathPoint& point : flow_path(steps)) schedule.times.push_back(point.time);
  return schedule;
}

std::vector<double> read_flow_times(const std::filesystem::path& file) {
  const nlohmann::json json = read_json(file);
  const auto is_number = [](const nlohmann::json& x) { return x.is_number(); };
  if (!json.is_array() || json.size() > 1025 || !std::ranges::all_of(json, is_number))
    throw Error("{}: want a list of times from 0 to 1, such as [0, 0.4, 1]", file.string());
  FlowSchedule schedule{.sampler = Sampler::kEuler, .times = json.get<std::vector<double>>()};
  validate(schedule, file.string());
  return schedule.times;
}

FlowSchedules flow_schedules_from_json(const nlohmann::json& json, const std::string& who) {
  if (!json.is_object()) throw Error("{}: want schedules by their number of steps", who);
  FlowSchedules schedules;
  for (const auto& [key, entry] : json.items()) {
    const std::string where = who + ": " + key;
    int steps = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), steps);
    if (error != std::errc() || end != key.data() + key.size() || steps < 1 || steps > 1024)
      throw Error("{}: want a number of steps", where);
    std::string sampler;
    FlowSchedule schedule;
    ConfigReader reader(entry, where);
    reader.required("sampler", sampler);
    reader.required("times", schedule.times);
    reader.finish();
    schedule.sampler = sampler_from_string(sampler);
    validate(schedule, where);
    if (schedule.steps() != steps)
      throw Error("{}: want {} times, got {}", where, steps + 1, schedule.times.size());
    schedules[steps] = std::move(schedule);
  }
  return schedules;
}

nlohmann::json to_json(const FlowSchedules& schedules) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [steps, schedule] : schedules)
    json[std::to_string(steps)] = {{"sampler", to_string(schedule.sampler)}, {"times", schedule.times}};
  return json;
}

SamplerPlan make_plan(const FlowSchedule& schedule, double start_time) {
  std::vector<double> times = schedule.times;
  for (double& t : times) t = start_time + (1.0 - start_time) * t;
  return make_plan(flow_path(times), {.sampler = schedule.sampler, .prediction = Prediction::kVelocity});
}

}  // namespace driftwave
