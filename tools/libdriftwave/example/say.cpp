// Speaks its argument as 16-bit samples on standard output: say "Hello." | aplay -f S16_LE -r 44100
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <driftwave.hpp>

int main(int argc, char** argv) {
  try {
    const driftwave::api::Voice voice;
    driftwave::api::Stream stream(voice);
    stream.push(argc > 1 ? argv[1] : "Hello from Driftwave.");
    stream.finish();
    float samples[4096];
    std::int16_t words[4096];
    while (const std::size_t count = stream.pull(samples, 4096)) {
      std::transform(samples, samples + count, words,
                     [](float x) { return static_cast<std::int16_t>(32767 * std::clamp(x, -1.0F, 1.0F)); });
      if (std::fwrite(words, sizeof words[0], count, stdout) != count) return 1;
    }
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "say: %s\n", e.what());
    return 1;
  }
}
