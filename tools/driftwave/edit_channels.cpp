#include "tools/driftwave/edit_channels.h"

#include "engine/audio/resample.h"

namespace driftwave {

AudioBuffer edit_channels(const AudioBuffer& audio, const MelSettings& mel, const VocoderOptions& options,
                          const ChannelEdit& edit) {
  AudioBuffer out = audio;
  for (int c = 0; c < audio.channels; ++c) {
    VocoderOptions of_channel = options;
    if (options.progress) {
      of_channel.progress = [&](double done) { return options.progress((c + done) / audio.channels); };
    }
    const std::vector<float> in =
        resample(channel_of(audio, c), {.from_hz = audio.sample_rate_hz, .to_hz = mel.sample_rate_hz});
    const std::vector<float> edited = edit(in, of_channel);
    if (edited.empty()) {
      out.samples.clear();
      return out;
    }
    std::vector<float> made =
        resample(edited, {.from_hz = mel.sample_rate_hz, .to_hz = audio.sample_rate_hz});
    made.resize(audio.frames());
    set_channel(out, c, made);
  }
  return out;
}

std::vector<float> channel_of(const AudioBuffer& audio, int channel) {
  const auto channels = static_cast<std::size_t>(audio.channels);
  std::vector<float> out(audio.frames());
  for (std::size_t t = 0; t < out.size(); ++t)
    out[t] = audio.samples[t * channels + static_cast<std::size_t>(channel)];
  return out;
}

void set_channel(AudioBuffer& audio, int channel, std::span<const float> samples) {
  const auto channels = static_cast<std::size_t>(audio.channels);
  for (std::size_t t = 0; t < samples.size(); ++t)
    audio.samples[t * channels + static_cast<std::size_t>(channel)] = samples[t];
}

}  // namespace driftwave
