#include "tools/driftwave_train/recordings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/audio/audio_file.h"
#include "engine/audio/recordings_list.h"
#include "engine/core/error.h"
#include "engine/dsp/biquad.h"
#include "engine/dsp/denoise.h"
#include "engine/dsp/loudness.h"
#include "engine/dsp/phase_reference.h"
#include "engine/dsp/pitch.h"
#include "tts/text/front_end.h"

namespace driftwave {
namespace {

std::filesystem::path find_audio(const std::filesystem::path& folder, const std::string& id) {
  for (const char* extension : {".flac", ".wav", ".opus", ".ogg", ".mp3"}) {
    const std::filesystem::path file = folder / "audio" / (id + extension);
    if (std::filesystem::exists(file)) return file;
  }
  throw Error("{}: no audio/{}.flac, .wav, .opus, .ogg or .mp3", folder.string(), id);
}

}  // namespace

std::vector<Recording> read_recordings(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "metadata.csv";
  std::vector<Recording> recordings;
  for (ListedRecording& listed : read_recordings_list(file))
    recordings.push_back({listed.id, std::move(listed.text), find_audio(folder, listed.id)});
  if (recordings.empty()) throw Error("{}: holds no utterance", file.string());
  return recordings;
}

std::vector<float> read_levelled(const PrepareOptions& options, const std::filesystem::path& file,
                                 NoiseFloors& floors) {
  const int rate = options.settings.sample_rate_hz;
  std::vector<float> audio = read_mono(file, rate);
  high_pass(audio, {.sample_rate_hz = rate});
  if (options.denoise) {
    floors.before_db += noise_floor_db(audio, rate);
    audio = denoise(audio, {.sample_rate_hz = rate});
    floors.after_db += noise_floor_db(audio, rate);
  }
  const double gain = loudness_gain(audio, rate, kModelLoudnessLufs);
  for (float& x : audio) x = static_cast<float>(x * gain);
  return audio;
}

training::Utterance prepare_recording(const PrepareOptions& options, const Recording& recording,
                                      const TextFrontEnd* front_end, NoiseFloors& floors) {
  training::Utterance u;
  u.id = recording.id;
  u.text = recording.text;
  u.speaker = options.speaker;
  const int rate = options.settings.sample_rate_hz;
  const std::vector<float> audio = read_levelled(options, recording.file, floors);
  const PitchOptions pitch{.sample_rate_hz = rate, .hop_samples = options.settings.hop_samples};
  PhaseReference reference = refine_pitch(audio, track_pitch(audio, pitch), pitch);
  u.f0_hz = std::move(reference.pitch.f0_hz);
  u.voicing = std::move(reference.pitch.voicing);
  u.phase_rad = std::move(reference.phase_rad);
  u.audio.resize(audio.size());
  for (std::size_t i = 0; i < audio.size(); ++i)
    u.audio[i] = static_cast<std::int16_t>(std::lround(std::clamp(audio[i] * 32767.0F, -32767.0F, 32767.0F)));
  if (front_end != nullptr) {
    const PhonemeSequence phonemes = front_end->process_utterance(recording.text).phonemes;
    u.phonemes.assign(phonemes.ids.begin(), phonemes.ids.end());
  }
  return u;
}

std::string HeldOutTexts::split_of(const std::string& text) {
  const auto found = texts_.try_emplace(text, texts_.size()).first;
  return found->second % every_ == every_ / 2 ? "validation" : "train";
}

}  // namespace driftwave
