#include "engine/model/sha256.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace driftwave {
namespace {

std::string hash_of(const std::string& text) {
  return sha256_hex(std::as_bytes(std::span<const char>(text)));
}

// FIPS 180-4's examples, as `printf '...' | sha256sum` gives them too.
TEST(Sha256, GivesThePublishedAnswers) {
  EXPECT_EQ(hash_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hash_of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnHowTheBytesArrive) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7);
  for (std::size_t length = 0; length <= text.size(); length += 1) {
    const auto bytes = std::as_bytes(std::span<const char>(text)).first(length);
    Sha256 pieces;
    for (std::size_t done = 0, step = 1; done < length; done += step, step = step % 70 + 1) {
      pieces.update(bytes.subspan(done, std::min(step, length - done)));
    }
    ASSERT_EQ(pieces.hex(), sha256_hex(bytes)) << length;
  }
}

TEST(Sha256, GivesTheSameWithAndWithoutTheProcessorsInstructions) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += static_cast<char>(i * 31 + i / 256);
  const auto bytes = std::as_bytes(std::span<const char>(text));
  for (std::size_t length = 0; length < bytes.size(); length += 37) {
    Sha256 portable(Sha256::Code::kPortable);
    portable.update(bytes.first(length));
    ASSERT_EQ(portable.hex(), sha256_hex(bytes.first(length))) << length;
  }
}

TEST(Sha256, HashesTwoMessagesOfAnyLengthsAtOnce) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += static_cast<char>(i * 13 + i / 256);
  const auto bytes = std::as_bytes(std::span<const char>(text));
  for (std::size_t first = 0; first < 400; first += 29) {
    for (std::size_t second = 0; second < 400; second += 31) {
      const auto a = bytes.first(first);
      const auto b = bytes.last(second);
      const auto both = Sha256::hex_of_two(a, b);
      ASSERT_EQ(both[0], sha256_hex(a)) << first << " " << second;
      ASSERT_EQ(both[1], sha256_hex(b)) << first << " " << second;
    }
  }
}

}  // namespace
}  // namespace driftwave
