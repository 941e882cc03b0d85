#include "tts/acoustic/acoustic_config.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/dsp/mel_json.h"

namespace driftwave {
namespace {

struct SizeField {
  const char* name;
  int AcousticConfig::*member;
  int least;
  int most;
};

constexpr std::array kSizes = {SizeField{"symbols", &AcousticConfig::symbols, 2, 65536},
                               SizeField{"encoder_channels", &AcousticConfig::encoder_channels, 1, 4096},
                               SizeField{"encoder_blocks", &AcousticConfig::encoder_blocks, 1, 64},
                               SizeField{"duration_channels", &AcousticConfig::duration_channels, 1, 4096},
                               SizeField{"duration_blocks", &AcousticConfig::duration_blocks, 1, 64},
                               SizeField{"pitch_channels", &AcousticConfig::pitch_channels, 1, 4096},
                               SizeField{"pitch_blocks", &AcousticConfig::pitch_blocks, 1, 64},
                               SizeField{"decoder_channels", &AcousticConfig::decoder_channels, 1, 4096},
                               SizeField{"decoder_blocks", &AcousticConfig::decoder_blocks, 1, 64},
                               SizeField{"flow_channels", &AcousticConfig::flow_channels, 1, 4096},
                               SizeField{"flow_blocks", &AcousticConfig::flow_blocks, 1, 64},
                               SizeField{"kernel", &AcousticConfig::kernel, 1, 63},
                               SizeField{"expansion", &AcousticConfig::expansion, 1, 16},
                               SizeField{"comb_bands", &AcousticConfig::comb_bands, 0, 4096}};

constexpr int kMostMelodyNoise = 64;

MelDecoder mel_decoder_from(const std::string& name, const std::string& who) {
  for (const MelDecoder decoder : {MelDecoder::kFlow, MelDecoder::kSampler})
    if (to_string(decoder) == name) return decoder;
  throw Error("{}: key \"decoder\": want \"flow\" or \"sampler\", got \"{}\"", who, name);
}

/// How steeply the noise's deviation goes from that of low bands to that of high ones: half of the way within
/// 0.64 octaves.
constexpr double kTemperatureOrder = 5.0;

void check_temperature(const char* key, double value, const std::string& who) {
  if (!(value >= 0 && value <= 1)) throw Error("{}: key \"{}\": want 0..1, got {}", who, key, value);
}

/// @throws Error unless mean and deviation are finite and the latter is positive.
void check_pitch(const SpeakerPitch& pitch, const std::string& who) {
  if (!std::isfinite(pitch.log_f0_mean) || !(pitch.log_f0_std > 0))
    throw Error("{}: want a finite log_f0_mean and a positive log_f0_std", who);
}

std::vector<SpeakerPitch> speakers_from_json(const nlohmann::json& json, const std::string& who) {
  std::vector<SpeakerPitch> speakers;
  for (const nlohmann::json& item : json) {
    SpeakerPitch pitch;
    ConfigReader reader(item, who);
    reader.required("log_f0_mean", pitch.log_f0_mean);
    reader.required("log_f0_std", pitch.log_f0_std);
    reader.finish();
    check_pitch(pitch, who);
    speakers.push_back(pitch);
  }
  return speakers;
}

}  // namespace

std::string to_string(MelDecoder decoder) {
  return decoder == MelDecoder::kSampler ? "sampler" : "flow";
}

int frame_dilation(int index) {
  return 1 << (index % 3);
}

nlohmann::json to_json(const AcousticConfig& config) {
  nlohmann::json json;
  for (const SizeField& field : kSizes) json[field.name] = config.*field.member;
  json["residual_scale"] = config.residual_scale;
  // Absent where they say nothing, so that older programs read such models.
  if (config.decoder != MelDecoder::kFlow) json["decoder"] = to_string(config.decoder);
  if (config.melody_noise > 0) json["melody_noise"] = config.melody_noise;
  if (!config.speakers.empty()) json["speakers"] = config.speakers;
  json["mel"] = to_json(config.mel);
  return json;
}

nlohmann::json to_json(const AcousticStatistics& statistics) {
  nlohmann::json json = {{"mel_mean", statistics.mel_mean},
                         {"mel_std", statistics.mel_std},
                         {"log_f0_mean", statistics.log_f0_mean},
                         {"log_f0_std", statistics.log_f0_std},
                         {"melody_gain", statistics.melody_gain},
                         {"temperature", statistics.temperature},
                         {"melody_temperature", statistics.melody_temperature}};
  if (statistics.high_temperature) json["high_temperature"] = *statistics.high_temperature;
  for (const SpeakerPitch& pitch : statistics.speakers)
    json["speakers"].push_back({{"log_f0_mean", pitch.log_f0_mean}, {"log_f0_std", pitch.log_f0_std}});
  return json;
}

double AcousticStatistics::temperature_at(double centre_hz) const {
  if (!high_temperature || !(centre_hz > 0)) return temperature;
  const double share = 1.0 / (1.0 + std::pow(kTemperatureCornerHz / centre_hz, kTemperatureOrder));
  return std::lerp(temperature, *high_temperature, share);
}

AcousticConfig acoustic_config_from_json(const nlohmann::json& json, const std::string& who) {
  AcousticConfig config;
  ConfigReader reader(json, who);
  for (const SizeField& field : kSizes) {
    int& value = config.*field.member;
    reader.required(field.name, value);
    if (value < field.least || value > field.most)
      throw Error("{}: key \"{}\": want {}..{}, got {}", who, field.name, field.least, field.most, value);
  }
  reader.required("residual_scale", config.residual_scale);
  std::string decoder = to_string(config.decoder);
  reader.optional("decoder", decoder);
  reader.optional("melody_noise", config.melody_noise);
  reader.optional("speakers", config.speakers);
  nlohmann::json mel;
  reader.required("mel", mel);
  reader.finish();
  config.decoder = mel_decoder_from(decoder, who);
  config.mel = mel_settings_from_json(mel, who + ": mel");
  if (config.melody_noise < 0 || config.melody_noise > kMostMelodyNoise)
    throw Error("{}: key \"melody_noise\": want 0..{}, got {}", who, kMostMelodyNoise, config.melody_noise);
  if (config.kernel % 2 == 0)
    throw Error("{}: key \"kernel\": want an odd number, got {}", who, config.kernel);
  if (!(config.residual_scale > 0))
    throw Error("{}: key \"residual_scale\": want > 0, got {}", who, config.residual_scale);
  if (config.mel.mels < 1 || config.mel.mels > 4096 || config.comb_bands > config.mel.mels)
    throw Error("{}: want 1..4096 mels and comb_bands <= mels, got {} and {}", who, config.mel.mels,
                config.comb_bands);
  return config;
}

AcousticStatistics acoustic_statistics_from_json(const nlohmann::json& json, const AcousticConfig& config,
                                                 const std::string& who) {
  AcousticStatistics statistics;
  ConfigReader reader(json, who);
  reader.required("mel_mean", statistics.mel_mean);
  reader.required("mel_std", statistics.mel_std);
  reader.required("log_f0_mean", statistics.log_f0_mean);
  reader.required("log_f0_std", statistics.log_f0_std);
  reader.optional("melody_gain", statistics.melody_gain);
  reader.optional("temperature", statistics.temperature);
  if (json.contains("high_temperature"))
    reader.required("high_temperature", statistics.high_temperature.emplace());
  reader.optional("melody_temperature", statistics.melody_temperature);
  nlohmann::json speakers = nlohmann::json::array();
  reader.optional("speakers", speakers);
  reader.finish();
  statistics.speakers = speakers_from_json(speakers, who + ": speakers");
  if (statistics.speakers.size() != config.speakers.size())
    throw Error("{}: want the pitch of {} speakers, got {}", who, config.speakers.size(),
                statistics.speakers.size());
  const int mels = config.mel.mels;
  const auto count = static_cast<std::size_t>(mels);
  if (statistics.mel_mean.size() != count || statistics.mel_std.size() != count)
    throw Error("{}: want {} mel means and deviations, got {} and {}", who, mels, statistics.mel_mean.size(),
                statistics.mel_std.size());
  const auto finite = [](float v) { return std::isfinite(v); };
  const auto positive = [](float v) { return std::isfinite(v) && v > 0.0F; };
  if (!std::ranges::all_of(statistics.mel_mean, finite) || !std::ranges::all_of(statistics.mel_std, positive))
    throw Error("{}: want finite mel means and positive deviations", who);
  check_pitch({statistics.log_f0_mean, statistics.log_f0_std}, who);
  check_temperature("temperature", statistics.temperature, who);
  check_temperature("high_temperature", statistics.high_temperature.value_or(statistics.temperature), who);
  check_temperature("melody_temperature", statistics.melody_temperature, who);
  if (!(statistics.melody_gain > 0 && statistics.melody_gain <= 4))
    throw Error("{}: key \"melody_gain\": want above 0, up to 4, got {}", who, statistics.melody_gain);
  return statistics;
}

}  // namespace driftwave
