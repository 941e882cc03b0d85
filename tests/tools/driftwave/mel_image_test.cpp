#include "tools/driftwave/mel_image.h"

#include <cairo.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <memory>

#include "engine/core/error.h"

namespace driftwave {
namespace {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;
  [[nodiscard]] int brightness(int x, int y) const {
    const std::uint32_t p = pixels[static_cast<std::size_t>(y * width + x)];
    return static_cast<int>((p >> 16 & 0xFF) + (p >> 8 & 0xFF) + (p & 0xFF));
  }
};

Picture decode(std::span<const std::byte> png) {
  const auto read = [](void* source, unsigned char* out, unsigned int length) {
    auto& rest = *static_cast<std::span<const std::byte>*>(source);
    if (rest.size() < length) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(out, rest.data(), length);
    rest = rest.subspan(length);
    return CAIRO_STATUS_SUCCESS;
  };
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create_from_png_stream(read, &png), cairo_surface_destroy);
  Picture picture{.width = cairo_image_surface_get_width(surface.get()),
                  .height = cairo_image_surface_get_height(surface.get()),
                  .pixels = {}};
  picture.pixels.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
  const unsigned char* data = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < picture.height; ++y) {
    std::memcpy(picture.pixels.data() + static_cast<std::ptrdiff_t>(y) * picture.width,
                data + static_cast<std::ptrdiff_t>(y) * stride, static_cast<std::size_t>(picture.width) * 4);
  }
  return picture;
}

VocoderInput silence(std::size_t frames) {
  return {.mel = Array2<float>(frames, 128, -9.0F),
          .f0_hz = std::vector<float>(frames, 200.0F),
          .voicing = std::vector<float>(frames, 0.0F)};
}

constexpr MelImageOptions kOptions{.title = {}, .low_db = -80.0, .high_db = 0.0};

TEST(MelImage, IsBrighterWhereTheMelIsLouder) {
  VocoderInput features = silence(100);
  for (std::size_t f = 50; f < 100; ++f) {
    for (float& value : features.mel.row(f)) value = -1.0F;
  }
  const Picture picture = decode(mel_image(features, {}, kOptions));
  const int middle = picture.height / 2;
  EXPECT_LT(picture.brightness(picture.width / 4, middle) + 200,
            picture.brightness(picture.width * 3 / 5, middle));
}

TEST(MelImage, HasLowFrequenciesBelow) {
  VocoderInput features = silence(100);
  for (std::size_t f = 0; f < 100; ++f) {
    for (std::size_t m = 0; m < 64; ++m) features.mel(f, m) = -1.0F;
  }
  const Picture picture = decode(mel_image(features, {}, kOptions));
  const int x = picture.width / 2;
  EXPECT_LT(picture.brightness(x, picture.height / 4) + 200, picture.brightness(x, picture.height * 3 / 4));
}

TEST(MelImage, DrawsTheFundamentalOfVoicedFramesOnly) {
  VocoderInput features = silence(100);
  const auto bright_pixels = [](const Picture& picture) {
    int count = 0;
    for (int y = 60; y < picture.height - 60; ++y) {
      for (int x = 100; x < picture.width - 100; ++x) count += picture.brightness(x, y) > 300 ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(bright_pixels(decode(mel_image(features, {}, kOptions))), 0);
  features.voicing.assign(100, 1.0F);
  EXPECT_GT(bright_pixels(decode(mel_image(features, {}, kOptions))), 100);
}

TEST(MelImage, FitsOneFrameAndManyMinutes) {
  EXPECT_GT(decode(mel_image(silence(1), {}, kOptions)).width, 640);
  EXPECT_LT(decode(mel_image(silence(30000), {}, kOptions)).width, 10000);
}

TEST(MelImage, RejectsNoFrames) {
  EXPECT_THROW((void)mel_image(silence(0), {}, kOptions), Error);
}

}  // namespace
}  // namespace driftwave
