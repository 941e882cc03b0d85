#pragma once
/// Sizes and statistics of the acoustic model, shared by training and inference.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/dsp/mel.h"

namespace driftwave {

/// How the model draws what the mean leaves out; both run the network called "flow".
enum class MelDecoder {
  kFlow,     ///< velocity of a rectified flow, integrated by midpoint steps
  kSampler,  ///< one evaluation: residual = noise + network(noise, t = 0); learned through the energy score
};

[[nodiscard]] std::string to_string(MelDecoder decoder);

/// Widths and depths. Every stack is a row of ConvNeXt blocks over phonemes or frames.
struct AcousticConfig {
  int symbols = 192;  ///< inventory of tts/text/symbols.h, with room to grow
  int encoder_channels = 192;
  int encoder_blocks = 6;
  int duration_channels = 128;
  int duration_blocks = 2;
  int pitch_channels = 128;
  int pitch_blocks = 4;
  int decoder_channels = 256;
  int decoder_blocks = 6;
  int flow_channels = 192;
  int flow_blocks = 5;
  int kernel = 7;               ///< taps of every depthwise convolution; odd
  int expansion = 2;            ///< hidden width of a block's feed-forward part over its width
  int comb_bands = 72;          ///< lowest mel bands that see a harmonic comb of the pitch
  double residual_scale = 0.6;  ///< normalised mel units in which the flow's residual has about unit variance
  MelDecoder decoder = MelDecoder::kFlow;
  /// Noise channels of the duration and pitch networks; 0: both predict means.
  int melody_noise = 0;
  std::vector<std::string>
      speakers;  ///< names of the rows of the speaker embedding; empty: one voice, no rows
  MelSettings mel;

  bool operator==(const AcousticConfig&) const = default;
};

/// Where the noise's deviation is halfway between that of low bands and that of high ones: formants lie
/// below, frication above.
inline constexpr double kTemperatureCornerHz = 3400.0;

/// Pitch of one speaker.
struct SpeakerPitch {
  double log_f0_mean = 5.3;  ///< natural log of hertz over voiced frames
  double log_f0_std = 0.25;
};

/// What the training voices measure; networks work on (value - mean) / std.
struct AcousticStatistics {
  std::vector<float> mel_mean;  ///< [M] natural log magnitude
  std::vector<float> mel_std;   ///< [M]
  double log_f0_mean = 5.3;     ///< natural log of hertz over voiced frames
  double log_f0_std = 0.25;
  /// What the predicted melody's distance from log_f0_mean is multiplied with: a mean over all the ways to
  /// say a sentence moves less than any of them.
  double melody_gain = 1.0;
  /// Deviation of the mel decoder's noise that the voice speaks with, far below kTemperatureCornerHz.
  double temperature = 0.6;
  /// The same far above it; empty: as below. The bands of formants are where a wide draw garbles a phone.
  std::optional<double> high_temperature = std::nullopt;
  double melody_temperature = 1.0;          ///< the same of the noise that durations and pitch are drawn from
  std::vector<SpeakerPitch> speakers = {};  ///< one for each of the config's speakers

  /// @return deviation of the noise of a mel band with this centre, between `temperature` and
  /// `high_temperature`.
  [[nodiscard]] double temperature_at(double centre_hz) const;

  /// @param speaker index into `speakers`; without any the voice's own pitch.
  [[nodiscard]] SpeakerPitch pitch_of(std::size_t speaker) const {
    return speaker < speakers.size() ? speakers[speaker] : SpeakerPitch{log_f0_mean, log_f0_std};
  }
};

/// Dilation of block `index` of a stack that runs over frames: 1, 2, 4, 1, 2, 4 ...
[[nodiscard]] int frame_dilation(int index);

[[nodiscard]] nlohmann::json to_json(const AcousticConfig& config);
[[nodiscard]] nlohmann::json to_json(const AcousticStatistics& statistics);

/// @throws Error naming `who` and the key for unknown keys, wrong types and sizes out of range.
[[nodiscard]] AcousticConfig acoustic_config_from_json(const nlohmann::json& json, const std::string& who);
/// @throws Error as above, also unless there are as many finite means and positive deviations as mel bands,
/// and as many speakers as the config names.
[[nodiscard]] AcousticStatistics acoustic_statistics_from_json(const nlohmann::json& json,
                                                               const AcousticConfig& config,
                                                               const std::string& who);

}  // namespace driftwave
