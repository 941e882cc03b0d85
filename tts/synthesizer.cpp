#include "tts/synthesizer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <future>
#include <utility>

#include "engine/core/error.h"
#include "tts/acoustic/acoustic_model.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

void check_range(const char* name, double value, double low, double high) {
  if (!(value >= low && value <= high)) throw Error("{}: want {} to {}, got {}", name, low, high, value);
}

void check_options(const SpeechOptions& options, const Vocoder& vocoder) {
  check_range("speed", options.speed, 0.25, 4.0);
  check_range("pitch", options.pitch_st, -24.0, 24.0);
  if (options.sentence_silence_seconds) {
    check_range("sentence silence", *options.sentence_silence_seconds, 0.0, 60.0);
  }
  if (options.steps < -1 || options.steps > vocoder.max_steps()) {
    throw Error("steps: want 0 to {}, got {}", vocoder.max_steps(), options.steps);
  }
}

/// Fills in when phonemes and words sound, from how many frames each phoneme takes.
void add_timings(std::string_view text, std::span<const int> frames_per_phoneme, double frame_seconds,
                 SpeechPart& part) {
  const PhonemeSequence& sequence = part.sentence->phonemes;
  double now = part.begin_seconds;
  for (std::size_t i = 0; i < sequence.ids.size(); ++i) {
    const double next = now + frames_per_phoneme[i] * frame_seconds;
    part.phonemes.push_back({.symbol = sequence.ids[i], .begin_seconds = now, .end_seconds = next});
    now = next;
  }
  for (const WordSpan& word : sequence.words) {
    part.words.push_back(
        {.text = std::string(text.substr(word.source_begin, word.source_end - word.source_begin)),
         .source_begin = word.source_begin,
         .source_end = word.source_end,
         .begin_seconds = part.phonemes.at(word.first_id).begin_seconds,
         .end_seconds = part.phonemes.at(word.end_id - 1).end_seconds});
  }
}

}  // namespace

struct Synthesizer::Models {
  TextFrontEnd front_end;
  AcousticModel acoustic;
  std::unique_ptr<Vocoder> vocoder;
};

Synthesizer::Synthesizer(const Voice& voice) {
  // The vocoder's weights are unpacked while the front end and the acoustic model are.
  auto vocoder = std::async(std::launch::async, [&] { return load_vocoder(voice.vocoder_file); });
  models_.reset(new Models{.front_end = TextFrontEnd({.language = voice.language, .espeak_data = {}}),
                           .acoustic = AcousticModel::load(voice.acoustic_file),
                           .vocoder = nullptr});
  models_->vocoder = vocoder.get();
  const MelSettings& spoken = models_->acoustic.mel_settings();
  const MelSettings& heard = models_->vocoder->mel_settings();
  if (!(spoken == heard)) {
    throw Error("{}: acoustic model and vocoder disagree about mels: {} against {}", voice.folder.string(),
                describe(spoken), describe(heard));
  }
}

Synthesizer::~Synthesizer() = default;
Synthesizer::Synthesizer(Synthesizer&&) noexcept = default;
Synthesizer& Synthesizer::operator=(Synthesizer&&) noexcept = default;

int Synthesizer::sample_rate_hz() const {
  return models_->vocoder->mel_settings().sample_rate_hz;
}
int Synthesizer::default_steps() const {
  return models_->vocoder->default_steps();
}
int Synthesizer::max_steps() const {
  return models_->vocoder->max_steps();
}

void Synthesizer::check(const SpeechOptions& options) const {
  check_options(options, *models_->vocoder);
}

const Vocoder& Synthesizer::vocoder() const {
  return *models_->vocoder;
}

std::vector<SpokenSentence> Synthesizer::read(std::string_view text) const {
  return models_->front_end.process(text);
}

AcousticOutput Synthesizer::say_sentence(const Models& models, const SpokenSentence& sentence,
                                         const SpeechOptions& options, std::uint64_t seed) {
  AcousticOptions acoustic;
  acoustic.speed = options.speed;
  acoustic.pitch_st = options.pitch_st;
  acoustic.seed = seed;
  acoustic.rise_from = sentence.rise_from;
  return models.acoustic.infer(sentence.phonemes.ids, acoustic);
}

std::size_t Synthesizer::pause_samples(const Models& models, const SpokenSentence& sentence,
                                       const SpeechOptions& options) {
  const double seconds =
      options.sentence_silence_seconds.value_or(sentence.pause_after_seconds / options.speed);
  return static_cast<std::size_t>(std::lround(seconds * models.vocoder->mel_settings().sample_rate_hz));
}

SentenceSound Synthesizer::start(const SpokenSentence& sentence, const SpeechOptions& options) const {
  check(options);
  const int steps = options.steps < 0 ? default_steps() : options.steps;
  return {.stream = SentenceStream(*models_->vocoder,
                                   say_sentence(*models_, sentence, options, options.seed).features,
                                   {.steps = steps, .seed = options.seed}),
          .pause_samples = pause_samples(*models_, sentence, options)};
}

/// One text being spoken. Sentence after sentence: the acoustic model says it whole, the vocoder streams it.
class Synthesizer::Speech {
 public:
  Speech(const Models& models, std::string_view text, const std::vector<SpokenSentence>& sentences,
         const SpeechOptions& options, const SpeechCallbacks& callbacks)
      : models_(models), text_(text), sentences_(sentences), options_(options), callbacks_(callbacks) {
    if (options_.steps < 0) options_.steps = models.vocoder->default_steps();
  }
  ~Speech() { cancelled_ = true; }
  Speech(const Speech&) = delete;
  Speech& operator=(const Speech&) = delete;

  void run() {
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
      // The first sentence streams from here, so that it is heard at once; meanwhile the others begin.
      const std::size_t first_ahead = std::max<std::size_t>(i, 1);
      while (options_.threads > 1 && ahead_.size() < threads_ahead(i) &&
             first_ahead + ahead_.size() < sentences_.size())
        start_ahead(first_ahead + ahead_.size());
      if (!speak_sentence(i)) return;
    }
  }

 private:
  /// A sentence that another thread has rendered.
  struct Rendered {
    AcousticOutput said;
    std::vector<float> audio;
  };

  [[nodiscard]] std::size_t threads_ahead(std::size_t i) const {
    const auto threads = static_cast<std::size_t>(options_.threads);
    return i == 0 ? threads - 1 : threads;
  }
  // Sentences draw different noise, or a repeated sentence would sound like a copy.
  [[nodiscard]] std::uint64_t seed_of(std::size_t i) const { return options_.seed + i; }

  [[nodiscard]] AcousticOutput say(std::size_t i) const {
    return say_sentence(models_, sentences_[i], options_, seed_of(i));
  }

  void start_ahead(std::size_t i) {
    ahead_.push_back(std::async(std::launch::async, [this, i] {
      Rendered rendered{.said = say(i), .audio = {}};
      rendered.audio = models_.vocoder->synthesize(
          rendered.said.features,
          {.steps = options_.steps, .seed = seed_of(i), .progress = [this](double) { return !cancelled_; }});
      return rendered;
    }));
  }

  /// @return false when the listener has had enough.
  bool speak_sentence(std::size_t i) {
    bool goes_on = true;
    if (i > 0 && !ahead_.empty()) {
      const Rendered rendered = ahead_.front().get();
      ahead_.pop_front();
      announce(i, rendered.said);
      goes_on = emit(rendered.audio);
    } else {
      const AcousticOutput said = say(i);
      announce(i, said);
      goes_on = stream(i, said.features);
    }
    report(i, 1.0);
    return goes_on && pause_after(i);
  }

  void announce(std::size_t i, const AcousticOutput& said) const {
    const MelSettings& mel = models_.vocoder->mel_settings();
    const double frame_seconds = 1.0 / mel.frames_per_second();
    SpeechPart part;
    part.sentence = &sentences_[i];
    part.begin_seconds = static_cast<double>(samples_) / mel.sample_rate_hz;
    part.end_seconds = part.begin_seconds + static_cast<double>(said.features.f0_hz.size()) * frame_seconds;
    add_timings(text_, said.frames_per_phoneme, frame_seconds, part);
    if (callbacks_.on_part) callbacks_.on_part(part);
  }

  bool stream(std::size_t i, const VocoderInput& input) {
    SentenceStream stream(*models_.vocoder, input, {.steps = options_.steps, .seed = seed_of(i)});
    for (auto piece = stream.next(); !piece.empty(); piece = stream.next()) {
      if (!emit(piece)) return false;
      report(i, stream.progress());
    }
    return true;
  }

  bool pause_after(std::size_t i) {
    if (i + 1 == sentences_.size() && !options_.pause_at_end) return true;
    return emit(std::vector<float>(pause_samples(models_, sentences_[i], options_), 0.0F));
  }

  bool emit(std::span<const float> audio) {
    if (audio.empty()) return true;
    samples_ += audio.size();
    return !callbacks_.on_audio || callbacks_.on_audio(audio);
  }

  void report(std::size_t i, double within) const {
    if (callbacks_.on_progress)
      callbacks_.on_progress((static_cast<double>(i) + within) / static_cast<double>(sentences_.size()));
  }

  const Models& models_;
  std::string_view text_;
  const std::vector<SpokenSentence>& sentences_;
  SpeechOptions options_;
  const SpeechCallbacks& callbacks_;
  std::size_t samples_ = 0;
  std::atomic<bool> cancelled_{false};
  std::deque<std::future<Rendered>> ahead_;  ///< of the sentences after this one, in order; waits on its end
};

void Synthesizer::speak(std::string_view text, const std::vector<SpokenSentence>& sentences,
                        const SpeechOptions& options, const SpeechCallbacks& callbacks) const {
  check(options);
  Speech(*models_, text, sentences, options, callbacks).run();
}

}  // namespace driftwave
