#include "tts/singing/timing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// Shorter gaps between notes are sung through.
constexpr double kSungThroughSeconds = 0.08;
constexpr double kConsonantShare = 0.55;
/// Silence that the model is told around a phrase.
constexpr double kLeadSeconds = 0.07;
constexpr double kTailSeconds = 0.25;
constexpr double kLongestBreath = 0.6;
/// The second vowel of a diphthong: at most this share of it, and so long.
constexpr double kGlideShare = 0.4;
constexpr double kGlideSeconds = 0.11;
constexpr double kLeastPause = 0.035;

char32_t core_of(const Phone& phone, std::span<const SymbolId> ids) {
  const std::u32string points = to_code_points(symbol_text(ids[phone.core]));
  return points.empty() ? U'\0' : points.front();
}

double total_seconds(const SungSyllable& syllable, std::size_t first, std::size_t end) {
  double sum = 0;
  for (std::size_t p = first; p < end; ++p) sum += consonant_seconds(syllable.phones[p], syllable.ids);
  return sum;
}

double onset_seconds(const SungSyllable& syllable) {
  return total_seconds(syllable, 0, syllable.vowel);
}
double coda_seconds(const SungSyllable& syllable) {
  return total_seconds(syllable, syllable.vowel + 1, syllable.phones.size());
}

/// Where sounds end, in the song's time, one after another.
class Timeline {
 public:
  Timeline(const SungPhrase& phrase, const TimingOptions& options) : phrase_(phrase), options_(options) {}

  PhraseTiming run() {
    begin();
    for (std::size_t s = 0; s < phrase_.syllables.size(); ++s) add_syllable(s);
    finish();
    return std::move(timing_);
  }

 private:
  [[nodiscard]] double vowel_begin(std::size_t s) const {
    const SungSyllable& syllable = phrase_.syllables[s];
    const double first = phrase_.notes[syllable.first_note].begin_seconds;
    return first + syllable.share * (notes_end(s) - first);
  }
  [[nodiscard]] double notes_end(std::size_t s) const {
    return phrase_.notes[phrase_.syllables[s].end_note - 1].end_seconds;
  }

  void begin() {
    const SungSyllable& first = phrase_.syllables.front();
    const double beat = vowel_begin(0);
    const double room = std::max(beat - options_.earliest_seconds, 0.0);
    double onset = options_.consonants * onset_seconds(first);
    const double lead = std::min(kLeadSeconds, 0.4 * room);
    onset = std::min(onset, room - lead);
    timing_.begin_seconds = beat - onset - lead;
    // A vowel begins between two frames.
    const double frames = std::ceil((onset + lead) * options_.frames_per_second - 1e-9);
    timing_.begin_seconds = beat - std::max(frames, 1.0) / options_.frames_per_second;
    add_id(kBeginId, timing_.begin_seconds + std::max(lead, 1.0 / options_.frames_per_second), 1);
    add_consonants(0, 0, first.vowel, beat);
  }

  void add_syllable(std::size_t s) {
    const SungSyllable& syllable = phrase_.syllables[s];
    const bool is_last = s + 1 == phrase_.syllables.size();
    const double from = vowel_begin(s);
    const double next = is_last ? notes_end(s) : vowel_begin(s + 1);
    const bool shares_notes = !is_last && phrase_.syllables[s + 1].first_note == syllable.first_note;
    const double end = shares_notes ? next : std::min(notes_end(s), next);
    const double coda = options_.consonants * coda_seconds(syllable);
    const double onset = is_last ? 0.0 : options_.consonants * onset_seconds(phrase_.syllables[s + 1]);
    const bool has_gap = !is_last && next - end > kSungThroughSeconds;
    double coda_begin = 0;
    double coda_end = 0;
    if (is_last || has_gap) {
      coda_end = end;
      coda_begin = end - std::min(coda, kConsonantShare * (end - from));
    } else {
      const double room = kConsonantShare * (next - from);
      const double scale = coda + onset > room ? room / (coda + onset) : 1.0;
      coda_end = next - scale * onset;
      coda_begin = coda_end - scale * coda;
    }
    add_vowel(s, from, coda_begin);
    add_consonants(s, syllable.vowel + 1, syllable.phones.size(), coda_end);
    if (is_last) return;
    const SungSyllable& following = phrase_.syllables[s + 1];
    if (has_gap) {
      const double pause_end = next - std::min(onset, 0.9 * (next - end));
      if (pause_end - coda_end > kLeastPause) add_id(comma(), pause_end, 1);
    }
    if (following.begins_word) add_id(kSpaceId, 0.0, 0);
    add_consonants(s + 1, 0, following.vowel, next);
  }

  void finish() {
    const double end = notes_end(phrase_.syllables.size() - 1);
    add_id(kEndId, std::min(end + kTailSeconds, options_.latest_seconds), 2);
    timing_.frame_count = taken_;
  }

  static SymbolId comma() { return *symbol_id(U','); }

  /// One symbol until `end`, of `least` frames or more; none without.
  void add_id(SymbolId id, double end, std::size_t least) {
    timing_.ids.push_back(id);
    timing_.frames.push_back(least == 0 ? 0 : static_cast<int>(frames_until(end, least)));
  }

  std::size_t frames_until(double end, std::size_t least) {
    const double exact = (end - timing_.begin_seconds) * options_.frames_per_second;
    const auto until = static_cast<std::size_t>(std::max(std::lround(exact), 0L));
    const std::size_t frames = std::max(until > taken_ ? until - taken_ : 0, least);
    taken_ += frames;
    return frames;
  }

  /// Consonants first .. end of a syllable, in proportion to their lengths, the last one ending at `until`.
  void add_consonants(std::size_t s, std::size_t first, std::size_t end, double until) {
    const SungSyllable& syllable = phrase_.syllables[s];
    const double begin = timing_.seconds_of(taken_, options_.frames_per_second);
    const double natural = total_seconds(syllable, first, end);
    double sum = 0;
    for (std::size_t p = first; p < end; ++p) {
      sum += consonant_seconds(syllable.phones[p], syllable.ids);
      add_phone(s, p, begin + (until - begin) * sum / natural);
    }
  }

  void add_vowel(std::size_t s, double from, double until) {
    const Phone& phone = phrase_.syllables[s].phones[phrase_.syllables[s].vowel];
    double glide = until;
    if (phone.glide != phone.core) glide = until - std::min(kGlideShare * (until - from), kGlideSeconds);
    add_phone(s, phrase_.syllables[s].vowel, until, glide);
  }

  void add_phone(std::size_t s, std::size_t p, double until) {
    const Phone& phone = phrase_.syllables[s].phones[p];
    const double begin = timing_.seconds_of(taken_, options_.frames_per_second);
    add_phone(s, p, until, phone.glide == phone.core ? until : 0.5 * (begin + until));
  }

  void add_phone(std::size_t s, std::size_t p, double until, double glide_begin) {
    const SungSyllable& syllable = phrase_.syllables[s];
    const Phone& phone = syllable.phones[p];
    TimedPhone timed{.first_id = timing_.ids.size(),
                     .first_frame = taken_,
                     .syllable = s,
                     .kind = phone.kind,
                     .is_vowel = p == syllable.vowel};
    for (std::size_t i = phone.first; i < phone.end; ++i) {
      const bool is_core = i == phone.core;
      const bool is_glide = i == phone.glide && phone.glide != phone.core;
      add_id(syllable.ids[i], is_core ? glide_begin : until, is_core || is_glide ? 1 : 0);
    }
    timed.end_id = timing_.ids.size();
    timed.end_frame = taken_;
    timing_.phones.push_back(timed);
  }

  const SungPhrase& phrase_;
  const TimingOptions& options_;
  PhraseTiming timing_;
  std::size_t taken_ = 0;  ///< frames so far
};

PhraseTiming time_breath(const SungPhrase& phrase, const TimingOptions& options) {
  const ScoreNote& note = phrase.notes.front();
  PhraseTiming timing;
  timing.begin_seconds = note.begin_seconds;
  const double seconds = std::min(note.end_seconds - note.begin_seconds, kLongestBreath);
  const auto frames = static_cast<int>(std::max(std::lround(seconds * options.frames_per_second), 3L));
  timing.ids = {kBeginId, *symbol_id(U'h'), kEndId};
  timing.frames = {1, frames - 2, 1};
  timing.frame_count = static_cast<std::size_t>(frames);
  timing.phones = {{.first_id = 1,
                    .end_id = 2,
                    .first_frame = 1,
                    .end_frame = timing.frame_count - 1,
                    .kind = PhoneClass::kFricative}};
  return timing;
}

}  // namespace

double consonant_seconds(const Phone& phone, std::span<const SymbolId> ids) {
  const char32_t c = core_of(phone, ids);
  const bool is_affricate = phone.glide != phone.core;
  switch (phone.kind) {
    case PhoneClass::kVowel:
      return 0.10;  // beside another vowel
    case PhoneClass::kGlide:
      return 0.08;
    case PhoneClass::kLiquid:
      return 0.08;
    case PhoneClass::kNasal:
      return 0.08;
    case PhoneClass::kFricative:
      return c == U'h' ? 0.08 : c == U's' || c == U'ʃ' ? 0.13 : 0.10;
    case PhoneClass::kVoicedFricative:
      return 0.08;
    case PhoneClass::kPlosive:
      return is_affricate ? 0.13 : 0.09;
    case PhoneClass::kVoicedPlosive:
      return is_affricate ? 0.11 : 0.07;
    case PhoneClass::kTap:
      return 0.035;
  }
  return 0.08;
}

double lead_seconds(const SungPhrase& phrase, double consonants) {
  if (phrase.is_breath) return 0.0;
  return kLeadSeconds + consonants * onset_seconds(phrase.syllables.front());
}

PhraseTiming time_phrase(const SungPhrase& phrase, const TimingOptions& options) {
  if (phrase.is_breath) return time_breath(phrase, options);
  return Timeline(phrase, options).run();
}

}  // namespace driftwave
