#include "tools/driftwave/serve/repair_work.h"

#include "tools/driftwave/mark_audio.h"
#include "tools/driftwave/serve/request_error.h"

namespace driftwave {

std::shared_ptr<SoundWork> make_repair_work(std::shared_ptr<const Synthesizer> synthesizer,
                                            std::shared_ptr<const MelCompletion> completion,
                                            RepairRequest request) {
  return std::make_shared<EditWork>([synthesizer = std::move(synthesizer), completion = std::move(completion),
                                     request =
                                         std::move(request)](const EditWork::Progress& progress) mutable {
    const AudioBuffer before = decode_upload(std::move(request.recording), request.max_seconds);
    try {
      AudioBuffer mended =
          fill_gaps(synthesizer->vocoder(), completion.get(), before, request.filling,
                    {.steps = request.sampling.steps, .seed = request.sampling.seed, .progress = progress});
      if (request.sampling.mark)
        mark_parts(mended, around_gaps(request.filling.gaps), *request.sampling.mark, request.sampling.seed);
      return mended;
    } catch (const Error& e) {
      throw RequestError({.message = e.what(), .param = "gap"});
    }
  });
}

}  // namespace driftwave
