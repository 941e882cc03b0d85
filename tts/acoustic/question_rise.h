#pragma once
/// The end of a question for yes or no: low on its last stressed vowel, then up (L* H-H% of ToBI;
/// Pierrehumbert 1980). Voices whose corpus never asks say such questions like statements.
#include <cstddef>
#include <span>

namespace driftwave {

struct QuestionRise {
  std::size_t first_frame = 0;  ///< where the last stressed vowel begins
  std::size_t end_frame = 0;    ///< one past the last sounding frame
  double mean_hz = 0;           ///< the voice's mean
  double range = 1.0;           ///< factor on the height of the rise; 0 leaves the melody as it is
};

/// Replaces the melody from first_frame to end_frame: from where it is, at most half a semitone above the
/// voice's mean, along a curve that goes up ever faster and ends 6 semitones above the mean, or 5 above where
/// it began if that is higher. What follows stays.
/// @param f0_hz [F], positive. @throws Error unless first_frame < end_frame <= F.
void raise_end(std::span<float> f0_hz, const QuestionRise& rise);

}  // namespace driftwave
