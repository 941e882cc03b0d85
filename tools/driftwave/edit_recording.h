#pragma once
/// What `vocode`, `vary`, `inpaint`, `extend`, `morph` and `trace` share: their options, the way from a file
/// through a vocoder to a file, and the picture of before and after.
#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/edit_channels.h"
#include "tools/driftwave/mel_image.h"
#include "tools/driftwave/watermark_choice.h"
#include "tts/voice_search.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct EditOptions {
  std::string output;
  std::string vocoder;
  std::string voice = kDefaultVoice;
  std::string sampler;
  std::string schedule;
  std::string picture;
  WatermarkChoice watermark;
  int steps = -1;
  int corrections = -1;
  int threads = default_threads();
  std::uint64_t seed = 0;
};

/// Adds --vocoder, --voice, --steps, --sampler, --schedule, --seed and --threads.
void add_vocoder_options(CLI::App& command, EditOptions& options);
/// Adds -o, --picture and the options of the watermark.
void add_output_options(CLI::App& command, EditOptions& options);

struct ChosenVocoder {
  std::string file;
  std::unique_ptr<Vocoder> vocoder;

  [[nodiscard]] const MelSettings& mel() const { return vocoder->mel_settings(); }
};

/// Checks the names of output and picture, where there are any, then loads the vocoder. @throws UsageError,
/// Error.
[[nodiscard]] ChosenVocoder open_vocoder(const EditOptions& options);

/// edit_channels() with the command line's options and a progress bar.
[[nodiscard]] AudioBuffer edit_channels(const AudioBuffer& audio, const MelSettings& mel,
                                        const EditOptions& options, const std::string& label,
                                        const ChannelEdit& edit);

/// VocoderOptions as the command line says. @param progress may be empty
[[nodiscard]] VocoderOptions vocoder_options(const EditOptions& options,
                                             std::function<bool(double)> progress);

/// For an output's comment: "steps=4", schedule and sampler where they were chosen, corrections.
[[nodiscard]] std::string sampling_of(const EditOptions& options, const Vocoder& vocoder);

/// A sound on its way to a file.
struct EditedSound {
  AudioBuffer audio;
  std::string command;
  std::string settings;           ///< such as "strength=0.5"
  std::vector<TimeRange> marked;  ///< what gets the watermark; empty: all
};

/// The door that edits leave by: marks the sound, and writes it with how it was made in its comment.
void write_edited(const EditOptions& options, const ChosenVocoder& chosen, EditedSound sound);

/// One spectrogram of --picture.
struct PicturePanel {
  std::string title;
  const AudioBuffer* audio = nullptr;
  std::vector<TimeRange> marked = {};
  double marked_hz = 0;
};

/// The mel that pictures of sound at this rate show, whatever the model's own.
[[nodiscard]] MelSettings picture_mel(int sample_rate_hz);

/// Writes --picture, if it was asked for. @param rate_hz whose half is the top of the picture
void write_picture(const EditOptions& options, int rate_hz, const std::vector<PicturePanel>& panels);

}  // namespace driftwave
