#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/audio/audio_file.h"
#include "engine/dsp/pitch.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using SpeakCommand = CommandLine;

double rms(const AudioBuffer& audio) {
  double sum = 0.0;
  for (const float sample : audio.samples) sum += static_cast<double>(sample) * sample;
  return std::sqrt(sum / static_cast<double>(audio.samples.size()));
}

std::uint32_t little_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

double median_pitch_hz(const AudioBuffer& audio) {
  const PitchTrack track = track_pitch(audio.samples, {.sample_rate_hz = audio.sample_rate_hz});
  std::vector<float> voiced;
  for (std::size_t f = 0; f < track.f0_hz.size(); ++f) {
    if (track.voicing[f] >= 0.5F) voiced.push_back(track.f0_hz[f]);
  }
  std::ranges::nth_element(voiced, voiced.begin() + static_cast<std::ptrdiff_t>(voiced.size() / 2));
  return voiced[voiced.size() / 2];
}

TEST_F(SpeakCommand, WritesEachFormat) {
  for (const char* format : {"wav", "flac", "ogg", "opus", "mp3"}) {
    const std::string name = std::string("hello.") + format;
    must("driftwave speak 'Hello from Driftwave.' --steps 0 -o " + name);
    const AudioBuffer audio = read_audio(path(name));
    EXPECT_GT(audio.frames(), static_cast<std::size_t>(audio.sample_rate_hz) / 2) << format;
    EXPECT_GT(rms(audio), 0.005) << format;
  }
}

TEST_F(SpeakCommand, SaysHowTheFileWasMade) {
  must("driftwave speak Hello. --seed 7 --steps 1 -o hello.flac");
  const AudioTags tags = read_tags(path("hello.flac"));
  EXPECT_TRUE(tags.at("software").starts_with("driftwave 0."));
  for (const char* part : {"seed=7", "steps=1", "acoustic=", "vocoder="}) {
    EXPECT_NE(tags.at("comment").find(part), std::string::npos) << tags.at("comment");
  }
}

TEST_F(SpeakCommand, WritesWavOfTrueSizesIntoAPipe) {
  const std::string wav = must("driftwave speak 'One. Two.' --steps 0 -o - | cat");
  ASSERT_EQ(wav.substr(0, 4), "RIFF");
  EXPECT_EQ(little_endian(wav, 4), wav.size() - 8);
  must(
      "driftwave speak 'One. Two.' --steps 0 -o - > a.wav && driftwave speak 'One. Two.' --steps 0 -o b.wav");
  must("cmp a.wav b.wav");
}

TEST_F(SpeakCommand, WritesTheSameSamplesRawAsInAFile) {
  must("driftwave speak 'One. Two.' --steps 0 -o a.wav");
  const std::string raw = must("driftwave speak 'One. Two.' --steps 0 --raw | cat");
  const AudioBuffer audio = read_audio(path("a.wav"));
  ASSERT_EQ(raw.size(), audio.samples.size() * 2);
  for (std::size_t i = 0; i < audio.samples.size(); ++i) {
    std::int16_t sample = 0;
    std::memcpy(&sample, raw.data() + 2 * i, 2);
    ASSERT_EQ(sample, std::lrint(audio.samples[i] * 32768.0F)) << "sample " << i;
  }
}

TEST_F(SpeakCommand, TakesTextFromArgumentsFilesAndStandardInput) {
  write_text("text.txt", "Hello there.");
  must("driftwave speak Hello there. --steps 0 -o a.wav");
  must("driftwave speak -f text.txt --steps 0 -o b.wav");
  must("driftwave speak -f - --steps 0 -o c.wav < text.txt");
  must("driftwave speak --steps 0 -o d.wav < text.txt");
  must("driftwave speak --steps 0 -o e.wav -- Hello there.");
  must("cmp a.wav b.wav && cmp a.wav c.wav && cmp a.wav d.wav && cmp a.wav e.wav");
}

TEST_F(SpeakCommand, SpeaksEveryLineOfStandardInput) {
  const std::string speak = " | driftwave speak --steps 0 --melody-temperature 0 --raw | wc -c";
  const auto one = must("printf 'One.\\n'" + speak);
  const auto three = must("printf 'One.\\n\\nOne.\\nOne.\\n'" + speak);
  EXPECT_EQ(std::stol(three), 3 * std::stol(one));
}

TEST_F(SpeakCommand, SpeaksALineBeforeTheNextOneArrives) {
  // The second line comes only after the first has been heard; otherwise this waits for ever.
  must(
      "mkfifo lines heard; (driftwave speak --steps 0 --raw < lines > heard) &"
      "exec 3> lines 4< heard; echo One. >&3; head -c 1000 <&4 > first; echo Two. >&3; exec 3>&-;"
      "cat <&4 > rest; wait; [ $(stat -c %s first) = 1000 ] && [ $(stat -c %s rest) -gt 20000 ]");
}

TEST_F(SpeakCommand, FollowsJsonLines) {
  write_text(
      "jobs",
      "{\"text\": \"One.\", \"output\": \"1.wav\"}\n{\"text\": \"Two.\", \"output_file\": \"2.flac\"}\n");
  must("driftwave speak --json-input --steps 0 < jobs");
  EXPECT_EQ(listing(), "1.wav 2.flac jobs ");
  write_text("jobs", "{\"text\": \"One.\", \"output\": \"3.wav\"}\n{\"words\": \"Two.\"}\n");
  refuses("driftwave speak --json-input --steps 0 -f jobs", 1, "line 2");
  EXPECT_EQ(listing(), "1.wav 2.flac 3.wav jobs ");
  write_text("jobs", "{\"text\": \"One.\"}\n");
  refuses("driftwave speak --json-input --steps 0 -f jobs", 1, "output");
}

TEST_F(SpeakCommand, GoesOnAfterABadJsonLine) {
  write_text(
      "jobs",
      "{\"text\": \"One.\", \"output\": \"1.wav\"}\nnonsense\n{\"text\": \"\", \"output\": \"2.wav\"}\n"
      "{\"text\": \"Three.\", \"output\": \"3.txt\"}\n{\"text\": \"Four.\", \"output\": \"no/4.wav\"}\n"
      "{\n\"text\": \"Five.\",\n\"output\": \"5.wav\"\n}\n");
  const Outcome outcome = run("driftwave speak --json-input --steps 0 -f jobs");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 4) << outcome.err;
  for (const char* words : {"line 2", "line 3", "3.txt", "no/4.wav"})
    EXPECT_NE(outcome.err.find(words), std::string::npos) << outcome.err;
  EXPECT_EQ(listing(), "1.wav 5.wav jobs ");
}

TEST_F(SpeakCommand, PutsJsonLinesIntoOneFile) {
  write_text("jobs",
             "{\"text\": \"One.\"}\n{\"text\": \"Two.\", \"output\": \"2.wav\"}\n{\"text\": \"Three.\"}\n");
  must("driftwave speak --json-input --steps 0 -f jobs -o all.wav");
  EXPECT_EQ(listing(), "2.wav all.wav jobs ");
  must("printf 'One.\\nThree.\\n' | driftwave speak --steps 0 --raw > raw");
  EXPECT_EQ(std::stol(must("stat -c %s raw")), static_cast<long>(2 * read_audio(path("all.wav")).frames()));
}

TEST_F(SpeakCommand, GivesEachOwnFileTheSeedThatItsCommentSays) {
  write_text("jobs",
             "{\"text\": \"One.\", \"output\": \"1.wav\"}\n{\"text\": \"One.\", \"output\": \"2.wav\"}\n");
  must(
      "driftwave speak --json-input --steps 1 --seed 3 -f jobs && driftwave speak One. --steps 1 --seed 3 -o "
      "3.wav");
  must("cmp 1.wav 2.wav && cmp 1.wav 3.wav");
}

TEST_F(SpeakCommand, SpeaksASentenceBeforeItsLineEnds) {
  // The line goes on only after its first sentence has been heard; otherwise this waits for ever.
  must(
      "mkfifo line heard; (driftwave speak --steps 0 --raw < line > heard) &"
      "exec 3> line 4< heard; printf 'One boat came in. Two ' >&3; head -c 1000 <&4 > first; echo 'went "
      "out.' >&3;"
      "exec 3>&-; cat <&4 >> first; wait;"
      "echo 'One boat came in. Two went out.' | driftwave speak --steps 0 --raw | cmp - first");
}

TEST_F(SpeakCommand, RepeatsItselfForTheSameSeedOnly) {
  must(
      "driftwave speak Hello. --steps 1 --seed 1 -o a.wav && driftwave speak Hello. --steps 1 --seed 1 -o "
      "b.wav");
  must("driftwave speak Hello. --steps 1 --seed 2 -o c.wav");
  must("cmp a.wav b.wav && ! cmp -s a.wav c.wav");
}

TEST_F(SpeakCommand, SoundsTheSameOnAnyNumberOfThreads) {
  const std::string words =
      "'Nobody had expected the harbour to be so quiet before noon, least of all she.' ";
  must("driftwave speak " + words + "--steps 1 --threads 1 -o a.wav");
  must("driftwave speak " + words + "--steps 1 --threads 3 -o b.wav");
  must("cmp a.wav b.wav");
}

TEST_F(SpeakCommand, SpeaksFasterAndHigherOnRequest) {
  const std::string words = "'Nobody had expected the harbour to be so quiet.' --steps 0 ";
  must("driftwave speak " + words + "-o plain.wav");
  must("driftwave speak " + words + "--speed 2 -o fast.wav");
  must("driftwave speak " + words + "--pitch 4 -o high.wav");
  const AudioBuffer plain = read_audio(path("plain.wav"));
  const auto ratio =
      static_cast<double>(read_audio(path("fast.wav")).frames()) / static_cast<double>(plain.frames());
  EXPECT_NEAR(ratio, 0.5, 0.1);
  const double semitones =
      12.0 * std::log2(median_pitch_hz(read_audio(path("high.wav"))) / median_pitch_hz(plain));
  EXPECT_NEAR(semitones, 4.0, 0.7);
}

TEST_F(SpeakCommand, ReadsASentenceAnewForEachSeed) {
  const std::string words =
      "'Nobody had expected the harbour to be so quiet.' --steps 0 --melody-temperature ";
  must("driftwave speak " + words + "1 --seed 1 -o a.wav --timings a.json");
  must("driftwave speak " + words + "1 --seed 2 -o b.wav --timings b.json");
  must("driftwave speak " + words + "0 --seed 1 -o c.wav --timings c.json");
  must("driftwave speak " + words + "0 --seed 2 -o d.wav --timings d.json");
  must("! cmp -s a.json b.json");
  must("cmp c.json d.json");
  EXPECT_NE(read_audio(path("c.wav")).samples, read_audio(path("d.wav")).samples);
  must("driftwave speak " + words + "0 --seed 1 --temperature 0 --pitch-range 0 -o e.wav");
  EXPECT_NE(read_audio(path("c.wav")).samples, read_audio(path("e.wav")).samples);
}

TEST_F(SpeakCommand, PausesBetweenSentencesAsAsked) {
  must("driftwave speak 'One. Two.' --steps 0 --sentence-silence 0 -o a.wav");
  must("driftwave speak 'One. Two.' --steps 0 --sentence-silence 1.5 -o b.wav");
  const AudioBuffer without = read_audio(path("a.wav"));
  const AudioBuffer with = read_audio(path("b.wav"));
  EXPECT_EQ(with.frames() - without.frames(), static_cast<std::size_t>(2 * 1.5 * with.sample_rate_hz))
      << "after the last sentence, too";
}

TEST_F(SpeakCommand, TellsWhenEachWordSounds) {
  const std::string text = "It cost $5 then. Nobody paid!";
  must("driftwave speak '" + text + "' --steps 0 -o a.wav --timings a.json");
  const AudioBuffer audio = read_audio(path("a.wav"));
  const auto json = nlohmann::json::parse(std::ifstream(path("a.json")));
  std::string words;
  double last = 0.0;
  for (const auto& sentence : json["sentences"]) {
    for (const auto& word : sentence["words"]) {
      words += word["text"].get<std::string>() + "|";
      const auto begin = word["source_begin"].get<std::size_t>();
      EXPECT_EQ(word["text"], text.substr(begin, word["source_end"].get<std::size_t>() - begin));
      EXPECT_GE(word["start_seconds"].get<double>(), last - 0.0011);
      EXPECT_GT(word["end_seconds"].get<double>(), word["start_seconds"].get<double>());
      last = word["end_seconds"].get<double>();
    }
  }
  EXPECT_EQ(words, "It|cost|$5|then|Nobody|paid|");
  EXPECT_LE(last, static_cast<double>(audio.frames()) / audio.sample_rate_hz);

  must("driftwave speak '" + text + "' --steps 0 -o a.wav --timings a.srt");
  EXPECT_NE(must("cat a.srt").find("2\n00:00:0"), std::string::npos);
}

TEST_F(SpeakCommand, FollowsSsml) {
  must("driftwave speak --steps 0 --sentence-silence 0 -o plain.wav 'One. Two.'");
  must(
      "driftwave speak --steps 0 --sentence-silence 0 -o ssml.wav --timings t.json --ssml "
      "'<speak>One. <break time=\"500ms\"/><mark name=\"here\"/>Two.</speak>'");
  const std::size_t plain = read_audio(path("plain.wav")).frames();
  EXPECT_EQ(read_audio(path("ssml.wav")).frames(), plain + 22050);
  const auto json = nlohmann::json::parse(std::ifstream(path("t.json")));
  const double mark = json["marks"][0]["seconds"];
  EXPECT_NEAR(mark, json["sentences"][1]["start_seconds"].get<double>(), 1e-3);
  EXPECT_EQ(json["sentences"][1]["words"][0]["source_begin"],
            std::string("<speak>One. <break time='500ms'/><mark name='here'/>").size());

  must(
      "driftwave speak --steps 0 -o soft.wav --ssml '<speak><prosody "
      "volume=\"-20dB\">One.</prosody></speak>'");
  must("driftwave speak --steps 0 -o loud.wav --ssml '<speak>One.</speak>'");
  EXPECT_NEAR(20.0 * std::log10(rms(read_audio(path("soft.wav"))) / rms(read_audio(path("loud.wav")))), -20.0,
              0.1);

  // The listener's own speed and the text's together stay within what a voice can do.
  must(
      "driftwave speak --steps 0 --speed 4 -o a.wav --ssml '<speak><prosody "
      "rate=\"fast\">One.</prosody></speak>'");
  must("driftwave speak --steps 0 --speed 4 -o b.wav One.");
  must("cmp a.wav b.wav");

  refuses("driftwave speak --steps 0 -o x.wav --ssml '<speak>R & D</speak>'", 1, "&amp;");
  refuses("driftwave speak --steps 0 -o x.wav --ssml '<speak> </speak>'", 1, "text");
  refuses("driftwave speak --steps 0 -o x.wav --ssml Hello.", 1, "text");
}

TEST_F(SpeakCommand, SaysThatThereIsNoSoundDevice) {
  const Outcome outcome = run("driftwave speak Hello. --steps 0 --play");
  if (outcome.status == 0) GTEST_SKIP() << "this machine has a sound device";
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(outcome.err.starts_with("driftwave: --play: ")) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
}

TEST_F(SpeakCommand, SaysInEachFileThatAVoiceIsNotForCommercialUse) {
  const auto voices = nlohmann::json::parse(must("driftwave voices --json"));
  const auto known = std::ranges::find(voices, "kathleen", [](const auto& voice) { return voice["name"]; });
  ASSERT_NE(known, voices.end());
  must("mkdir -p voices/nc && ln -s " + (*known)["folder"].get<std::string>() + "/*.safetensors voices/nc/");
  write_text(
      "voices/nc/voice.json",
      R"({"name": "N", "language": "en-us", "licence": "CC-BY-NC-4.0", "person": "N", "consent": "so said",
                "files": {"acoustic": "acoustic.safetensors", "vocoder": "vocoder.safetensors"}})");
  must("driftwave speak Hello. --voice voices/nc -o said.flac --steps 0");
  EXPECT_TRUE(read_tags(path("said.flac")).at("comment").ends_with(" use=non-commercial"));
  EXPECT_EQ(read_tags(path("said.flac")).at("license"), "CC-BY-NC-4.0");
  const std::string listed = must("DRIFTWAVE_VOICES=voices driftwave voices");
  EXPECT_NE(listed.find("(no commercial use)"), std::string::npos);
  const auto json = nlohmann::json::parse(must("DRIFTWAVE_VOICES=voices driftwave voices --json"));
  EXPECT_FALSE(
      std::ranges::find(json, "nc", [](const auto& voice) { return voice["name"]; })->at("commercial_use"));
}

}  // namespace
}  // namespace driftwave
