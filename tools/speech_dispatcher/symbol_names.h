#pragma once
/// What characters and keys are called.
#include <optional>
#include <string>
#include <string_view>

#include "tools/speech_dispatcher/module_settings.h"

namespace driftwave {

/// "comma" for ",", "snowman" for a character that only Unicode names; absent for letters, digits and white
/// space, which are spoken as they stand.
[[nodiscard]] std::optional<std::string> symbol_name(char32_t symbol);

/// Whether the mode wants the symbol spoken by its name: kSome those that prose has no use for ("#", "%"),
/// kMost all but those that end or part sentences, kAll all.
[[nodiscard]] bool is_named(char32_t symbol, Punctuation mode);

/// A key as Speech Dispatcher writes it, "control_shift_a" or "kp-enter", as words.
[[nodiscard]] std::string key_words(std::string_view key);

}  // namespace driftwave
