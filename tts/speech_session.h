#pragma once
/// One stream of speech: text or SSML in, samples and events out.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tts/passage_reader.h"
#include "tts/sentence_stream.h"
#include "tts/session_mark.h"
#include "tts/source_map.h"
#include "tts/ssml.h"
#include "tts/synthesizer.h"
#include "tts/unspoken.h"

namespace driftwave {

/// Something that happens at a sample of the session.
struct SpeechEvent {
  enum class Kind { kSentence, kWord, kPhoneme, kMark };
  Kind kind = Kind::kSentence;
  std::uint64_t begin_sample = 0;
  std::uint64_t end_sample = 0;  ///< of a sentence: without its pause
  /// The sentence, repaired; the word as it was written; the phoneme's symbol; the mark's name.
  std::string text;
  SourceRange
      source;  ///< of sentences and words: in the bytes that were pushed, counted from the caller's offset
};

/// Where a text stands.
struct TextPlace {
  std::size_t source_offset = 0;  ///< bytes of the caller's source before it
  /// Whether the pause after its last sentence comes at once. Otherwise it comes before the next text's first
  /// sentence, if there is one; SpeechOptions::sentence_silence_seconds is given after every sentence in any
  /// case.
  bool pause_at_end = false;
};

/// What is pushed is read as it is needed, a paragraph at a time, and spoken in order: the noise of each
/// sentence has a seed of its own, one more than that of the sentence before. Samples depend on what was
/// pushed and on the options alone, not on when they are pulled or on threads.
///
/// Thread: one at a time, but for cancel().
class SpeechSession {
 public:
  /// @param mark how what is spoken is marked, its voice set to watermark_voice_id() of the synthesizer's;
  /// absent: not at all. @throws Error on an option out of range.
  SpeechSession(std::shared_ptr<const Synthesizer> synthesizer, const SpeechOptions& options,
                const std::optional<SoundMark>& mark = SoundMark{});
  ~SpeechSession();
  SpeechSession(const SpeechSession&) = delete;
  SpeechSession& operator=(const SpeechSession&) = delete;

  /// A text is a whole: its end ends a sentence. Any bytes are survived.
  void push_text(std::string text, const TextPlace& place = {});
  /// @param who names the document in messages. @throws Error as parse_ssml(), before anything of it is
  /// spoken. @param files see SsmlOptions.
  void push_ssml(std::string_view document, const std::string& who, const TextPlace& place = {},
                 const std::optional<std::filesystem::path>& files = std::nullopt);
  /// Reads all that was pushed, now. @return how many sentences this added. @throws Cancelled after cancel().
  std::size_t read_pushed() {
    const std::size_t before = sentences_read_;
    while (!inputs_.empty()) read_passage();
    return sentences_read_ - before;
  }

  /// The next samples, a fraction of a second at a time; none until more is pushed, or after cancel(). Valid
  /// until the next call.
  [[nodiscard]] std::span<const float> pull();
  /// What begins with the samples that pull() gave last, or before them. A sentence brings its marks, words
  /// and phonemes along, with the samples at which they will sound: a mark with the word that it stands
  /// before.
  [[nodiscard]] const std::vector<SpeechEvent>& events() const { return events_; }

  /// Share of what was pushed that has been spoken, 0..1.
  [[nodiscard]] double progress() const {
    return pushed_bytes_ == 0 ? 0.0 : std::min(1.0, spoken_bytes_ / static_cast<double>(pushed_bytes_));
  }
  /// Sentences that have been read so far.
  [[nodiscard]] std::size_t sentences_read() const { return sentences_read_; }
  /// What was left out of the texts read since the last call.
  [[nodiscard]] Unspoken take_unspoken() { return std::exchange(unspoken_, {}); }
  /// What documents pushed since the last call asked for in vain, see SsmlDocument::notes.
  [[nodiscard]] std::vector<std::string> take_notes() { return std::exchange(notes_, {}); }
  /// pull() gives nothing more, and soon. Thread: any.
  void cancel() noexcept { cancelled_ = true; }

 private:
  enum class AfterText { kPauseNow, kPauseLater, kNoPause };
  /// A text, or a part of one that is spoken in one manner, not yet read to its end.
  struct Input;
  struct Sentence;
  struct Rendered;
  struct Silence {
    std::size_t samples = 0;
  };
  struct Mark {
    std::string name;
  };
  /// A recording, at the voice's rate.
  struct Recording {
    std::vector<float> samples;
  };
  using Step = std::variant<Silence, Mark, Recording, std::shared_ptr<Sentence>, AfterText>;

  void add_silence(double seconds);
  void add_marks(Input& input);
  void read_passage();
  void add_sentence(Input& input, const Passage& passage, SpokenSentence spoken);
  void read_ahead(std::size_t sentences);
  [[nodiscard]] std::span<const float> next_piece();
  [[nodiscard]] std::span<const float> next_of_sentence();
  bool take_step();
  static void take_marks(Input& input, std::size_t passage_offset, Sentence& sentence);
  void tell_mark(std::string name, std::uint64_t sample);
  void begin(const std::shared_ptr<Sentence>& sentence);
  void render_ahead();
  [[nodiscard]] Rendered render(const Sentence& sentence) const;
  void announce(const Sentence& sentence, std::span<const int> frames_per_phoneme);

  std::shared_ptr<const Synthesizer> synthesizer_;
  SpeechOptions options_;
  std::deque<std::unique_ptr<Input>> inputs_;
  std::vector<SpeechEvent> events_;
  std::size_t sentences_read_ = 0;
  Unspoken unspoken_;
  std::vector<std::string> notes_;
  std::uint64_t samples_ = 0;  ///< given so far
  std::size_t pushed_bytes_ = 0;
  double spoken_bytes_ = 0;

  std::shared_ptr<const Sentence> current_;
  std::optional<SentenceStream> stream_;  ///< of the current sentence, where it is computed here
  std::vector<float> rendered_;           ///< of the current sentence, where a thread has computed it
  std::vector<float> recording_;          ///< that sounds now
  std::size_t recording_given_ = 0;
  std::size_t rendered_given_ = 0;
  std::optional<SessionMark> marker_;  ///< of all sentences; absent: none is marked
  std::vector<float> louder_;
  std::vector<float> zeros_;
  std::size_t silence_left_ = 0;
  std::size_t pause_due_ = 0;  ///< after the sentence that ended, once it is known what follows

  std::atomic<bool> cancelled_{false};
  std::deque<Step> steps_;  ///< read and not yet spoken; its threads end before all else does
  std::size_t sentences_waiting_ = 0;
};

}  // namespace driftwave
