#pragma once
/// What an SSML say-as element asks for, as text that the front end reads that way. Private to tts/ssml.cpp
/// and its test.
#include <optional>
#include <string>

#include "tts/text/language.h"

namespace driftwave {

struct SayAs {
  std::string kind;    ///< interpret-as
  std::string format;  ///< such as "dmy" of a date; may be empty
};

/// Text to be read instead of `content`; the content itself where its form tells all. Absent when nobody
/// knows the kind, or the content is none of it ("third" as an ordinal).
[[nodiscard]] std::optional<std::string> said_as(const SayAs& how, const std::string& content,
                                                 const Language& language);

}  // namespace driftwave
