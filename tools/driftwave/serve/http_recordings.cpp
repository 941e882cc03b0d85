#include "tools/driftwave/serve/http_recordings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/config.h"
#include "tools/driftwave/gap_list.h"
#include "tools/driftwave/serve/http_answer.h"
#include "tools/driftwave/serve/request_error.h"

namespace driftwave {
namespace {

using httplib::Request;
using httplib::Response;

constexpr double kMostSeed = 9007199254740992.0;  // 2^53: whole numbers that a double holds
constexpr std::size_t kMostGaps = 1000;
constexpr std::size_t kMostGapBytes = 1 << 16;

[[noreturn]] void refuse(const std::string& field, const std::string& message) {
  throw RequestError({.message = field + ": " + message, .param = field});
}

/// @throws RequestError for a part of a form that no one reads: it would go unheeded.
void check_form(const Request& request, std::initializer_list<std::string_view> own) {
  constexpr std::array<std::string_view, 4> kCommon = {"file", "response_format", "steps", "seed"};
  for (const auto& [name, part] : request.files) {
    if (std::ranges::count(kCommon, name) == 0 && std::ranges::count(own, name) == 0) {
      refuse(shortened(name), "want a field of this path, got another");
    }
  }
}

/// A field of a form, or a parameter of the path.
std::string field(const Request& request, const std::string& name) {
  return request.has_file(name) ? request.get_file_value(name).content : request.get_param_value(name);
}

/// All values of a field that may be there more than once.
std::vector<std::string> fields(const Request& request, const std::string& name) {
  std::vector<std::string> values;
  const auto [first, last] = request.files.equal_range(name);
  for (auto part = first; part != last; ++part) values.push_back(part->second.content);
  const auto [first_parameter, last_parameter] = request.params.equal_range(name);
  for (auto each = first_parameter; each != last_parameter; ++each) values.push_back(each->second);
  return values;
}

double number_field(const Request& request, const std::string& name, double otherwise, double low,
                    double high) {
  const std::string text = field(request, name);
  if (text.empty()) return otherwise;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() + text.size() && value >= low && value <= high) return value;
  refuse(name, fmt::format("want {} to {}, got another", low, high));
}

double whole_field(const Request& request, const std::string& name, double otherwise, double high) {
  const double value = number_field(request, name, otherwise, 0, high);
  if (value != std::floor(value)) refuse(name, "want a whole number, got another");
  return value;
}

ResynthesisWork::Options sampling_of(const Request& request, SpeechService& speech) {
  return {.steps = static_cast<int>(
              whole_field(request, "steps", -1, speech.default_voice().synthesizer->max_steps())),
          .seed = static_cast<std::uint64_t>(whole_field(request, "seed", 0, kMostSeed))};
}

SoundAnswerOptions answer_of(const Request& request, SpeechService& speech) {
  std::string format = field(request, "response_format");
  if (format.empty()) format = "wav";
  if (!is_stream_format(format)) refuse("response_format", "want wav, mp3, opus, flac or pcm, got another");
  return answer_options(speech.default_voice(), format);
}

/// The recording in a form's field.
UploadedRecording form_recording(const Request& request, const char* name) {
  UploadedRecording recording{.bytes = field(request, name), .field = name};
  if (recording.bytes.empty()) refuse(name, "want a recording, got none");
  return recording;
}

/// The recording in a form's "file", or the body itself.
UploadedRecording recording_of(const Request& request) {
  if (request.is_multipart_form_data()) return form_recording(request, "file");
  if (request.body.empty()) refuse("file", "want a recording, got none");
  return {.bytes = request.body};
}

/// "gap", FIRST-LAST, once or more, and "gaps", as a file of gaps.
std::vector<TimeRange> gaps_of(const Request& request) {
  std::vector<TimeRange> gaps;
  for (const std::string& text : fields(request, "gap")) {
    const std::optional<TimeRange> gap = parse_gap(text);
    if (!gap) {
      refuse("gap", fmt::format("want FIRST-LAST in seconds, such as 1.2-1.35, got \"{}\"", shortened(text)));
    }
    gaps.push_back(*gap);
  }
  const std::string list = field(request, "gaps");
  if (list.size() > kMostGapBytes) refuse("gaps", fmt::format("want at most {} bytes", kMostGapBytes));
  try {
    std::istringstream lines(list);
    const std::vector<TimeRange> listed = parse_gaps(lines, "gaps");
    gaps.insert(gaps.end(), listed.begin(), listed.end());
  } catch (const Error& e) {
    throw RequestError({.message = e.what(), .param = "gaps"});
  }
  if (gaps.empty()) refuse("gap", "want FIRST-LAST in seconds, got none");
  if (gaps.size() > kMostGaps) refuse("gap", fmt::format("want at most {}, got {}", kMostGaps, gaps.size()));
  return gaps;
}

}  // namespace

void vocode(const Request& request, Response& response, SpeechService& speech) {
  check_form(request, {"pitch_st"});
  VocodeWork::Request asked{.recording = recording_of(request),
                            .sampling = sampling_of(request, speech),
                            .pitch_st = number_field(request, "pitch_st", 0, -24, 24)};
  const SoundAnswerOptions options = answer_of(request, speech);
  answer_with_sound(request, response, speech, speech.order(std::move(asked)), options);
}

void morph(const Request& request, Response& response, SpeechService& speech) {
  check_form(request, {"second", "amount", "to"});
  MorphWork::Request asked{.first = form_recording(request, "file"),
                           .second = form_recording(request, "second"),
                           .shares = {},
                           .sampling = sampling_of(request, speech)};
  asked.shares.from = number_field(request, "amount", 0.5, 0, 1);
  asked.shares.to = number_field(request, "to", asked.shares.from, 0, 1);
  const SoundAnswerOptions options = answer_of(request, speech);
  answer_with_sound(request, response, speech, speech.order(std::move(asked)), options);
}

void repair(const Request& request, Response& response, SpeechService& speech) {
  check_form(request, {"gap", "gaps", "fade_ms"});
  RepairRequest asked{
      .recording = recording_of(request), .filling = {}, .sampling = sampling_of(request, speech)};
  asked.filling.gaps = gaps_of(request);
  asked.filling.fade_ms = number_field(request, "fade_ms", asked.filling.fade_ms, 0, 100);
  const SoundAnswerOptions options = answer_of(request, speech);
  answer_with_sound(request, response, speech, speech.order(std::move(asked)), options);
}

}  // namespace driftwave
