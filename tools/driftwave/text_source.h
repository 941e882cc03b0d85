#pragma once
/// What to speak, in the order it arrives.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace driftwave {

/// One text for the voice.
struct SpeechJob {
  std::string text;
  std::string output;             ///< file named by a JSON object; empty: wherever the others go
  std::string where;              ///< for messages: "text", "notes.txt", "standard input, line 3"
  std::size_t source_offset = 0;  ///< bytes of the source before the text
  bool more_may_follow = false;
  std::string note{};     ///< how the text was decoded, where that was a guess
  std::string problem{};  ///< why a JSON object cannot be spoken; empty when it can
};

class TextSource {
 public:
  virtual ~TextSource() = default;
  /// The next job, waiting for it where it comes from a pipe; nothing at the end. @throws Error.
  [[nodiscard]] virtual std::optional<SpeechJob> next() = 0;
};

struct TextSourceOptions {
  std::string command = "speak";     ///< for messages
  std::vector<std::string> words{};  ///< text given as arguments
  std::string file{};                ///< "-" is standard input; empty: not given
  bool json_lines = false;  ///< objects {"text": ..., "output" or "output_file": ...}, one after another
  /// Speak standard input as it arrives: line by line, and what is whole of a line that goes on.
  bool as_it_comes = false;
};

/// Files and standard input as a whole may be in any encoding that decode_text() knows.
/// Arguments, else the file, else standard input unless that is a terminal.
/// @throws UsageError when there is no text or there are two, Error when the file cannot be read.
[[nodiscard]] std::unique_ptr<TextSource> open_text_source(const TextSourceOptions& options);

}  // namespace driftwave
