/// Several voices in one `driftwave serve`.
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>

#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/raw_client.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

/// A folder of voices beside those that are installed, named in DRIFTWAVE_VOICES for the time of a test.
class ServedVoices : public CommandLine {
 protected:
  ServedVoices() {
    if (const char* const before = std::getenv("DRIFTWAVE_VOICES")) before_ = before;
    for (const Json& voice : Json::parse(must("driftwave voices --json"))) {
      if (voice["name"] == "kathleen") shipped_ = voice["folder"].get<std::string>();
    }
    std::filesystem::create_directory(path("voices"));
    ::setenv("DRIFTWAVE_VOICES", path("voices").c_str(), 1);
    add_voice("second", "ljspeech", "en-us");
  }
  ~ServedVoices() override {
    if (before_) {
      ::setenv("DRIFTWAVE_VOICES", before_->c_str(), 1);
    } else {
      ::unsetenv("DRIFTWAVE_VOICES");
    }
  }
  /// Kathleen's models, and another speaker of theirs.
  void add_voice(const std::string& name, const std::string& speaker, const std::string& language,
                 const std::string& models = "") const {
    const std::filesystem::path from = models.empty() ? shipped_ : std::filesystem::path(models);
    std::filesystem::create_directory(path("voices/" + name));
    const Json description = {{"name", "The " + name},
                              {"language", language},
                              {"licence", "CC-BY-4.0"},
                              {"speaker", speaker},
                              {"files",
                               {{"acoustic", (from / "acoustic.safetensors").string()},
                                {"vocoder", (from / "vocoder.safetensors").string()}}}};
    write_text("voices/" + name + "/voice.json", description.dump());
  }
  /// What curl writes to its standard output.
  std::string get(const RunningService& service, const std::string& asked,
                  const std::string& options = "") const {
    return must("curl -sS " + options + " '" + service.url() + asked + "'");
  }
  std::string speak(const RunningService& service, const Json& body, const std::string& options = "",
                    const std::string& asked = "/v1/audio/speech") const {
    write_text("body.json", body.dump());
    return get(service, asked, "-H 'Content-Type: application/json' --data-binary @body.json " + options);
  }
  /// The one whose member `key` is `value`, or nothing.
  static Json entry(const Json& list, const std::string& key, const std::string& value) {
    for (const Json& each : list) {
      if (each.at(key) == value) return each;
    }
    return nullptr;
  }
  /// The bytes of base64, of which there may be several texts, a line each.
  [[nodiscard]] std::string decoded(const std::string& base64) const {
    write_text("base64", base64);
    return must("while read -r piece; do printf %s \"$piece\" | base64 -d; done < base64");
  }

  std::filesystem::path shipped_;

 private:
  std::optional<std::string> before_;
};

TEST_F(ServedVoices, AreListedAndSpeakOverHttp) {
  const RunningService service({"--cores", "1"});
  Json listed = Json::parse(get(service, "/v1/voices"))["data"];
  EXPECT_EQ(listed[0]["id"], "kathleen") << "the default is first";
  Json second = entry(listed, "id", "second");
  EXPECT_EQ(second["name"], "The second");
  EXPECT_EQ(second["language"], "en-us");
  EXPECT_FALSE(second.contains("max_steps")) << "nobody has asked for it";
  EXPECT_EQ(entry(listed, "id", "kathleen")["sample_rate_hz"], 44100);

  const Json body = {{"input", "Hello there."}, {"voice", "second"}, {"response_format", "pcm"}};
  const std::string raw = must("driftwave speak 'Hello there.' --voice second --raw | cat");
  EXPECT_TRUE(speak(service, body) == raw);
  Json other = body;
  other["voice"] = "nova";
  const std::string kathleen = speak(service, other);
  EXPECT_TRUE(kathleen == must("driftwave speak 'Hello there.' --raw | cat"));
  EXPECT_FALSE(kathleen == raw);
  EXPECT_TRUE(speak(service, body) == raw) << "the two do not mix";
  listed = Json::parse(get(service, "/v1/voices"))["data"];
  EXPECT_EQ(entry(listed, "id", "second")["sample_rate_hz"], 44100);

  Json flac = body;
  flac["response_format"] = "flac";
  speak(service, flac, "-o a.flac");
  const std::string info = must("cat a.flac");
  EXPECT_NE(info.find("The second"), std::string::npos) << "its tags";
  EXPECT_NE(info.find("CC-BY-4.0"), std::string::npos) << "its tags";
}

TEST_F(ServedVoices, AreTheDefaultWhereTheOptionSaysSo) {
  const RunningService service({"--cores", "1", "--voice", "second"});
  const Json listed = Json::parse(get(service, "/v1/voices"))["data"];
  EXPECT_EQ(listed[0]["id"], "second");
  EXPECT_FALSE(entry(listed, "id", "kathleen").is_null());
  const Json body = {{"input", "Hello."}, {"voice", "alloy"}, {"response_format", "pcm"}};
  EXPECT_TRUE(speak(service, body) == must("driftwave speak Hello. --voice second --raw | cat"));
}

TEST_F(ServedVoices, AreRefusedByNamesThatAreNone) {
  const RunningService service({"--cores", "1"});
  for (const char* name : {"nobody", "../second", "voices/second", "Second"}) {
    const Json body = {{"input", "Hello."}, {"voice", name}};
    EXPECT_EQ(speak(service, body, "-o error.json -w '%{http_code}'"), "400") << name;
    const Json error = Json::parse(must("cat error.json"))["error"];
    EXPECT_EQ(error["code"], "unknown_voice");
    EXPECT_EQ(error["param"], "voice");
    for (const char* known : {"\"kathleen\"", "\"second\""})
      EXPECT_NE(error["message"].get<std::string>().find(known), std::string::npos) << error;
  }
}

TEST_F(ServedVoices, ThatCannotBeLoadedLeaveTheServiceAlive) {
  std::filesystem::create_directory(path("models"));
  std::filesystem::create_symlink(shipped_ / "vocoder.safetensors", path("models/vocoder.safetensors"));
  write_text("models/acoustic.safetensors", "no model");
  add_voice("broken", "ljspeech", "en-us", path("models"));
  std::filesystem::create_directory(path("voices/unusable"));
  write_text("voices/unusable/voice.json", "{}");
  const RunningService service({"--cores", "1"});
  const Json listed = Json::parse(get(service, "/v1/voices"))["data"];
  EXPECT_TRUE(entry(listed, "id", "unusable").is_null());
  const Json body = {{"input", "Hello."}, {"voice", "broken"}, {"response_format", "pcm"}};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(speak(service, body, "-o error.json -w '%{http_code}'"), "500");
    const std::string error = must("cat error.json");
    EXPECT_EQ(Json::parse(error)["error"]["code"], "voice_unavailable");
    EXPECT_NE(error.find("broken"), std::string::npos) << error;
    EXPECT_EQ(error.find(path("").string()), std::string::npos) << "a path of the server's: " << error;
  }
  Json well = body;
  well["voice"] = "second";
  EXPECT_TRUE(speak(service, well) == must("driftwave speak Hello. --voice second --raw | cat"));
  // What has been mended meanwhile is loaded.
  std::filesystem::remove(path("models/acoustic.safetensors"));
  std::filesystem::create_symlink(shipped_ / "acoustic.safetensors", path("models/acoustic.safetensors"));
  EXPECT_TRUE(speak(service, body) == must("driftwave speak Hello. --voice broken --raw | cat"));
}

TEST_F(ServedVoices, OfFoldersThatCannotBeReadLeaveTheDefaultToSpeak) {
  std::filesystem::create_symlink("loop", path("voices/loop"));
  const RunningService service({"--cores", "1"});
  EXPECT_EQ(Json::parse(get(service, "/v1/voices"))["data"][0]["id"], "kathleen");
}

TEST_F(ServedVoices, TakeTheLexiconOfTheDefaultsLanguage) {
  add_voice("british", "ljspeech", "en-gb-x-rp");
  write_text("words", "gnu /nˈuː/\n");
  const RunningService service({"--cores", "1", "--lexicon", path("words")});
  const auto raw_of = [&](const std::string& voice) {
    return speak(service, {{"input", "A gnu."}, {"voice", voice}, {"steps", 0}, {"response_format", "pcm"}});
  };
  const std::string command = "driftwave speak 'A gnu.' --steps 0 --raw ";
  for (const std::string voice : {"kathleen", "second"})
    EXPECT_TRUE(raw_of(voice) == must(command + "--lexicon words --voice " + voice + " | cat")) << voice;
  EXPECT_TRUE(raw_of("british") == must(command + "--voice british | cat"));
}

/// Kathleen's models as if they had learned at another rate.
TEST_F(ServedVoices, SpeakAtTheirOwnRates) {
  std::filesystem::create_directory(path("models"));
  for (const std::string model : {"acoustic", "vocoder"}) {
    const std::string from = (shipped_ / (model + ".safetensors")).string();
    must("LC_ALL=C sed 's/sample_rate_hz\\\\\":44100/sample_rate_hz\\\\\":48000/' '" + from + "' > models/" +
         model + ".safetensors");
  }
  add_voice("fast", "ljspeech", "en-us", path("models"));
  const RunningService service({"--cores", "1", "--wyoming-port", "0"});
  Json body = {{"input", "Hello."}, {"voice", "fast"}, {"response_format", "wav"}};
  EXPECT_NE(speak(service, body, "-D - -o a.wav").find("X-Sample-Rate: 48000"), std::string::npos);
  must("driftwave speak Hello. --voice fast -o b.wav --timings b.json");
  EXPECT_EQ(read_audio(path("a.wav")).sample_rate_hz, 48000);
  EXPECT_EQ(read_audio(path("a.wav")).samples, read_audio(path("b.wav")).samples);
  EXPECT_EQ(Json::parse(speak(service, body, "", "/v1/audio/speech/timings")),
            Json::parse(must("cat b.json")));
  // Recordings stay with the default voice.
  must("curl -sS -F file=@a.wav -F steps=0 -D headers -o c.wav '" + service.url() + "/v1/audio/vocode'");
  EXPECT_NE(must("cat headers").find("X-Sample-Rate: 44100"), std::string::npos);

  const RawClient client(service.wyoming_port());
  ASSERT_TRUE(
      client.send("{\"type\": \"synthesize\", \"data\": {\"text\": \"Hello.\", \"voice\": {\"name\": "
                  "\"fast\"}}}\n"));
  const Json start = Json::parse(client.read_line());
  EXPECT_EQ(start["type"], "audio-start");
  EXPECT_EQ(Json::parse(client.read(start["data_length"]))["rate"], 48000);
}

TEST_F(ServedVoices, AreListedAndSpeakOverWyoming) {
  const RunningService service({"--cores", "1", "--wyoming-port", "0"});
  const RawClient client(service.wyoming_port());
  ASSERT_TRUE(client.send("{\"type\": \"describe\"}\n"));
  Json header = Json::parse(client.read_line());
  const Json voices = Json::parse(client.read(header["data_length"]))["tts"][0]["voices"];
  EXPECT_EQ(voices[0]["name"], "kathleen");
  EXPECT_EQ(entry(voices, "name", "second")["languages"], Json::array({"en_US"}));
  ASSERT_TRUE(
      client.send("{\"type\": \"synthesize\", \"data\": {\"text\": \"Hello.\", \"voice\": {\"name\": "
                  "\"second\"}}}\n"));
  std::string sound;
  do {
    header = Json::parse(client.read_line());
    (void)client.read(header.value("data_length", 0));
    sound += client.read(header.value("payload_length", 0));
  } while (header["type"] == "audio-start" || header["type"] == "audio-chunk");
  EXPECT_EQ(header["type"], "audio-stop");
  EXPECT_TRUE(sound == must("driftwave speak Hello. --voice second --raw | cat"));
}

TEST_F(ServedVoices, AreListedAndSpeakOverLines) {
  write_text("lines",
             "{\"id\": 1, \"op\": \"voices\"}\n"
             "{\"id\": 2, \"op\": \"speak\", \"input\": \"Hello.\", \"voice\": \"second\"}\n"
             "{\"id\": 3, \"op\": \"speak\", \"input\": \"Hello.\", \"voice\": \"nobody\"}\n");
  std::istringstream out(must("driftwave serve --stdio --cores 1 < lines"));
  std::string sound;
  int refused = 0;
  for (std::string line; std::getline(out, line);) {
    const Json answer = Json::parse(line);
    if (answer["event"] == "voices") {
      EXPECT_EQ(answer["voices"][0]["name"], "kathleen");
      EXPECT_EQ(entry(answer["voices"], "name", "second")["language"], "en-us");
    }
    if (answer["event"] == "audio") sound += answer["audio"].get<std::string>() + "\n";
    if (answer["event"] == "error") {
      ++refused;
      EXPECT_EQ(answer["id"], 3);
      EXPECT_EQ(answer["error"]["code"], "unknown_voice");
    }
  }
  EXPECT_EQ(refused, 1);
  EXPECT_TRUE(decoded(sound) == must("driftwave speak Hello. --voice second --raw | cat"));
}

TEST_F(ServedVoices, AreNamedAndSpeakAsATool) {
  const auto call = [](int id, const std::string& voice) {
    return Json{{"jsonrpc", "2.0"},
                {"id", id},
                {"method", "tools/call"},
                {"params",
                 {{"name", "speak"},
                  {"arguments", {{"input", "Hello."}, {"voice", voice}, {"response_format", "pcm"}}}}}}
        .dump();
  };
  write_text("lines", "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/list\"}\n" + call(2, "second") +
                          "\n" + call(3, "nobody") + "\n");
  std::istringstream out(must("driftwave serve --mcp --cores 1 < lines"));
  Json results;
  for (std::string line; std::getline(out, line);) {
    const Json answer = Json::parse(line);
    results[std::to_string(answer["id"].get<int>())] = answer["result"];
  }
  const Json tool = results["1"]["tools"][0];
  EXPECT_NE(tool["description"].get<std::string>().find("second (language: en-us)"), std::string::npos);
  const Json names = tool["inputSchema"]["properties"]["voice"]["enum"];
  EXPECT_EQ(names[0], "kathleen");
  EXPECT_NE(names.dump().find("\"second\""), std::string::npos);
  EXPECT_TRUE(decoded(results["2"]["content"][0]["data"].get<std::string>() + "\n") ==
              must("driftwave speak Hello. --voice second --raw | cat"));
  EXPECT_EQ(results["3"]["isError"], true);
}

}  // namespace
}  // namespace driftwave
