#include "engine/core/config.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>

namespace driftwave {
namespace {

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

template <typename T>
std::string refusal_of(const std::string& text) {
  return message_of([&] {
    const auto object = parse_json(text, "test");
    ConfigReader reader(object, "model.json");
    T value{};
    reader.required("key", value);
    reader.finish();
  });
}

TEST(ConfigReader, ReadsEveryTypeAndKeepsDefaults) {
  const auto object = parse_json(R"({"b": true, "i": -3, "d": 2, "s": "hop", "v": [1, 2]})", "test");
  ConfigReader reader(object, "test");
  bool b = false;
  int i = 0;
  double d = 0.0;
  std::string s;
  std::vector<int> v;
  int kept = 7;
  reader.required("b", b);
  reader.required("i", i);
  reader.optional("d", d);
  reader.optional("s", s);
  reader.optional("v", v);
  reader.optional("absent", kept);
  reader.finish();
  EXPECT_TRUE(b);
  EXPECT_EQ(i, -3);
  EXPECT_EQ(d, 2.0);
  EXPECT_EQ(s, "hop");
  EXPECT_EQ(v, (std::vector{1, 2}));
  EXPECT_EQ(kept, 7);
}

TEST(ConfigReader, RefusesUnknownKeys) {
  EXPECT_EQ(refusal_of<int>(R"({"key": 1, "hopp": 2})"), "model.json: want only the keys key, got \"hopp\"");
}

TEST(ConfigReader, RefusesMissingKeys) {
  EXPECT_EQ(refusal_of<int>("{}"), "model.json: key \"key\" is missing");
}

TEST(ConfigReader, RefusesWrongTypes) {
  EXPECT_EQ(refusal_of<int>(R"({"key": 1.5})"), "model.json: key \"key\": want an integer, got 1.5");
  EXPECT_NE(refusal_of<int>(R"({"key": true})"), "");
  EXPECT_NE(refusal_of<double>(R"({"key": "1"})"), "");
  EXPECT_NE(refusal_of<bool>(R"({"key": 1})"), "");
  EXPECT_NE(refusal_of<std::string>(R"({"key": 1})"), "");
  EXPECT_NE(refusal_of<std::vector<int>>(R"({"key": {"a": 1}})"), "");
}

TEST(ConfigReader, RefusesNumbersThatDoNotFit) {
  EXPECT_NE(refusal_of<int>(R"({"key": 2147483648})"), "");
  EXPECT_EQ(refusal_of<int>(R"({"key": 2147483647})"), "");
  EXPECT_NE(refusal_of<unsigned>(R"({"key": -1})"), "");
  EXPECT_NE(refusal_of<std::int64_t>(R"({"key": 18446744073709551615})"), "");
  EXPECT_NE(refusal_of<float>(R"({"key": 1e300})"), "");
  EXPECT_EQ(refusal_of<double>(R"({"key": 1e300})"), "");
}

TEST(ConfigReader, RefusesWhatIsNotAnObject) {
  EXPECT_EQ(refusal_of<int>("[1]"), "model.json: want a JSON object, got array");
}

TEST(ParseJson, SaysWhereTheMistakeIs) {
  const std::string message = message_of([] { (void)parse_json("{\"a\": 1,}", "voice.json"); });
  EXPECT_NE(message.find("voice.json: "), std::string::npos);
  EXPECT_NE(message.find("column 9"), std::string::npos);
}

TEST(ParseJson, RefusesAKeyGivenTwice) {
  EXPECT_NE(message_of([] { (void)parse_json(R"({"a": 1, "a": 2})", "x"); }), "");
  EXPECT_EQ(message_of([] { (void)parse_json(R"({"a": {"a": 1}, "b": {"a": 2}})", "x"); }), "");
}

TEST(ParseJson, RefusesDeepNestingWithoutRecursion) {
  EXPECT_NE(message_of([] { (void)parse_json(std::string(1'000'000, '['), "x"); }), "");
}

TEST(ParseJson, KeepsMessagesShort) {
  EXPECT_LT(message_of([] { (void)parse_json("{\"" + std::string(100'000, 'k') + "\": nope}", "x"); }).size(),
            300U);
}

}  // namespace
}  // namespace driftwave
