#pragma once
/// A voice that requests may name.
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "engine/audio/audio_file.h"
#include "tts/synthesizer.h"
#include "tts/voice.h"

namespace driftwave {

/// A loaded voice, for one request.
struct ChosenVoice {
  std::shared_ptr<const Synthesizer> synthesizer;
  AudioTags tags;  ///< of an encoded answer

  [[nodiscard]] int sample_rate_hz() const { return synthesizer->sample_rate_hz(); }
};

/// Loads its models when somebody first speaks with it, and keeps them. Thread: any.
class ServedVoice {
 public:
  explicit ServedVoice(Voice voice) : voice_(std::move(voice)) {}

  [[nodiscard]] const Voice& voice() const { return voice_; }
  /// What requests call it: its folder's name.
  [[nodiscard]] std::string id() const { return (voice_.folder / "").parent_path().filename().string(); }
  /// Who asks while another loads waits for that. @throws Error as Synthesizer; who asks next tries again.
  [[nodiscard]] ChosenVoice choose();
  /// Null until it is loaded. Waits for nobody.
  [[nodiscard]] std::shared_ptr<const Synthesizer> loaded() const;

 private:
  Voice voice_;
  std::mutex loading_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Synthesizer> synthesizer_;
};

}  // namespace driftwave
