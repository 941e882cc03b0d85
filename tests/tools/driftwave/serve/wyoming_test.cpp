/// `driftwave serve --wyoming-port`, asked as the protocol's description says.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/tools/driftwave/program.h"
#include "tests/tools/driftwave/serve/raw_client.h"
#include "tests/tools/driftwave/serve/running_service.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

struct Event {
  std::string type;
  Json data;
  std::string payload;
};

class Wyoming : public CommandLine {
 protected:
  static void SetUpTestSuite() { service_ = new RunningService({"--cores", "1", "--wyoming-port", "0"}); }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }

  static void send(const RawClient& client, const std::string& type, const Json& data = Json::object()) {
    const std::string text = data.dump();
    const Json header = {{"type", type}, {"version", "1.5.2"}, {"data_length", text.size()}};
    ASSERT_TRUE(client.send(header.dump() + "\n" + text));
  }
  static Event read(const RawClient& client) {
    const std::string line = client.read_line();
    if (line.empty()) {
      ADD_FAILURE() << "the connection ended";
      return {.type = "end", .data = {}, .payload = ""};
    }
    const Json header = Json::parse(line);
    Event event{.type = header.at("type"), .data = Json::object(), .payload = ""};
    if (header.contains("data_length")) event.data = Json::parse(client.read(header["data_length"]));
    if (header.contains("payload_length")) event.payload = client.read(header["payload_length"]);
    return event;
  }
  /// The sound from audio-start to audio-stop.
  static std::string read_sound(const RawClient& client) {
    const Event start = read(client);
    EXPECT_EQ(start.type, "audio-start");
    EXPECT_EQ(start.data["rate"], 44100);
    EXPECT_EQ(start.data["width"], 2);
    EXPECT_EQ(start.data["channels"], 1);
    std::string sound;
    for (Event event = read(client); event.type != "audio-stop"; event = read(client)) {
      EXPECT_EQ(event.type, "audio-chunk") << event.data;
      if (event.type != "audio-chunk") break;
      EXPECT_EQ(event.data["timestamp"], sound.size() / 2 * 1000 / 44100);
      sound += event.payload;
    }
    return sound;
  }
  static RunningService* service_;
};

RunningService* Wyoming::service_ = nullptr;

TEST_F(Wyoming, DescribesItsVoice) {
  const RawClient client(service_->wyoming_port());
  ASSERT_TRUE(client.send("{\"type\": \"describe\"}\n"));
  const Event info = read(client);
  EXPECT_EQ(info.type, "info");
  const Json& program = info.data["tts"][0];
  EXPECT_EQ(program["supports_synthesize_streaming"], true);
  EXPECT_EQ(program["voices"][0]["name"], "kathleen");
  EXPECT_EQ(program["voices"][0]["languages"][0], "en_US");
  for (const char* key : {"name", "attribution", "installed", "description", "version"}) {
    EXPECT_TRUE(program.contains(key) && program["voices"][0].contains(key)) << key;
  }
}

TEST_F(Wyoming, SpeaksAsSpeakDoes) {
  const RawClient client(service_->wyoming_port());
  for (const std::string text : {"One boat came in. Two went out.", "Hello."}) {
    send(client, "synthesize", {{"text", text}, {"voice", {{"name", "kathleen"}}}});
    EXPECT_TRUE(read_sound(client) == must("driftwave speak '" + text + "' --raw | cat")) << text;
  }
}

TEST_F(Wyoming, SpeaksSsml) {
  const RawClient client(service_->wyoming_port());
  const std::string document = "<speak>One <break time=\"300ms\"/> two.</speak>";
  write_text("text", document);
  send(client, "synthesize", {{"text", document}});
  EXPECT_TRUE(read_sound(client) == must("driftwave speak -f text --ssml --raw | cat"));
}

TEST_F(Wyoming, SpeaksATextWhileItComes) {
  const RawClient client(service_->wyoming_port());
  send(client, "synthesize-start", {{"voice", {{"name", "kathleen"}}}});
  for (const char* chunk : {"One bo", "at came in. T", "wo "})
    send(client, "synthesize-chunk", {{"text", chunk}});
  // The first sentence is whole: it is heard before the rest has been sent, or this waits for ever.
  EXPECT_EQ(read(client).type, "audio-start");
  const Event first = read(client);
  EXPECT_EQ(first.type, "audio-chunk");
  send(client, "synthesize-chunk", {{"text", "went out."}});
  send(client, "synthesize",
       {{"text", "One boat came in. Two went out."}});  // for services that do not stream
  send(client, "synthesize-stop");
  std::string sound = first.payload;
  Event event = read(client);
  for (; event.type == "audio-chunk"; event = read(client)) sound += event.payload;
  EXPECT_EQ(event.type, "audio-stop");
  EXPECT_EQ(read(client).type, "synthesize-stopped");
  EXPECT_TRUE(sound == must("echo 'One boat came in. Two went out.' | driftwave speak --raw | cat"));
}

TEST_F(Wyoming, TellsWhatCannotBeSpoken) {
  const RawClient client(service_->wyoming_port());
  const Json problems[] = {{{"text", "..."}},
                           {{"text", "a"}, {"voice", {{"name", "nobody"}}}},
                           {{"text", "<speak>"}},
                           {{"text", std::string(200000, 'a')}}};
  for (const Json& data : problems) {
    send(client, "synthesize", data);
    const Event event = read(client);
    EXPECT_EQ(event.type, "error");
    EXPECT_FALSE(event.data["text"].get<std::string>().empty());
  }
  send(client, "ping", {{"text", "there?"}});
  EXPECT_EQ(read(client).data["text"], "there?");
}

TEST_F(Wyoming, SurvivesWhatIsNoWyoming) {
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\n\r\n"), std::string("{\"type\": 5}\n"),
        std::string("{\"type\": \"a\", \"data_length\": -1}\n"),
        std::string("{\"type\": \"a\", \"data_length\": 99999999999}\n"), std::string("\n"),
        std::string(2000000, '['), std::string("{\"type\": \"synthesize\", \"data_length\": 3}\n[1]")}) {
    const RawClient client(service_->wyoming_port());
    client.send(bytes);
    EXPECT_EQ(client.read_all(), "") << bytes.substr(0, 40);
  }
  const RawClient client(service_->wyoming_port());
  // A payload is for others, and skipped.
  ASSERT_TRUE(
      client.send("{\"type\": \"audio-chunk\", \"payload_length\": 5}\n12345{\"type\": \"describe\"}\n"));
  EXPECT_EQ(read(client).type, "info");
}

}  // namespace
}  // namespace driftwave
