#pragma once
/// Sentences out of a long recording with its text, such as a chapter of an audio book.
#include <cstddef>
#include <string_view>
#include <vector>

#include "tts/text/phonemes.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {

struct CutOptions {
  double longest_seconds = 9.0;       ///< of a piece; a longer run without a pause stays whole
  double least_seconds = 1.5;         ///< of a piece, where the text lets it go on
  double least_pause_seconds = 0.12;  ///< at which may be cut
};

/// What lies between two pauses.
struct RecordingPiece {
  std::size_t begin_frame = 0;
  std::size_t end_frame = 0;     ///< one past the last; half of the pauses around it are its own
  std::size_t source_begin = 0;  ///< byte offset in the text
  std::size_t source_end = 0;    ///< one past the last byte
  double fit = 0;                ///< alignment_score() of the piece
};

/// Aligns the whole recording with the whole text and cuts it where the reader pauses, behind sentences where
/// that is possible. Speech before and behind the text (a heading, a farewell) is left out.
/// @param log_mel [F, M], natural log. @param text what `phonemes` was made of
/// @return in order; nothing where the text is too long for the recording
[[nodiscard]] std::vector<RecordingPiece> cut_recording(PhoneClassifier& classifier,
                                                        const Array2<float>& log_mel, double frame_seconds,
                                                        std::string_view text,
                                                        const PhonemeSequence& phonemes,
                                                        const CutOptions& options = {});

}  // namespace driftwave
