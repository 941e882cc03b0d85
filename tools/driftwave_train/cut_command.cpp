#include "tools/driftwave_train/cut_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/core/standard_streams.h"
#include "engine/dsp/mel.h"
#include "engine/training/cpu.h"
#include "tools/driftwave_train/installed_aligner.h"
#include "tools/driftwave_train/recordings.h"
#include "tts/text/front_end.h"
#include "tts/training/cut_recording.h"

namespace driftwave {
namespace {

/// A piece that fits its text this much worse than most do, in nepers a frame, says something else.
constexpr double kWorseFit = 1.5;
/// Alignment holds a matrix of frames by phones, which grows with the square of this.
constexpr double kLongestMinutes = 8.0;
constexpr double kLeastPieceSeconds = 0.8;

struct CutArguments {
  std::filesystem::path data;
  std::filesystem::path out;
  std::filesystem::path aligner;
  std::string language = "en-us";
  CutOptions options;
  int threads = 1;
};

/// A piece, and where its samples are.
struct NamedPiece {
  std::size_t recording = 0;
  std::string id;
  std::string text;
  std::size_t begin_sample = 0;
  std::size_t end_sample = 0;
  double seconds = 0;
  double fit = 0;
};

/// In one line, without the marks that part columns.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool is_gap = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '|';
    if (!is_gap) line += c;
    if (is_gap && !line.empty() && line.back() != ' ') line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::vector<NamedPiece> cut(const CutArguments& arguments, const Recording& recording, std::size_t number,
                            const TextFrontEnd& front_end, PhoneClassifier& aligner) {
  const MelSettings mel{.mels = aligner.config().mels};
  const AudioBuffer audio = read_audio(recording.file);
  const double length = static_cast<double>(audio.frames()) / audio.sample_rate_hz;
  if (length > kLongestMinutes * 60)
    throw Error("{}: want at most {:g} minutes, got {:.1f}: part it, and its text, first",
                recording.file.string(), kLongestMinutes, length / 60);
  NoiseFloors floors;
  const PrepareOptions prepare{
      .speaker = "", .settings = {.sample_rate_hz = mel.sample_rate_hz, .hop_samples = mel.hop_samples}};
  const Array2<float> mels = log_mel(read_levelled(prepare, recording.file, floors), mel);
  const double frame_seconds = static_cast<double>(mel.hop_samples) / mel.sample_rate_hz;
  const std::vector<RecordingPiece> pieces =
      cut_recording(aligner, mels, frame_seconds, recording.text,
                    front_end.process_utterance(recording.text).phonemes, arguments.options);
  std::vector<NamedPiece> named;
  const double rate = audio.sample_rate_hz;
  for (const RecordingPiece& piece : pieces) {
    const double begin = static_cast<double>(piece.begin_frame) * frame_seconds;
    const double end = static_cast<double>(piece.end_frame) * frame_seconds;
    named.push_back({.recording = number,
                     .id = fmt::format("{}_{:03}", recording.id, named.size()),
                     .text = one_line(std::string_view(recording.text)
                                          .substr(piece.source_begin, piece.source_end - piece.source_begin)),
                     .begin_sample = static_cast<std::size_t>(begin * rate),
                     .end_sample = std::min(audio.frames(), static_cast<std::size_t>(end * rate)),
                     .seconds = end - begin,
                     .fit = piece.fit});
  }
  return named;
}

/// What a voice can learn from: says what its text says, and is neither a breath nor a page.
std::vector<NamedPiece> fitting(const std::vector<NamedPiece>& pieces, double longest_seconds) {
  std::vector<double> fits;
  for (const NamedPiece& piece : pieces) fits.push_back(piece.fit);
  std::ranges::sort(fits);
  const double least = fits.empty() ? 0 : fits[fits.size() / 2] - kWorseFit;
  std::vector<NamedPiece> kept;
  for (const NamedPiece& piece : pieces)
    if (piece.fit >= least && piece.seconds >= kLeastPieceSeconds && piece.seconds <= 1.5 * longest_seconds)
      kept.push_back(piece);
  return kept;
}

void write_pieces(const CutArguments& arguments, const std::vector<Recording>& recordings,
                  const std::vector<NamedPiece>& pieces) {
  const std::filesystem::path partial = arguments.out.string() + ".partial";
  std::filesystem::remove_all(partial);
  std::filesystem::create_directories(partial / "audio");
  std::string metadata;
  std::size_t read = recordings.size();
  AudioBuffer whole;
  for (const NamedPiece& piece : pieces) {
    if (piece.recording != read) {
      read = piece.recording;
      whole = read_audio(recordings[read].file);
      whole.samples = mix_to_mono(whole);
      whole.channels = 1;
    }
    AudioBuffer part{.samples = {}, .channels = 1, .sample_rate_hz = whole.sample_rate_hz};
    part.samples.assign(whole.samples.begin() + static_cast<std::ptrdiff_t>(piece.begin_sample),
                        whole.samples.begin() + static_cast<std::ptrdiff_t>(piece.end_sample));
    write_audio(partial / "audio" / (piece.id + ".flac"), part);
    metadata += piece.id + "|" + piece.text + "\n";
  }
  write_file(partial / "metadata.csv", std::as_bytes(std::span<const char>(metadata)));
  std::filesystem::rename(partial, arguments.out);
}

void run_cut(const CutArguments& arguments) {
  if (std::filesystem::exists(arguments.out))
    throw Error("--out: {}: is there already", arguments.out.string());
  training::use_threads(arguments.threads);
  const std::vector<Recording> recordings = read_recordings(arguments.data);
  const auto aligner =
      load_phone_classifier(arguments.aligner.empty() ? installed_aligner() : arguments.aligner);
  const TextFrontEnd front_end({.language = arguments.language});
  std::vector<NamedPiece> pieces;
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    if (isatty(STDERR_FILENO) != 0) say("\rcut: {} of {} recordings", i + 1, recordings.size());
    const std::vector<NamedPiece> own = cut(arguments, recordings[i], i, front_end, *aligner);
    if (own.empty()) say("cut: {} (left out): its text is too long for it\n", recordings[i].id);
    pieces.insert(pieces.end(), own.begin(), own.end());
  }
  if (isatty(STDERR_FILENO) != 0) say("\n");
  const std::vector<NamedPiece> kept = fitting(pieces, arguments.options.longest_seconds);
  if (kept.empty()) throw Error("{}: no part of it says what its text says", arguments.data.string());
  write_pieces(arguments, recordings, kept);
  double seconds = 0;
  for (const NamedPiece& piece : kept) seconds += piece.seconds;
  say("cut: {} of {} pieces, {:.1f} min, in {}\n", kept.size(), pieces.size(), seconds / 60,
      arguments.out.string());
}

}  // namespace

void add_cut_command(CLI::App& app) {
  auto arguments = std::make_shared<CutArguments>();
  CLI::App* command = app.add_subcommand(
      "cut", "Cut long recordings with their texts, such as chapters of a book, into sentences");
  command->add_option("--data", arguments->data, "Folder with metadata.csv (id|text) and audio/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--out", arguments->out, "Folder for the sentences, laid out the same way")->required();
  command->add_option("--language", arguments->language, "espeak-ng voice of the texts")
      ->capture_default_str();
  command->add_option("--aligner", arguments->aligner,
                      "Model that finds phones (default: the installed one)");
  command->add_option("--longest", arguments->options.longest_seconds, "Seconds of a piece, at most")
      ->check(CLI::Range(2.0, 30.0))
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->callback([arguments] { run_cut(*arguments); });
}

}  // namespace driftwave
