#include "tools/driftwave/serve/speech_request.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/sound_answer.h"

namespace driftwave {
namespace {

const RequestLimits kLimits{.text_bytes = 20};

/// The key that is at fault.
std::string param_at_fault(const std::string& body) {
  try {
    (void)parse_speech_request(body, kLimits);
  } catch (const RequestError& e) {
    const auto json = nlohmann::json::parse(to_json(e.problem())).at("error");
    EXPECT_FALSE(json.at("message").get<std::string>().empty());
    EXPECT_EQ(json.at("type"), "invalid_request_error");
    return json.at("param").is_null() ? "null" : json.at("param").get<std::string>();
  }
  ADD_FAILURE() << "accepted " << body;
  return "";
}

TEST(SpeechRequest, TakesWhatOpenAiClientsSend) {
  const SpeechRequest request = parse_speech_request(
      R"({"model": "tts-1", "input": "Hello.", "voice": "alloy", "instructions": "Gently.", "response_format": "opus",
          "speed": 1.5, "stream_format": "sse"})",
      kLimits);
  EXPECT_EQ(request.text, "Hello.");
  EXPECT_EQ(request.format, "opus");
  EXPECT_EQ(request.speech.speed, 1.5);
  EXPECT_TRUE(request.is_sse);
  EXPECT_EQ(parse_speech_request(R"({"input": "a"})", kLimits).format, "mp3");
}

TEST(SpeechRequest, TakesOurOwnKeys) {
  const SpeechRequest request = parse_speech_request(
      R"({"input": "<speak/>", "ssml": true, "seed": 18446744073709551615, "steps": 0, "pitch_st": -3.5,
          "pitch_range": 0.5, "temperature": 0.25, "melody_temperature": 1, "sentence_silence_seconds": 0})",
      kLimits);
  EXPECT_TRUE(request.is_ssml);
  EXPECT_EQ(request.speech.seed, 18446744073709551615U);
  EXPECT_EQ(request.speech.steps, 0);
  EXPECT_EQ(request.speech.pitch_st, -3.5);
  EXPECT_EQ(request.speech.pitch_range, 0.5);
  EXPECT_EQ(request.speech.temperature, 0.25);
  EXPECT_EQ(request.speech.melody_temperature, 1.0);
  EXPECT_EQ(request.speech.sentence_silence_seconds, 0.0);
}

TEST(SpeechRequest, NamesTheKeyAtFault) {
  EXPECT_EQ(param_at_fault("{}"), "input");
  EXPECT_EQ(param_at_fault(R"({"input": ""})"), "input");
  EXPECT_EQ(param_at_fault(R"({"input": 5})"), "input");
  EXPECT_EQ(param_at_fault(R"({"input": "more than twenty bytes"})"), "input");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "speed": 5})"), "speed");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "speed": "1"})"), "speed");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "speed": 1e999})"), "null");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "steps": -1})"), "steps");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "seed": -1})"), "seed");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "pitch_st": 25})"), "pitch_st");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "pitch_range": -1})"), "pitch_range");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "temperature": 1.5})"), "temperature");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "melody_temperature": -0.1})"), "melody_temperature");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "response_format": "aac"})"), "response_format");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "stream_format": "x"})"), "stream_format");
  EXPECT_EQ(param_at_fault(R"({"input": "a", "ssml": 1})"), "ssml");
}

TEST(SpeechRequest, SurvivesAnything) {
  for (const std::string& body :
       {std::string(), std::string("["), std::string(100000, '['), std::string("{\"input\": \"\xff\"}"),
        std::string("nul\0l", 5), std::string(R"({"input": "a", "input": "b"})"),
        std::string(R"({"input": "a", "unknown": 1})"), std::string("[1]"),
        std::string(R"({"input": "\ud800"})")}) {
    EXPECT_EQ(param_at_fault(body), "null") << body.substr(0, 40);
  }
}

TEST(SpeechRequest, KnowsItsVoice) {
  EXPECT_TRUE(means_voice("kathleen", "kathleen"));
  EXPECT_TRUE(means_voice("", "kathleen"));
  EXPECT_TRUE(means_voice("nova", "kathleen"));
  EXPECT_FALSE(means_voice("../kathleen", "kathleen"));
}

TEST(SoundAnswer, WritesBase64) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("\xff\xfe\xfd\xfc"), "//79/A==");
}

}  // namespace
}  // namespace driftwave
