#include "tools/driftwave/serve/http_framer.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace driftwave {
namespace {

/// A size in hexadecimal and its extensions.
constexpr std::size_t kLongestChunkLine = 256;
constexpr std::size_t kLongestRange = 64;

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool read_number(std::string_view digits, int base, std::size_t& value) {
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  return !digits.empty() && error == std::errc() && stop == end;
}

bool is_token(std::string_view name) {
  const auto fits = [](unsigned char c) { return c > 32 && c < 127 && c != ':' && c != '"' && c != '('; };
  return !name.empty() && std::ranges::all_of(name, fits);
}

/// Whether lines end in CR LF and nowhere else, and nothing else is a control character.
bool is_plain(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto c = static_cast<unsigned char>(head[i]);
    if (c == '\r' && i + 1 < head.size() && head[i + 1] == '\n') {
      ++i;
    } else if ((c < 32 && c != '\t') || c == 127) {
      return false;
    }
  }
  return true;
}

}  // namespace

HttpFramer::State HttpFramer::refuse(int status, std::string reason) {
  status_ = status;
  reason_ = std::move(reason);
  return State::kRefused;
}

bool HttpFramer::take_continue() {
  return std::exchange(wants_continue_, false);
}

HttpFramer::State HttpFramer::look(std::string_view bytes) {
  while (status_ == 0 && part_ != Part::kEnd && look_on(bytes)) {
  }
  if (status_ != 0) return State::kRefused;
  return part_ == Part::kEnd ? State::kWhole : State::kMore;
}

bool HttpFramer::look_on(std::string_view bytes) {
  switch (part_) {
    case Part::kHead: {
      const std::size_t from = searched_ < 3 ? 0 : searched_ - 3;
      const std::size_t end = bytes.find("\r\n\r\n", from);
      searched_ = bytes.size();
      if (std::min(end, bytes.size()) > limits_->head_bytes) {
        refuse(431, "head: want at most " + std::to_string(limits_->head_bytes) + " bytes, got more");
        return false;
      }
      if (end == std::string_view::npos) return false;
      at_ = end + 4;
      if (!read_head(bytes.substr(0, end + 2))) return false;
      part_ = is_chunked_ ? Part::kChunkSize : Part::kBody;
      wants_continue_ = wants_continue_ && bytes.size() == at_;
      return true;
    }
    case Part::kBody:
    case Part::kChunk: {
      const std::size_t size = part_ == Part::kBody ? body_ : chunk_;
      if (bytes.size() - at_ < size) return false;
      at_ += size;
      part_ = part_ == Part::kBody ? Part::kEnd : Part::kChunkSize;
      return true;
    }
    case Part::kChunkSize:
      return look_at_chunk_size(bytes);
    case Part::kTrailer: {
      const std::size_t end = bytes.find("\r\n", at_);
      if (std::min(end, bytes.size()) - at_ > kLongestChunkLine)
        refuse(400, "trailer: want none, got a long one");
      if (end == std::string_view::npos) return false;
      if (end != at_) {
        refuse(400, "trailer: want none, got one");
        return false;
      }
      at_ = end + 2;
      part_ = Part::kEnd;
      return true;
    }
    case Part::kEnd:
      break;
  }
  return false;
}

bool HttpFramer::look_at_chunk_size(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n", at_);
  if (std::min(end, bytes.size()) - at_ > kLongestChunkLine) {
    refuse(400, "chunk: want a size, got a long line");
    return false;
  }
  if (end == std::string_view::npos) return false;
  std::string_view line = bytes.substr(at_, end - at_);
  line = trimmed(line.substr(0, line.find(';')));
  std::size_t size = 0;
  if (!read_number(line, 16, size)) {
    refuse(400, "chunk: want a size in hexadecimal, got none");
    return false;
  }
  if (size > body_limit_ || body_ + size > body_limit_) {
    refuse(413, "body: want at most " + std::to_string(body_limit_) + " bytes, got more");
    return false;
  }
  body_ += size;
  at_ = end + 2;
  part_ = size == 0 ? Part::kTrailer : Part::kChunk;
  chunk_ = size + 2;  // with its end of line
  return true;
}

bool HttpFramer::read_head(std::string_view head) {
  if (!is_plain(head)) {
    refuse(400, "head: want no control characters, got one");
    return false;
  }
  const std::size_t line_end = head.find("\r\n");
  const std::string_view line = head.substr(0, line_end);
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end <= method_end + 1 ||
      !is_token(line.substr(0, method_end)) || !line.substr(target_end + 1).starts_with("HTTP/1.")) {
    refuse(400, "request line: want METHOD TARGET HTTP/1.1, got another");
    return false;
  }
  const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
  body_limit_ = limits_->body_bytes(target.substr(0, target.find('?')));
  for (std::size_t at = line_end + 2; at < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    const std::string_view field = head.substr(at, end - at);
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos || !is_token(field.substr(0, colon))) {
      refuse(400, "head: want fields NAME: VALUE, got another line");
      return false;
    }
    if (!read_field(field.substr(0, colon), trimmed(field.substr(colon + 1)))) return false;
    at = end + 2;
  }
  if (is_chunked_ && has_length_) {
    refuse(400, "head: want a length or chunks, got both");
    return false;
  }
  return true;
}

bool HttpFramer::read_field(std::string_view name, std::string_view value) {
  if (same_word(name, "Content-Length")) {
    if (has_length_ || !read_number(value, 10, body_)) {
      refuse(400, "Content-Length: want one number, got another");
      return false;
    }
    has_length_ = true;
    if (body_ > body_limit_) {
      refuse(413,
             "body: want at most " + std::to_string(body_limit_) + " bytes, got " + std::to_string(body_));
      return false;
    }
  } else if (same_word(name, "Transfer-Encoding")) {
    if (is_chunked_ || !same_word(value, "chunked")) {
      refuse(501, "Transfer-Encoding: want chunked, got another");
      return false;
    }
    is_chunked_ = true;
  } else if (same_word(name, "Content-Encoding")) {
    // A few bytes can become gigabytes.
    refuse(415, "Content-Encoding: want none, got one");
    return false;
  } else if (same_word(name, "Range") && value.size() > kLongestRange) {
    // httplib matches it with a regular expression, whose depth grows with it.
    refuse(400, "Range: want a short one, got another");
    return false;
  } else if (same_word(name, "Expect")) {
    wants_continue_ = same_word(value, "100-continue");
  }
  return true;
}

}  // namespace driftwave
