#pragma once
/// What `driftwave make` was asked for, and the sounds that answer it.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/driftwave/watermark_choice.h"
#include "vocoder/sounds/sound_edits.h"
#include "vocoder/sounds/sound_synthesis.h"

namespace driftwave {

struct MakeRequest {
  std::string words;
  std::array<std::optional<float>, kDescriptors> wanted{};
  std::string note;
  float guidance = 1;
  std::uint64_t seed = 0;
  std::size_t count = 1;
  double seconds = 0;
  bool loop = false;
  std::string like;
  float strength = 0.5F;
  std::vector<std::string> between;
  std::string inpaint;  ///< "attack", "tail" or nothing
  double border_s = 0.03;
};

struct MadeSound {
  std::string name;  ///< class and number, for a file's name
  std::vector<float> samples;
  std::uint64_t seed = 0;
  std::string settings;  ///< for the file's comment
};

/// Frequency of a note such as "C3", "f#2" or "Bb-1", where A4 is 440 Hz and C4 the middle C, or of a number
/// of hertz. @throws UsageError.
[[nodiscard]] double note_hz(const std::string& note);

/// @throws UsageError for what does not go together, before any work.
void check_request(const MakeRequest& request);

/// Makes sound `index` of request.count. @param given the sounds of like and between, read once
class SoundMaker {
 public:
  /// Reads like and between. @throws Error naming the file.
  SoundMaker(const SoundModel& model, const MakeRequest& request);
  [[nodiscard]] MadeSound make(std::size_t index) const;

 private:
  [[nodiscard]] SoundMap map_of(SoundRequest request, std::size_t index) const;

  const SoundModel& model_;
  const MakeRequest& request_;
  SoundRequest base_;
  std::string class_name_;
  std::vector<SoundMap> given_;
};

}  // namespace driftwave
