#include "tools/driftwave/serve/speech_service.h"

#include <algorithm>
#include <utility>

#include "tools/driftwave/open_completion.h"

namespace driftwave {
namespace {

SoundQueueOptions queue_options(const SpeechServiceOptions& options, int sample_rate_hz) {
  return {.cores = options.cores, .max_orders = options.max_requests, .sample_rate_hz = sample_rate_hz};
}

std::vector<std::unique_ptr<ServedVoice>> served(const SpeechServiceOptions& options) {
  std::vector<std::unique_ptr<ServedVoice>> voices;
  voices.push_back(std::make_unique<ServedVoice>(options.voice));
  for (const Voice& other : options.others) {
    auto voice = std::make_unique<ServedVoice>(other);
    if (voice->id() != voices.front()->id()) voices.push_back(std::move(voice));
  }
  return voices;
}

void check_steps(const SpeechRequest& request, const ChosenVoice& voice) {
  const int most = voice.synthesizer->max_steps();
  if (request.speech.steps <= most) return;
  throw RequestError(
      {.message = fmt::format("steps: want 0 to {}, got {}", most, request.speech.steps), .param = "steps"});
}

/// Work that is counted for as long as it lives.
class CountedWork : public SoundWork {
 public:
  CountedWork(std::shared_ptr<SoundWork> work, std::shared_ptr<std::atomic<std::size_t>> count)
      : work_(std::move(work)), count_(std::move(count)) {
    ++*count_;
  }
  ~CountedWork() override {
    work_.reset();
    --*count_;
  }
  CountedWork(const CountedWork&) = delete;
  CountedWork& operator=(const CountedWork&) = delete;

  Step next(SoundPiece& piece) override { return work_->next(piece); }
  void cancel() noexcept override { work_->cancel(); }

 private:
  std::shared_ptr<SoundWork> work_;
  std::shared_ptr<std::atomic<std::size_t>> count_;
};

}  // namespace

SpeechService::SpeechService(const SpeechServiceOptions& options)
    : options_(options),
      voices_(served(options)),
      synthesizer_(default_voice().synthesizer),
      queue_(queue_options(options, synthesizer_->sample_rate_hz())) {
  if (const auto file = installed_completion()) {
    has_completion_ = true;
    auto completion = std::make_shared<const MelCompletion>(load_mel_completion(*file));
    // As `driftwave inpaint`: a model of another mel gets straight lines.
    if (completion->mel_settings() == synthesizer_->vocoder().mel_settings()) completion_ = completion;
  }
  SpeechSession warm_up(synthesizer_, {});
  warm_up.push_text("Ready.");
  while (!warm_up.pull().empty()) {
  }
}

ChosenVoice SpeechService::choose(std::string_view asked) {
  auto found = std::ranges::find_if(voices_, [&](const auto& voice) { return voice->id() == asked; });
  if (found == voices_.end() && means_voice(asked, voices_.front()->id())) found = voices_.begin();
  if (found == voices_.end()) {
    std::vector<std::string> known;
    for (const auto& voice : voices_) known.push_back(fmt::format("\"{}\"", voice->id()));
    throw RequestError({.message = fmt::format("voice: want {}, got another", fmt::join(known, " or ")),
                        .param = "voice",
                        .code = "unknown_voice"});
  }
  try {
    return (*found)->choose();
  } catch (const std::exception&) {
    // The reason names files of this machine, which is for its owner alone.
    const std::string id = (*found)->id();
    throw RequestError(
        {.status = 500,
         .message = fmt::format(
             "voice: cannot load \"{}\"; `driftwave speak --voice {} Hello.` on the server says why", id, id),
         .param = "voice",
         .code = "voice_unavailable"});
  }
}

RequestError SpeechService::too_many(std::size_t most, const char* what) const {
  const int seconds = queue_.retry_after_seconds();
  return RequestError(
      {.status = 429,
       .message = fmt::format("server: want at most {} {} at once, got more; try again in {} s", most, what,
                              seconds),
       .param = "",
       .code = "too_many_requests",
       .retry_after_seconds = seconds});
}

std::unique_ptr<SoundOrder> SpeechService::admit(std::shared_ptr<SoundWork> work) {
  if (std::unique_ptr<SoundOrder> order = queue_.order(std::move(work))) return order;
  throw too_many(options_.max_requests, "requests");
}

std::unique_ptr<SoundOrder> SpeechService::admit_recording(std::shared_ptr<SoundWork> work) {
  auto counted = std::make_shared<CountedWork>(std::move(work), recordings_);
  if (*recordings_ > options_.max_recordings) throw too_many(options_.max_recordings, "recordings");
  return admit(std::move(counted));
}

OrderedSpeech SpeechService::order_open(const SpeechRequest& request, const ChosenVoice& voice) {
  check_steps(request, voice);
  OrderedSpeech ordered;
  ordered.work = std::make_shared<SpeechWork>(
      voice.synthesizer,
      SpeechWork::Options{.speech = request.speech, .max_seconds = options_.limits.sound_seconds});
  ordered.order = admit(ordered.work);
  return ordered;
}

OrderedSpeech SpeechService::order(SpeechRequest request, const ChosenVoice& voice) {
  check_steps(request, voice);
  OrderedSpeech ordered;
  ordered.work = std::make_shared<SpeechWork>(
      voice.synthesizer,
      SpeechWork::Options{.speech = request.speech, .max_seconds = options_.limits.sound_seconds});
  ordered.work->push({.text = std::move(request.text), .is_ssml = request.is_ssml});
  ordered.work->close();
  ordered.order = admit(ordered.work);
  return ordered;
}

std::unique_ptr<SoundOrder> SpeechService::order(VocodeWork::Request request) {
  request.max_seconds = options_.limits.recording_seconds;
  return admit_recording(std::make_shared<VocodeWork>(synthesizer_, std::move(request)));
}

std::unique_ptr<SoundOrder> SpeechService::order(MorphWork::Request request) {
  request.max_seconds = options_.limits.recording_seconds;
  return admit_recording(std::make_shared<MorphWork>(synthesizer_, std::move(request)));
}

std::unique_ptr<SoundOrder> SpeechService::order(RepairRequest request) {
  if (!has_completion_) {
    throw RequestError({.status = 501,
                        .message = "repair: want a mel completion model beside the voices, got none",
                        .param = "",
                        .code = "no_completion_model"});
  }
  request.max_seconds = options_.limits.recording_seconds;
  return admit_recording(make_repair_work(synthesizer_, completion_, std::move(request)));
}

std::string SpeechService::metrics_text(std::size_t connections) const {
  const std::array gauges = {
      Gauge{"driftwave_requests_active", "Requests whose sound is computed or heard.",
            static_cast<double>(queue_.orders())},
      Gauge{"driftwave_requests_limit", "Requests that may be active.",
            static_cast<double>(options_.max_requests)},
      Gauge{"driftwave_connections", "Open connections.", static_cast<double>(connections)},
      Gauge{"driftwave_compute_seconds_total", "Time that cores spent on sound.", queue_.busy_seconds(),
            true},
      Gauge{"driftwave_audio_seconds_total", "Sound that was computed.", queue_.sound_seconds(), true},
      Gauge{"driftwave_ready", "1 until the service stops.", is_ready() ? 1.0 : 0.0}};
  return metrics_.to_text(gauges);
}

}  // namespace driftwave
