#include "tools/driftwave/make_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/audio/audio_file.h"
#include "engine/dsp/midi_note.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/command.h"
#include "vocoder/sounds/sound_tags.h"

namespace driftwave {
namespace {

constexpr double kLongestOneShot = 2.2;
constexpr const char* kScale = "C D EF G A B";

}  // namespace

double note_hz(const std::string& note) {
  double hz = 0;
  const auto [end, error] = std::from_chars(note.data(), note.data() + note.size(), hz);
  if (error == std::errc() && end == note.data() + note.size() && hz >= 10 && hz <= 10000) return hz;
  const std::string scale = kScale;
  const auto refuse = [&] {
    return UsageError("--note: want a note such as C3 or F#2, or 10 to 10000 Hz, got {}", note);
  };
  if (note.size() < 2) throw refuse();
  const auto step = scale.find(static_cast<char>(std::toupper(static_cast<unsigned char>(note[0]))));
  if (step == std::string::npos || note[0] == ' ') throw refuse();
  const int sign = note[1] == '#' ? 1 : note[1] == 'b' ? -1 : 0;
  const char* first = note.data() + (sign == 0 ? 1 : 2);
  int octave = 0;
  const auto parsed = std::from_chars(first, note.data() + note.size(), octave);
  if (parsed.ec != std::errc() || parsed.ptr != note.data() + note.size() || octave < -1 || octave > 9)
    throw refuse();
  return midi_note_to_hz(12.0 * (octave + 1) + static_cast<double>(step) + sign);
}

void check_request(const MakeRequest& r) {
  if (!r.note.empty()) static_cast<void>(note_hz(r.note));
  if (!r.between.empty() && !r.like.empty()) throw UsageError("make: want --like or --between, got both");
  if (!r.inpaint.empty() && r.like.empty())
    throw UsageError("--inpaint: want the sound to change with --like");
  if (r.words.empty() && r.like.empty() && r.between.empty())
    throw UsageError("make: want what to make, such as kick or \"airy choir pad\" (or --like, or --between)");
  if (!r.words.empty() && !r.between.empty())
    throw UsageError("--between: want two sounds alone, got \"{}\" too", r.words);
}

SoundMaker::SoundMaker(const SoundModel& model, const MakeRequest& request)
    : model_(model), request_(request) {
  if (!request.words.empty()) base_ = request_from_words(model, request.words);
  std::vector<std::string> files = request.between;
  if (!request.like.empty()) files.push_back(request.like);
  std::vector<std::vector<float>> sounds;
  bool sustained = base_.sound_class && base_.family == SoundFamily::kSustained;
  for (const std::string& file : files) {
    sounds.push_back(mono_at(read_audio_or_stdin(file), kSoundRateHz));
    const auto longest = static_cast<std::size_t>(kLongestOneShot * kSoundRateHz);
    if (!base_.sound_class && from_onset(sounds.back()).size() > longest) sustained = true;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    try {
      given_.push_back(
          analyse_sound(sounds[i], sustained ? SoundFamily::kSustained : SoundFamily::kOneShot).map);
    } catch (const Error& error) {
      throw Error("{}: {}", files[i], error.what());
    }
  }
  if (!base_.sound_class) {
    base_.family = sustained ? SoundFamily::kSustained : SoundFamily::kOneShot;
    if (!given_.empty()) base_.sound_class = model.nearest_class(given_.front());
  }
  for (std::size_t d = 0; d < kDescriptors; ++d)
    if (request.wanted[d]) base_.wanted[d] = request.wanted[d];
  base_.guidance = request.guidance;
  if (!request.note.empty()) base_.pitch_hz = note_hz(request.note);
  class_name_ = base_.sound_class ? model.classes()[*base_.sound_class].name : name_of(base_.family);
  if (request.loop && base_.family == SoundFamily::kOneShot)
    throw UsageError("--loop: want a sustained sound, got a {}", class_name_);
}

SoundMap SoundMaker::map_of(SoundRequest request, std::size_t index) const {
  if (!request_.between.empty()) {
    const float steps = static_cast<float>(request_.count) + 1;
    return blended(given_[0], given_[1], static_cast<float>(index + 1) / steps);
  }
  if (given_.empty()) return model_.draw(request);
  if (request_.inpaint.empty()) {
    if (!request.pitch_hz && request.family == SoundFamily::kSustained)
      request.pitch_hz = given_.front().pitch_hz;
    return varied(model_, given_.front(), request_.strength, request);
  }
  const SoundPart part = request_.inpaint == "tail" ? SoundPart::kTail : SoundPart::kAttack;
  return redrawn(model_, given_.front(), part, request_.border_s, request);
}

MadeSound SoundMaker::make(std::size_t index) const {
  SoundRequest request = base_;
  request.seed = request_.seed + index;
  const SoundMap map = map_of(request, index);
  MadeSound out{.name = class_name_, .samples = {}, .seed = request.seed, .settings = {}};
  out.samples = synthesise_sound(map, {.seconds = request_.seconds,
                                       .pitch_hz = request.pitch_hz.value_or(0),
                                       .loop = request_.loop,
                                       .seed = request.seed});
  out.settings = fmt::format("class={} seed={} guidance={:g}", class_name_, request.seed, request.guidance);
  for (std::size_t d = 0; d < kDescriptors; ++d)
    if (request.wanted[d]) out.settings += fmt::format(" {}={:g}", kDescriptorNames[d], *request.wanted[d]);
  if (!request_.note.empty()) out.settings += " note=" + request_.note;
  if (request_.loop) out.settings += " loop";
  if (!request_.like.empty())
    out.settings += request_.inpaint.empty()
                        ? fmt::format(" like strength={:g}", request_.strength)
                        : fmt::format(" inpaint={} at={:g}", request_.inpaint, request_.border_s);
  if (!request_.between.empty()) out.settings += fmt::format(" between {}/{}", index + 1, request_.count + 1);
  return out;
}

}  // namespace driftwave
