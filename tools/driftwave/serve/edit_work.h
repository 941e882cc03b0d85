#pragma once
/// A recording that is edited as a whole.
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/audio/audio_file.h"
#include "tools/driftwave/serve/sound_queue.h"

namespace driftwave {

/// Runs an edit in turns: so an edit of a minute holds a core no longer at a time than other work, and ends
/// soon when nobody waits for it. Then gives its sound piece by piece.
class EditWork : public SoundWork {
 public:
  /// Called with 0..1 as work proceeds, which may take long to return; false: give up.
  using Progress = std::function<bool(double)>;
  /// @return the sound; without samples where progress said so.
  using Edit = std::function<AudioBuffer(const Progress& progress)>;

  explicit EditWork(Edit edit) : edit_(std::move(edit)) {}
  ~EditWork() override;

  /// @throws what the edit throws.
  Step next(SoundPiece& piece) override;
  void cancel() noexcept override;

 private:
  void run();
  /// @return false when the edit has ended already.
  bool take_turn();

  Edit edit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_edits_turn_ = false;
  bool is_cancelled_ = false;
  bool has_ended_ = false;
  std::exception_ptr failure_;
  AudioBuffer made_;
  std::size_t given_ = 0;  ///< samples of it
  std::jthread thread_;    ///< ends before what it uses
};

}  // namespace driftwave
