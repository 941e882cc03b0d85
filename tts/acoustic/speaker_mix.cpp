#include "tts/acoustic/speaker_mix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr double kMostShare = 2.0;

double share_of(std::string_view number, const std::string& who) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size() || !(std::abs(value) <= kMostShare))
    throw Error("{}: want a share of -{:g} to {:g}, got \"{}\"", who, kMostShare, kMostShare, number);
  return value;
}

}  // namespace

SpeakerMix parse_speaker_mix(std::string_view text, std::span<const std::string> known,
                             const std::string& who) {
  SpeakerMix mix;
  double sum = 0;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const std::size_t equals = part.find('=');
    const std::string_view name = part.substr(0, equals);
    const auto found = std::ranges::find(known, name);
    if (found == known.end())
      throw Error("{}: want one of the model's speakers ({}), got \"{}\"", who,
                  known.empty() ? "it names none" : fmt::format("{}", fmt::join(known, ", ")), name);
    const auto speaker = static_cast<std::size_t>(found - known.begin());
    if (std::ranges::find(mix, speaker, &SpeakerShare::speaker) != mix.end())
      throw Error("{}: want each speaker once, got \"{}\" twice", who, name);
    const double share = equals == std::string_view::npos ? 1.0 : share_of(part.substr(equals + 1), who);
    mix.push_back({speaker, share});
    sum += share;
  }
  if (!(sum > 1e-6)) throw Error("{}: want shares whose sum is above 0, got {:g}", who, sum);
  for (SpeakerShare& one : mix) one.share /= sum;
  return mix;
}

}  // namespace driftwave
