#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace driftwave {

/// Voices of a chord.
inline constexpr std::size_t kChordVoices = 4;

/// Which keys sound, how hard they were pressed, and what wheel and pedal say. One voice has the last key
/// pressed of those still down or held by the pedal, or the last one that was; a chord's voices keep their
/// keys while others come and go. RT.
class HeldNotes {
 public:
  void press(int note, float velocity = 1.0F) noexcept {
    remove(note);
    waiting_[static_cast<std::size_t>(note)] = false;
    if (count_ == keys_.size()) return;
    keys_[count_++] = last_ = note;
    velocity_ = velocity;
    give_voice(note);
  }
  /// The pedal: keys that are released while it is down go when it comes up.
  void sustain(bool is_down) noexcept {
    is_sustained_ = is_down;
    if (is_down) return;
    for (int note = 0; note < static_cast<int>(waiting_.size()); ++note)
      if (std::exchange(waiting_[static_cast<std::size_t>(note)], false)) release(note);
  }
  /// @param share -1 .. 1 of the wheel's way.
  void bend(float share) noexcept { bend_st_ = kBendSemitones * share; }
  [[nodiscard]] float bend_st() const noexcept { return bend_st_; }
  /// @param share 0 .. 1 of the modulation wheel's way.
  void turn_wheel(float share) noexcept { wheel_ = share; }
  [[nodiscard]] float wheel() const noexcept { return wheel_; }
  void release(int note) noexcept {
    if (is_sustained_) {
      waiting_[static_cast<std::size_t>(note)] = true;
      return;
    }
    remove(note);
  }
  void release_all() noexcept {
    count_ = 0;
    waiting_.fill(false);
    chord_.fill(-1);
  }
  void forget() noexcept {
    release_all();
    is_sustained_ = false;
    bend_st_ = wheel_ = 0;
    velocity_ = 1;
    last_ = -1;
  }
  /// -1: none was ever pressed.
  [[nodiscard]] int sounding() const noexcept { return last_; }
  [[nodiscard]] bool is_any_down() const noexcept { return count_ > 0; }
  /// 0 .. 1, of the last key pressed.
  [[nodiscard]] float velocity() const noexcept { return velocity_; }
  /// The key of a chord's voice, -1: it is silent. The first voice has one while any key is down.
  [[nodiscard]] int chord(std::size_t voice) const noexcept { return chord_[voice]; }

 private:
  static constexpr float kBendSemitones = 2;

  void give_voice(int note) noexcept {
    const auto free = std::ranges::find(chord_, -1);
    if (free != chord_.end()) {
      *free = note;
      return;
    }
    // The oldest key that has a voice gives it up.
    const auto oldest =
        std::ranges::find_if(keys_, [&](int key) { return std::ranges::find(chord_, key) != chord_.end(); });
    *std::ranges::find(chord_, *oldest) = note;
  }
  void remove(int note) noexcept {
    const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(count_);
    count_ = static_cast<std::size_t>(std::remove(keys_.begin(), end, note) - keys_.begin());
    if (count_ > 0) last_ = keys_[count_ - 1];
    const auto voice = std::ranges::find(chord_, note);
    if (voice == chord_.end()) return;
    *voice = -1;
    const auto other = std::ranges::find_if(chord_, [](int key) { return key >= 0; });
    if (chord_[0] < 0 && other != chord_.end()) std::swap(chord_[0], *other);
  }

  std::array<int, 128> keys_{};
  std::size_t count_ = 0;
  int last_ = -1;
  std::array<int, kChordVoices> chord_{-1, -1, -1, -1};
  std::array<bool, 128> waiting_{};  ///< by note: released while the pedal was down
  bool is_sustained_ = false;
  float bend_st_ = 0;
  float wheel_ = 0;
  float velocity_ = 1;
};

}  // namespace driftwave
