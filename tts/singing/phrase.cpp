#include "tts/singing/phrase.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "tts/singing/lyric.h"

namespace driftwave {
namespace {

/// What a note without a lyric is sung to where no vowel can go on.
constexpr const char* kPlainSyllable = "[[lɑː]]";

/// A word and the notes that it is sung on: `notes[i]` has the syllable number `syllable[i]`, from 0, or
/// holds the one before.
struct WordOnNotes {
  std::string written;
  std::string name;
  std::size_t first_note = 0;
  std::vector<int> syllables = {};  ///< for each note; -1: holds
};

struct Group {
  bool is_breath = false;
  std::vector<ScoreNote> notes;
  std::vector<WordOnNotes> words;
};

bool is_all_capitals(const std::string& word) {
  const auto letters = std::ranges::count_if(word, [](unsigned char c) { return std::isalpha(c) != 0; });
  const auto small = std::ranges::count_if(word, [](unsigned char c) { return std::islower(c) != 0; });
  return letters > 0 && small == 0;
}

std::string lower_case(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

/// Sorts the notes of a part into phrases and words.
class Grouping {
 public:
  Grouping(const ScorePart& part, std::string who) : part_(part), who_(std::move(who)) {}

  std::vector<Group> run() {
    for (const ScoreNote& note : part_.notes) add(note);
    return std::move(groups_);
  }

 private:
  [[noreturn]] void refuse(const ScoreNote& note, const std::string& problem) const {
    throw Error("{}: part \"{}\", {}: {}", who_, part_.name, describe(note.place), problem);
  }

  [[nodiscard]] Lyric lyric_of(const ScoreNote& note) const {
    try {
      return parse_lyric(note.lyric);
    } catch (const Error& e) {
      refuse(note, e.what());
    }
  }

  void add(const ScoreNote& note) {
    Lyric lyric = lyric_of(note);
    const bool goes_on = !is_broken_ && !groups_.empty() && !groups_.back().notes.empty() &&
                         note.begin_seconds - groups_.back().notes.back().end_seconds < kPhraseRestSeconds;
    if (lyric.kind == LyricKind::kRest) {
      is_broken_ = true;
      return;
    }
    if (lyric.kind == LyricKind::kBreath) {
      groups_.push_back({.is_breath = true, .notes = {note}, .words = {}});
      is_broken_ = true;
      return;
    }
    if (!goes_on) groups_.emplace_back();
    is_broken_ = false;
    Group& group = groups_.back();
    group.notes.push_back(note);
    place(group, note, lyric);
  }

  void place(Group& group, const ScoreNote& note, Lyric& lyric) {
    const bool has_word = !group.words.empty();
    if (lyric.kind == LyricKind::kNone && has_word) lyric.kind = LyricKind::kHold;
    switch (lyric.kind) {
      case LyricKind::kHold:
        if (!has_word) return begin_word(group, kPlainSyllable, "la");
        group.words.back().syllables.push_back(-1);
        return;
      case LyricKind::kSyllable: {
        if (!has_word)
          refuse(note, fmt::format("lyric \"{}\": want a word before it, got none", shortened(note.lyric)));
        std::vector<int>& syllables = group.words.back().syllables;
        const int next = *std::ranges::max_element(syllables) + 1;
        syllables.push_back(lyric.syllable > 0 ? lyric.syllable - 1 : next);
        return;
      }
      case LyricKind::kNone:
        return begin_word(group, kPlainSyllable, "la");
      case LyricKind::kWord:
      case LyricKind::kBreath:
      case LyricKind::kRest:
        if (lyric.ipa.empty()) return begin_word(group, lyric.text, lyric.text);
        return begin_word(group, "[[" + lyric.ipa + "]]", lyric.text.empty() ? lyric.ipa : lyric.text);
    }
  }

  static void begin_word(Group& group, std::string written, std::string name) {
    group.words.push_back({.written = std::move(written),
                           .name = std::move(name),
                           .first_note = group.notes.size() - 1,
                           .syllables = {0}});
  }

  const ScorePart& part_;
  std::string who_;
  std::vector<Group> groups_;
  bool is_broken_ = false;  ///< a rest or a breath stood last
};

SungSyllable cut(const std::vector<SymbolId>& ids, const std::vector<Phone>& phones,
                 const Syllable& syllable) {
  SungSyllable sung;
  const std::size_t first = phones[syllable.first].first;
  const std::size_t end = phones[syllable.end - 1].end;
  sung.ids.assign(ids.begin() + static_cast<std::ptrdiff_t>(first),
                  ids.begin() + static_cast<std::ptrdiff_t>(end));
  for (std::size_t p = syllable.first; p < syllable.end; ++p) {
    Phone phone = phones[p];
    for (std::size_t* index : {&phone.first, &phone.end, &phone.core, &phone.glide}) *index -= first;
    sung.phones.push_back(phone);
  }
  sung.vowel = syllable.vowel - syllable.first;
  return sung;
}

/// Which of a word's syllables begins on which of its notes: number and index of the note. "+5" of a word of
/// three syllables, and a syllable that was sung already, hold. Where a word has more syllables than notes
/// ask for, those that begin with their vowel share the note of the one before, "dia-mond", "bo-rough", then
/// the last ones do.
std::vector<std::pair<std::size_t, std::size_t>> syllable_notes(const WordOnNotes& word,
                                                                std::span<const Syllable> all) {
  std::vector<std::pair<std::size_t, std::size_t>> begins;
  std::optional<std::size_t> last;
  for (std::size_t n = 0; n < word.syllables.size(); ++n) {
    if (word.syllables[n] < 0) continue;
    const auto number = static_cast<std::size_t>(word.syllables[n]);
    if (number >= all.size() || (last && number <= *last)) continue;
    begins.emplace_back(number, n);
    last = number;
  }
  if (begins.empty() || begins.back().first + 1 != begins.size()) return begins;  // the notes say which
  std::size_t too_many = all.size() - begins.size();
  std::size_t next = 1;
  for (std::size_t s = 1; s < all.size() && next < begins.size(); ++s) {
    const bool is_bare = all[s].first == all[s].vowel;
    if (is_bare && too_many > 0) {
      --too_many;
    } else {
      begins[next++].first = s;
    }
  }
  return begins;
}

void place_word(SungPhrase& phrase, const WordOnNotes& word, const std::vector<SymbolId>& ids) {
  const std::vector<Phone> phones = phones_of(ids);
  const std::vector<Syllable> all = syllables_of(ids, phones);
  const auto begins = syllable_notes(word, all);
  for (std::size_t b = 0; b < begins.size(); ++b) {
    const bool is_last = b + 1 == begins.size();
    const std::size_t first = begins[b].first;
    const std::size_t end = is_last ? all.size() : begins[b + 1].first;
    const std::size_t end_note = is_last ? word.syllables.size() : begins[b + 1].second;
    for (std::size_t s = first; s < end; ++s) {
      SungSyllable syllable = cut(ids, phones, all[s]);
      syllable.first_note = word.first_note + begins[b].second;
      syllable.end_note = word.first_note + end_note;
      syllable.share = static_cast<double>(s - first) / static_cast<double>(end - first);
      syllable.begins_word = s == 0;
      if (syllable.begins_word) syllable.word = word.name;
      phrase.syllables.push_back(std::move(syllable));
    }
  }
}

}  // namespace

std::vector<SungPhrase> phrases_of(const ScorePart& part, const WordReader& read, const std::string& who) {
  std::vector<SungPhrase> phrases;
  const auto is_loud = [](const WordOnNotes& word) {
    return word.written.starts_with("[[") || is_all_capitals(word.written);
  };
  std::vector<Group> groups = Grouping(part, who).run();
  const bool is_loud_song = std::ranges::all_of(
      groups, [&](const Group& group) { return std::ranges::all_of(group.words, is_loud); });
  for (Group& group : groups) {
    SungPhrase phrase{.is_breath = group.is_breath, .notes = std::move(group.notes), .syllables = {}};
    std::vector<std::string> words;
    for (const WordOnNotes& word : group.words)
      words.push_back(is_loud_song && !word.written.starts_with("[[") ? lower_case(word.written)
                                                                      : word.written);
    const std::vector<std::vector<SymbolId>> read_words =
        words.empty() ? std::vector<std::vector<SymbolId>>() : read(words);
    for (std::size_t w = 0; w < words.size(); ++w) {
      if (phones_of(read_words[w]).empty())
        throw Error("{}: part \"{}\", {}: lyric \"{}\": want something to sing, got nothing that has a sound",
                    who, part.name, describe(phrase.notes[group.words[w].first_note].place),
                    shortened(group.words[w].name));
      place_word(phrase, group.words[w], read_words[w]);
    }
    phrases.push_back(std::move(phrase));
  }
  return phrases;
}

}  // namespace driftwave
