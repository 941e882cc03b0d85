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

std::vector<std::byte> image_of(const VocoderInput& features) {
  const MelPanel panel{.title = "title", .features = &features};
  return mel_image({&panel, 1}, {.mel = {}, .range = {}});
}

TEST(MelImage, IsBrighterWhereTheMelIsLouder) {
  VocoderInput features = silence(100);
  for (std::size_t f = 50; f < 100; ++f) {
    for (float& value : features.mel.row(f)) value = -1.0F;
  }
  const Picture picture = decode(image_of(features));
  const int middle = picture.height / 2;
  EXPECT_LT(picture.brightness(picture.width / 4, middle) + 200,
            picture.brightness(picture.width * 3 / 5, middle));
}

TEST(MelImage, HasLowFrequenciesBelow) {
  VocoderInput features = silence(100);
  for (std::size_t f = 0; f < 100; ++f) {
    for (std::size_t m = 0; m < 64; ++m) features.mel(f, m) = -1.0F;
  }
  const Picture picture = decode(image_of(features));
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
  EXPECT_EQ(bright_pixels(decode(image_of(features))), 0);
  features.voicing.assign(100, 1.0F);
  EXPECT_GT(bright_pixels(decode(image_of(features))), 100);
}

TEST(MelImage, FitsOneFrameAndManyMinutes) {
  EXPECT_GT(decode(image_of(silence(1))).width, 640);
  EXPECT_LT(decode(image_of(silence(30000))).width, 10000);
}

TEST(MelImage, StacksPanelsOnOneTimeScaleAndAChartBelow) {
  const VocoderInput longer = silence(400);
  VocoderInput shorter = silence(100);
  for (std::size_t f = 0; f < 100; ++f)
    for (float& value : shorter.mel.row(f)) value = -1.0F;
  const MelPanel panels[] = {{.title = "a", .features = &longer, .marked = {{1.0, 1.2}}},
                             {.title = "b", .features = &shorter, .marked_hz = 4000}};
  const Picture both = decode(mel_image(panels, {.mel = {}, .range = {}}));
  const Picture one = decode(image_of(longer));
  EXPECT_EQ(both.width, one.width);
  EXPECT_GT(both.height, 18 * one.height / 10);
  // The shorter one ends after a quarter of the width; white follows.
  const int y = both.height * 3 / 4;
  EXPECT_GT(both.brightness(100, y), 300);
  EXPECT_EQ(both.brightness(both.width / 2, y), 3 * 255);
  const BandChart chart{
      .title = "SNR", .bands = {"low", "high"}, .curves = {{.name = "1", .values = {3.0, -2.0}}}};
  EXPECT_GT(decode(mel_image(panels, {.mel = {}, .range = {}}, chart)).height, both.height + 200);
}

TEST(MelImage, RejectsNoFrames) {
  EXPECT_THROW((void)image_of(silence(0)), Error);
}

}  // namespace
}  // namespace driftwave
