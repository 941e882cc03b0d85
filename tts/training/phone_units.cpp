#include "tts/training/phone_units.h"

#include <string_view>

#include "tts/text/symbols.h"

namespace driftwave {
namespace {

enum class Role { kPhone, kMark, kPause };

bool is_length_mark(SymbolId id) {
  return symbol_text(id) == "ː";
}

Role role_of(SymbolId id) {
  if (id == kBeginId || id == kEndId || id == kSpaceId || is_punctuation(id)) return Role::kPause;
  if (id == kPadId) return Role::kMark;
  constexpr std::string_view kMarks[] = {"ˈ", "ˌ", "ː", "ˑ", "-", "ʰ", "ʱ", "ʲ", "ʷ", "ˠ", "ˤ", "ʼ",
                                         "˞", "ⁿ", "ˡ", "˥", "˦", "˧", "˨", "˩", "↑", "↓", "→"};
  const std::string_view text = symbol_text(id);
  for (const std::string_view mark : kMarks)
    if (text == mark) return Role::kMark;
  // Combining diacritics, U+0300..U+036F.
  const bool combining = text.size() == 2 && (text[0] == '\xCC' || text[0] == '\xCD');
  return combining ? Role::kMark : Role::kPhone;
}

int pause_rank(SymbolId id) {
  if (id == kBeginId || id == kEndId) return 2;
  return id == kSpaceId ? 0 : 1;
}

}  // namespace

std::vector<PhoneUnit> phone_units(std::span<const std::int32_t> ids) {
  std::vector<PhoneUnit> units;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Role role = role_of(ids[i]);
    if (role == Role::kMark) continue;
    if (role == Role::kPhone) {
      const bool is_long = i + 1 < ids.size() && is_length_mark(ids[i + 1]);
      units.push_back({.symbol = i, .model = 2 * ids[i] + (is_long ? 1 : 0), .pause = false});
    } else if (units.empty() || !units.back().pause) {
      units.push_back({.symbol = i, .model = kPauseModel, .pause = true});
    } else if (pause_rank(ids[i]) > pause_rank(ids[units.back().symbol])) {
      units.back().symbol = i;
    }
  }
  return units;
}

}  // namespace driftwave
