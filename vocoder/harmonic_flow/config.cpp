#include "vocoder/harmonic_flow/config.h"

#include <numeric>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/dsp/mel_json.h"

namespace driftwave {
namespace {

struct Range {
  int low;
  int high;
};

void check(const std::string& who, const char* key, int value, const Range& range) {
  if (value < range.low || value > range.high)
    throw Error("{}: key \"{}\": want {}..{}, got {}", who, key, range.low, range.high, value);
}

void check_ranges(const HarmonicFlowConfig& c, const std::string& who) {
  if (c.mel.scale != MelScale::kNaturalLog)
    throw Error("{}: mel: want the natural log scale, got {}", who, describe(c.mel));
  check(who, "prior_channels", c.prior_channels, {8, 2048});
  check(who, "prior_blocks", c.prior_blocks, {1, 64});
  check(who, "prior_expansion", c.prior_expansion, {1, 8});
  check(who, "prior_hidden", c.prior_hidden, {0, 8 * c.prior_channels});
  check(who, "heads_rank", c.heads_rank, {0, c.prior_channels});
  check(who, "prior_kernel", c.prior_kernel, {1, 31});
  check(who, "input_lookahead_frames", c.input_lookahead_frames, {0, c.prior_kernel - 1});
  if (static_cast<int>(c.block_lookahead_frames.size()) != c.prior_blocks)
    throw Error("{}: key \"block_lookahead_frames\": want {} values, got {}", who, c.prior_blocks,
                c.block_lookahead_frames.size());
  for (const int frames : c.block_lookahead_frames)
    check(who, "block_lookahead_frames", frames, {0, c.prior_kernel - 1});
  check(who, "flow_channels", c.flow_channels, {8, 512});
  check(who, "flow_blocks", c.flow_blocks, {1, 64});
  check(who, "flow_expansion", c.flow_expansion, {1, 8});
  check(who, "flow_hidden", c.flow_hidden, {0, 8 * c.flow_channels});
  check(who, "condition_rank", c.condition_rank, {0, c.prior_channels});
  check(who, "flow_kernel_frames", c.flow_kernel_frames, {1, 15});
  check(who, "flow_kernel_groups", c.flow_kernel_groups, {1, 31});
  check(who, "default_steps", c.default_steps, {0, 64});
  check(who, "default_corrections", c.default_corrections, {0, kMaxCorrections});
  if (c.bands.empty() || c.bands.size() > 16) throw Error("{}: key \"bands\": want 1..16 classes", who);
  for (const BandClass& band : c.bands) {
    check(who, "bands.groups", band.groups, {1, 4096});
    check(who, "bands.width", band.width, {1, 4096});
  }
  if (c.grouped_bins() > static_cast<int>(c.mel.bins()))
    throw Error("{}: key \"bands\": cover {} bins of {}", who, c.grouped_bins(), c.mel.bins());
}

}  // namespace

int HarmonicFlowConfig::groups() const {
  return std::accumulate(bands.begin(), bands.end(), 0,
                         [](int sum, const BandClass& b) { return sum + b.groups; });
}

int HarmonicFlowConfig::grouped_bins() const {
  return std::accumulate(bands.begin(), bands.end(), 0,
                         [](int sum, const BandClass& b) { return sum + b.groups * b.width; });
}

int HarmonicFlowConfig::lookahead_frames() const {
  return std::accumulate(block_lookahead_frames.begin(), block_lookahead_frames.end(),
                         input_lookahead_frames);
}

int HarmonicFlowConfig::prior_hidden_width() const {
  return prior_hidden > 0 ? prior_hidden : prior_channels * prior_expansion;
}

int HarmonicFlowConfig::flow_hidden_width() const {
  return flow_hidden > 0 ? flow_hidden : flow_channels * flow_expansion;
}

HarmonicFlowConfig harmonic_flow_config_22k() {
  HarmonicFlowConfig config;
  config.mel = {.sample_rate_hz = 22050, .n_fft = 1024, .hop_samples = 256, .mels = 80, .high_hz = 11025.0};
  config.bands = {{32, 8}, {16, 16}};
  return config;
}

nlohmann::json to_json(const HarmonicFlowConfig& c) {
  nlohmann::json bands = nlohmann::json::array();
  for (const BandClass& band : c.bands) bands.push_back({{"groups", band.groups}, {"width", band.width}});
  nlohmann::json json = {{"architecture", kHarmonicFlowArchitecture},
                         {"mel", to_json(c.mel)},
                         {"prior_channels", c.prior_channels},
                         {"prior_blocks", c.prior_blocks},
                         {"prior_expansion", c.prior_expansion},
                         {"prior_kernel", c.prior_kernel},
                         {"input_lookahead_frames", c.input_lookahead_frames},
                         {"block_lookahead_frames", c.block_lookahead_frames},
                         {"flow_channels", c.flow_channels},
                         {"flow_blocks", c.flow_blocks},
                         {"flow_expansion", c.flow_expansion},
                         {"flow_kernel_frames", c.flow_kernel_frames},
                         {"flow_kernel_groups", c.flow_kernel_groups},
                         {"bands", bands},
                         {"default_steps", c.default_steps},
                         {"default_corrections", c.default_corrections}};
  const auto set = [&](const char* key, int value) {
    if (value != 0) json[key] = value;
  };
  set("prior_hidden", c.prior_hidden);
  set("heads_rank", c.heads_rank);
  set("flow_hidden", c.flow_hidden);
  set("condition_rank", c.condition_rank);
  return json;
}

HarmonicFlowConfig harmonic_flow_config_from_json(const nlohmann::json& json, const std::string& who) {
  HarmonicFlowConfig c;
  ConfigReader reader(json, who);
  std::string architecture;
  nlohmann::json mel;
  nlohmann::json bands;
  reader.required("architecture", architecture);
  if (architecture != kHarmonicFlowArchitecture)
    throw Error("{}: architecture: want {}, got {}", who, kHarmonicFlowArchitecture, architecture);
  reader.required("mel", mel);
  reader.required("prior_channels", c.prior_channels);
  reader.required("prior_blocks", c.prior_blocks);
  reader.required("prior_expansion", c.prior_expansion);
  reader.required("prior_kernel", c.prior_kernel);
  reader.required("input_lookahead_frames", c.input_lookahead_frames);
  reader.required("block_lookahead_frames", c.block_lookahead_frames);
  reader.required("flow_channels", c.flow_channels);
  reader.required("flow_blocks", c.flow_blocks);
  reader.required("flow_expansion", c.flow_expansion);
  reader.required("flow_kernel_frames", c.flow_kernel_frames);
  reader.required("flow_kernel_groups", c.flow_kernel_groups);
  reader.required("bands", bands);
  reader.required("default_steps", c.default_steps);
  c.default_corrections = 0;
  reader.optional("default_corrections", c.default_corrections);
  reader.optional("prior_hidden", c.prior_hidden);
  reader.optional("heads_rank", c.heads_rank);
  reader.optional("flow_hidden", c.flow_hidden);
  reader.optional("condition_rank", c.condition_rank);
  reader.finish();
  c.mel = mel_settings_from_json(mel, who + ": mel");
  c.bands.clear();
  for (const auto& item : bands) {
    BandClass band;
    ConfigReader entry(item, who + ": bands");
    entry.required("groups", band.groups);
    entry.required("width", band.width);
    entry.finish();
    c.bands.push_back(band);
  }
  check_ranges(c, who);
  return c;
}

}  // namespace driftwave
