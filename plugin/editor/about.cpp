#include "plugin/editor/about.h"

#include "plugin/editor/look.h"

namespace driftwave {

About::About(DriftwaveProcessor& processor) : processor_(processor) {
  setTitle("About Driftwave");
  setWantsKeyboardFocus(true);
  text_.setMultiLine(true);
  text_.setReadOnly(true);
  text_.setScrollbarsShown(true);
  text_.setTitle("Model card");
  close_.setTitle("Close");
  close_.onClick = [this] { on_close(); };
  addAndMakeVisible(text_);
  addAndMakeVisible(close_);
}

void About::refresh() {
  juce::String text =
      "Driftwave " DRIFTWAVE_VERSION
      ": live resynthesis by waveform diffusion.\nGPL-3.0-or-later. VST is a trademark of Steinberg "
      "Media Technologies GmbH.\n\n";
  if (const std::shared_ptr<const SharedModel> model = processor_.model()) {
    text << "MODEL\n"
         << model->voice << ", " << model->licence << "\n"
         << model->hash << "\n"
         << model->file.string() << "\n";
    for (const auto& [key, value] : model->facts)
      if (value.size() < 120) text << key << ": " << value << "\n";
    text << "\n" << juce::String::fromUTF8(model->card.c_str());
  } else {
    text << processor_.model_status().message;
  }
  const Palette& palette = Look::of(*this);
  text_.applyColourToAllText(palette.text);
  text_.setFont(typeface(13.5F));
  text_.setText(text, false);
  text_.applyFontToAllText(typeface(13.5F));
  text_.applyColourToAllText(palette.text);
}

juce::Rectangle<int> About::box() const {
  return getLocalBounds().withSizeKeepingCentre(720, getHeight() - 80);
}

void About::resized() {
  juce::Rectangle<int> area = box().reduced(22, 18);
  close_.setBounds(area.removeFromTop(34).removeFromRight(80).reduced(0, 2));
  area.removeFromTop(8);
  text_.setBounds(area);
}

void About::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  g.fillAll(palette.background.withAlpha(0.7F));
  g.setColour(palette.panel);
  g.fillRoundedRectangle(box().toFloat(), 12.0F);
  g.setColour(palette.edge);
  g.drawRoundedRectangle(box().toFloat(), 12.0F, 1.0F);
  g.setColour(palette.text);
  g.setFont(typeface(19.0F, Weight::kBold));
  g.drawText("About", box().reduced(24, 18).removeFromTop(34), juce::Justification::centredLeft);
}

bool About::keyPressed(const juce::KeyPress& key) {
  if (key != juce::KeyPress::escapeKey) return false;
  on_close();
  return true;
}

}  // namespace driftwave
