#pragma once
/// SHA-256 (FIPS 180-4), our own so that reading a model needs no crypto library.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace driftwave {

/// Hashes bytes as they come.
class Sha256 {
 public:
  /// kFastest uses the processor's SHA instructions where it has them.
  enum class Code { kFastest, kPortable };

  explicit Sha256(Code code = Code::kFastest);
  void update(std::span<const std::byte> bytes);
  /// The digest in 64 lower-case hex digits; call once, last.
  [[nodiscard]] std::string hex();

  /// The digests of two whole messages in hardly more time than the longer of them takes alone.
  [[nodiscard]] static std::array<std::string, 2> hex_of_two(std::span<const std::byte> first,
                                                             std::span<const std::byte> second);

 private:
  using State = std::array<std::uint32_t, 8>;

  [[nodiscard]] static bool is_native();

  void (*compress_)(State& state, const std::byte* blocks, std::size_t count);
  State state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::byte, 64> pending_{};  ///< the last, incomplete block
  std::uint64_t length_ = 0;             ///< bytes so far
};

[[nodiscard]] std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace driftwave
