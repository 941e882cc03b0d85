#pragma once
/// Checkpoints (weights, averages, moments, step) and network weights as safetensors.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/model/safetensors.h"
#include "engine/training/adamw.h"
#include "engine/training/loop.h"

namespace driftwave::training {

struct CheckpointInfo {
  std::int64_t step = 0;  ///< updates made
  double seconds = 0;     ///< time trained so far
  nlohmann::json config;
};

/// @throws Error naming the file when it cannot be written in full; the old one then stays.
void save_checkpoint(const std::filesystem::path& file, AdamW& optimizer, const CheckpointInfo& info,
                     const TaskState& state = {});

/// Fills weights, moments and the tensors of `state`.
/// @throws Error naming the file and the tensor or setting that does not fit.
[[nodiscard]] CheckpointInfo load_checkpoint(const std::filesystem::path& file, AdamW& optimizer,
                                             const nlohmann::json& expected_config,
                                             const TaskState& state = {});

/// Copies the averaged weights of a checkpoint ("average.<name>"), or the plain tensors of an exported model
/// (of 8 bits, too), into every parameter of the network that the file holds.
/// @param wanted asked for each parameter that the file holds, by name and the file's shape; empty wants all.
/// @return how many parameters were filled.
/// @throws Error naming the file and a wanted tensor of another shape.
std::size_t load_weights(
    const std::filesystem::path& file, torch::nn::Module& network,
    const std::function<bool(const std::string&, const std::vector<std::int64_t>&)>& wanted = {});

/// Writes all parameters of the network. @throws Error naming the file.
void export_weights(const std::filesystem::path& file, torch::nn::Module& network,
                    const std::map<std::string, std::string>& metadata, DType store_as);

}  // namespace driftwave::training
