#pragma once
/// Which symbols of a sentence take time: phones must, pauses may, marks of stress and length do not.
#include <cstdint>
#include <span>
#include <vector>

namespace driftwave {

/// A symbol that can hold frames.
struct PhoneUnit {
  std::size_t symbol = 0;  ///< index into the sentence's ids
  std::int32_t model = 0;  ///< what it sounds like: kPauseModel, or an id per phone and length
  bool pause = false;      ///< silence that may be left out
};

inline constexpr std::int32_t kPauseModel = 0;
/// States of a pause in a search, all alike, and so its least frames: a shorter one is a stop's closure.
inline constexpr int kPauseStates = 4;

/// Ids are those of tts/text/symbols.h. Of neighbouring pauses (", " or "." and the end) one unit stands for
/// all: the sentence's begin or end first, then a mark, then a space. A phone and the length mark after it
/// are one unit, unlike the same phone without.
[[nodiscard]] std::vector<PhoneUnit> phone_units(std::span<const std::int32_t> ids);

}  // namespace driftwave
