#pragma once
/// How German number words sound. espeak-ng reads long ones as any compound and parts them at the wrong
/// places ("tausendvier" as "tau-senfir", "dreißigsten" as "drei-sigsten").
#include <string>

namespace driftwave::german {

/// Phonemes of a number word of several parts ("einundzwanzigsten", "neunzehnhundertacht"); empty for others.
[[nodiscard]] std::string number_sounds(const std::string& word);

}  // namespace driftwave::german
