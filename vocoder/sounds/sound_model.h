#pragma once
/// Sounds from nothing: a network that draws sound maps in one evaluation, as it was trained to by an energy
/// score (Gritsenko et al. 2020, arXiv:2008.01160), from noise, a class and any of the descriptors.
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "engine/nn/embedding.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "vocoder/sounds/config.h"
#include "vocoder/sounds/sound_analysis.h"

namespace driftwave {

struct SoundRequest {
  /// Index into classes(); absent: any sound of the family.
  std::optional<std::size_t> sound_class = {};
  SoundFamily family = SoundFamily::kOneShot;  ///< where there is no class
  /// 0 is the least and 1 the most that is usual in the class, values beyond are allowed; absent: as it
  /// comes.
  std::array<std::optional<float>, kDescriptors> wanted{};
  /// Takes the place of the share of the pitch; sustained sounds without either get their class's median.
  std::optional<double> pitch_hz = {};
  /// How far the draw moves from what the model does without class and descriptors (Ho & Salimans 2022,
  /// arXiv:2207.12598): 1 is the draw itself, more is more typical and less varied.
  float guidance = 1;
  std::uint64_t seed = 0;
};

/// Thread: any; one model serves any number of threads at once.
class SoundModel {
 public:
  SoundModel(const WeightSource& weights, const SoundModelConfig& config);

  [[nodiscard]] const std::vector<SoundClass>& classes() const { return config_.classes; }
  /// @throws Error naming the classes that there are.
  [[nodiscard]] std::size_t class_named(const std::string& name) const;
  /// A descriptor's value in its own unit where `share` of the class's sounds have less (0..1, beyond by the
  /// same slope). Without a class: of the family.
  [[nodiscard]] float descriptor_value(const SoundRequest& request, Descriptor which, float share) const;

  /// @throws Error for a class that is not there, or a guidance or descriptor that is not finite.
  /// Where descriptors are asked for, the one of 16 draws that comes nearest to them.
  [[nodiscard]] SoundMap draw(const SoundRequest& request) const;

  /// Principal components of a map, each with variance 1 over the training sounds. @return [coefficients]
  [[nodiscard]] std::vector<float> coefficients_of(const SoundMap& map) const;
  [[nodiscard]] SoundMap map_of(SoundFamily family, std::span<const float> coefficients) const;
  /// The class of the map's family whose training sounds' mean is nearest.
  [[nodiscard]] std::size_t nearest_class(const SoundMap& map) const;

 private:
  struct Block {
    Linear film;
    LayerNorm norm;
    Linear expand;
    Linear contract;
  };
  struct Basis {
    std::vector<float> mean;     ///< [F * columns]
    Array2<float> vectors;       ///< [coefficients, F * columns], as long as the component is wide
    std::vector<float> lengths;  ///< [coefficients], squared
    Array2<float> descriptors;   ///< [2, kDescriptors]: mean and deviation
  };

  static Basis read_basis(const WeightSource& weights, const SoundModelConfig& config, SoundFamily family);
  [[nodiscard]] const Basis& basis(SoundFamily family) const {
    return bases_[static_cast<std::size_t>(family)];
  }
  [[nodiscard]] SoundFamily family_of(const SoundRequest& request) const;
  /// What the network is told of a descriptor, in its own unit.
  [[nodiscard]] std::optional<float> told_value(const SoundRequest& request, Descriptor which) const;
  /// @param given whether the network is told class and descriptors. @param draw of the seed's noise
  /// @return [coefficients]
  [[nodiscard]] std::vector<float> evaluate(const SoundRequest& request, bool given,
                                            std::uint32_t draw) const;
  [[nodiscard]] SoundMap draw_once(const SoundRequest& request, std::uint32_t draw) const;
  /// How far a map is from what was asked, in squared deviations of the training sounds.
  [[nodiscard]] double disobedience(const SoundRequest& request, const SoundMap& map) const;

  SoundModelConfig config_;
  Embedding classes_;
  Linear descriptors_;
  Linear condition_;
  Linear input_;
  std::vector<Block> blocks_;
  LayerNorm output_norm_;
  std::vector<Linear> outputs_;  ///< of each family
  std::vector<Basis> bases_;     ///< of each family
  Array2<float> quantiles_;      ///< [classes, kDescriptors * kQuantiles]
  Array2<float> centroids_;      ///< [classes, coefficients]
};

/// @throws Error naming the file for a missing, truncated, foreign or altered model.
[[nodiscard]] SoundModel load_sound_model(const std::filesystem::path& file);

}  // namespace driftwave
