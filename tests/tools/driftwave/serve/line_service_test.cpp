/// `driftwave serve --stdio`, a line in and lines out.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

class LineService : public CommandLine {
 protected:
  /// The answers to these lines.
  [[nodiscard]] std::vector<Json> ask(const std::string& lines, const std::string& options = "") const {
    write_text("lines", lines);
    std::istringstream out(must("driftwave serve --stdio --cores 1 " + options + " < lines"));
    std::vector<Json> answers;
    for (std::string line; std::getline(out, line);) answers.push_back(Json::parse(line));
    return answers;
  }
  static std::vector<Json> of(const std::vector<Json>& answers, const Json& id, const std::string& event) {
    std::vector<Json> found;
    for (const Json& answer : answers) {
      if (answer["id"] == id && answer["event"] == event) found.push_back(answer);
    }
    return found;
  }
  /// The sound that a request was answered with, in base64 piece by piece.
  [[nodiscard]] std::string sound_of(const std::vector<Json>& answers, const Json& id) const {
    std::string pieces;
    for (const Json& answer : of(answers, id, "audio")) pieces += answer["audio"].get<std::string>() + "\n";
    write_text("pieces", pieces);
    return must("while read -r piece; do printf %s \"$piece\" | base64 -d; done < pieces");
  }
};

TEST_F(LineService, SpeaksSeveralTextsAtOnce) {
  const std::vector<Json> answers =
      ask("{\"id\": 1, \"op\": \"speak\", \"input\": \"It cost $5 then.\", \"seed\": 3}\n"
          "{\"id\": \"b\", \"op\": \"speak\", \"input\": \"Hello.\", \"steps\": 0}\n");
  EXPECT_TRUE(sound_of(answers, 1) == must("driftwave speak 'It cost $5 then.' --seed 3 --raw | cat"));
  EXPECT_TRUE(sound_of(answers, "b") == must("driftwave speak Hello. --steps 0 --raw | cat"));
  std::vector<std::string> words;
  for (const Json& word : of(answers, 1, "word")) words.push_back(word["text"]);
  EXPECT_EQ(words, (std::vector<std::string>{"It", "cost", "$5", "then"}));
  EXPECT_EQ(of(answers, 1, "done").size(), 1U);
  EXPECT_EQ(of(answers, "b", "done").size(), 1U);
}

TEST_F(LineService, AnswersEachBadLineAndGoesOn) {
  const std::vector<Json> answers = ask(
      "nonsense\n[]\n{\"op\": \"speak\"}\n{\"id\": 1, \"op\": \"dance\"}\n{\"id\": 2, \"op\": \"speak\"}\n"
      "{\"id\": 3, \"op\": \"speak\", \"input\": \"...\"}\n{\"id\": 4, \"op\": \"cancel\", \"target\": 9}\n\n"
      "{\"id\": 5, \"op\": \"voices\"}");
  EXPECT_EQ(of(answers, nullptr, "error").size(), 3U);
  for (const int id : {1, 2, 3, 4}) EXPECT_EQ(of(answers, id, "error").size(), 1U) << id;
  EXPECT_EQ(of(answers, 2, "error")[0]["error"]["param"], "input");
  EXPECT_EQ(of(answers, 5, "voices")[0]["voices"][0]["name"], "kathleen");
}

TEST_F(LineService, CancelsATextThatIsSpoken) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "The captain waved, and then he laughed. ";
  const std::vector<Json> answers = ask(Json{{"id", 1}, {"op", "speak"}, {"input", text}}.dump() +
                                        "\n{\"id\": 2, \"op\": \"cancel\", \"target\": 1}\n");
  EXPECT_EQ(of(answers, 2, "done").size(), 1U);
  EXPECT_EQ(of(answers, 1, "cancelled").size(), 1U);
  EXPECT_TRUE(of(answers, 1, "done").empty());
}

TEST_F(LineService, SkipsALineThatIsTooLong) {
  const std::vector<Json> answers =
      ask(std::string(300000, 'a') + "\n{\"id\": 1, \"op\": \"voices\"}\n", "--max-text 100");
  EXPECT_EQ(of(answers, nullptr, "error").size(), 1U);
  EXPECT_EQ(of(answers, 1, "voices").size(), 1U);
}

}  // namespace
}  // namespace driftwave
