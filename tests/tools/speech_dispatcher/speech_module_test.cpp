/// sd_driftwave, driven through the protocol of Speech Dispatcher's modules.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "engine/audio/pcm.h"
#include "tests/tools/speech_dispatcher/running_module.h"
#include "tools/speech_dispatcher/module_settings.h"
#include "tools/speech_dispatcher/speech_module.h"
#include "tts/speech_session.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

double level_of(const std::vector<std::int16_t>& samples) {
  double sum = 0.0;
  for (const std::int16_t sample : samples) sum += static_cast<double>(sample) * sample;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "The captain waved, and then he laughed. ";
  return text;
}

class SpeechModule : public ::testing::Test {
 protected:
  void SetUp() override { module_.start(); }

  /// What `driftwave speak` makes of a text, as 16 bits.
  static std::vector<std::int16_t> spoken(const std::string& text, const SpeechOptions& options = {}) {
    SpeechSession session(std::make_shared<const Synthesizer>(find_voice(kDefaultVoice)), options);
    session.push_text(text);
    std::vector<std::int16_t> samples;
    for (std::span<const float> piece = session.pull(); !piece.empty(); piece = session.pull()) {
      const std::vector<std::byte> bytes = to_s16le(piece);
      for (std::size_t i = 0; i < bytes.size(); i += 2) {
        samples.push_back(static_cast<std::int16_t>(std::to_integer<int>(bytes[i]) |
                                                    std::to_integer<int>(bytes[i + 1]) << 8));
      }
    }
    return samples;
  }

  RunningModule module_;
};

TEST_F(SpeechModule, SpeaksAsTheSessionDoes) {
  const SpokenMessage heard = module_.speak("<speak>One boat came in. Two went out.</speak>");
  EXPECT_EQ(heard.ending, "702 END");
  EXPECT_EQ(heard.samples, spoken("One boat came in. Two went out."));
  EXPECT_EQ(module_.speak("One boat came in. Two went out.").samples, heard.samples);
}

TEST_F(SpeechModule, ReportsMarksWhereTheirWordsBegin) {
  const SpokenMessage heard = module_.speak(
      "<speak><mark name=\"0:3\"/>One <mark name=\"4:8\"/>boat came in.<mark name=\"__spd_1\"/></speak>");
  ASSERT_EQ(heard.marks.size(), 3U);
  EXPECT_EQ(heard.marks[0].name, "0:3");
  EXPECT_EQ(heard.marks[0].sample, 0U);
  EXPECT_EQ(heard.marks[1].name, "4:8");
  EXPECT_GT(heard.marks[1].sample, 4000U);
  EXPECT_LT(heard.marks[1].sample, heard.samples.size() / 2);
  EXPECT_EQ(heard.marks[2].name, "__spd_1");
  EXPECT_EQ(heard.marks[2].sample, heard.samples.size());
  // Marks do not change how a sentence is spoken.
  EXPECT_EQ(heard.samples, spoken("One boat came in."));
}

TEST_F(SpeechModule, StopsAtOnce) {
  ASSERT_EQ(module_.begin("SPEAK", long_text()), "200 OK SPEAKING");
  while (module_.read().code != "705") {
  }
  module_.send("STOP");
  const SpokenMessage rest = module_.hear();
  EXPECT_EQ(rest.ending, "703 STOP");
  // What was on its way: no more than the pipe holds, and a message.
  EXPECT_LT(rest.samples.size(), 8192U);
  EXPECT_EQ(module_.speak("Hello.").ending, "702 END");
}

TEST_F(SpeechModule, PausesAtTheServersNextMark) {
  const std::string text =
      "<speak>One <mark name=\"mine\"/>boat came in.<mark name=\"__spd_0\"/> Two went out.<mark "
      "name=\"__spd_1\"/></speak>";
  const SpokenMessage whole = module_.speak(text);
  ASSERT_EQ(module_.begin("SPEAK", text), "200 OK SPEAKING");
  module_.send("PAUSE");
  const SpokenMessage heard = module_.hear();
  EXPECT_EQ(heard.ending, "704 PAUSE");
  ASSERT_EQ(heard.marks.size(), 2U);
  EXPECT_EQ(heard.marks[1].name, "__spd_0");
  EXPECT_EQ(heard.samples.size(), whole.marks[1].sample);
  // Without marks of the server, there is nowhere to go on from.
  ASSERT_EQ(module_.begin("SPEAK", "Hello."), "200 OK SPEAKING");
  module_.send("PAUSE");
  EXPECT_EQ(module_.hear().ending, "702 END");
}

TEST_F(SpeechModule, IgnoresAStopWhenNothingIsSpoken) {
  module_.send("STOP\nPAUSE");
  EXPECT_EQ(module_.speak("Hello.").ending, "702 END");
}

TEST_F(SpeechModule, SpeaksOneMessageAtATime) {
  ASSERT_EQ(module_.begin("SPEAK", long_text()), "200 OK SPEAKING");
  module_.send("SPEAK\nHello.\n.\nSTOP");
  std::vector<std::string> answers;
  for (ModuleMessage message = module_.read(); answers.empty() || message.code != "703";
       message = module_.read()) {
    if (message.code[0] != '7') answers.push_back(message.code + " " + message.last);
    if (message.code == "703") break;
  }
  EXPECT_EQ(answers, (std::vector<std::string>{"202 OK RECEIVING MESSAGE", "301 ERROR CANT SPEAK"}));
}

TEST_F(SpeechModule, FollowsRatePitchAndVolume) {
  const std::string text = "One boat came in.";
  const SpokenMessage plain = module_.speak(text);
  EXPECT_EQ(module_.set("rate=50\npitch=0\nvolume=100"), "203 OK SETTINGS RECEIVED");
  SpeechOptions faster;
  faster.speed = 2.0;
  EXPECT_EQ(module_.speak(text).samples, spoken(text, faster));
  EXPECT_EQ(module_.set("rate=0\npitch=50"), "203 OK SETTINGS RECEIVED");
  SpeechOptions higher;
  higher.pitch_st = 6.0;
  EXPECT_EQ(module_.speak(text).samples, spoken(text, higher));
  EXPECT_EQ(module_.set("pitch=0\npitch_range=-100"), "203 OK SETTINGS RECEIVED");
  SpeechOptions monotone;
  monotone.pitch_range = 0.0;
  EXPECT_EQ(module_.speak(text).samples, spoken(text, monotone));
  EXPECT_NE(module_.speak(text).samples, plain.samples);
  EXPECT_EQ(module_.set("pitch_range=0\nvolume=0"), "203 OK SETTINGS RECEIVED");
  EXPECT_NEAR(level_of(module_.speak(text).samples) / level_of(plain.samples), 0.5, 0.01);
}

TEST_F(SpeechModule, NamesPunctuationSpellsAndTellsCapitals) {
  const auto heard = [&](const std::string& settings, const std::string& text, const std::string& command) {
    EXPECT_EQ(module_.set(settings), "203 OK SETTINGS RECEIVED");
    return module_.speak(text, command).samples;
  };
  const std::string plain = "punctuation_mode=none\nspelling_mode=off\ncap_let_recogn=none";
  EXPECT_EQ(heard("punctuation_mode=some", "50 # off", "SPEAK"), spoken("50  number  off"));
  EXPECT_EQ(heard(plain, "#", "CHAR"), spoken("number "));
  EXPECT_EQ(heard(plain, "space", "CHAR"), spoken("space"));
  EXPECT_EQ(heard(plain, "control_a", "KEY"), spoken("control A"));
  EXPECT_EQ(heard("spelling_mode=on", "cat", "SPEAK"), spoken("C A T "));
  EXPECT_EQ(heard("spelling_mode=off\ncap_let_recogn=spell", "Hello.", "SPEAK"), spoken("capital Hello."));
  // A tone of 40 ms.
  EXPECT_EQ(heard("cap_let_recogn=icon", "Hello.", "SPEAK").size(), spoken("Hello.").size() + 1764);
  EXPECT_EQ(heard(plain, "new-mail", "SOUND_ICON"), spoken("new mail"));
}

TEST_F(SpeechModule, ListsItsVoices) {
  module_.send("LIST VOICES");
  const ModuleMessage list = module_.read();
  EXPECT_EQ(list.code + " " + list.last, "200 OK VOICE LIST SENT");
  ASSERT_FALSE(list.lines.empty());
  EXPECT_EQ(list.lines[0], "kathleen\ten-US\tnone");
  // Another module's voices and languages do not silence this one.
  EXPECT_EQ(module_.set("voice=FEMALE2\nlanguage=xx\nsynthesis_voice=Nobody"), "203 OK SETTINGS RECEIVED");
  EXPECT_EQ(module_.speak("Hello.").ending, "702 END");
}

TEST_F(SpeechModule, TellsWhatIsWrong) {
  EXPECT_EQ(module_.set("rate=fast"), "303 ERROR INVALID PARAMETER OR VALUE");
  EXPECT_EQ(module_.set("rate=101"), "303 ERROR INVALID PARAMETER OR VALUE");
  EXPECT_EQ(module_.set("punctuation_mode=much"), "303 ERROR INVALID PARAMETER OR VALUE");
  EXPECT_EQ(module_.set("colour=red"), "303 ERROR INVALID PARAMETER OR VALUE");
  EXPECT_EQ(module_.set("rate"), "302 ERROR BAD SYNTAX");
  EXPECT_EQ(module_.ask("SING"), "300 ERR UNKNOWN COMMAND");
  EXPECT_EQ(module_.begin("SPEAK", ""), "301 ERROR CANT SPEAK");
  EXPECT_EQ(module_.begin("CHAR", "a\nb"), "305 DATA MORE THAN ONE LINE");
  EXPECT_EQ(module_.ask("AUDIO"), "207 OK RECEIVING AUDIO SETTINGS");
  EXPECT_EQ(module_.ask("audio_output_method=oss\n."), "300 MODULE ERROR");
  EXPECT_EQ(module_.ask("LOGLEVEL"), "207 OK RECEIVING LOGLEVEL SETTINGS");
  EXPECT_EQ(module_.ask("log_level=3\n."), "203 OK LOGLEVEL SET");
  EXPECT_EQ(module_.ask("DEBUG ON /nowhere/at/all"), "303 CANT OPEN CUSTOM DEBUG FILE");
  EXPECT_EQ(module_.ask("DEBUG OFF"), "200 OK DEBUGGING OFF");
  // After all that it speaks, as before.
  EXPECT_EQ(module_.speak("Hello.").samples, spoken("Hello."));
}

TEST_F(SpeechModule, SurvivesAnyText) {
  for (const std::string text : {"<speak>One & two</speak>", "<speak>", "...", "\xff\xfe\x01",
                                 "<speak><p>Hello</speak>", "..leading dot"}) {
    EXPECT_EQ(module_.speak(text).ending, "702 END") << text;
  }
  EXPECT_EQ(module_.speak("<speak>Hello &amp <b>there</speak>").samples, spoken("Hello &amp there"));
}

TEST_F(SpeechModule, EndsWithItsServer) {
  ASSERT_EQ(module_.begin("SPEAK", long_text()), "200 OK SPEAKING");
  while (module_.read().code != "705") {
  }
  module_.send("QUIT");
  EXPECT_EQ(module_.hear().ending, "703 STOP");
  EXPECT_EQ(module_.reply(), "210 OK QUIT");
  EXPECT_EQ(module_.await_end(), 0);
  RunningModule left;
  left.start();
  EXPECT_EQ(left.begin("SPEAK", long_text()), "200 OK SPEAKING");
  // Until the pipe is full and the module waits.
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_EQ(left.await_end(), 0);
}

TEST(SpeechModuleStart, SaysWhyItCannotSpeak) {
  RunningModule module("/nowhere");
  module.send("SPEAK");
  EXPECT_EQ(module.reply(), "399 ERR CANT INIT MODULE");
  EXPECT_EQ(module.await_end(), 1);
}

TEST(SpeechModuleVoices, ChoosesByNameThenLanguage) {
  std::vector<Voice> voices(3);
  const auto set = [&](std::size_t i, const char* name, const char* language, const char* folder) {
    voices[i].name = name;
    voices[i].language = language;
    voices[i].folder = folder;
  };
  set(0, "A", "en-us", "/v/a");
  set(1, "B", "en-gb", "/v/b");
  set(2, "C", "de", "/v/c");
  EXPECT_EQ(choose_voice(voices, "c", "en-US").name, "C");
  EXPECT_EQ(choose_voice(voices, "", "en-GB").name, "B");
  EXPECT_EQ(choose_voice(voices, "", "de-AT").name, "C");
  EXPECT_EQ(choose_voice(voices, "nobody", "fr").name, "A");
  EXPECT_EQ(locale_of("en-us"), "en-US");
  EXPECT_EQ(locale_of("de"), "de");
}

}  // namespace
}  // namespace driftwave
