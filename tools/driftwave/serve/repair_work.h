#pragma once
/// A recording whose gaps are filled.
#include <memory>

#include "tools/driftwave/fill_gaps.h"
#include "tools/driftwave/serve/edit_work.h"
#include "tools/driftwave/serve/resynthesis_work.h"
#include "tools/driftwave/serve/uploaded_recording.h"
#include "tts/synthesizer.h"

namespace driftwave {

struct RepairRequest {
  UploadedRecording recording;
  GapFilling filling;
  ResynthesisWork::Options sampling;
  double max_seconds = 300.0;  ///< of the recording
};

/// The samples that `driftwave inpaint` makes of the recording, with its channels, rate and bits.
/// @param completion as fill_gaps(). What is wrong with the recording or the gaps is a RequestError of
/// next().
[[nodiscard]] std::shared_ptr<SoundWork> make_repair_work(std::shared_ptr<const Synthesizer> synthesizer,
                                                          std::shared_ptr<const MelCompletion> completion,
                                                          RepairRequest request);

}  // namespace driftwave
