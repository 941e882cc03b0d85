/// mark_recordings LEVEL_DB KEY IN OUT [IN OUT ...]: mono recordings with a watermark, the payload of the
/// n-th being user n and voice 291. KEY: "public", or a file of secret bytes as --watermark-key takes it.
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "engine/watermark/embedder.h"
#include "tts/voice_mark.h"

namespace {

std::uint64_t key_of(const std::string& name) {
  if (name == "public") return driftwave::kPublicWatermarkKey;
  std::ifstream in(name, std::ios::binary);
  if (!in.is_open()) throw driftwave::Error("{}: cannot be read", name);
  return driftwave::watermark_key(std::string((std::istreambuf_iterator<char>(in)), {}));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace driftwave;
  try {
    if (argc < 5 || argc % 2 == 0) throw Error("want LEVEL_DB KEY IN OUT [IN OUT ...]");
    WatermarkOptions options{
        .key = key_of(argv[2]), .payload = {.voice = 291}, .level_db = std::stod(argv[1])};
    for (int i = 3; i < argc; i += 2) {
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
