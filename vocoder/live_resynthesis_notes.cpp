/// Bass notes, scales and harmonies of live resynthesis.
#include "engine/dsp/midi_note.h"
#include "vocoder/live_resynthesis.h"

namespace driftwave {
/// What the tracker of speech heard, or a bass note that is below its range.
PitchFrame LiveResynthesis::heard_pitch(const PitchFrame& heard, const LiveControls& controls) noexcept {
  if (controls.is_first_generation || !BassPitch::doubts(heard)) {
    bass_.skip();
    return heard;
  }
  const auto end = static_cast<std::ptrdiff_t>(pitch_frames_ * hop_ + analysis_latency_);
  const auto first = end - static_cast<std::ptrdiff_t>(bass_samples_.size());
  for (std::size_t i = 0; i < bass_samples_.size(); ++i)
    bass_samples_[i] = heard_at(first + static_cast<std::ptrdiff_t>(i));
  return bass_.corrected(heard, bass_samples_);
}

/// Drawn to the scale, as far as is wanted.
LiveControls LiveResynthesis::in_tune(const PitchFrame& heard, const LiveControls& controls) noexcept {
  LiveControls tuned = controls;
  if (controls.retune > 0 && controls.robot_hz == 0 && heard.voicing > 0.5F) {
    const float note = hz_to_midi_note(heard.f0_hz);
    const float wanted = ScaleSteps(controls.scale).note_of(scale_.follow(controls.scale, note));
    tuned.pitch_st += controls.retune * (wanted - note);
  }
  return tuned;
}

void LiveResynthesis::add_harmony(std::size_t frame, const PitchFrame& heard,
                                  const LiveControls& controls) noexcept {
  if (singers_.empty()) return;
  const HeldFrame* const held = controls.freeze ? shaper_.held() : nullptr;
  float sung_hz = held != nullptr ? held->f0_hz : heard.f0_hz;
  if (controls.robot_hz > 0) sung_hz = controls.robot_hz;
  const ScaleSteps steps(controls.scale);
  const int step = scale_.follow(controls.scale, hz_to_midi_note(sung_hz));
  const bool has_side = side_ && frame < side_->frames;
  for (std::size_t i = 0; i < singers_.size(); ++i) {
    const HarmonyVoice& voice = controls.harmony[i];
    LiveControls own = controls;
    if (voice.hz > 0) {
      own.robot_hz = voice.hz;
    } else {
      own.pitch_st += steps.note_of(step + voice.steps) - steps.note_of(step);
    }
    singers_[i].listen({.index = frame,
                        .mel = input_.mel_of(frame),
                        .side_mel = has_side ? side_->mel_of(frame) : std::span<const float>{},
                        .f0_hz = heard.f0_hz,
                        .voicing = heard.voicing,
                        .gain = input_.gain_of(frame),
                        .power = input_.power_of(frame),
                        .aperiodicity = heard.aperiodicity,
                        .held = held},
                       voice.sings ? controls.harmony_gain : 0.0F, own);
  }
}

}  // namespace driftwave
