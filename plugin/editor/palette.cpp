#include "plugin/editor/palette.h"

#include <array>

#ifdef DRIFTWAVE_HAS_FONTS
#include <DriftwaveFonts.h>
#endif

namespace driftwave {

using juce::Colour;

const Palette& dark_palette() {
  static const Palette palette{.background = Colour(0xff0e1116),
                               .panel = Colour(0xff171c24),
                               .edge = Colour(0xff252d39),
                               .well = Colour(0xff0a0c11),
                               .track = Colour(0xff2b3442),
                               .text = Colour(0xffe9eef6),
                               .dim_text = Colour(0xff8c98ab),
                               .accent = Colour(0xff4cd4c4),
                               .second = Colour(0xffb08cff),
                               .warning = Colour(0xffffb454)};
  return palette;
}

const Palette& light_palette() {
  static const Palette palette{.background = Colour(0xffe9edf2),
                               .panel = Colour(0xfffbfcfe),
                               .edge = Colour(0xffd3dae4),
                               .well = Colour(0xfff4f6fa),
                               .track = Colour(0xffd9e0e9),
                               .text = Colour(0xff18202c),
                               .dim_text = Colour(0xff5d6a7d),
                               .accent = Colour(0xff0b8f84),
                               .second = Colour(0xff6a45d8),
                               .warning = Colour(0xffb86200)};
  return palette;
}

Colour heat(const Palette& palette, float level) {
  // From the well's own colour, so that silence is empty; darker where the well is light.
  const bool is_dark = palette.well.getBrightness() < 0.5F;
  const std::array<Colour, 5> dark{palette.well, Colour(0xff23205a), Colour(0xff2f6f9f), Colour(0xff57d3b6),
                                   Colour(0xfffff3c4)};
  const std::array<Colour, 5> light{palette.well, Colour(0xffcfe3ea), Colour(0xff74b6c4), Colour(0xff2b6f9e),
                                    Colour(0xff241a52)};
  const std::array<Colour, 5>& stops = is_dark ? dark : light;
  const float place = juce::jlimit(0.0F, 0.9999F, level) * static_cast<float>(stops.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  return stops[below].interpolatedWith(stops[below + 1], place - static_cast<float>(below));
}

juce::Font typeface(float height, Weight weight) {
#ifdef DRIFTWAVE_HAS_FONTS
  static const juce::Typeface::Ptr regular = juce::Typeface::createSystemTypefaceFor(
      DriftwaveFonts::InterRegular_otf, DriftwaveFonts::InterRegular_otfSize);
  static const juce::Typeface::Ptr bold = juce::Typeface::createSystemTypefaceFor(
      DriftwaveFonts::InterSemiBold_otf, DriftwaveFonts::InterSemiBold_otfSize);
  return juce::Font(weight == Weight::kBold ? bold : regular).withHeight(height);
#else
  return juce::Font(height, weight == Weight::kBold ? juce::Font::bold : juce::Font::plain);
#endif
}

}  // namespace driftwave
