#pragma once
/// The fixed inventory of phoneme symbols: one id per IPA code point, punctuation mark and word boundary.
///
/// Ids are part of every trained model, so the table only ever grows at its end: a symbol never moves and is
/// never removed. Appending raises kSymbolTableVersion.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

using SymbolId = std::int32_t;

inline constexpr int kSymbolTableVersion = 1;
inline constexpr SymbolId kPadId = 0;    ///< fills batches
inline constexpr SymbolId kBeginId = 1;  ///< begins every sentence
inline constexpr SymbolId kEndId = 2;    ///< ends every sentence
inline constexpr SymbolId kSpaceId = 3;  ///< between words

/// Number of ids; all are in 0 .. symbol_count() - 1.
[[nodiscard]] std::size_t symbol_count();

/// The symbol as text: "_" pad, "^" begin, "$" end, else the character itself.
/// @throws Error unless 0 <= id < symbol_count().
[[nodiscard]] std::string_view symbol_text(SymbolId id);

/// The id of one code point, absent when the inventory lacks it.
[[nodiscard]] std::optional<SymbolId> symbol_id(char32_t code_point);

/// Whether the id is a pause mark: , . ? ! ; : … — quotes or brackets.
[[nodiscard]] bool is_punctuation(SymbolId id);

/// The ids as text, without pad, begin and end: "həlˈoʊ, wˈɜːld."
[[nodiscard]] std::string symbols_to_text(std::span<const SymbolId> ids);

}  // namespace driftwave
