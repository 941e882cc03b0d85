#include "plugin/editor/editor.h"

#include <algorithm>

namespace driftwave {
namespace {

constexpr int kMargin = 16;
constexpr int kHeaderHeight = 52;
constexpr int kStatusHeight = 34;
constexpr int kPanelsHeight = 296;
constexpr int kRefreshHz = 30;
constexpr int kMeterWidth = 24;
constexpr float kVoiced = 0.5F;

}  // namespace

DriftwaveEditor::DriftwaveEditor(DriftwaveProcessor& processor)
    : AudioProcessorEditor(processor),
      processor_(processor),
      header_(processor, {.toggle_theme = [this] { set_dark(!processor_.editor_settings().is_dark); },
                          .show_about = [this] { show_about(true); },
                          .show_browser = [this] { show_browser(true); }}),
      panels_(processor,
              [this](Parameter parameter, juce::Component& control) { show_menu(parameter, control); }),
      status_(processor),
      banner_(processor),
      about_(processor),
      browser_(processor),
      samples_(1U << 14U) {
  setLookAndFeel(&look_);
  setTitle("Driftwave");
  setWantsKeyboardFocus(true);
  addAndMakeVisible(content_);
  for (juce::Component* part : std::initializer_list<juce::Component*>{&header_, &heard_, &given_, &in_level_,
                                                                       &out_level_, &panels_, &status_})
    content_.addAndMakeVisible(part);
  content_.addChildComponent(banner_);
  content_.addChildComponent(about_);
  content_.addChildComponent(browser_);
  browser_.on_close = [this] { show_browser(false); };
  status_.on_fold = [this] { set_compact(!processor_.editor_settings().is_compact); };
  about_.on_close = [this] { show_about(false); };
  is_compact_ = processor_.editor_settings().is_compact;
  lay_out();
  set_dark(processor_.editor_settings().is_dark);
  // Limits resize the window at once, and its size is remembered.
  const int width = processor_.editor_settings().width;
  setResizable(true, true);
  fit_window(width);
  startTimerHz(kRefreshHz);
  advance();
}

DriftwaveEditor::~DriftwaveEditor() {
  stopTimer();
  {
    // A host may prepare again on another thread while the window closes.
    const juce::ScopedLock lock(processor_.engine_lock());
    if (LiveEngine* const engine = processor_.engine()) engine->watch(false);
  }
  setLookAndFeel(nullptr);
}

void DriftwaveEditor::fit_window(int width) {
  setResizeLimits(kWidth / 2, full_height() / 2, 3 * kWidth, 3 * full_height());
  getConstrainer()->setFixedAspectRatio(static_cast<double>(kWidth) / full_height());
  setSize(width, width * full_height() / kWidth);
}

void DriftwaveEditor::set_compact(bool is_compact) {
  processor_.editor_settings().is_compact = is_compact_ = is_compact;
  lay_out();
  fit_window(getWidth());
  resized();
}

void DriftwaveEditor::lay_out() {
  content_.setBounds(0, 0, kWidth, full_height());
  juce::Rectangle<int> area = content_.getLocalBounds().reduced(kMargin, 0);
  header_.setBounds(area.removeFromTop(kHeaderHeight));
  status_.setBounds(area.removeFromBottom(kStatusHeight));
  juce::Rectangle<int> controls = area.removeFromBottom(kPanelsHeight);
  area.removeFromBottom(10);
  for (juce::Component* part : std::initializer_list<juce::Component*>{&heard_, &given_})
    part->setVisible(!is_compact_);
  if (is_compact_) {
    // Beside the controls, where the spectrograms are folded away.
    out_level_.setBounds(controls.removeFromRight(kMeterWidth));
    controls.removeFromRight(4);
    in_level_.setBounds(controls.removeFromRight(kMeterWidth));
    controls.removeFromRight(8);
    spectra_ = controls;
  } else {
    juce::Rectangle<int> meters = area.removeFromRight(kMeterWidth);
    area.removeFromRight(6);
    const int half = (area.getHeight() - 8) / 2;
    heard_.setBounds(area.removeFromTop(half));
    in_level_.setBounds(meters.removeFromTop(half));
    area.removeFromTop(8);
    meters.removeFromTop(8);
    given_.setBounds(area);
    out_level_.setBounds(meters);
    spectra_ = heard_.getBounds().getUnion(given_.getBounds());
  }
  panels_.setBounds(controls);
  about_.setBounds(content_.getLocalBounds());
  browser_.setBounds(content_.getLocalBounds());
}

void DriftwaveEditor::resized() {
  const float scale = static_cast<float>(getWidth()) / kWidth;
  content_.setTransform(juce::AffineTransform::scale(scale));
  processor_.editor_settings().width = getWidth();
}

void DriftwaveEditor::paint(juce::Graphics& g) {
  g.fillAll(look_.palette().background);
}

void DriftwaveEditor::set_dark(bool is_dark) {
  processor_.editor_settings().is_dark = is_dark_ = is_dark;
  look_.use(is_dark ? dark_palette() : light_palette());
  heard_.set_palette(look_.palette());
  given_.set_palette(look_.palette());
  header_.refresh();
  sendLookAndFeelChange();
  repaint();
}

void DriftwaveEditor::show_about(bool shown) {
  if (shown) about_.refresh();
  about_.setVisible(shown);
  if (shown && isShowing()) about_.grabKeyboardFocus();
}

void DriftwaveEditor::show_browser(bool shown) {
  if (shown) browser_.refresh();
  browser_.setVisible(shown);
  if (shown && isShowing()) browser_.grabKeyboardFocus();
}

/// The host's own menu, behind what the plugin adds to it.
void DriftwaveEditor::show_menu(Parameter parameter, juce::Component& control) {
  juce::RangedAudioParameter& target = *processor_.state().getParameter(info_of(parameter).id);
  const auto& locked = processor_.locked();
  const bool is_locked = std::ranges::find(locked, parameter) != locked.end();
  juce::PopupMenu menu;
  menu.addItem("Reset to " + target.getText(target.getDefaultValue(), 16), [this, &target] {
    processor_.history().perform([&target] {
      target.beginChangeGesture();
      target.setValueNotifyingHost(target.getDefaultValue());
      target.endChangeGesture();
    });
  });
  menu.addItem("Presets and dice leave it alone", true, is_locked,
               [this, parameter, is_locked] { processor_.lock(parameter, !is_locked); });
  if (const auto* const host = getHostContext()) {
    if (const auto host_menu = host->getContextMenuForParameter(&target)) {
      menu.addSeparator();
      const juce::PopupMenu items = host_menu->getEquivalentPopupMenu();
      for (juce::PopupMenu::MenuItemIterator each(items); each.next();) menu.addItem(each.getItem());
    }
  }
  menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(control).withDeletionCheck(*this));
}

/// The engine is another one after each prepareToPlay(), often in the place of the one before.
void DriftwaveEditor::follow_engine() {
  if (engine_number_ == processor_.engine_number()) return;
  engine_number_ = processor_.engine_number();
  engine_ = processor_.engine();
  if (engine_ == nullptr) return;
  engine_->watch(true);
  heard_.prepare(engine_->sample_rate_hz(), engine_->latency_samples());
  given_.prepare(engine_->sample_rate_hz(), 0);
}

/// A project that was opened may have others.
void DriftwaveEditor::follow_settings() {
  const EditorSettings& settings = processor_.editor_settings();
  if (settings.is_dark != is_dark_) set_dark(settings.is_dark);
  if (settings.is_compact != is_compact_) set_compact(settings.is_compact);
  if (settings.width != getWidth()) fit_window(settings.width);
}

void DriftwaveEditor::advance() {
  follow_settings();
  const juce::ScopedLock lock(processor_.engine_lock());
  follow_engine();
  header_.refresh();
  status_.refresh();
  banner_.setVisible(banner_.refresh());
  // A missing model is all that there is to see; another one stands aside.
  const juce::Rectangle<int> place = spectra_.withSizeKeepingCentre(780, 96);
  panels_.refresh();
  if (engine_ != nullptr) {
    in_level_.refresh(&engine_->in_level(), engine_->channels(), kRefreshHz);
    out_level_.refresh(&engine_->out_level(), engine_->channels(), kRefreshHz);
  }
  banner_.setBounds(banner_.is_urgent() ? place : place.withBottomY(spectra_.getBottom() - 8));
  if (engine_ == nullptr) return;
  const WorkerReadings* const now = engine_->readings();
  const bool is_voiced = now != nullptr && now->voicing.load(std::memory_order_relaxed) > kVoiced;
  // At most what samples_ holds: a host may render faster than pictures can be made.
  const auto show = [&](SpscQueue<float>& queue, ScrollingSpectrum& spectrum, float pitch_hz) {
    const std::size_t count = queue.pop(samples_);
    (void)queue.drop(queue.size());
    spectrum.push(std::span(samples_).first(count), pitch_hz);
  };
  show(engine_->heard(), heard_, is_voiced ? now->heard_hz.load(std::memory_order_relaxed) : 0.0F);
  show(engine_->given(), given_, is_voiced ? now->made_hz.load(std::memory_order_relaxed) : 0.0F);
}

bool DriftwaveEditor::keyPressed(const juce::KeyPress& key) {
  const auto command = [&](int letter, int more = 0) {
    return key == juce::KeyPress(letter, juce::ModifierKeys::commandModifier | more, 0);
  };
  if (command('z', juce::ModifierKeys::shiftModifier) || command('y')) return processor_.history().redo();
  if (command('z')) return processor_.history().undo();
  if (key == juce::KeyPress::pageUpKey || key == juce::KeyPress::pageDownKey) {
    header_.step_preset(key == juce::KeyPress::pageUpKey ? -1 : 1);
    return true;
  }
  return false;
}

}  // namespace driftwave
