#include "tools/driftwave/incoming_lines.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/core/error.h"
#include "tts/text/sentences.h"
#include "tts/text/utf8.h"

namespace driftwave {

IncomingLines::IncomingLines(const std::string& name, bool by_sentence)
    : name_(name == "-" ? "standard input" : name),
      descriptor_(name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC)),
      is_own_(name != "-"),
      by_sentence_(by_sentence) {
  if (descriptor_ < 0) throw Error("{}: cannot be read: {}", name, std::strerror(errno));
}

IncomingLines::~IncomingLines() {
  if (is_own_) ::close(descriptor_);
}

std::optional<SpeechJob> IncomingLines::next() {
  for (;;) {
    const std::size_t line_end = waiting_.find('\n', searched_);
    searched_ = line_end == std::string::npos ? waiting_.size() : line_end;
    std::optional<SpeechJob> job;
    if (line_end != std::string::npos) {
      job = take(line_end + 1);
      job->text.pop_back();
      ++number_;
    } else if (has_ended_) {
      if (waiting_.empty()) return std::nullopt;
      job = take(waiting_.size());
    } else if (const std::size_t whole = whole_sentences(); whole > 0) {
      job = take(whole);
    } else {
      has_ended_ = !read_more();
    }
    if (job && job->text.find_first_not_of(" \t\r") != std::string::npos) return job;
  }
}

std::size_t IncomingLines::whole_sentences() {
  if (!by_sentence_ || waiting_.size() < next_look_) return 0;
  const CleanText clean = clean_utf8(waiting_);
  const std::size_t end = whole_sentences_of_line(clean.text);
  // A line of a megabyte without a stop is not searched for each piece of it that comes.
  next_look_ = end > 0 ? 0 : waiting_.size() + waiting_.size() / 2;
  return end > 0 ? clean.source_offset(end) : 0;
}

bool IncomingLines::read_more() {
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(descriptor_, piece.data(), piece.size());
    if (got >= 0) {
      waiting_.append(piece.data(), static_cast<std::size_t>(got));
      return got > 0;
    }
    if (errno != EINTR) throw Error("{}: cannot be read: {}", name_, std::strerror(errno));
  }
}

SpeechJob IncomingLines::take(std::size_t bytes) {
  SpeechJob job{.text = waiting_.substr(0, bytes),
                .output = "",
                .where = fmt::format("{}, line {}", name_, number_),
                .source_offset = offset_,
                .more_may_follow = true};
  waiting_.erase(0, bytes);
  offset_ += bytes;
  searched_ = next_look_ = 0;
  return job;
}

}  // namespace driftwave
