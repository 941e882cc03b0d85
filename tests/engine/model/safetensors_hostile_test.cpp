/// Bytes that somebody else wrote: each file loads or throws Error. Run under the asan preset for the rest.
#include <random>

#include "tests/engine/model/safetensors_fixture.h"

namespace driftwave {
namespace {

TEST_F(SafetensorsTest, RefusesATruncatedFileAtEveryLength) {
  write_model();
  const std::string whole = read();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write(whole.substr(0, length));
    ASSERT_NE(refusal(), "") << length;
  }
}

TEST_F(SafetensorsTest, SurvivesAThousandMutatedFiles) {
  write_model();
  const std::string whole = read();
  std::mt19937 random(20260101);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  int loaded = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    std::string bytes = whole;
    for (std::size_t edits = 1 + below(8); edits > 0; --edits) {
      const std::size_t at = below(bytes.size());
      switch (below(4)) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes[at] = "0123456789{}[]\",:-"[below(18)];
          break;
        case 2:
          bytes.erase(at, 1 + below(16));
          break;
        default:
          bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(16)));
      }
    }
    write(bytes);
    loaded += refusal().empty() ? 1 : 0;
  }
  EXPECT_LT(loaded, 100);
}

TEST_F(SafetensorsTest, RefusesHeadersThatLie) {
  const std::string eight(8, '\0');
  const auto refuses = [&](const std::string& header) {
    write(header, eight);
    return refusal() != "";
  };
  const auto one = [](const std::string& dtype, const std::string& shape, const std::string& offsets) {
    return R"({"a":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
  };
  ASSERT_FALSE(refuses(one("F32", "[2]", "[0,8]")));
  EXPECT_TRUE(refuses(one("F64", "[1]", "[0,8]")));
  EXPECT_TRUE(refuses(one("F32", "[3]", "[0,12]"))) << "past the end";
  EXPECT_TRUE(refuses(one("F32", "[1]", "[0,8]"))) << "shape and bytes differ";
  EXPECT_TRUE(refuses(one("F32", "[1]", "[4,8]"))) << "gap";
  EXPECT_TRUE(refuses(one("F32", "[1]", "[0,4]"))) << "bytes that belong to nothing";
  EXPECT_TRUE(refuses(one("F32", "[2]", "[8,0]")));
  EXPECT_TRUE(refuses(one("F32", "[-2]", "[0,8]")));
  EXPECT_TRUE(refuses(one("F32", "[2.0]", "[0,8]")));
  EXPECT_TRUE(refuses(one("F32", "[4611686018427387904,4]", "[0,0]"))) << "product wraps to zero";
  EXPECT_TRUE(refuses(one("F32", "[2,1,1,1,1,1,1,1,1,1]", "[0,8]")));
  EXPECT_TRUE(refuses(one("F32", "[2]", "[0,8,8]")));
  EXPECT_TRUE(refuses(one("F32", "[2]", "[0,18446744073709551615]")));
  EXPECT_TRUE(refuses(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1}})"));
  EXPECT_TRUE(refuses(R"({"a":{"dtype":"F32","shape":[2]}})"));
  EXPECT_TRUE(refuses(R"({"a":[]})"));
  EXPECT_TRUE(refuses(R"({"__metadata__":{"a":1}})"));
  EXPECT_TRUE(refuses("[]"));
  EXPECT_TRUE(refuses(""));
}

TEST_F(SafetensorsTest, RefusesOverlappingAndRepeatedTensors) {
  const std::string entry = R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  write("{\"a\":" + entry + ",\"b\":" + entry + "}", std::string(4, '\0'));
  EXPECT_NE(refusal().find("overlap"), std::string::npos);
  write("{\"a\":" + entry + ",\"a\":" + entry + "}", std::string(4, '\0'));
  EXPECT_NE(refusal().find("twice"), std::string::npos);
}

TEST_F(SafetensorsTest, RefusesHeadersMadeToExhaustTheReader) {
  write("\xff\xff\xff\xff\xff\xff\xff\xff{", "");
  EXPECT_NE(refusal(), "");
  write("{\"a\":" + std::string(200'000, '['), "");
  EXPECT_NE(refusal(), "");
  write("{\"a\":{\"dtype\":" + std::string(200'000, '['), "");
  EXPECT_NE(refusal(), "");
}

TEST_F(SafetensorsTest, RefusesWhatIsNoRegularFile) {
  EXPECT_THROW(SafetensorsFile("/dev/zero"), Error);
  EXPECT_THROW(SafetensorsFile{folder_}, Error);
  EXPECT_THROW(SafetensorsFile{folder_ / "absent"}, Error);
}

}  // namespace
}  // namespace driftwave
