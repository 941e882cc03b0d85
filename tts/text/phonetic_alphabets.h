#pragma once
/// Phonemes as people write them, in the IPA that the symbol table holds.
#include <optional>
#include <string>
#include <string_view>

namespace driftwave {

/// IPA with what is often typed instead mended: ligatures (ʤ), ":" and "'" for length and stress, slashes
/// around it; syllable dots, ties and links between words are left out.
[[nodiscard]] std::string plain_ipa(std::string_view ipa);

/// X-SAMPA ("t@mA:toU") or ARPABET ("T AH0 M EY1 T OW2") as IPA; the alphabet goes by the name that SSML
/// gives it. Absent for an alphabet that is not known.
[[nodiscard]] std::optional<std::string> ipa_of(std::string_view alphabet, std::string_view phonemes);

/// Whether IPA holds something, and no ASCII that is no phoneme, such as "%".
[[nodiscard]] bool can_be_said(std::string_view ipa);

}  // namespace driftwave
