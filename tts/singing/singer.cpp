#include "tts/singing/singer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "engine/core/error.h"
#include "engine/dsp/midi_note.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/singing/sung_mel.h"

namespace driftwave {
namespace {

/// Frames of the longest vowel that speech knows well.
constexpr int kHeldFrames = 24;
/// How far from its mean the acoustic model hears the pitch that it speaks at, in deviations.
constexpr double kPitchLimit = 2.0;
constexpr double kTemperature = 0.25;
constexpr double kGainSeconds = 0.05;
constexpr float kBreathDb = -12.0F;
/// A phrase's last vowel fades so far over its last tenth of a second.
constexpr double kReleaseDb = 9.0;
constexpr double kReleaseSeconds = 0.10;

void check_range(const char* name, double value, double low, double high) {
  if (!(value >= low && value <= high))
    throw Error("{}: want {:g} to {:g}, got {:g}", name, low, high, value);
}

/// Notes' gains, joined over 50 ms.
std::vector<float> gains_of(const SungPhrase& phrase, std::span<const double> times) {
  std::vector<float> gains;
  std::size_t i = 0;
  const std::vector<ScoreNote>& notes = phrase.notes;
  for (const double time : times) {
    while (i + 1 < notes.size() && time >= notes[i + 1].begin_seconds - kGainSeconds / 2) ++i;
    double gain = notes[i].gain_db;
    const double since = time - (notes[i].begin_seconds - kGainSeconds / 2);
    if (i > 0 && since < kGainSeconds)
      gain = notes[i - 1].gain_db + (gain - notes[i - 1].gain_db) * std::max(since, 0.0) / kGainSeconds;
    const double left = notes.back().end_seconds - time;
    if (left < kReleaseSeconds) gain -= kReleaseDb * std::clamp(1.0 - left / kReleaseSeconds, 0.0, 1.0);
    gains.push_back(phrase.is_breath ? kBreathDb : static_cast<float>(gain));
  }
  return gains;
}

std::vector<double> frame_times(const PhraseTiming& timing, double frames_per_second) {
  std::vector<double> times;
  for (std::size_t f = 0; f < timing.frame_count; ++f)
    times.push_back(timing.begin_seconds + (static_cast<double>(f) + 0.5) / frames_per_second);
  return times;
}

void shift(ScoreNote& note, double seconds) {
  note.begin_seconds += seconds;
  note.end_seconds += seconds;
}

}  // namespace

Singer::Singer(std::shared_ptr<const Synthesizer> voice) : voice_(std::move(voice)) {
  const MelSettings& mel = voice_->acoustic_model().mel_settings();
  if (mel.scale != MelScale::kNaturalLog)
    throw Error("singer: want a voice whose mel is of natural log scale, got {}", describe(mel));
}

double Singer::frames_per_second() const {
  return voice_->acoustic_model().mel_settings().frames_per_second();
}

void Singer::check(const SingingOptions& options) const {
  const SingingStyle& style = options.style;
  check_range("portamento", style.portamento_seconds, 0.0, 1.0);
  check_range("scoop", style.scoop_cents, -1200.0, 1200.0);
  check_range("scoop's length", style.scoop_seconds, 0.0, 1.0);
  check_range("vibrato's rate", style.vibrato_rate_hz, 0.5, 12.0);
  check_range("vibrato's depth", style.vibrato_depth_cents, 0.0, 300.0);
  check_range("vibrato's delay", style.vibrato_delay_seconds, 0.0, 10.0);
  check_range("vibrato's fade", style.vibrato_fade_seconds, 0.0, 10.0);
  check_range("drift", style.drift_cents, 0.0, 100.0);
  check_range("consonants", options.consonants, 0.5, 2.0);
  check_range("breathiness", options.breathiness, 0.0, 1.0);
  check_range("formant", options.formant_st, -12.0, 12.0);
  check_range("temperature", options.temperature.value_or(0.0), 0.0, 1.0);
  SpeechOptions speech;
  speech.steps = options.steps;
  speech.speaker = options.speaker;
  voice_->check(speech);
}

std::vector<std::vector<SymbolId>> Singer::read_words(const std::vector<std::string>& words) const {
  std::string text;
  std::vector<std::size_t> begins;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    begins.push_back(text.size());
    text += word;
  }
  std::vector<std::vector<SymbolId>> read(words.size());
  const auto append = [](std::vector<SymbolId>& to, const PhonemeSequence& from, std::size_t first,
                         std::size_t end) {
    to.insert(to.end(), from.ids.begin() + static_cast<std::ptrdiff_t>(first),
              from.ids.begin() + static_cast<std::ptrdiff_t>(end));
  };
  for (const SpokenSentence& sentence : voice_->read(text))
    for (const WordSpan& span : sentence.phonemes.words) {
      const auto after = std::ranges::upper_bound(begins, span.source_begin);
      const auto word = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - begins.begin() - 1, 0));
      append(read[word], sentence.phonemes, span.first_id, span.end_id);
    }
  // What was read as one with its neighbour, such as a figure and its unit, is read on its own.
  for (std::size_t w = 0; w < words.size(); ++w) {
    if (!read[w].empty()) continue;
    for (const SpokenSentence& alone : voice_->read(words[w]))
      for (const WordSpan& span : alone.phonemes.words)
        append(read[w], alone.phonemes, span.first_id, span.end_id);
  }
  return read;
}

std::vector<std::size_t> Singer::count_syllables(const std::vector<std::string>& words) const {
  std::vector<std::size_t> counts;
  for (const std::vector<SymbolId>& ids : read_words(words))
    counts.push_back(syllables_of(ids, phones_of(ids)).size());
  return counts;
}

double Singer::lead_in_of(const ScorePart& part, const SingingOptions& options,
                          const std::string& who) const {
  const ScoreNote& first = part.notes.front();
  ScorePart beginning{.name = part.name, .notes = {}};
  // The first phrase, which says what its first syllable is.
  for (const ScoreNote& note : part.notes) {
    const bool has_ended = !beginning.notes.empty() &&
                           note.begin_seconds - beginning.notes.back().end_seconds >= kPhraseRestSeconds;
    if (has_ended) break;
    beginning.notes.push_back(note);
  }
  const auto read = [this](const std::vector<std::string>& words) { return read_words(words); };
  const std::vector<SungPhrase> phrases = phrases_of(beginning, read, who);
  if (phrases.empty()) return 0.0;
  return std::max(lead_seconds(phrases.front(), options.consonants) - first.begin_seconds, 0.0);
}

std::vector<PlannedPhrase> Singer::plan(const ScorePart& part, const SingingOptions& options,
                                        double lead_in_seconds, const std::string& who) const {
  check(options);
  const auto read = [this](const std::vector<std::string>& words) { return read_words(words); };
  std::vector<SungPhrase> phrases = phrases_of(part, read, who);
  std::vector<PlannedPhrase> planned;
  double earliest = 0.0;
  for (std::size_t p = 0; p < phrases.size(); ++p) {
    for (ScoreNote& note : phrases[p].notes) shift(note, lead_in_seconds);
    double latest = 1e9;
    if (p + 1 < phrases.size()) {
      const double next = phrases[p + 1].notes.front().begin_seconds + lead_in_seconds;
      const double end = phrases[p].notes.back().end_seconds;
      latest = std::max(next - lead_seconds(phrases[p + 1], options.consonants), 0.5 * (end + next));
    }
    PlannedPhrase one{.phrase = std::move(phrases[p]), .timing = {}, .f0_hz = {}, .gain_db = {}};
    one.timing = time_phrase(one.phrase, {.frames_per_second = frames_per_second(),
                                          .earliest_seconds = earliest,
                                          .latest_seconds = latest,
                                          .consonants = options.consonants});
    const std::vector<double> times = frame_times(one.timing, frames_per_second());
    for (const double key :
         pitch_line(one.phrase.notes, times, {.style = options.style, .seed = options.seed}))
      one.f0_hz.push_back(static_cast<float>(midi_note_to_hz(std::clamp(key, 30.0, 96.0))));
    one.gain_db = gains_of(one.phrase, times);
    earliest = one.timing.seconds_of(one.timing.frame_count, frames_per_second());
    planned.push_back(std::move(one));
  }
  return planned;
}

VocoderInput Singer::sing(const PlannedPhrase& phrase, const SingingOptions& options,
                          std::size_t number) const {
  const AcousticModel& model = voice_->acoustic_model();
  AcousticOptions acoustic;
  acoustic.speaker = options.speaker.value_or(voice_->speaker());
  if (acoustic.speaker == voice_->speaker()) acoustic.mix = voice_->speaker_mix();
  acoustic.seed = options.seed + number;
  acoustic.temperature = options.temperature.value_or(kTemperature);
  acoustic.frames_per_phoneme = phrase.timing.frames;
  acoustic.held_frames = kHeldFrames;
  acoustic.pitch_limit = kPitchLimit;
  acoustic.f0_hz = phrase.f0_hz;
  const std::vector<float> voicing =
      sung_voicing(phrase.timing, model.predict_melody(phrase.timing.ids, acoustic).voicing);
  acoustic.voicing = voicing;
  VocoderInput features = model.infer(phrase.timing.ids, acoustic).features;
  const int steps = options.steps < 0 ? voice_->default_steps() : options.steps;
  shape_sung(features, phrase.gain_db,
             {.breathiness = options.breathiness,
              .formant_st = options.formant_st,
              .noise = steps > 0 ? voice_->noise_temperature() : 1.0F,
              .mel = model.mel_settings()});
  return features;
}

}  // namespace driftwave
