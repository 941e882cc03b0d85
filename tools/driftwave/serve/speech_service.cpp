#include "tools/driftwave/serve/speech_service.h"

#include <utility>

#include "tools/driftwave/open_completion.h"

namespace driftwave {
namespace {

SoundQueueOptions queue_options(const SpeechServiceOptions& options, int sample_rate_hz) {
  return {.cores = options.cores, .max_orders = options.max_requests, .sample_rate_hz = sample_rate_hz};
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
      synthesizer_(std::make_shared<const Synthesizer>(options.voice)),
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

void SpeechService::check(const SpeechRequest& request) const {
  const auto refuse = [](const char* param, std::string message, const char* code) {
    throw RequestError({.message = std::move(message), .param = param, .code = code});
  };
  if (!means_voice(request.voice, voice_id())) {
    refuse("voice", fmt::format("voice: want \"{}\", got another", voice_id()), "unknown_voice");
  }
  if (request.speech.steps > max_steps()) {
    refuse("steps", fmt::format("steps: want 0 to {}, got {}", max_steps(), request.speech.steps),
           "invalid_request");
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

OrderedSpeech SpeechService::order_open(const SpeechRequest& request) {
  check(request);
  OrderedSpeech ordered;
  ordered.work = std::make_shared<SpeechWork>(
      synthesizer_,
      SpeechWork::Options{.speech = request.speech, .max_seconds = options_.limits.sound_seconds});
  ordered.order = admit(ordered.work);
  return ordered;
}

OrderedSpeech SpeechService::order(SpeechRequest request) {
  check(request);
  OrderedSpeech ordered;
  ordered.work = std::make_shared<SpeechWork>(
      synthesizer_,
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

AudioTags SpeechService::tags() const {
  return {{"software", "driftwave " DRIFTWAVE_VERSION},
          {"artist", options_.voice.name},
          {"license", options_.voice.licence}};
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
