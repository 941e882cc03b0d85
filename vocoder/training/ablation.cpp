#include "vocoder/training/ablation.h"

#include <array>
#include <utility>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

constexpr std::array kParts = {std::pair{"source", &Ablation::source},
                               std::pair{"phase-reference", &Ablation::phase_reference},
                               std::pair{"whitening", &Ablation::whitening}};

}  // namespace

std::string ablation_names() {
  std::string names;
  for (const auto& [name, part] : kParts) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

Ablation make_ablation(const std::vector<std::string>& without) {
  Ablation ablation;
  for (const std::string& asked : without) {
    bool found = false;
    for (const auto& [name, part] : kParts) {
      if (asked != name) continue;
      ablation.*part = false;
      found = true;
    }
    if (!found) throw Error("--without: want some of {}, got {}", ablation_names(), asked);
  }
  return ablation;
}

}  // namespace driftwave::training
