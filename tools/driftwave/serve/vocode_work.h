#pragma once
/// A recording through mel and pitch and back.
#include "tools/driftwave/serve/resynthesis_work.h"
#include "tools/driftwave/serve/uploaded_recording.h"

namespace driftwave {

/// The samples that `driftwave vocode` makes of the recording.
class VocodeWork : public ResynthesisWork {
 public:
  struct Request {
    UploadedRecording recording;
    Options sampling;
    double pitch_st = 0.0;
    double max_seconds = 300.0;  ///< of the recording
  };

  VocodeWork(std::shared_ptr<const Synthesizer> synthesizer, Request request)
      : ResynthesisWork(std::move(synthesizer), request.sampling), request_(std::move(request)) {}

 private:
  Resynthesis analyse() override;

  Request request_;
};

}  // namespace driftwave
