#include "tts/speech_session.h"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

#include "engine/audio/audio_file.h"
#include "engine/core/cancelled.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/reading.h"
#include "tts/text/symbols.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

/// A sentence that was computed elsewhere is given in pieces of this size, and so is silence.
constexpr std::size_t kPieceSamples = 8192;

}  // namespace

struct SpeechSession::Input {
  PassageReader reader;
  SourceMap source;                                       ///< to the document
  std::shared_ptr<const std::string> document = nullptr;  ///< where it is SSML
  std::size_t source_offset = 0;
  std::size_t bytes_before = 0;  ///< of what was pushed
  double pause_before_seconds = 0.0;
  std::deque<SsmlMark> marks{};
  std::shared_ptr<const AudioBuffer> audio = nullptr;
  std::vector<PitchPoint> contour{};  ///< over the whole
  std::size_t bytes = 0;
  SpeechOptions options;
  float gain = 1.0F;
  AfterText after = AfterText::kPauseLater;
};

/// What a thread makes of a sentence.
struct SpeechSession::Rendered {
  std::vector<int> frames_per_phoneme;
  std::vector<float> audio;
};

struct SpeechSession::Sentence {
  LocatedSentence located;
  SpeechOptions options;  ///< with the seed of this sentence
  float gain = 1.0F;
  double bytes_begin = 0;  ///< of what was pushed, for the progress
  double bytes_end = 0;
  struct MarkedWord {
    std::string name;
    std::size_t word = 0;  ///< that the mark stands before; one past the last: at the end
  };
  std::vector<MarkedWord> marks{};
  std::future<Rendered> rendered{};  ///< valid where a thread computes it
};

SpeechSession::SpeechSession(std::shared_ptr<const Synthesizer> synthesizer, const SpeechOptions& options,
                             const std::optional<SoundMark>& mark)
    : synthesizer_(std::move(synthesizer)), options_(options) {
  synthesizer_->check(options);
  if (options_.steps < 0) options_.steps = synthesizer_->default_steps();
  if (mark)
    marker_.emplace(*mark,
                    SessionVoice{synthesizer_->voice_name(), synthesizer_->sample_rate_hz(), options.seed});
}

SpeechSession::~SpeechSession() {
  cancelled_ = true;
}

void SpeechSession::push_text(std::string text, const TextPlace& place) {
  const bool pause_now = place.pause_at_end || options_.sentence_silence_seconds.has_value();
  SourceMap source;
  source.copied(text.size(), 0);
  const std::size_t before = pushed_bytes_;
  pushed_bytes_ += text.size();
  inputs_.push_back(std::make_unique<Input>(
      Input{.reader = PassageReader(std::move(text), synthesizer_->sentence_goes_on()),
            .source = std::move(source),
            .source_offset = place.source_offset,
            .bytes_before = before,
            .options = options_,
            .after = pause_now ? AfterText::kPauseNow : AfterText::kPauseLater}));
}

void SpeechSession::push_ssml(std::string_view document, const std::string& who, const TextPlace& place,
                              const std::optional<std::filesystem::path>& files) {
  const bool pause_now = place.pause_at_end || options_.sentence_silence_seconds.has_value();
  SsmlDocument parsed = parse_ssml(document, who,
                                   {.language = synthesizer_->language(),
                                    .voice = synthesizer_->voice_name(),
                                    .speakers = synthesizer_->speakers(),
                                    .speaker = synthesizer_->speaker(),
                                    .files = files});
  notes_.insert(notes_.end(), parsed.notes.begin(), parsed.notes.end());
  const auto whole = std::make_shared<const std::string>(document);
  std::vector<SsmlSegment>& segments = parsed.segments;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    SsmlSegment& segment = segments[i];
    // What the listener asks for holds for the whole; where both go beyond what a voice can do, its limit is
    // spoken.
    SpeechOptions options = options_;
    options.speed = std::clamp(options_.speed * segment.speed, 0.25, 4.0);
    options.pitch_st = std::clamp(options_.pitch_st + segment.pitch_st, -24.0, 24.0);
    options.pitch_range = std::clamp(options_.pitch_range * segment.pitch_range, 0.0, 4.0);
    options.speaker = segment.speaker;
    // A break says how long to pause; without one, the punctuation does.
    AfterText after = pause_now ? AfterText::kPauseNow : AfterText::kPauseLater;
    if (i + 1 < segments.size()) {
      after = segments[i + 1].pause_before_seconds == 0.0 ? AfterText::kPauseNow : AfterText::kNoPause;
    }
    const std::size_t before = pushed_bytes_;
    const std::size_t bytes = segment.text.size();
    pushed_bytes_ += bytes;
    inputs_.push_back(std::make_unique<Input>(
        Input{.reader = PassageReader(std::move(segment.text), synthesizer_->sentence_goes_on()),
              .source = std::move(segment.source),
              .document = whole,
              .source_offset = place.source_offset,
              .bytes_before = before,
              .pause_before_seconds = segment.pause_before_seconds,
              .marks = {segment.marks.begin(), segment.marks.end()},
              .audio = std::move(segment.audio),
              .contour = std::move(segment.contour),
              .bytes = bytes,
              .options = options,
              .gain = static_cast<float>(std::pow(10.0, segment.volume_db / 20.0)),
              .after = after}));
  }
}

void SpeechSession::read_ahead(std::size_t sentences) {
  while (sentences_waiting_ < sentences && !inputs_.empty()) read_passage();
}

void SpeechSession::add_silence(double seconds) {
  const double samples = seconds * synthesizer_->sample_rate_hz();
  steps_.emplace_back(Silence{.samples = static_cast<std::size_t>(std::lround(samples))});
}

/// Marks that no word of the input follows.
void SpeechSession::add_marks(Input& input) {
  for (SsmlMark& mark : input.marks) steps_.emplace_back(Mark{.name = std::move(mark.name)});
  input.marks.clear();
}

/// Turns the next passage into steps.
void SpeechSession::read_passage() {
  Input& input = *inputs_.front();
  if (input.pause_before_seconds > 0.0) add_silence(std::exchange(input.pause_before_seconds, 0.0));
  if (input.audio != nullptr) {
    add_marks(input);
    steps_.emplace_back(Recording{.samples = mono_at(*input.audio, synthesizer_->sample_rate_hz())});
    input.audio = nullptr;
  }
  const std::optional<Passage> passage = input.reader.next();
  if (!passage) {
    add_marks(input);
    steps_.emplace_back(input.after);
    inputs_.pop_front();
    return;
  }
  std::vector<SpokenSentence> sentences = synthesizer_->read(passage->text, &cancelled_);
  unspoken_ += count_unspoken(passage->text, sentences);
  for (SpokenSentence& spoken : sentences) add_sentence(input, *passage, std::move(spoken));
}

/// Turns a sentence of an input's passage into steps.
void SpeechSession::add_sentence(Input& input, const Passage& passage, SpokenSentence spoken) {
  auto sentence = std::make_shared<Sentence>();
  sentence->options = input.options;
  sentence->options.seed = options_.seed + sentences_read_++;
  sentence->gain = input.gain;
  const auto bytes_before = static_cast<double>(input.bytes_before + passage.offset);
  sentence->bytes_begin = bytes_before + static_cast<double>(spoken.source_begin);
  sentence->bytes_end = bytes_before + static_cast<double>(spoken.source_end);
  const auto share = [&](std::size_t byte) {
    return static_cast<double>(passage.offset + byte) / static_cast<double>(input.bytes);
  };
  sentence->options.contour =
      part_of_contour(input.contour, share(spoken.source_begin), share(spoken.source_end));
  const double asked_pause = spoken.asked_pause_seconds.value_or(0.0);
  if (spoken.pause_before_seconds > 0.0) add_silence(spoken.pause_before_seconds);
  sentence->located.spoken = std::move(spoken);
  take_marks(input, passage.offset, *sentence);
  const auto document = input.document == nullptr ? std::string_view() : std::string_view(*input.document);
  LocatedSentence located = locate(std::move(sentence->located.spoken), passage, {input.source, document});
  for (SourceRange& range : located.sources) {
    range.begin += input.source_offset;
    range.end += input.source_offset;
  }
  sentence->located = std::move(located);
  steps_.emplace_back(std::move(sentence));
  ++sentences_waiting_;
  if (asked_pause > 0.0) add_silence(asked_pause);
}

/// Gives the sentence those of the input's marks that stand before its end.
void SpeechSession::take_marks(Input& input, std::size_t passage_offset, Sentence& sentence) {
  const SpokenSentence& spoken = sentence.located.spoken;
  const std::vector<WordSpan>& words = spoken.phonemes.words;
  for (; !input.marks.empty(); input.marks.pop_front()) {
    const std::size_t at = input.marks.front().at;
    if (at >= passage_offset + spoken.source_end) return;
    const auto before = std::ranges::find_if(
        words, [&](const WordSpan& word) { return passage_offset + word.source_begin >= at; });
    sentence.marks.push_back({.name = std::move(input.marks.front().name),
                              .word = static_cast<std::size_t>(before - words.begin())});
  }
}

std::span<const float> SpeechSession::pull() {
  events_.clear();
  try {
    while (!cancelled_) {
      const std::span<const float> piece = next_piece();
      samples_ += piece.size();
      if (!piece.empty()) return piece;
      if (!take_step()) break;
    }
  } catch (const Cancelled&) {
    events_.clear();
  }
  return {};
}

/// @return samples of what has begun; none at its end.
std::span<const float> SpeechSession::next_piece() {
  if (silence_left_ > 0) {
    zeros_.resize(kPieceSamples, 0.0F);
    const std::size_t count = std::min(silence_left_, zeros_.size());
    silence_left_ -= count;
    return std::span(zeros_).first(count);
  }
  if (recording_given_ < recording_.size()) {
    const auto rest = std::span<const float>(recording_).subspan(recording_given_);
    const std::span<const float> piece = rest.first(std::min(kPieceSamples, rest.size()));
    recording_given_ += piece.size();
    return piece;
  }
  if (!current_) return {};
  // All that is synthesised leaves here.
  const auto piece = marker_ ? marker_->next([this] { return next_of_sentence(); }) : next_of_sentence();
  if (piece.empty()) {
    pause_due_ = synthesizer_->pause_samples(current_->located.spoken, current_->options);
    spoken_bytes_ = current_->bytes_end;
    current_.reset();
    stream_.reset();
    return {};
  }
  if (current_->gain == 1.0F) return piece;
  louder_.assign(piece.begin(), piece.end());
  for (float& sample : louder_) sample *= current_->gain;
  return louder_;
}

/// The next samples of the current sentence as they were computed.
std::span<const float> SpeechSession::next_of_sentence() {
  if (stream_) {
    const std::span<const float> piece = stream_->next();
    spoken_bytes_ =
        current_->bytes_begin + stream_->progress() * (current_->bytes_end - current_->bytes_begin);
    return piece;
  }
  const auto rest = std::span<const float>(rendered_).subspan(rendered_given_);
  const std::span<const float> piece = rest.first(std::min(kPieceSamples, rest.size()));
  rendered_given_ += piece.size();
  return piece;
}

/// @return whether there was one.
bool SpeechSession::take_step() {
  read_ahead(static_cast<std::size_t>(options_.threads));
  if (steps_.empty()) return false;
  Step& step = steps_.front();
  if (const auto* sentence = std::get_if<std::shared_ptr<Sentence>>(&step)) {
    // Whether a sentence follows is known when it comes.
    if (pause_due_ > 0) {
      silence_left_ = std::exchange(pause_due_, 0);
      return true;
    }
    const std::shared_ptr<Sentence> next = *sentence;
    steps_.pop_front();
    --sentences_waiting_;
    begin(next);
    return true;
  }
  if (const auto* after = std::get_if<AfterText>(&step)) {
    if (*after == AfterText::kPauseNow) silence_left_ = pause_due_;
    if (*after != AfterText::kPauseLater) pause_due_ = 0;
  } else if (const auto* silence = std::get_if<Silence>(&step)) {
    silence_left_ = silence->samples;
  } else if (auto* recording = std::get_if<Recording>(&step)) {
    recording_ = std::move(recording->samples);
    recording_given_ = 0;
  } else if (auto* mark = std::get_if<Mark>(&step)) {
    tell_mark(std::move(mark->name), samples_);
  }
  steps_.pop_front();
  return true;
}

void SpeechSession::tell_mark(std::string name, std::uint64_t sample) {
  events_.push_back({.kind = SpeechEvent::Kind::kMark,
                     .begin_sample = sample,
                     .end_sample = sample,
                     .text = std::move(name),
                     .source = {}});
}

void SpeechSession::begin(const std::shared_ptr<Sentence>& sentence) {
  render_ahead();
  if (marker_) marker_->begin(sentence->located.spoken.text, samples_);
  if (sentence->rendered.valid()) {
    Rendered rendered = sentence->rendered.get();
    announce(*sentence, rendered.frames_per_phoneme);
    rendered_ = std::move(rendered.audio);
    rendered_given_ = 0;
    current_ = sentence;
    return;
  }
  AcousticOutput said = synthesizer_->say(sentence->located.spoken, sentence->options, &cancelled_);
  announce(*sentence, said.frames_per_phoneme);
  stream_.emplace(synthesizer_->vocoder(), std::move(said.features),
                  SentenceStreamOptions{.steps = sentence->options.steps,
                                        .seed = sentence->options.seed,
                                        .corrections = synthesizer_->corrections()});
  current_ = sentence;
}

/// Threads compute later sentences while this one is heard.
void SpeechSession::render_ahead() {
  int running = 0;
  for (Step& step : steps_) {
    if (running + 1 >= options_.threads) return;
    const auto* const waiting = std::get_if<std::shared_ptr<Sentence>>(&step);
    if (waiting == nullptr) continue;
    ++running;
    if ((*waiting)->rendered.valid()) continue;
    // Not its owner, or the sentence would hold itself.
    const Sentence* const sentence = waiting->get();
    try {
      (*waiting)->rendered = std::async(std::launch::async, [this, sentence] { return render(*sentence); });
    } catch (const std::system_error&) {
      return;  // no more threads: it is computed when its turn comes
    }
  }
}

/// Thread: any.
SpeechSession::Rendered SpeechSession::render(const Sentence& sentence) const {
  AcousticOutput said = synthesizer_->say(sentence.located.spoken, sentence.options, &cancelled_);
  return {.frames_per_phoneme = std::move(said.frames_per_phoneme),
          .audio = synthesizer_->vocoder().synthesize(said.features,
                                                      {.steps = sentence.options.steps,
                                                       .seed = sentence.options.seed,
                                                       .progress = [this](double) { return !cancelled_; },
                                                       .corrections = synthesizer_->corrections()})};
}

void SpeechSession::announce(const Sentence& sentence, std::span<const int> frames_per_phoneme) {
  const auto hop = static_cast<std::uint64_t>(synthesizer_->vocoder().mel_settings().hop_samples);
  const PhonemeSequence& sequence = sentence.located.spoken.phonemes;
  // Where each phoneme begins, and where the last one ends.
  std::vector<std::uint64_t> begins{samples_};
  for (const int frames : frames_per_phoneme)
    begins.push_back(begins.back() + static_cast<std::uint64_t>(frames) * hop);
  events_.push_back({.kind = SpeechEvent::Kind::kSentence,
                     .begin_sample = samples_,
                     .end_sample = begins.back(),
                     .text = sentence.located.spoken.text,
                     .source = sentence.located.sources.front()});
  for (const Sentence::MarkedWord& mark : sentence.marks) {
    const std::uint64_t sample = mark.word == 0 ? begins.front()
                                 : mark.word == sequence.words.size()
                                     ? begins.back()
                                     : begins.at(sequence.words[mark.word].first_id);
    tell_mark(mark.name, sample);
  }
  for (std::size_t i = 0; i < sequence.words.size(); ++i) {
    const WordSpan& word = sequence.words[i];
    events_.push_back({.kind = SpeechEvent::Kind::kWord,
                       .begin_sample = begins.at(word.first_id),
                       .end_sample = begins.at(word.end_id),
                       .text = sentence.located.words[i],
                       .source = sentence.located.sources[i + 1]});
  }
  for (std::size_t i = 0; i < sequence.ids.size(); ++i) {
    events_.push_back({.kind = SpeechEvent::Kind::kPhoneme,
                       .begin_sample = begins.at(i),
                       .end_sample = begins.at(i + 1),
                       .text = std::string(symbol_text(sequence.ids[i])),
                       .source = {}});
  }
}

}  // namespace driftwave
