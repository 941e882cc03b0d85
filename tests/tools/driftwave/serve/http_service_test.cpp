/// What `driftwave serve` answers, asked by curl.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

/// One service for all the tests: they show that it stays what it was.
class HttpService : public CommandLine {
 protected:
  static void SetUpTestSuite() { service_ = new RunningService({"--cores", "1"}); }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }
  /// What curl writes to its standard output.
  std::string get(const std::string& path, const std::string& options = "") const {
    return must("curl -sS " + options + " '" + service_->url() + path + "'");
  }
  std::string post(const Json& body, const std::string& options = "",
                   const std::string& path = "/v1/audio/speech") const {
    write_text("body.json", body.dump());
    return get(path, "-H 'Content-Type: application/json' --data-binary @body.json " + options);
  }
  static RunningService* service_;
};

RunningService* HttpService::service_ = nullptr;

std::string decode64(const std::string& text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<std::uint32_t>(digits.find(c));
    count += 6;
    if (count >= 8) bytes.push_back(static_cast<char>(bits >> (count -= 8) & 0xFF));
  }
  return bytes;
}

std::vector<Json> events_of(const std::string& text) {
  std::vector<Json> events;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\n\n", at);
    EXPECT_EQ(text.substr(at, 6), "data: ");
    if (end == std::string::npos) break;
    events.push_back(Json::parse(text.substr(at + 6, end - at - 6)));
    at = end + 2;
  }
  return events;
}

TEST_F(HttpService, SendsTheBytesThatSpeakWrites) {
  const std::string text = "Nobody had expected her before noon. She carried two bicycles.\n\nAnd a piano?";
  write_text("text", text);
  must("driftwave speak -f text --steps 1 --seed 5 --speed 1.25 --pitch 2 -o a.wav");
  Json body = {{"input", text}, {"steps", 1},    {"seed", 5},
               {"speed", 1.25}, {"pitch_st", 2}, {"response_format", "wav"}};
  const std::string wav = post(body);
  const std::vector<float> spoken = read_audio(path("a.wav")).samples;
  EXPECT_EQ(decode_audio(std::as_bytes(std::span(wav)), "answer").samples, spoken);
  body["response_format"] = "pcm";
  EXPECT_TRUE(post(body) == wav.substr(44));
  body["response_format"] = "flac";
  post(body, "-o a.flac");
  EXPECT_EQ(read_audio(path("a.flac")).samples, spoken);
}

TEST_F(HttpService, SpeaksWithTheDefaultsOfSpeak) {
  const std::string raw = must("driftwave speak Hello. --raw | cat");
  EXPECT_TRUE(post({{"input", "Hello."}, {"voice", "kathleen"}, {"response_format", "pcm"}}) == raw);
}

TEST_F(HttpService, SpeaksSsml) {
  const std::string document =
      "<speak>One <break time=\"300ms\"/><prosody rate=\"150%\">two</prosody>.</speak>";
  write_text("text", document);
  const std::string raw = must("driftwave speak -f text --ssml --steps 0 --raw | cat");
  EXPECT_TRUE(post({{"input", document}, {"ssml", true}, {"steps", 0}, {"response_format", "pcm"}}) == raw);
}

TEST_F(HttpService, EncodesAsAsked) {
  for (const char* format : {"wav", "mp3", "opus", "flac"}) {
    const std::string name = std::string("a.") + format;
    const std::string type =
        post({{"input", "Hello from Driftwave."}, {"steps", 0}, {"response_format", format}},
             "-o " + name + " -w '%{content_type}'");
    EXPECT_TRUE(type.starts_with("audio/")) << type;
    const AudioBuffer audio = read_audio(path(name));
    EXPECT_GT(audio.frames(), static_cast<std::size_t>(audio.sample_rate_hz) / 2) << format;
  }
}

TEST_F(HttpService, SendsEventsInsteadOfBytes) {
  const Json body = {{"input", "One. Two."}, {"steps", 0}, {"response_format", "pcm"}};
  Json sse = body;
  sse["stream_format"] = "sse";
  std::string sound;
  const std::vector<Json> events = events_of(post(sse));
  for (const Json& event : events) {
    if (event["type"] == "speech.audio.delta") sound += decode64(event["audio"]);
  }
  EXPECT_EQ(events.back()["type"], "speech.audio.done");
  EXPECT_TRUE(sound == post(body));
}

TEST_F(HttpService, TellsWhenWordsSound) {
  const std::string text = "It cost $5 then. Nobody paid!";
  write_text("text", text);
  must("driftwave speak -f text -o a.wav --timings a.json");
  const Json timings = Json::parse(must("cat a.json"));
  EXPECT_EQ(Json::parse(post({{"input", text}}, "", "/v1/audio/speech/timings")), timings);

  const std::string sse = post({{"input", text}, {"stream_format", "sse"}, {"response_format", "pcm"}}, "",
                               "/v1/audio/speech/timings");
  std::vector<std::string> words;
  double sound_seconds = 0;
  for (const Json& event : events_of(sse)) {
    if (event["type"] == "speech.audio.delta") {
      sound_seconds += static_cast<double>(decode64(event["audio"]).size()) / 2 / 44100;
    } else if (event["type"] == "speech.word") {
      words.push_back(event["text"]);
      EXPECT_GE(event["end_seconds"].get<double>(), sound_seconds) << "before it sounds: " << event;
    }
  }
  EXPECT_EQ(words, (std::vector<std::string>{"It", "cost", "$5", "then", "Nobody", "paid"}));
}

TEST_F(HttpService, VocodesARecordingAsTheCommandDoes) {
  write_tone("tone.wav", 1.2);
  must("driftwave vocode tone.wav -o a.wav --steps 1 --seed 3 --pitch 2");
  const std::string wav =
      get("/v1/audio/vocode", "-F file=@tone.wav -F steps=1 -F seed=3 -F pitch_st=2 -F response_format=wav");
  must("curl -sS -H 'Content-Type: audio/wav' --data-binary @tone.wav '" + service_->url() +
       "/v1/audio/vocode?steps=1&seed=3&pitch_st=2' -o b.wav");
  EXPECT_TRUE(wav.substr(44) == must("tail -c +45 b.wav"));
  const AudioBuffer audio = decode_audio(std::as_bytes(std::span(wav)), "answer");
  EXPECT_EQ(audio.samples, read_audio(path("a.wav")).samples);
}

TEST_F(HttpService, SaysWhatIsThere) {
  const Json voices = Json::parse(get("/v1/voices"));
  EXPECT_EQ(voices["data"][0]["id"], "kathleen");
  EXPECT_EQ(Json::parse(get("/v1/models"))["object"], "list");
  EXPECT_EQ(Json::parse(get("/health"))["status"], "ok");
  EXPECT_EQ(Json::parse(get("/ready"))["status"], "ready");
  const std::string metrics = get("/metrics");
  EXPECT_NE(metrics.find("driftwave_requests_total{route=\"/v1/voices\",status=\"200\"}"), std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("driftwave_audio_seconds_total"), std::string::npos);
}

/// Fails the test unless the value is as the schema says: the words of JSON Schema that the description uses.
void expect_as_described(const Json& document, const Json& schema, const Json& value,
                         const std::string& where) {
  if (schema.contains("$ref")) {
    const std::string pointer = schema["$ref"].get<std::string>().substr(1);
    return expect_as_described(document, document.at(Json::json_pointer(pointer)), value, where);
  }
  if (schema.contains("const")) {
    EXPECT_EQ(value, schema["const"]) << where;
  }
  if (schema.contains("type")) {
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    const std::string type = value.is_number() ? "number" : value.type_name();
    EXPECT_TRUE(std::ranges::count(types, Json(type)) > 0) << where << ": " << value;
  }
  for (const Json& key : schema.value("required", Json::array())) {
    EXPECT_TRUE(value.contains(key.get<std::string>())) << where << "/" << key << ": " << value;
  }
  if (value.is_object()) {
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [key, of_key] : properties.items()) {
      if (value.contains(key)) expect_as_described(document, of_key, value[key], where + "/" + key);
    }
  }
  if (value.is_array() && schema.contains("items")) {
    for (const Json& item : value) expect_as_described(document, schema["items"], item, where + "[]");
  }
}

TEST_F(HttpService, IsWhatItsDescriptionSays) {
  const Json description = Json::parse(get("/openapi.json"));
  for (const auto& [name, methods] : description["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      const bool is_post = method == "post";
      const std::string answer =
          get(name, std::string("-o body -w '%{http_code} %{content_type}' ") +
                        (is_post ? "-H 'Content-Type: application/json' -d '{}'" : ""));
      const std::string status = answer.substr(0, 3);
      ASSERT_TRUE(operation["responses"].contains(status)) << name << " " << answer;
      EXPECT_EQ(status, is_post ? "400" : "200") << name;
      Json described = operation["responses"][status];
      if (described.contains("$ref"))
        described = description.at(Json::json_pointer(described["$ref"].get<std::string>().substr(1)));
      const std::string type = answer.substr(4, answer.find(';') - 4);
      ASSERT_TRUE(described["content"].contains(type)) << name << " " << answer;
      if (const Json& content = described["content"][type]; content.contains("schema"))
        expect_as_described(description, content["schema"], Json::parse(must("cat body")), name);
    }
  }
  const Json timings = Json::parse(post({{"input", "One. Two."}}, "", "/v1/audio/speech/timings"));
  expect_as_described(description, description["components"]["schemas"]["Timings"], timings, "timings");
  EXPECT_EQ(timings["sentences"].size(), 2U);
  // Each key that it knows is known to the service, and no other.
  for (const auto& [key, schema] :
       description["components"]["schemas"]["SpeechRequest"]["properties"].items()) {
    Json body = {{"input", "a"}};
    body[key] = Json::object();
    const std::string answer = post(body);
    EXPECT_EQ(Json::parse(answer)["error"]["param"], key) << answer;
  }
  // So is each field of a form.
  for (const char* const form : {"/v1/audio/vocode", "/v1/audio/morph", "/v1/audio/repair"}) {
    const Json& schema =
        description["paths"][form]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"];
    for (const auto& [key, of_key] : schema["properties"].items()) {
      const std::string answer = get(form, "-F '" + key + "=nothing that it takes'");
      EXPECT_EQ(answer.find("want a field of this path"), std::string::npos) << form << " " << key << answer;
    }
  }
}

TEST_F(HttpService, HasAPageThatLoadsNothingFromElsewhere) {
  const std::string html = get("/", "-D head");
  EXPECT_NE(must("cat head").find("Content-Security-Policy: default-src 'self'"), std::string::npos);
  EXPECT_EQ(html.find("http"), std::string::npos) << "an address of another server";
  for (const char* file : {"/page.js", "/page.css", "/recording.js"}) {
    EXPECT_NE(html.find(file), std::string::npos);
    EXPECT_GT(get(file).size(), 1000U) << file;
  }
}

TEST_F(HttpService, TellsWhatIsWrong) {
  const auto status_of = [this](const std::string& options, const std::string& path_of) {
    return get(path_of, options + " -o error.json -w '%{http_code}'");
  };
  const std::string json = "-H 'Content-Type: application/json' ";
  EXPECT_EQ(status_of(json + "-d nonsense", "/v1/audio/speech"), "400");
  EXPECT_EQ(status_of(json + "-d '{\"input\": \"a\", \"volume\": 3}'", "/v1/audio/speech"), "400");
  EXPECT_EQ(status_of(json + "-d '{\"input\": \"...\"}'", "/v1/audio/speech"), "400");
  EXPECT_EQ(Json::parse(must("cat error.json"))["error"]["code"], "nothing_to_speak");
  EXPECT_EQ(status_of(json + "-d '{\"input\": \"<speak>\", \"ssml\": true}'", "/v1/audio/speech"), "400");
  EXPECT_EQ(Json::parse(must("cat error.json"))["error"]["code"], "invalid_ssml");
  EXPECT_EQ(status_of(json + "-d '{\"input\": \"a\", \"voice\": \"/etc\"}'", "/v1/audio/speech"), "400");
  EXPECT_EQ(status_of(json + "-d '{\"input\": \"a\", \"steps\": 1000}'", "/v1/audio/speech"), "400");
  EXPECT_EQ(status_of("-d '{\"input\": \"a\"}'", "/v1/audio/speech"), "415");
  EXPECT_EQ(status_of("-F file=@error.json", "/v1/audio/vocode"), "400");
  EXPECT_EQ(status_of("", "/etc/passwd"), "404");
  EXPECT_EQ(status_of("-X DELETE", "/v1/voices"), "404");
  EXPECT_EQ(status_of("-H 'Origin: http://elsewhere.example'", "/v1/voices"), "403");
  EXPECT_EQ(status_of("-H 'Origin: " + service_->url() + "'", "/v1/voices"), "200");
  EXPECT_TRUE(Json::parse(must("cat error.json")).is_object());
}

}  // namespace
}  // namespace driftwave
