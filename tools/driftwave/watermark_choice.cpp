#include "tools/driftwave/watermark_choice.h"

#include <fstream>
#include <iterator>

#include "engine/core/error.h"
#include "tts/voice_mark.h"

namespace driftwave {

void add_watermark_options(CLI::App& command, WatermarkChoice& choice) {
  CLI::Option* const off =
      command.add_flag("--no-watermark", choice.off, "Leave out the watermark; the file's comment says so");
  command
      .add_option("--watermark-key", choice.key_file,
                  "A file of secret bytes: only who has it finds or forges the mark (default: a public key)")
      ->excludes(off);
  command.add_option("--watermark-user", choice.user, "A number that the mark carries, 0 to 65535")
      ->excludes(off);
}

std::uint64_t read_watermark_key(const std::string& file) {
  if (file.empty()) return kPublicWatermarkKey;
  std::ifstream in(file, std::ios::binary);
  const std::string secret((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.is_open() || secret.empty()) throw Error("{}: want a file of secret bytes, got none", file);
  return watermark_key(secret);
}

std::optional<SoundMark> mark_of(const WatermarkChoice& choice) {
  if (choice.off) return std::nullopt;
  return SoundMark{.key = read_watermark_key(choice.key_file), .user = choice.user};
}

std::string note_of(const WatermarkChoice& choice) {
  if (choice.off) return "watermark=off";
  return choice.key_file.empty() ? "watermark=public" : "watermark=own";
}

}  // namespace driftwave
