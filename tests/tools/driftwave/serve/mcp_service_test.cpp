/// `driftwave serve --mcp`, a scripted exchange of the Model Context Protocol.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

Json request(const Json& id, const std::string& method, const Json& parameters = Json::object()) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", parameters}};
}

Json call(const Json& id, const Json& arguments) {
  return request(id, "tools/call", {{"name", "speak"}, {"arguments", arguments}});
}

Json introduction(const std::string& revision) {
  return request(0, "initialize",
                 {{"protocolVersion", revision},
                  {"capabilities", Json::object()},
                  {"clientInfo", {{"name", "test"}, {"version", "1"}}}});
}

class McpService : public CommandLine {
 protected:
  /// The answers to these lines.
  [[nodiscard]] std::vector<Json> exchange(const std::string& lines, const std::string& options = "") const {
    write_text("lines", lines);
    std::istringstream out(must("driftwave serve --mcp --cores 1 " + options + " < lines"));
    std::vector<Json> answers;
    for (std::string line; std::getline(out, line);) answers.push_back(Json::parse(line));
    return answers;
  }
  [[nodiscard]] std::vector<Json> answers_to(const std::vector<Json>& messages) const {
    std::string lines;
    for (const Json& message : messages) lines += message.dump() + "\n";
    return exchange(lines);
  }
  /// The one answer with this id.
  static Json to(const std::vector<Json>& answers, const Json& id) {
    std::vector<Json> found;
    std::ranges::copy_if(answers, std::back_inserter(found),
                         [&](const Json& answer) { return answer.at("id") == id; });
    EXPECT_EQ(found.size(), 1U) << id;
    return found.empty() ? Json::object() : found[0];
  }
  [[nodiscard]] std::string decoded(const std::string& base64) const {
    write_text("base64", base64);
    return must("base64 -d base64");
  }
};

TEST_F(McpService, IntroducesItselfAndItsTool) {
  const std::vector<Json> answers = answers_to({introduction("2025-06-18"),
                                                {{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}},
                                                request("a", "ping"),
                                                request(2, "tools/list")});
  ASSERT_EQ(answers.size(), 3U) << "a notification is not answered";
  for (const Json& answer : answers) EXPECT_EQ(answer["jsonrpc"], "2.0");
  const Json introduced = to(answers, 0)["result"];
  EXPECT_EQ(introduced["protocolVersion"], "2025-06-18");
  EXPECT_TRUE(introduced["capabilities"]["tools"].is_object());
  EXPECT_EQ(introduced["serverInfo"]["name"], "driftwave");
  EXPECT_EQ(to(answers, "a")["result"], Json::object());
  const Json tools = to(answers, 2)["result"]["tools"];
  ASSERT_EQ(tools.size(), 1U);
  EXPECT_EQ(tools[0]["name"], "speak");
  const Json schema = tools[0]["inputSchema"];
  EXPECT_EQ(schema["type"], "object");
  EXPECT_EQ(schema["required"], Json::array({"input"}));
  EXPECT_EQ(schema.dump().find("$ref"), std::string::npos) << "of a document that the client has not";
}

TEST_F(McpService, TakesEachArgumentThatItsToolDescribes) {
  const Json schema =
      to(answers_to({request(1, "tools/list")}), 1)["result"]["tools"][0]["inputSchema"]["properties"];
  std::vector<Json> calls;
  for (const auto& [key, description] : schema.items()) {
    Json arguments = {{"input", "a"}};
    arguments[key] = Json::object();
    calls.push_back(call(key, arguments));
  }
  const std::vector<Json> answers = answers_to(calls);
  for (const auto& [key, description] : schema.items()) {
    const std::string reason = to(answers, key)["result"]["content"][0]["text"];
    EXPECT_NE(reason.find("\"" + key + "\": want"), std::string::npos) << key << ": " << reason;
  }
}

TEST_F(McpService, AgreesOnARevisionThatItKnows) {
  EXPECT_EQ(answers_to({introduction("2024-11-05")})[0]["result"]["protocolVersion"], "2024-11-05");
  EXPECT_EQ(answers_to({introduction("2099-01-01")})[0]["result"]["protocolVersion"], "2025-11-25");
}

TEST_F(McpService, AnswersWithTheSoundThatSpeakMakes) {
  const std::vector<Json> answers =
      answers_to({introduction("2025-06-18"),
                  call(1, {{"input", "It cost $5 then."}, {"seed", 3}, {"response_format", "pcm"}}),
                  call("b", {{"input", "Hello."}, {"steps", 0}})});
  const Json result = to(answers, 1)["result"];
  EXPECT_EQ(result["isError"], false);
  EXPECT_EQ(result["content"][0]["type"], "audio");
  EXPECT_EQ(result["content"][0]["mimeType"], "audio/pcm");
  EXPECT_EQ(result["content"][1]["type"], "text");
  EXPECT_TRUE(decoded(result["content"][0]["data"]) ==
              must("driftwave speak 'It cost $5 then.' --seed 3 --raw | cat"));
  EXPECT_EQ(to(answers, "b")["result"]["content"][0]["mimeType"], "audio/mpeg");
}

TEST_F(McpService, GivesAResourceToClientsThatKnowNoAudio) {
  const std::vector<Json> answers = answers_to(
      {introduction("2024-11-05"), call(1, {{"input", "Hello."}, {"steps", 0}, {"response_format", "pcm"}})});
  const Json content = to(answers, 1)["result"]["content"][0];
  EXPECT_EQ(content["type"], "resource");
  EXPECT_EQ(content["resource"]["mimeType"], "audio/pcm");
  EXPECT_TRUE(decoded(content["resource"]["blob"]) == must("driftwave speak Hello. --steps 0 --raw | cat"));
}

TEST_F(McpService, TellsTheModelWhatIsWrongWithACall) {
  const std::vector<Json> answers = answers_to({call(1, {{"input", "..."}}), call(2, {{"text", "Hello."}}),
                                                call(3, {{"input", "a"}, {"speed", 9}}),
                                                call(4, {{"input", "a"}, {"voice", "/etc/passwd"}})});
  const std::vector<std::string> words = {"sound", "input", "speed", "voice"};
  for (int id = 1; id <= 4; ++id) {
    const Json result = to(answers, id)["result"];
    EXPECT_EQ(result["isError"], true) << id;
    const std::string reason = result["content"][0]["text"];
    EXPECT_NE(reason.find(words[static_cast<std::size_t>(id - 1)]), std::string::npos) << reason;
  }
}

TEST_F(McpService, AnswersWhatIsNoRequestWithTheCodesOfJsonRpc) {
  const std::vector<Json> answers = exchange(
      "nonsense\n"
      "7\n"
      "{\"jsonrpc\": \"1.0\", \"id\": 1, \"method\": \"ping\"}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 2}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": null, \"method\": \"ping\"}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 3, \"method\": \"dance\"}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 4, \"method\": \"ping\", \"params\": [1]}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 5, \"method\": \"tools/call\", \"params\": {\"name\": \"dance\"}}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 6, \"method\": \"initialize\"}\n"
      "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/cancelled\", \"params\": {\"requestId\": 99}}\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 8, \"result\": {}}\n"
      "\n"
      "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"ping\"}");
  ASSERT_EQ(answers.size(), 10U);
  const std::vector<int> codes = {-32700, -32600, -32600, -32600, -32600, -32601, -32602, -32602, -32602};
  for (std::size_t i = 0; i < codes.size(); ++i)
    EXPECT_EQ(answers[i]["error"]["code"], codes[i]) << answers[i];
  EXPECT_EQ(answers[0]["id"], nullptr);
  EXPECT_EQ(answers[2]["id"], 1);
  EXPECT_EQ(answers[9]["result"], Json::object());
}

TEST_F(McpService, AnswersABatchAtOnce) {
  const Json batch = Json::array({request(1, "ping"),
                                  {{"jsonrpc", "2.0"}, {"method", "notifications/x"}},
                                  call(2, {{"input", "Hello."}, {"steps", 0}}),
                                  request(3, "dance")});
  const std::vector<Json> answers = exchange(batch.dump() + "\n[]\n");
  ASSERT_EQ(answers.size(), 2U);
  const bool is_first = answers[0].is_array();
  const Json& together = answers[is_first ? 0 : 1];
  ASSERT_EQ(together.size(), 3U);
  EXPECT_EQ(to(together, 2)["result"]["isError"], false);
  EXPECT_EQ(to(together, 3)["error"]["code"], -32601);
  EXPECT_EQ(answers[is_first ? 1 : 0]["error"]["code"], -32600);
}

TEST_F(McpService, AnswersNoCallThatWasCancelled) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "The captain waved, and then he laughed. ";
  const std::vector<Json> answers =
      answers_to({call(1, {{"input", text}}),
                  {{"jsonrpc", "2.0"}, {"method", "notifications/cancelled"}, {"params", {{"requestId", 1}}}},
                  request(2, "ping")});
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0]["id"], 2);
}

TEST_F(McpService, SkipsALineThatIsTooLong) {
  const std::vector<Json> answers =
      exchange(std::string(300000, 'a') + "\n" + request(1, "ping").dump() + "\n", "--max-text 100");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0]["error"]["code"], -32600);
  EXPECT_EQ(to(answers, 1)["result"], Json::object());
}

TEST_F(McpService, IsNotJsonLinesAtOnce) {
  refuses("driftwave serve --mcp --stdio", 2, "--stdio");
}

}  // namespace
}  // namespace driftwave
