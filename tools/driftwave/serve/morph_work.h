#pragma once
/// One recording on its way to another.
#include "tools/driftwave/serve/resynthesis_work.h"
#include "tools/driftwave/serve/uploaded_recording.h"
#include "vocoder/editing/morph.h"

namespace driftwave {

/// The samples that `driftwave morph` makes of two recordings.
class MorphWork : public ResynthesisWork {
 public:
  struct Request {
    UploadedRecording first;
    UploadedRecording second{.bytes = {}, .field = "second"};
    MorphOptions shares;
    Options sampling;
    double max_seconds = 300.0;  ///< of each recording
  };

  MorphWork(std::shared_ptr<const Synthesizer> synthesizer, Request request)
      : ResynthesisWork(std::move(synthesizer), request.sampling), request_(std::move(request)) {}

 private:
  Resynthesis analyse() override;

  Request request_;
};

}  // namespace driftwave
