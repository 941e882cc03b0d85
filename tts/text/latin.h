#pragma once
/// Words in the letters that an English phonemiser can read.
#include <string>

namespace driftwave {

/// A word of any script in Latin letters, without those that espeak-ng's English voices spell out by their
/// names: Đặng is Dang, Ḥusayn is Husayn, чай is chai. Letters that they read well, such as é, ñ and č, stay.
/// Thread: any.
[[nodiscard]] std::string in_latin_letters(const std::string& word);

}  // namespace driftwave
