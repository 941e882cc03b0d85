#include "engine/model/stored_zip.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/engine/model/checkpoint_fixture.h"

namespace driftwave {
namespace {

using test::ScratchFile;

std::string message_of(const std::string& bytes) {
  const ScratchFile file("driftwave_stored_zip_test.zip");
  try {
    const StoredZip zip(file.write(bytes));
    for (const auto& [name, entry] : zip.entries()) (void)zip.read(name, 1000);
  } catch (const Error& e) {
    const std::string message = e.what();
    EXPECT_EQ(message.rfind(file.path().string(), 0), 0U) << message;
    return message;
  }
  return "accepted";
}

const std::string kGood = test::make_zip({{.name = "a", .data = "hello"}, {.name = "b/c", .data = ""}});

TEST(StoredZip, ReadsItsEntries) {
  const ScratchFile file("driftwave_stored_zip_good.zip");
  const StoredZip zip(file.write(kGood));
  ASSERT_EQ(zip.entries().size(), 2U);
  const std::vector<std::byte> bytes = zip.read("a", 5);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), "hello");
  EXPECT_TRUE(zip.read("b/c", 0).empty());
  EXPECT_THROW((void)zip.read("a", 4), Error);
  EXPECT_THROW((void)zip.read("d", 4), Error);
}

TEST(StoredZip, RefusesEveryTruncation) {
  for (std::size_t length = 0; length < kGood.size(); ++length)
    EXPECT_NE(message_of(kGood.substr(0, length)), "accepted") << length;
}

TEST(StoredZip, RefusesLyingSizesAndCompression) {
  EXPECT_NE(message_of(test::make_zip({{.name = "a", .data = "hello", .claimed_size = 0x7fffffff}}))
                .find("outside"),
            std::string::npos);
  EXPECT_NE(message_of(test::make_zip({{.name = "a", .data = "hello", .method = 8}})).find("stored"),
            std::string::npos);
  EXPECT_NE(message_of(test::make_zip({{.name = "a", .data = "x"}, {.name = "a", .data = "y"}})).find("once"),
            std::string::npos);
}

TEST(StoredZip, RefusesMoreEntriesThanTheDirectoryHolds) {
  std::string many = kGood;
  many[many.size() - 12] = '\xff';
  many[many.size() - 11] = '\xff';
  EXPECT_NE(message_of(many).find("as many entries"), std::string::npos);
}

TEST(StoredZip, SurvivesEveryChangedByte) {
  for (std::size_t i = 0; i < kGood.size(); ++i) {
    for (const char with : {'\x00', '\x7f', '\xff'}) {
      std::string bytes = kGood;
      bytes[i] = with;
      (void)message_of(bytes);  // an Error or a sound archive, never a crash
    }
  }
}

}  // namespace
}  // namespace driftwave
