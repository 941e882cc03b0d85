#pragma once
/// The formula of make_reference_numbers.py: arrays by name, the same on both sides.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace driftwave::test {

inline double formula_uniform(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  value ^= value >> 31U;
  return static_cast<double>(value >> 11U) * 0x1p-53;
}

/// `count` values in -1..1.
inline std::vector<double> formula_values(const std::string& name, std::size_t count) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  std::vector<double> values(count);
  for (std::uint64_t i = 0; i < count; ++i)
    values[i] = formula_uniform(2 * i * 0x9E3779B97F4A7C15ULL + hash) +
                formula_uniform((2 * i + 1) * 0x9E3779B97F4A7C15ULL + hash) - 1.0;
  return values;
}

}  // namespace driftwave::test
