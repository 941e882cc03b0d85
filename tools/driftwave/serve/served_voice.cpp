#include "tools/driftwave/serve/served_voice.h"

namespace driftwave {

ChosenVoice ServedVoice::choose() {
  const std::lock_guard loading(loading_);
  std::shared_ptr<const Synthesizer> synthesizer = loaded();
  if (!synthesizer) {
    synthesizer = std::make_shared<const Synthesizer>(voice_);
    const std::lock_guard lock(mutex_);
    synthesizer_ = synthesizer;
  }
  return {.synthesizer = std::move(synthesizer),
          .tags = {{"software", "driftwave " DRIFTWAVE_VERSION},
                   {"artist", voice_.name},
                   {"license", voice_.licence}}};
}

std::shared_ptr<const Synthesizer> ServedVoice::loaded() const {
  const std::lock_guard lock(mutex_);
  return synthesizer_;
}

}  // namespace driftwave
