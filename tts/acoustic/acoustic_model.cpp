#include "tts/acoustic/acoustic_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/model/safetensors.h"
#include "engine/nn/embedding.h"
#include "tts/acoustic/check_options.h"
#include "tts/acoustic/conditioning.h"
#include "tts/acoustic/conv_stack.h"
#include "tts/acoustic/question_rise.h"
#include "vocoder/file_weights.h"

namespace driftwave {
namespace {

constexpr int kTimeFeatures = 16;
constexpr int kDefaultSteps = 4;
constexpr int kMaxSteps = 100;

std::size_t size_of(int value) {
  return static_cast<std::size_t>(value);
}

Array2<float> beside(std::initializer_list<const Array2<float>*> parts) {
  std::size_t columns = 0;
  for (const Array2<float>* part : parts) columns += part->cols();
  const std::size_t rows = (*parts.begin())->rows();
  Array2<float> joined(rows, columns);
  for (std::size_t n = 0; n < rows; ++n) {
    auto out = joined.row(n).begin();
    for (const Array2<float>* part : parts) out = std::ranges::copy(part->row(n), out).out;
  }
  return joined;
}

void add_scaled(Array2<float>& y, const Array2<float>& x, double scale) {
  const auto factor = static_cast<float>(scale);
  for (std::size_t i = 0; i < y.size(); ++i) y.data()[i] += factor * x.data()[i];
}

/// @param owner row of `from` that each row of the result is.
Array2<float> rows_of(const Array2<float>& from, const std::vector<std::int32_t>& owner) {
  Array2<float> rows(owner.size(), from.cols());
  for (std::size_t f = 0; f < owner.size(); ++f)
    std::ranges::copy(from.row(static_cast<std::size_t>(owner[f])), rows.row(f).begin());
  return rows;
}

struct Curve {
  std::vector<float> f0_hz;
  std::vector<float> voicing;
};

ConvStackSizes encoder_sizes(const AcousticConfig& c) {
  return {.channels = c.encoder_channels, .blocks = c.encoder_blocks};
}
ConvStackSizes duration_sizes(const AcousticConfig& c) {
  return {.in = c.encoder_channels + c.melody_noise,
          .channels = c.duration_channels,
          .out = 1,
          .blocks = c.duration_blocks};
}
ConvStackSizes pitch_sizes(const AcousticConfig& c) {
  return {.in = c.encoder_channels + kPositionFeatures + c.melody_noise,
          .channels = c.pitch_channels,
          .out = 2,
          .blocks = c.pitch_blocks,
          .dilated = true};
}
ConvStackSizes decoder_sizes(const AcousticConfig& c) {
  return {.in = c.encoder_channels + kPositionFeatures + pitch_feature_count(c),
          .channels = c.decoder_channels,
          .out = c.mel.mels,
          .blocks = c.decoder_blocks,
          .dilated = true};
}
ConvStackSizes flow_sizes(const AcousticConfig& c) {
  return {.in = 2 * c.mel.mels + c.decoder_channels,
          .channels = c.flow_channels,
          .out = c.mel.mels,
          .blocks = c.flow_blocks,
          .dilated = true};
}

}  // namespace

struct AcousticModel::Network {
  Network(const SafetensorsFile& file, const AcousticConfig& sizes, const AcousticStatistics& measured)
      : Network(FileWeights(file), sizes, measured) {
    card = file.metadata();
    for (const std::string& name : file.names()) parameters += file.tensor(name).count();
  }
  Network(const WeightSource& w, const AcousticConfig& sizes, const AcousticStatistics& measured)
      : config(sizes),
        statistics(measured),
        band_centres_hz(mel_centres_hz(sizes.mel)),
        embedding(w, "embedding",
                  {.entries = size_of(sizes.symbols), .channels = size_of(sizes.encoder_channels)}),
        encoder(w, "encoder", encoder_sizes(sizes), sizes),
        duration(w, "duration", duration_sizes(sizes), sizes),
        pitch(w, "pitch", pitch_sizes(sizes), sizes),
        decoder(w, "decoder", decoder_sizes(sizes), sizes),
        flow(w, "flow", flow_sizes(sizes), sizes),
        time_in(w, "time_in",
                {.in = size_of(kTimeFeatures),
                 .out = size_of(sizes.flow_channels),
                 .activation = Activation::kGeluTanh}),
        time_out(
            w, "time_out",
            {.in = size_of(sizes.flow_channels), .out = size_of(sizes.flow_channels * sizes.flow_blocks)}) {
    if (!sizes.speakers.empty())
      speakers.emplace_back(
          w, "speaker",
          EmbeddingOptions{.entries = sizes.speakers.size(), .channels = size_of(sizes.encoder_channels)});
  }

  AcousticConfig config;
  AcousticStatistics statistics;
  std::vector<double> band_centres_hz;  ///< [M]
  std::map<std::string, std::string> card;
  std::size_t parameters = 0;
  Embedding embedding;
  std::vector<Embedding> speakers;  ///< one or none
  ConvStack encoder;
  ConvStack duration;
  ConvStack pitch;
  ConvStack decoder;
  ConvStack flow;
  Linear time_in;
  Linear time_out;

  struct Plan {
    std::vector<int> frames_per_phoneme;
    Array2<float> expanded;
    Curve melody;
  };
  [[nodiscard]] Plan plan(std::span<const std::int32_t> phonemes, const AcousticOptions& options) const;

  [[nodiscard]] Array2<float> encode(std::span<const std::int32_t> phonemes,
                                     const AcousticOptions& options) const {
    for (const std::int32_t id : phonemes)
      if (id < 0 || id >= config.symbols)
        throw Error("acoustic model: phonemes: want ids in 0..{}, got {}", config.symbols - 1, id);
    Array2<float> embedded(phonemes.size(), size_of(config.encoder_channels));
    embedding(phonemes, embedded.values());
    Array2<float> encoded = encoder.hidden(embedded, options.cancelled);
    if (speakers.empty()) return encoded;
    Array2<float> vectors(phonemes.size(), encoded.cols());
    for (const auto& [speaker, share] : mix_of(options)) {
      const std::vector<std::int32_t> ids(phonemes.size(), static_cast<std::int32_t>(speaker));
      speakers.front()(ids, vectors.values());
      add_scaled(encoded, vectors, share);
    }
    return encoded;
  }

  [[nodiscard]] static SpeakerMix mix_of(const AcousticOptions& options) {
    return options.mix.empty() ? SpeakerMix{{.speaker = options.speaker, .share = 1.0}} : options.mix;
  }

  /// Between the pitches of whom the options name.
  [[nodiscard]] SpeakerPitch pitch_of(const AcousticOptions& options) const {
    SpeakerPitch mixed{.log_f0_mean = 0, .log_f0_std = 0};
    for (const auto& [speaker, share] : mix_of(options)) {
      const SpeakerPitch own = statistics.pitch_of(speaker);
      mixed.log_f0_mean += share * own.log_f0_mean;
      mixed.log_f0_std += share * own.log_f0_std;
    }
    mixed.log_f0_std = std::max(mixed.log_f0_std, 0.02);
    return mixed;
  }

  /// Noise that durations and pitch are drawn from. @return [P, melody_noise]
  [[nodiscard]] Array2<float> melody_noise(std::size_t phonemes, const AcousticOptions& options) const {
    Array2<float> noise(phonemes, size_of(config.melody_noise));
    if (config.melody_noise == 0) return noise;
    gaussian_noise({.seed = options.seed, .purpose = NoisePurpose::kMelody}, 0, noise.values());
    const auto temperature =
        static_cast<float>(options.melody_temperature.value_or(statistics.melody_temperature));
    for (float& value : noise.values()) value *= temperature;
    const std::size_t own = noise.cols() / 2;
    for (std::size_t p = 1; p < phonemes; ++p)
      std::ranges::copy(noise.row(0).subspan(own), noise.row(p).subspan(own).begin());
    return noise;
  }

  [[nodiscard]] std::vector<int> frames(const Array2<float>& encoded, const Array2<float>& noise,
                                        const AcousticOptions& options) const {
    std::vector<int> result(options.frames_per_phoneme.begin(), options.frames_per_phoneme.end());
    if (result.empty()) {
      const Array2<float> log_durations =
          duration.project(duration.hidden(beside({&encoded, &noise}), options.cancelled));
      result = frames_from_log_durations(log_durations.values(), options.speed, config.mel);
    } else if (result.size() != encoded.rows() || std::ranges::any_of(result, [](int n) { return n < 0; })) {
      throw Error("acoustic options: frames_per_phoneme: want {} counts >= 0, got {}", encoded.rows(),
                  result.size());
    }
    if (std::ranges::all_of(result, [](int n) { return n == 0; })) result.back() = 1;
    return result;
  }

  [[nodiscard]] Curve curve(const Array2<float>& expanded, const Array2<float>& noise,
                            const AcousticOptions& options) const {
    const SpeakerPitch own = pitch_of(options);
    const Array2<float> both = pitch.project(pitch.hidden(beside({&expanded, &noise}), options.cancelled));
    Curve out{std::vector<float>(both.rows()), std::vector<float>(both.rows())};
    const double shift = options.pitch_st / 12.0 * std::numbers::ln2;
    for (std::size_t f = 0; f < both.rows(); ++f) {
      const double position = (static_cast<double>(f) + 0.5) / static_cast<double>(both.rows());
      const double bent = contour_at(options.contour, position) / 12.0 * std::numbers::ln2;
      const double melody = options.pitch_range * statistics.melody_gain * both(f, 0) * own.log_f0_std;
      out.f0_hz[f] =
          static_cast<float>(std::clamp(std::exp(own.log_f0_mean + melody + shift + bent), 20.0, 4000.0));
      out.voicing[f] = voicing_from_logit(both(f, 1));
    }
    const auto take = [&](const char* name, std::span<const float> given, std::vector<float>& values) {
      if (given.empty()) return;
      if (given.size() != values.size())
        throw Error("acoustic options: {}: want {} frames, got {}", name, values.size(), given.size());
      values.assign(given.begin(), given.end());
    };
    take("f0_hz", options.f0_hz, out.f0_hz);
    take("voicing", options.voicing, out.voicing);
    return out;
  }

  /// From the phoneme that the options name, a vowel, to the last voiced frame. The vowel sounds: voices that
  /// only state things let their last one creak.
  void raise_question(Curve& melody, std::span<const int> frames_per_phoneme,
                      const AcousticOptions& options) const {
    const std::size_t phoneme = *options.rise_from;
    if (phoneme >= frames_per_phoneme.size())
      throw Error("acoustic options: rise_from: want a phoneme in 0..{}, got {}",
                  frames_per_phoneme.size() - 1, phoneme);
    const auto before = frames_per_phoneme.first(phoneme);
    const std::size_t first = size_of(std::accumulate(before.begin(), before.end(), 0));
    const std::size_t vowel_end = first + size_of(frames_per_phoneme[phoneme]);
    std::fill(melody.voicing.begin() + static_cast<std::ptrdiff_t>(first),
              melody.voicing.begin() + static_cast<std::ptrdiff_t>(vowel_end), 1.0F);
    std::size_t end = melody.voicing.size();
    while (end > first && melody.voicing[end - 1] < 0.5F) --end;
    if (end == first) return;
    raise_end(melody.f0_hz,
              {.first_frame = first,
               .end_frame = end,
               .mean_hz = std::exp(pitch_of(options).log_f0_mean) * std::exp2(options.pitch_st / 12.0),
               .range = options.pitch_range});
  }

  [[nodiscard]] std::vector<float> time_bias(double time) const {
    std::vector<float> features(size_of(kTimeFeatures));
    for (int k = 0; k < kTimeFeatures / 2; ++k) {
      const double angle = std::numbers::pi * (k + 1) * time;
      features[size_of(k)] = static_cast<float>(std::cos(angle));
      features[size_of(k + kTimeFeatures / 2)] = static_cast<float>(std::sin(angle));
    }
    std::vector<float> hidden(size_of(config.flow_channels));
    time_in(features, hidden);
    std::vector<float> bias(size_of(config.flow_channels * config.flow_blocks));
    time_out(hidden, bias);
    return bias;
  }

  [[nodiscard]] Array2<float> velocity(const Array2<float>& x, double time, const Array2<float>& mean,
                                       const Array2<float>& hidden, const AcousticOptions& options) const {
    return flow.project(flow.hidden(beside({&x, &mean, &hidden}), options.cancelled, time_bias(time)));
  }

  /// A sampler's one evaluation, or midpoint steps from noise to the residual: plain Euler steps lose energy
  /// where the path bends.
  /// @return [F, M]
  [[nodiscard]] Array2<float> residual(const Array2<float>& mean, const Array2<float>& hidden, int steps,
                                       const AcousticOptions& options) const {
    Array2<float> x(mean.rows(), mean.cols());
    gaussian_noise({.seed = options.seed, .purpose = NoisePurpose::kMelDecoder}, 0, x.values());
    for (std::size_t m = 0; m < x.cols(); ++m) {
      const auto deviation =
          static_cast<float>(options.temperature.value_or(statistics.temperature_at(band_centres_hz[m])));
      for (std::size_t f = 0; f < x.rows(); ++f) x(f, m) *= deviation;
    }
    if (config.decoder == MelDecoder::kSampler) {
      add_scaled(x, velocity(x, 0.0, mean, hidden, options), 1.0);
      return x;
    }
    const double size = 1.0 / steps;
    for (int step = 0; step < steps; ++step) {
      Array2<float> middle = x;
      add_scaled(middle, velocity(x, step * size, mean, hidden, options), 0.5 * size);
      add_scaled(x, velocity(middle, (step + 0.5) * size, mean, hidden, options), size);
    }
    return x;
  }

  [[nodiscard]] Array2<float> mel(const Array2<float>& expanded, const Curve& melody,
                                  const AcousticOptions& options) const {
    Array2<float> pitch_rows = pitch_features(melody.f0_hz, melody.voicing, config, pitch_of(options));
    if (options.pitch_limit > 0) {
      const auto limit = static_cast<float>(options.pitch_limit);
      for (std::size_t f = 0; f < pitch_rows.rows(); ++f)
        pitch_rows(f, 0) = std::clamp(pitch_rows(f, 0), -limit, limit);
    }
    const Array2<float> hidden = decoder.hidden(beside({&expanded, &pitch_rows}), options.cancelled);
    Array2<float> mel = decoder.project(hidden);
    const int steps = options.steps < 0 ? kDefaultSteps : options.steps;
    if (steps > 0) {
      const Array2<float> detail = residual(mel, hidden, steps, options);
      add_scaled(mel, detail, config.residual_scale);
    }
    const auto floor = static_cast<float>(std::log(config.mel.floor));
    for (std::size_t f = 0; f < mel.rows(); ++f)
      for (std::size_t m = 0; m < mel.cols(); ++m)
        mel(f, m) = std::max(floor, mel(f, m) * statistics.mel_std[m] + statistics.mel_mean[m]);
    return mel;
  }
};

AcousticModel::AcousticModel(std::unique_ptr<Network> network) : network_(std::move(network)) {}
AcousticModel::~AcousticModel() = default;
AcousticModel::AcousticModel(AcousticModel&&) noexcept = default;
AcousticModel& AcousticModel::operator=(AcousticModel&&) noexcept = default;

AcousticModel AcousticModel::load(const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  const std::string& architecture = file.metadata("architecture");
  if (architecture != "driftwave-acoustic")
    throw Error("{}: want architecture \"driftwave-acoustic\", got \"{}\"", path.string(), architecture);
  const std::string who = path.string();
  const AcousticConfig config =
      acoustic_config_from_json(parse_json(file.metadata("config"), who + ": config"), who + ": config");
  validate(config.mel);
  const AcousticStatistics statistics = acoustic_statistics_from_json(
      parse_json(file.metadata("statistics"), who + ": statistics"), config, who + ": statistics");
  return AcousticModel(std::make_unique<Network>(file, config, statistics));
}

AcousticModel::Network::Plan AcousticModel::Network::plan(std::span<const std::int32_t> phonemes,
                                                          const AcousticOptions& options) const {
  const Array2<float> encoded = encode(phonemes, options);
  const Array2<float> noise = melody_noise(phonemes.size(), options);
  Plan plan;
  plan.frames_per_phoneme = frames(encoded, noise, options);
  const std::vector<std::int32_t> owner = phoneme_of_frame(plan.frames_per_phoneme);
  const Array2<float> repeated = rows_of(encoded, owner);
  const Array2<float> positions = position_features(plan.frames_per_phoneme, options.held_frames);
  plan.expanded = beside({&repeated, &positions});
  plan.melody = curve(plan.expanded, rows_of(noise, owner), options);
  const bool rises = options.rise_from && options.f0_hz.empty();
  if (rises) raise_question(plan.melody, plan.frames_per_phoneme, options);
  return plan;
}

SpokenMelody AcousticModel::predict_melody(std::span<const std::int32_t> phonemes,
                                           const AcousticOptions& options) const {
  check_acoustic_options(phonemes, options, config(), kMaxSteps);
  Network::Plan plan = network_->plan(phonemes, options);
  return {.frames_per_phoneme = std::move(plan.frames_per_phoneme),
          .f0_hz = std::move(plan.melody.f0_hz),
          .voicing = std::move(plan.melody.voicing)};
}

AcousticOutput AcousticModel::infer(std::span<const std::int32_t> phonemes,
                                    const AcousticOptions& options) const {
  check_acoustic_options(phonemes, options, config(), kMaxSteps);
  Network::Plan plan = network_->plan(phonemes, options);
  AcousticOutput output;
  output.features.mel = network_->mel(plan.expanded, plan.melody, options);
  output.frames_per_phoneme = std::move(plan.frames_per_phoneme);
  output.features.f0_hz = std::move(plan.melody.f0_hz);
  output.features.voicing = std::move(plan.melody.voicing);
  return output;
}

const AcousticConfig& AcousticModel::config() const {
  return network_->config;
}
int AcousticModel::default_steps() const {
  return kDefaultSteps;
}
int AcousticModel::max_steps() const {
  return kMaxSteps;
}
std::size_t AcousticModel::parameter_count() const {
  return network_->parameters;
}
const std::map<std::string, std::string>& AcousticModel::card() const {
  return network_->card;
}

}  // namespace driftwave
