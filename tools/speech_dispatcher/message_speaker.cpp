#include "tools/speech_dispatcher/message_speaker.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/standard_streams.h"

namespace driftwave {
namespace {

/// What is sent in one message of the protocol, and may be heard after a stop.
constexpr std::size_t kMessageSamples = 1024;

/// How the marks begin that Speech Dispatcher puts into a text itself.
constexpr const char* kServerMark = "__spd_";

/// A short tone that tells a capital.
std::vector<float> capital_tone(int sample_rate_hz) {
  constexpr double kSeconds = 0.04;
  constexpr double kPitchHz = 1500.0;
  constexpr double kLevel = 0.2;
  std::vector<float> tone(static_cast<std::size_t>(kSeconds * sample_rate_hz));
  for (std::size_t i = 0; i < tone.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(tone.size());
    const double fade = std::sin(std::numbers::pi * share);
    const double phase = 2.0 * std::numbers::pi * kPitchHz * static_cast<double>(i) / sample_rate_hz;
    tone[i] = static_cast<float>(kLevel * fade * std::sin(phase));
  }
  return tone;
}

}  // namespace

struct MessageSpeaker::Talk {
  Talk(std::shared_ptr<const Synthesizer> with, const ModuleSettings& settings)
      : voice(std::move(with)), session(voice, speech_options(settings)), gain(gain_of(settings)) {}

  struct Mark {
    std::uint64_t sample = 0;
    std::string name;
  };

  std::shared_ptr<const Synthesizer> voice;
  SpeechSession session;
  float gain;
  std::deque<Mark> marks;  ///< to come, in order
  std::mutex sending;      ///< held while something of this message is written
  std::atomic<bool> pauses{false};
  std::atomic<Ending> ending{Ending::kEnd};
};

MessageSpeaker::MessageSpeaker(ModuleOutput& output) : output_(output), thread_([this] { run(); }) {}

MessageSpeaker::~MessageSpeaker() {
  stop();
  {
    const std::lock_guard lock(mutex_);
    quits_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool MessageSpeaker::speak(std::shared_ptr<const Synthesizer> voice, const Message& message,
                           const ModuleSettings& settings) {
  auto talk = std::make_shared<Talk>(std::move(voice), settings);
  talk->session.push_ssml(spoken_form(message, settings), "message");
  const std::lock_guard lock(mutex_);
  if (talk_) return false;
  // Before the thread can report anything of the message.
  output_.send("200 OK SPEAKING");
  talk_ = std::move(talk);
  changed_.notify_all();
  return true;
}

void MessageSpeaker::stop() {
  const std::lock_guard lock(mutex_);
  if (!talk_) return;
  talk_->ending = Ending::kStop;
  talk_->session.cancel();
  {
    // Nothing of the message comes behind its end, however long its thread still computes.
    const std::lock_guard sending(talk_->sending);
    output_.send("703 STOP");
  }
  talk_.reset();
  changed_.notify_all();
}

void MessageSpeaker::pause() {
  const std::lock_guard lock(mutex_);
  if (talk_) talk_->pauses = true;
}

void MessageSpeaker::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !talk_; });
}

void MessageSpeaker::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return quits_ || talk_; });
    if (!talk_) return;
    const std::shared_ptr<Talk> talk = talk_;
    lock.unlock();
    const Ending ending = tell(*talk);
    lock.lock();
    if (talk_ != talk) continue;  // stopped, and another may wait
    // The server may answer the event with the next message at once.
    talk_.reset();
    output_.send(ending == Ending::kPause ? "704 PAUSE" : "702 END");
    changed_.notify_all();
  }
}

MessageSpeaker::Ending MessageSpeaker::tell(Talk& talk) {
  const int rate_hz = talk.voice->sample_rate_hz();
  std::uint64_t sent = 0;
  std::vector<float> louder;
  const auto unless_ended = [&talk](auto write) {
    const std::lock_guard sending(talk.sending);
    if (talk.ending == Ending::kEnd) write();
  };
  const auto send = [&](std::span<const float> samples) {
    while (!samples.empty() && talk.ending == Ending::kEnd) {
      const std::span<const float> part = samples.first(std::min(kMessageSamples, samples.size()));
      louder.assign(part.begin(), part.end());
      for (float& sample : louder) sample *= talk.gain;
      unless_ended([&] { output_.send_audio(louder, rate_hz); });
      samples = samples.subspan(part.size());
    }
  };
  const auto send_marks_until = [&](std::uint64_t sample) {
    for (; !talk.marks.empty() && talk.marks.front().sample <= sample && talk.ending == Ending::kEnd;
         talk.marks.pop_front()) {
      const std::string& name = talk.marks.front().name;
      if (name == kCapitalMark) {
        send(capital_tone(rate_hz));
      } else {
        unless_ended([&] { output_.send("700-" + name + "\n700 INDEX MARK"); });
        Ending none = Ending::kEnd;
        if (talk.pauses && name.starts_with(kServerMark))
          talk.ending.compare_exchange_strong(none, Ending::kPause);  // a stop stays one
      }
    }
  };
  unless_ended([&] { output_.send("701 BEGIN"); });
  try {
    while (talk.ending == Ending::kEnd) {
      std::span<const float> piece = talk.session.pull();
      for (const SpeechEvent& event : talk.session.events()) {
        if (event.kind == SpeechEvent::Kind::kMark) talk.marks.push_back({event.begin_sample, event.text});
      }
      if (piece.empty()) break;
      while (!piece.empty() && talk.ending == Ending::kEnd) {
        send_marks_until(sent);
        std::size_t count = piece.size();
        if (!talk.marks.empty()) {
          count = static_cast<std::size_t>(std::min<std::uint64_t>(count, talk.marks.front().sample - sent));
        }
        send(piece.first(count));
        sent += count;
        piece = piece.subspan(count);
      }
    }
    send_marks_until(sent);
  } catch (const std::exception& e) {
    // The server waits for an end.
    say("sd_driftwave: {}\n", e.what());
  }
  return talk.ending;
}

}  // namespace driftwave
