#include "tts/singing/score/read_score.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.h"
#include "tts/singing/score/midi.h"
#include "tts/singing/score/musicxml.h"
#include "tts/singing/score/ustx.h"

namespace driftwave {
namespace {

constexpr std::uintmax_t kLargestFile = 32U << 20;

std::vector<std::byte> bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    throw Error("{}: want a score, got a folder", file.string());
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error("{}: cannot read", file.string());
  std::string text;
  std::vector<char> block(1U << 16);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargestFile)
      throw Error("{}: want a score of at most {} MiB", file.string(), kLargestFile >> 20);
  }
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Score read_score(const std::filesystem::path& file) {
  const std::vector<std::byte> bytes = bytes_of(file);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string who = file.string();
  if (text.empty()) throw Error("{}: want a score, got an empty file", who);
  if (text.starts_with("MThd")) return read_midi(bytes, who);
  if (text.starts_with("PK"))
    throw Error("{}: want uncompressed MusicXML, got an archive: unzip it, or export .musicxml", who);
  const std::string_view start = text.substr(0, 4096);
  const std::size_t first = start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool is_utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  if (is_utf16 || (first != std::string_view::npos && start[first] == '<')) return read_musicxml(text, who);
  if (file.extension() == ".ustx" || start.find("ustx_version") != std::string_view::npos)
    return read_ustx(std::string(text), who);
  throw Error("{}: want Standard MIDI, MusicXML or USTX, got something else", who);
}

}  // namespace driftwave
