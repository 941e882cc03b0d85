#pragma once
/// Weights of 8 bits: a matrix as I8, and beside it "<name>.scale" with one F32 factor for each row (output
/// channel). Half the size of F16; what it costs in quality is in docs/compression.md.
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/safetensors.h"

namespace driftwave {

/// A tensor as floats: I8 times its rows' factors, any other type as it is.
/// @throws Error naming file and tensor: missing, of another shape, or I8 without factors.
[[nodiscard]] std::vector<float> weight_values(const SafetensorsFile& file, std::string_view name,
                                               std::span<const std::int64_t> shape);

/// Writes a copy whose large matrices are of 8 bits, each row's largest value at 127; vectors and small
/// tensors stay as they are. @throws Error naming the file that cannot be written.
void write_with_int8_weights(const SafetensorsFile& model, const std::filesystem::path& file);

}  // namespace driftwave
