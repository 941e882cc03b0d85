#pragma once
/// The whole way from raw text to phonemes. Training and synthesis go through the same instance of this.
#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/language.h"
#include "tts/text/lexicon.h"
#include "tts/text/phonemes.h"

namespace driftwave {

struct FrontEndOptions {
  /// An espeak-ng voice; its language says how text is read, see language_of().
  std::string language = "en-us";
  /// See EspeakVoice::data.
  std::filesystem::path espeak_data = {};
  /// Words that are said as it says, before any rule; may be null.
  std::shared_ptr<const Lexicon> lexicon = nullptr;
  /// How text is read; null: as language_of() says.
  std::shared_ptr<const Language> rules = nullptr;
};

/// One sentence, ready for the acoustic model.
struct SpokenSentence {
  std::size_t source_begin = 0;  ///< byte offset in the text given to the front end
  std::size_t source_end = 0;    ///< one past the last byte
  std::string text;              ///< the source of this sentence, repaired
  std::string normalized;        ///< the words that are spoken
  PhonemeSequence phonemes;      ///< offsets in `words` are into the text given to the front end
  double pause_after_seconds = 0.0;
  /// A pause that stands in the text before this sentence, which is the first one.
  double pause_before_seconds = 0.0;
  /// A pause that stands in the text behind this sentence, whatever the speed.
  std::optional<double> asked_pause_seconds = std::nullopt;
  /// Signs that have no sound and no meaning for the voice, each once.
  std::string silent_signs{};
  /// The phoneme from which the melody rises to the end, as that of a question for yes or no does.
  std::optional<std::size_t> rise_from = std::nullopt;
};

/// Thread: any.
class TextFrontEnd {
 public:
  /// @throws Error when espeak-ng lacks the voice or its data.
  explicit TextFrontEnd(const FrontEndOptions& options = {});

  /// Sentences that have something to say, in order; none for text without a speakable character.
  /// Accepts any bytes. @param cancelled looked at before each sentence; may be null.
  /// @throws Error only when espeak-ng fails; Cancelled.
  [[nodiscard]] std::vector<SpokenSentence> process(std::string_view text,
                                                    const std::atomic<bool>* cancelled = nullptr) const;

  /// The text as one utterance, whatever sentences it holds: for a training prompt, which is one recording.
  [[nodiscard]] SpokenSentence process_utterance(std::string_view text) const;

  /// How text is read.
  [[nodiscard]] const Language& language() const { return *language_; }

 private:
  [[nodiscard]] std::vector<Token> tokens_of(const TextSpan& sentence, std::string* silent) const;

  std::shared_ptr<const Language> language_;
  std::shared_ptr<const Lexicon> lexicon_;
  Phonemizer phonemizer_;
};

}  // namespace driftwave
