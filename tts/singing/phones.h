#pragma once
/// The phonemes of a word as a singer needs them: sounds of a class each, and syllables around vowels.
#include <cstddef>
#include <span>
#include <vector>

#include "tts/text/symbols.h"

namespace driftwave {

enum class PhoneClass {
  kVowel,
  kGlide,      ///< j w
  kLiquid,     ///< l ɹ
  kNasal,      ///< m n ŋ
  kFricative,  ///< voiceless: s f θ, h
  kVoicedFricative,
  kPlosive,  ///< voiceless: p t k, affricates too
  kVoicedPlosive,
  kTap,
};

/// One sound: its symbol with the stress mark before it and the length mark and diacritics behind it. A
/// diphthong is one sound of two symbols.
struct Phone {
  std::size_t first = 0;  ///< index of the first symbol
  std::size_t end = 0;    ///< one past the last
  std::size_t core = 0;   ///< the symbol that sounds; of a diphthong or an affricate the first
  std::size_t glide = 0;  ///< of a diphthong or an affricate the second; else `core`
  PhoneClass kind = PhoneClass::kVowel;

  bool operator==(const Phone&) const = default;
};

/// Phones of one syllable, as indices into the word's phones: onset, vowel, coda.
struct Syllable {
  std::size_t first = 0;
  std::size_t vowel = 0;
  std::size_t end = 0;

  bool operator==(const Syllable&) const = default;
};

[[nodiscard]] bool is_voiced(PhoneClass kind);

/// @param ids phonemes of one word. Spaces and punctuation belong to no phone.
[[nodiscard]] std::vector<Phone> phones_of(std::span<const SymbolId> ids);

/// A syllable for each vowel; consonants between two belong to the second as long as they can begin a word
/// (sonority rises towards the vowel), the first syllable has all before it, the last all behind it. A word
/// without a vowel, "mm", is one syllable whose most sonorous phone is its vowel.
/// @return none for a word without phones.
[[nodiscard]] std::vector<Syllable> syllables_of(std::span<const SymbolId> ids,
                                                 std::span<const Phone> phones);

}  // namespace driftwave
