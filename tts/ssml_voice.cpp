#include "tts/ssml_voice.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

/// The first word of a list for which `take` returns something.
template <typename Taken>
std::optional<Taken> first_of(std::string_view list,
                              const std::function<std::optional<Taken>(std::string_view)>& take) {
  constexpr std::string_view kSpace = " \t\r\n";
  for (std::size_t at = list.find_first_not_of(kSpace); at != std::string_view::npos;
       at = list.find_first_not_of(kSpace, at)) {
    const std::size_t end = std::min(list.find_first_of(kSpace, at), list.size());
    if (const std::optional<Taken> taken = take(list.substr(at, end - at))) return taken;
    at = end;
  }
  return std::nullopt;
}

/// The speaker of a name; the voice's own name is that of its own speaker.
std::optional<std::size_t> speaker_named(std::string_view name, const SsmlOptions& options) {
  const auto is_name = [lower = lower_case(std::string(name))](const std::string& other) {
    return lower_case(other) == lower;
  };
  const auto found = std::ranges::find_if(options.speakers, is_name);
  if (found != options.speakers.end()) return static_cast<std::size_t>(found - options.speakers.begin());
  return is_name(options.voice) ? std::optional(options.speaker) : std::nullopt;
}

}  // namespace

std::string language_stem(std::string_view tag) {
  return lower_case(std::string(tag.substr(0, tag.find_first_of("-_:"))));
}

std::optional<std::size_t> speaker_of(const VoiceRequest& wanted, const SsmlOptions& options,
                                      std::size_t now) {
  if (options.voice.empty() && options.speakers.empty()) return now;
  if (!wanted.names.empty()) {
    return first_of<std::size_t>(wanted.names,
                                 [&](std::string_view name) { return speaker_named(name, options); });
  }
  const bool speaks = wanted.languages.empty() || first_of<bool>(wanted.languages, [&](std::string_view tag) {
                                                    const bool same =
                                                        language_stem(tag) == language_stem(options.language);
                                                    return same ? std::optional(true) : std::nullopt;
                                                  }).has_value();
  const bool is_described = !wanted.gender.empty() || !wanted.age.empty() || !wanted.variant.empty();
  return speaks && !is_described ? std::optional(now) : std::nullopt;
}

std::string voice_not_there(const VoiceRequest& wanted, const SsmlOptions& options) {
  std::string asked;
  const auto add = [&](std::string_view attribute, std::string_view value) {
    if (!value.empty()) asked += fmt::format(" {}=\"{}\"", attribute, value);
  };
  add("name", wanted.names);
  add("languages", wanted.languages);
  add("gender", wanted.gender);
  add("age", wanted.age);
  add("variant", wanted.variant);
  std::string there = options.voice;
  for (const std::string& speaker : options.speakers) {
    if (lower_case(speaker) != lower_case(options.voice)) there += (there.empty() ? "" : ", ") + speaker;
  }
  return fmt::format("<voice{}> is not here, where there are {}; the same voice speaks on", asked, there);
}

}  // namespace driftwave
