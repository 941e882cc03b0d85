/// Recordings that `driftwave serve` morphs and repairs, asked by curl.
#include <nlohmann/json.hpp>
#include <span>

#include "engine/audio/audio_file.h"
#include "engine/audio/resample.h"
#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

class ServedRecordings : public CommandLine {
 protected:
  static void SetUpTestSuite() { service_ = new RunningService({"--cores", "1", "--max-recording", "5"}); }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }
  std::string post(const std::string& path_of, const std::string& options) const {
    return must("curl -sS " + options + " '" + service_->url() + path_of + "'");
  }
  /// Fails the test unless the request is refused with 400 and names the field and these words.
  void expect_refusal(const std::string& path_of, const std::string& options, const std::string& field,
                      const std::string& words) const {
    const std::string status = post(path_of, options + " -o error.json -w '%{http_code}'");
    EXPECT_EQ(status, "400") << options;
    const Json error = Json::parse(must("cat error.json")).value("error", Json::object());
    EXPECT_EQ(error.value("param", ""), field) << options << error;
    EXPECT_NE(error.value("message", "").find(words), std::string::npos) << options << error;
  }
  /// Two channels of 24 bits at 48 kHz.
  void write_stereo(const std::string& name) const {
    write_tone("tone.wav", 1.0);
    const AudioBuffer tone = read_audio(path("tone.wav"));
    AudioBuffer stereo{.samples = {}, .channels = 2, .sample_rate_hz = 48000, .bits = 24};
    for (const float x : resample(tone.samples, {.from_hz = 44100, .to_hz = 48000})) {
      stereo.samples.push_back(0.7F * x);
      stereo.samples.push_back(-0.3F * x);
    }
    write_audio(path(name), stereo);
  }
  static RunningService* service_;
};

RunningService* ServedRecordings::service_ = nullptr;

AudioBuffer decoded(const std::string& bytes) {
  return decode_audio(std::as_bytes(std::span(bytes)), "answer");
}

TEST_F(ServedRecordings, AreMorphedAsTheCommandDoes) {
  write_tone("a.wav", 0.8);
  write_stereo("b.wav");
  must("driftwave morph a.wav b.wav -o between.wav --amount 0.2 --to 0.9 --steps 1 --seed 3");
  const std::string options = "-F file=@a.wav -F second=@b.wav -F amount=0.2 -F steps=1 -F seed=3 ";
  const AudioBuffer between = read_audio(path("between.wav"));
  EXPECT_EQ(decoded(post("/v1/audio/morph", options + "-F to=0.9")).samples, between.samples);
  EXPECT_EQ(decoded(post("/v1/audio/morph", options + "-F to=0.9 -F response_format=flac")).samples,
            between.samples);
  must("driftwave morph a.wav b.wav -o a_fifth.wav --amount 0.2 --steps 1 --seed 3");
  EXPECT_EQ(decoded(post("/v1/audio/morph", options)).samples, read_audio(path("a_fifth.wav")).samples);
}

TEST_F(ServedRecordings, AreRepairedAsTheCommandDoes) {
  write_stereo("in.wav");
  write_text("gaps.txt", "# first last label\n0.700000\t0.720000\tclick\n\n");
  must(
      "driftwave inpaint in.wav -o mended.wav --gap 0.3-0.35 --gap 0.5-0.51 --gaps gaps.txt --fade 6 "
      "--steps 1 --seed 2");
  const AudioBuffer mended = read_audio(path("mended.wav"));
  const std::string options =
      "-F file=@in.wav -F gap=0.3-0.35 -F gap=0.5-0.51 -F 'gaps=<gaps.txt' -F fade_ms=6 -F steps=1 -F "
      "seed=2 ";
  for (const char* format : {"wav", "flac"}) {
    const AudioBuffer answer = decoded(post("/v1/audio/repair", options + "-F response_format=" + format));
    EXPECT_EQ(answer.channels, 2) << format;
    EXPECT_EQ(answer.sample_rate_hz, 48000) << format;
    EXPECT_EQ(answer.bits, 24) << format;
    EXPECT_TRUE(answer.samples == mended.samples) << format;
  }
  const std::string pcm = post("/v1/audio/repair", options + "-F response_format=pcm -D head");
  EXPECT_EQ(pcm.size(), mended.samples.size() * 2);
  const std::string head = must("cat head");
  EXPECT_NE(head.find("X-Sample-Rate: 48000"), std::string::npos) << head;
  EXPECT_NE(head.find("X-Channels: 2"), std::string::npos) << head;

  // The body itself, and the gaps behind the path.
  must("driftwave inpaint in.wav -o two.wav --gap 0.3-0.35 --gap 0.5-0.51 --steps 0");
  const std::string body = post("/v1/audio/repair?gap=0.3-0.35&gap=0.5-0.51&steps=0",
                                "-H 'Content-Type: audio/wav' --data-binary @in.wav");
  EXPECT_TRUE(decoded(body).samples == read_audio(path("two.wav")).samples);
}

TEST_F(ServedRecordings, AreRefusedByTheFieldAtFault) {
  write_tone("in.wav", 0.3);
  write_tone("long.wav", 6);
  write_text("text", "no sound");
  const std::string in = "-F file=@in.wav ";
  const std::string both = in + "-F second=@in.wav ";
  const char* const morph = "/v1/audio/morph";
  const char* const repair = "/v1/audio/repair";
  expect_refusal(morph, "-F second=@in.wav", "file", "got none");
  expect_refusal(morph, "-F file=@text -F second=@in.wav", "file", "file");
  expect_refusal(morph, in, "second", "got none");
  expect_refusal(morph, in + "-F second=@text", "second", "second");
  expect_refusal(morph, in + "-F second=@long.wav", "second", "5");
  expect_refusal(morph, both + "-F amount=1.5", "amount", "0 to 1");
  expect_refusal(morph, both + "-F amount=nan", "amount", "0 to 1");
  expect_refusal(morph, both + "-F to=-1", "to", "0 to 1");
  expect_refusal(morph, both + "-F seed=1.5", "seed", "whole");
  expect_refusal(morph, both + "-F steps=100000", "steps", "want 0 to");
  expect_refusal(morph, both + "-F response_format=aac", "response_format", "wav");
  expect_refusal(morph, both + "-F pitch_st=3", "pitch_st", "another");
  expect_refusal(morph, "-H 'Content-Type: audio/wav' --data-binary @in.wav", "file", "got none");
  expect_refusal(repair, in, "gap", "got none");
  expect_refusal(repair, in + "-F gap=soon", "gap", "soon");
  expect_refusal(repair, in + "-F gap=0.2-0.1", "gap", "0.2-0.1");
  expect_refusal(repair, in + "-F gap=5-6", "gap", "0.300 s");
  expect_refusal(repair, in + "-F gap=1e300-1e308", "gap", "0.300 s");
  expect_refusal(repair, in + "-F gap=0-0.3", "gap", "known sound");
  expect_refusal(repair, in + "-F gaps=nonsense", "gaps", "gaps:1");
  expect_refusal(repair, in + "-F gap=0.1-0.2 -F fade_ms=101", "fade_ms", "0 to 100");
  expect_refusal(repair, "-F file=@long.wav -F gap=0.1-0.2", "file", "5");
  expect_refusal(repair, "-F file=/etc/passwd -F gap=0.1-0.2", "file", "file");
  must("for i in $(seq 2000); do echo 0.1 0.2; done > many");
  expect_refusal(repair, in + "-F 'gaps=<many'", "gap", "1000");
  expect_refusal("/v1/audio/vocode", in + "-F pich_st=3", "pich_st", "another");
}

TEST_F(ServedRecordings, MayHaveAnyRateThatCanBeResampled) {
  write_tone("tone.wav", 0.01);
  // Its header says 400 Hz.
  must("(head -c 24 tone.wav; printf '\\220\\001\\000\\000'; tail -c +29 tone.wav) > slow.wav");
  for (const char* path_of : {"/v1/audio/vocode", "/v1/audio/repair?gap=0.1-0.2"}) {
    expect_refusal(path_of, "-F file=@slow.wav", "file", "400 Hz");
  }
}

}  // namespace
}  // namespace driftwave
