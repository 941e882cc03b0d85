#pragma once
/// When each phoneme of a phrase sounds: vowels on the beat, consonants before it.
#include <cstddef>
#include <vector>

#include "tts/singing/phrase.h"

namespace driftwave {

struct TimingOptions {
  double frames_per_second = 44100.0 / 512.0;
  /// The phrase may sound from here on, in the song's time: what was sung before has ended.
  double earliest_seconds = 0.0;
  /// The phrase must be silent from here on.
  double latest_seconds = 1e9;
  /// Length of consonants as a factor on their own; 0.5 .. 2.
  double consonants = 1.0;
};

/// A sound at its place.
struct TimedPhone {
  std::size_t first_id = 0;  ///< index into PhraseTiming::ids
  std::size_t end_id = 0;
  std::size_t first_frame = 0;
  std::size_t end_frame = 0;
  std::size_t syllable = 0;  ///< index into SungPhrase::syllables
  PhoneClass kind = PhoneClass::kVowel;
  bool is_vowel = false;  ///< the syllable's own
};

/// What the acoustic model is given.
struct PhraseTiming {
  std::vector<SymbolId> ids;  ///< [P]
  std::vector<int> frames;    ///< [P]
  /// In the song's time; frame f lies between begin + f and begin + f + 1 frames.
  double begin_seconds = 0.0;
  std::vector<TimedPhone> phones;  ///< ascending
  std::size_t frame_count = 0;

  [[nodiscard]] double seconds_of(std::size_t frame, double frames_per_second) const {
    return begin_seconds + static_cast<double>(frame) / frames_per_second;
  }
};

/// Vowels begin with their notes. Between two vowels the second one's onset ends on its beat and the first
/// one's coda before that, each consonant as long as its class is, all of them at most 55 % of the time; a
/// note that ends early, or before a rest, ends with its coda. Every sound has a frame at least, so that a
/// score may be faster than anyone can sing.
[[nodiscard]] PhraseTiming time_phrase(const SungPhrase& phrase, const TimingOptions& options);

/// How long a consonant is sung, in seconds.
[[nodiscard]] double consonant_seconds(const Phone& phone, std::span<const SymbolId> ids);

/// What a phrase needs before its first beat: its onset, and time for the voice to start.
[[nodiscard]] double lead_seconds(const SungPhrase& phrase, double consonants);

}  // namespace driftwave
