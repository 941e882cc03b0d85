/// mark_recordings LEVEL_DB IN OUT [IN OUT ...]: mono recordings with a watermark of the public key, the
/// payload of the n-th being user n and voice 291.
#include <cstdio>
#include <exception>
#include <string>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "engine/watermark/embedder.h"

int main(int argc, char** argv) {
  using namespace driftwave;
  try {
    if (argc < 4 || argc % 2 != 0) throw Error("want LEVEL_DB IN OUT [IN OUT ...]");
    WatermarkOptions options{.payload = {.voice = 291}, .level_db = std::stod(argv[1])};
    for (int i = 2; i < argc; i += 2) {
      AudioBuffer audio = read_audio(argv[i]);
      options.sample_rate_hz = audio.sample_rate_hz;
      options.first_second = 0.37 * i;
      audio.samples = watermarked(mix_to_mono(audio), options);
      audio.channels = 1;
      write_audio(argv[i + 1], audio);
      ++options.payload.user;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mark_recordings: %s\n", error.what());
    return 1;
  }
  return 0;
}
