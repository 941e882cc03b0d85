#pragma once
/// A recording of any channels and rate through what edits one channel at a vocoder's rate.
#include <functional>
#include <span>
#include <vector>

#include "engine/audio/audio_file.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// What becomes of one channel at the vocoder's rate; empty when options.progress cancelled.
using ChannelEdit =
    std::function<std::vector<float>(std::span<const float> channel, const VocoderOptions& options)>;

/// Each channel to the vocoder's rate, through `edit`, which keeps its length, and back.
/// @param options for `edit`; their progress is that of all channels
/// @return as `audio`: channels, rate, length, bits; without samples when options.progress cancelled.
[[nodiscard]] AudioBuffer edit_channels(const AudioBuffer& audio, const MelSettings& mel,
                                        const VocoderOptions& options, const ChannelEdit& edit);

/// One channel out of several. @return [T]
[[nodiscard]] std::vector<float> channel_of(const AudioBuffer& audio, int channel);
/// @param samples [audio.frames()]
void set_channel(AudioBuffer& audio, int channel, std::span<const float> samples);

}  // namespace driftwave
