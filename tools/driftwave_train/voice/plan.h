#pragma once
/// What `driftwave-train voice` was asked for.
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace driftwave {

struct VoicePlan {
  std::filesystem::path recordings;  ///< folder with metadata.csv and audio/
  std::filesystem::path work;        ///< folder for what is made on the way; a second call goes on from it
  std::filesystem::path out;         ///< the voice's folder
  std::string name;
  std::string language = "en-us";
  std::string licence;
  std::string person;             ///< who speaks
  std::string consent;            ///< what that person has agreed to, or the licence that allows it
  std::filesystem::path base;     ///< folder of the voice whose models learn on
  std::filesystem::path aligner;  ///< finds the phones in the recordings
  bool sample = false;            ///< learn who speaks alone, from half a minute
  std::int64_t steps = 800;
  std::int64_t batch = 8;
  double learning_rate = 3e-4;
  double phone_weight = 3.0;
  std::uint64_t seed = 1;
  int threads = 1;
};

/// All that changes what is made, so that a run is never gone on with as another.
[[nodiscard]] nlohmann::json to_json(const VoicePlan& plan);

/// Keeps the plan in the work folder, which it makes.
/// @throws Error when the folder holds the run of another plan, naming the first thing that differs.
void begin_or_go_on(const VoicePlan& plan);

}  // namespace driftwave
