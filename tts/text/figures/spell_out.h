#pragma once
/// Numbers as words by ICU's rules.
#include <cstdint>
#include <string>

namespace driftwave {

/// The value by a rule set of a language ("de", "%spellout-ordinal"), without soft hyphens.
/// @throws Error when ICU lacks the rules. Thread: any.
[[nodiscard]] std::string spelled_out(const char* language, std::int64_t value, const char* rule_set);

}  // namespace driftwave
