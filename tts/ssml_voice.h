#pragma once
/// Which speaker an SSML document may ask for. Private to tts/ssml.cpp.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tts/ssml.h"

namespace driftwave {

/// What <voice> says.
struct VoiceRequest {
  std::string_view names;      ///< apart by spaces, the best first
  std::string_view languages;  ///< the same, as "en-US" or "en-US:en-GB" with an accent
  std::string_view gender;
  std::string_view age;
  std::string_view variant;
};

/// The part of a language tag in small letters that names the language itself: "en" of "en-US".
[[nodiscard]] std::string language_stem(std::string_view tag);

/// The speaker of the voice at hand that is asked for: `now` where nothing is asked but what that one is.
/// Absent where there is no such one; nothing is known of a speaker's gender and age. Options that name
/// nobody leave it to `now`.
[[nodiscard]] std::optional<std::size_t> speaker_of(const VoiceRequest& wanted, const SsmlOptions& options,
                                                    std::size_t now);

/// Says what was asked for and which speakers there are.
[[nodiscard]] std::string voice_not_there(const VoiceRequest& wanted, const SsmlOptions& options);

}  // namespace driftwave
