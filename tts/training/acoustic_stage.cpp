#include "tts/training/acoustic_stage.h"

#include "engine/core/error.h"

namespace driftwave {

bool is_of_flow(const std::string& parameter) {
  return parameter.starts_with("flow.") || parameter.starts_with("time_");
}

bool is_of_melody(const std::string& parameter, const AcousticTaskOptions& options) {
  return parameter.starts_with("pitch.") ||
         (options.config.melody_noise > 0 && parameter.starts_with("duration."));
}

bool learns(const std::string& parameter, const AcousticTaskOptions& options) {
  if (options.speaker_alone) return parameter.starts_with("speaker.");
  switch (options.stage) {
    case AcousticStage::kMean:
      return !is_of_flow(parameter);
    case AcousticStage::kFlow:
      return is_of_flow(parameter);
    case AcousticStage::kScore:
      return options.score_whole || is_of_flow(parameter);
    case AcousticStage::kPitch:
      return is_of_melody(parameter, options);
  }
  throw Error("acoustic training: unknown stage");
}

std::string to_string(AcousticStage stage) {
  switch (stage) {
    case AcousticStage::kMean:
      return "mean";
    case AcousticStage::kFlow:
      return "flow";
    case AcousticStage::kScore:
      return "score";
    case AcousticStage::kPitch:
      return "pitch";
  }
  return "unknown";
}

}  // namespace driftwave
