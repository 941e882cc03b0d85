#include "engine/model/sha256.h"

#include <algorithm>
#include <bit>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace driftwave {
namespace {

constexpr std::size_t kBlock = 64;

constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t big_endian_word(const std::byte* bytes) {
  return std::to_integer<std::uint32_t>(bytes[0]) << 24 | std::to_integer<std::uint32_t>(bytes[1]) << 16 |
         std::to_integer<std::uint32_t>(bytes[2]) << 8 | std::to_integer<std::uint32_t>(bytes[3]);
}

using State = std::array<std::uint32_t, 8>;

/// One block of the compression function; names as in the standard.
void compress_block(State& state, const std::byte* block) {
  std::array<std::uint32_t, 64> w;
  for (std::size_t t = 0; t < 16; ++t) w[t] = big_endian_word(block + 4 * t);
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + kRound[t] + w[t];
    const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  const State added = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state[i] += added[i];
}

void compress_portably(State& state, const std::byte* blocks, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) compress_block(state, blocks + i * kBlock);
}

#ifdef __x86_64__
/// The same with the processor's SHA instructions, several times as fast: a model is hashed at every start.
/// Each instruction waits for the last, so that two messages side by side take hardly longer than one.
template <std::size_t kMessages>
__attribute__((target("sha,sse4.1"))) void compress_natively(std::array<State*, kMessages> states,
                                                             std::array<const std::byte*, kMessages> blocks,
                                                             std::size_t count) {
  struct Message {
    __m128i abef, cdgh, abef_before, cdgh_before;
    __m128i w[4];  // the last 16 words of the message schedule
  };
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  std::array<Message, kMessages> messages;
  for (std::size_t m = 0; m < kMessages; ++m) {
    const auto word = [&](std::size_t i) { return static_cast<int>((*states[m])[i]); };
    messages[m].abef = _mm_set_epi32(word(0), word(1), word(4), word(5));
    messages[m].cdgh = _mm_set_epi32(word(2), word(3), word(6), word(7));
  }
  for (std::size_t done = 0; done < count; ++done) {
    for (Message& m : messages) m.abef_before = m.abef, m.cdgh_before = m.cdgh;
#pragma GCC unroll 16
    for (std::size_t group = 0; group < 16; ++group) {
#pragma GCC unroll 2
      for (std::size_t m = 0; m < kMessages; ++m) {
        Message& at = messages[m];
        __m128i& next = at.w[group % 4];
        if (group < 4) {
          const auto* words = reinterpret_cast<const __m128i*>(blocks[m] + done * kBlock);
          next = _mm_shuffle_epi8(_mm_loadu_si128(words + group), swap);
        } else {
          const __m128i last = at.w[(group + 3) % 4];
          const __m128i middle = _mm_alignr_epi8(last, at.w[(group + 2) % 4], 4);
          next = _mm_add_epi32(_mm_sha256msg1_epu32(next, at.w[(group + 1) % 4]), middle);
          next = _mm_sha256msg2_epu32(next, last);
        }
        const auto* round = reinterpret_cast<const __m128i*>(&kRound[4 * group]);
        const __m128i sum = _mm_add_epi32(next, _mm_loadu_si128(round));
        at.cdgh = _mm_sha256rnds2_epu32(at.cdgh, at.abef, sum);
        at.abef = _mm_sha256rnds2_epu32(at.abef, at.cdgh, _mm_shuffle_epi32(sum, 0x0e));
      }
    }
    for (Message& m : messages) {
      m.abef = _mm_add_epi32(m.abef, m.abef_before);
      m.cdgh = _mm_add_epi32(m.cdgh, m.cdgh_before);
    }
  }
  for (std::size_t m = 0; m < kMessages; ++m) {
    std::array<std::uint32_t, 4> high;
    std::array<std::uint32_t, 4> low;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(high.data()), messages[m].abef);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(low.data()), messages[m].cdgh);
    *states[m] = {high[3], high[2], low[3], low[2], high[1], high[0], low[1], low[0]};
  }
}

void compress_one_natively(State& state, const std::byte* blocks, std::size_t count) {
  compress_natively<1>({&state}, {blocks}, count);
}

bool has_sha_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 &&
         (b >> 29 & 1U) != 0;
}
#endif

}  // namespace

bool Sha256::is_native() {
#ifdef __x86_64__
  static const bool has = has_sha_instructions();
  return has;
#else
  return false;
#endif
}

Sha256::Sha256(Code code) : compress_(compress_portably) {
#ifdef __x86_64__
  if (code == Code::kFastest && is_native()) compress_ = compress_one_natively;
#else
  static_cast<void>(code);
#endif
}

void Sha256::update(std::span<const std::byte> bytes) {
  const std::size_t held = length_ % kBlock;
  length_ += bytes.size();
  if (held > 0) {
    const std::size_t taken = std::min(bytes.size(), kBlock - held);
    std::ranges::copy(bytes.first(taken), pending_.begin() + static_cast<std::ptrdiff_t>(held));
    bytes = bytes.subspan(taken);
    if (held + taken < kBlock) return;
    compress_(state_, pending_.data(), 1);
  }
  const std::size_t blocks = bytes.size() / kBlock;
  compress_(state_, bytes.data(), blocks);
  std::ranges::copy(bytes.subspan(blocks * kBlock), pending_.begin());
}

std::string Sha256::hex() {
  const std::uint64_t bits = length_ * 8;
  std::array<std::byte, 2 * kBlock> padding{std::byte{0x80}};
  const std::size_t zeros = (kBlock + 56 - 1 - length_ % kBlock) % kBlock;
  for (std::size_t i = 0; i < 8; ++i) padding[1 + zeros + i] = static_cast<std::byte>(bits >> (56 - 8 * i));
  update(std::span<const std::byte>(padding).first(1 + zeros + 8));

  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint32_t word : state_) {
    for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[(word >> shift) & 15U];
  }
  return text;
}

std::array<std::string, 2> Sha256::hex_of_two(std::span<const std::byte> first,
                                              std::span<const std::byte> second) {
  Sha256 a;
  Sha256 b;
#ifdef __x86_64__
  if (is_native()) {
    const std::size_t common = std::min(first.size(), second.size()) / kBlock;
    compress_natively<2>({&a.state_, &b.state_}, {first.data(), second.data()}, common);
    a.length_ = b.length_ = common * kBlock;
    first = first.subspan(common * kBlock);
    second = second.subspan(common * kBlock);
  }
#endif
  a.update(first);
  b.update(second);
  return {a.hex(), b.hex()};
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

}  // namespace driftwave
