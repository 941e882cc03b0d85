/// Vocoders beside each other: processor time over the length of the sound, one thread, without mel
/// correction. Models take turns, so that a busy machine is busy for all of them; the figure is the median of
/// the rounds.
///
///   build/release/bin/vocoder_benchmark models/kathleen/vocoder.safetensors smaller.safetensors...
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

constexpr int kRounds = 15;
constexpr std::size_t kFrames = 600;
constexpr int kSteps[] = {0, 1, 4};

struct Candidate {
  std::string file;
  std::unique_ptr<Vocoder> vocoder;
  std::vector<std::vector<double>> factors{std::size(kSteps)};  ///< of real time, [steps][rounds]
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// A voiced glide under a moving spectrum: what it says does not change what it costs.
VocoderInput make_input(const MelSettings& mel) {
  VocoderInput input{Array2<float>(kFrames, static_cast<std::size_t>(mel.mels)),
                     std::vector<float>(kFrames, 180.0F), std::vector<float>(kFrames, 1.0F)};
  for (std::size_t n = 0; n < kFrames; ++n)
    for (std::size_t m = 0; m < input.mel.cols(); ++m)
      input.mel(n, m) = -3.0F + 2.0F * std::sin(0.1F * static_cast<float>(n + 3 * m));
  return input;
}

void measure(Candidate& candidate) {
  const VocoderInput input = make_input(candidate.vocoder->mel_settings());
  const double seconds = static_cast<double>(kFrames) / candidate.vocoder->mel_settings().frames_per_second();
  for (std::size_t i = 0; i < std::size(kSteps); ++i) {
    const double start = cpu_seconds();
    (void)candidate.vocoder->synthesize(input, {.steps = kSteps[i], .seed = 1, .corrections = 0});
    candidate.factors[i].push_back((cpu_seconds() - start) / seconds);
  }
}

void run(const std::vector<std::string>& files) {
  std::vector<Candidate> candidates;
  for (const std::string& file : files) candidates.push_back({.file = file, .vocoder = load_vocoder(file)});
  for (int round = 0; round < kRounds; ++round)
    for (Candidate& candidate : candidates) measure(candidate);
  for (Candidate& candidate : candidates) {
    for (std::size_t i = 0; i < std::size(kSteps); ++i) {
      std::ranges::sort(candidate.factors[i]);
      std::printf("%d steps %.4f   ", kSteps[i], candidate.factors[i][kRounds / 2]);
    }
    std::printf("%s\n", candidate.file.c_str());
  }
}

}  // namespace
}  // namespace driftwave

int main(int argc, char** argv) {
  try {
    driftwave::run({argv + 1, argv + argc});
  } catch (const std::exception& e) {
    std::fprintf(stderr, "vocoder_benchmark: %s\n", e.what());
    return 1;
  }
  return 0;
}
