#pragma once
/// Lines of a file or pipe, as they come. Private to tools/driftwave/text_source.cpp and its neighbours.
#include <cstddef>
#include <string>

#include "tools/driftwave/text_source.h"

namespace driftwave {

/// Blank lines are skipped.
class IncomingLines final : public TextSource {
 public:
  /// @param name of a file, or "-" for standard input. @param by_sentence gives whole sentences of a line
  /// that has not ended yet: a pipe may rest in the middle of one. @throws Error naming a file that cannot be
  /// read.
  IncomingLines(const std::string& name, bool by_sentence);
  ~IncomingLines() override;
  IncomingLines(const IncomingLines&) = delete;
  IncomingLines& operator=(const IncomingLines&) = delete;

  std::optional<SpeechJob> next() override;

 private:
  [[nodiscard]] std::size_t whole_sentences();
  /// Waits for more. @return whether anything came.
  bool read_more();
  [[nodiscard]] SpeechJob take(std::size_t bytes);

  std::string name_;  ///< for messages
  int descriptor_;
  bool is_own_;  ///< to be closed
  bool by_sentence_;
  std::string waiting_;
  std::size_t searched_ = 0;   ///< of `waiting_`, for the end of a line
  std::size_t next_look_ = 0;  ///< size of `waiting_` from which on sentences are looked for again
  std::size_t offset_ = 0;     ///< of `waiting_` in the source
  int number_ = 1;             ///< of the line that `waiting_` begins in
  bool has_ended_ = false;
};

}  // namespace driftwave
