#include "plugin/editor/about.h"

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

/// A model card without its marks: headings in capitals, tables as words.
juce::String plain(const std::string& markdown) {
  juce::String out;
  for (juce::String line : juce::StringArray::fromLines(juce::String::fromUTF8(markdown.c_str()))) {
    if (line.containsOnly("|-: ") && line.contains("-")) continue;
    if (line.startsWithChar('#')) line = line.trimCharactersAtStart("# ").toUpperCase();
    // [words](place): the words.
    for (int open = line.indexOf("]("); open >= 0; open = line.indexOf("](")) {
      const int close = line.indexOfChar(open, ')');
      const int begin = line.substring(0, open).lastIndexOfChar('[');
      if (close < 0 || begin < 0) break;
      line = line.substring(0, begin) + line.substring(begin + 1, open) + line.substring(close + 1);
    }
    out << line.removeCharacters("*`").trimCharactersAtStart("| ").trimCharactersAtEnd("| ").replace(" | ",
                                                                                                     "   ")
        << "\n";
  }
  return out;
}

}  // namespace

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
    text << "\n" << plain(model->card);
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
