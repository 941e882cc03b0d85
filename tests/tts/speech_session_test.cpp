/// The shipped voice, from text to samples. Steps are 0 where only timing or text matters.
#include "tts/speech_session.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/cancelled.h"
#include "engine/core/error.h"
#include "tts/acoustic/acoustic_model.h"

namespace driftwave {
namespace {

/// Loaded once: the models are the slow part.
const std::shared_ptr<const Synthesizer>& voice() {
  static const auto synthesizer = std::make_shared<const Synthesizer>(load_voice(DRIFTWAVE_TEST_VOICE));
  return synthesizer;
}

struct Heard {
  std::vector<float> audio;
  std::vector<std::size_t> pieces;
  std::vector<SpeechEvent> events;

  [[nodiscard]] std::vector<SpeechEvent> all(SpeechEvent::Kind kind) const {
    std::vector<SpeechEvent> found;
    std::ranges::copy_if(events, std::back_inserter(found),
                         [&](const SpeechEvent& e) { return e.kind == kind; });
    return found;
  }
};

Heard pull(SpeechSession& session) {
  Heard heard;
  for (;;) {
    const std::span<const float> piece = session.pull();
    heard.events.insert(heard.events.end(), session.events().begin(), session.events().end());
    if (piece.empty()) return heard;
    heard.audio.insert(heard.audio.end(), piece.begin(), piece.end());
    heard.pieces.push_back(piece.size());
  }
}

Heard hear(const std::string& text, const SpeechOptions& options, const TextPlace& place = {}) {
  SpeechSession session(voice(), options);
  session.push_text(text, place);
  return pull(session);
}

Heard hear_ssml(const std::string& inside, const SpeechOptions& options) {
  SpeechSession session(voice(), options);
  session.push_ssml("<speak>" + inside + "</speak>", "test");
  return pull(session);
}

/// Of a text's only sentence where `place` others were said before it: each is drawn from the next seed.
std::size_t length_at(int place, const std::string& text, SpeechOptions options) {
  options.seed += static_cast<std::uint64_t>(place);
  return hear(text, options).audio.size();
}

SpeechOptions quick() {
  SpeechOptions options;
  options.steps = 0;
  return options;
}

std::size_t samples(double seconds) {
  return static_cast<std::size_t>(std::lround(seconds * voice()->sample_rate_hz()));
}

TEST(SpeechSession, GivesSoundForEachSentence) {
  const Heard heard = hear("The harbour was quiet. Nobody spoke.", quick());
  ASSERT_EQ(heard.all(SpeechEvent::Kind::kSentence).size(), 2U);
  double sum = 0.0;
  for (const float sample : heard.audio) {
    ASSERT_TRUE(std::isfinite(sample));
    sum += static_cast<double>(sample) * sample;
  }
  EXPECT_GT(std::sqrt(sum / static_cast<double>(heard.audio.size())), 0.005);
}

TEST(SpeechSession, TimesWordsAndPhonemesWithinTheirSentence) {
  const std::string text = "The harbour was quiet. Nobody spoke.";
  const Heard heard = hear(text, quick());
  const auto sentences = heard.all(SpeechEvent::Kind::kSentence);
  const auto words = heard.all(SpeechEvent::Kind::kWord);
  ASSERT_EQ(words.size(), 6U);
  EXPECT_EQ(words[4].text, "Nobody");
  EXPECT_EQ(text.substr(words[4].source.begin, words[4].source.end - words[4].source.begin), "Nobody");
  std::uint64_t last = 0;
  for (const SpeechEvent& word : words) {
    EXPECT_GE(word.begin_sample, last);
    EXPECT_GT(word.end_sample, word.begin_sample);
    last = word.end_sample;
  }
  EXPECT_LE(last, sentences[1].end_sample);
  EXPECT_EQ(sentences[1].end_sample, heard.audio.size());
  std::uint64_t end = 0;
  for (const SpeechEvent& event : heard.events) {
    if (event.kind == SpeechEvent::Kind::kSentence) end = event.begin_sample;
    if (event.kind != SpeechEvent::Kind::kPhoneme) continue;
    EXPECT_EQ(event.begin_sample, end);
    end = event.end_sample;
  }
  EXPECT_EQ(end, heard.audio.size());
}

TEST(SpeechSession, RepeatsItselfForTheSameSeedOnly) {
  SpeechOptions options;
  options.steps = 1;
  options.seed = 1;
  const Heard first = hear("Nobody spoke.", options);
  EXPECT_EQ(first.audio, hear("Nobody spoke.", options).audio);
  options.seed = 2;
  EXPECT_NE(first.audio, hear("Nobody spoke.", options).audio);
}

TEST(SpeechSession, DoesNotCopyWhatIsSaidTwice) {
  SpeechOptions options;
  options.steps = 1;
  options.seed = 1;
  // The mark goes on from one to the other.
  SpeechSession session(voice(), options, std::nullopt);
  session.push_text("Nobody spoke.");
  const std::vector<float> first = pull(session).audio;
  session.push_text("Nobody spoke.", {.pause_at_end = true});
  const Heard second = pull(session);
  options.seed = 2;
  // With the pause between the two and the one at the end.
  std::vector<float> want(samples(0.3), 0.0F);
  SpeechSession later(voice(), options, std::nullopt);
  later.push_text("Nobody spoke.", {.pause_at_end = true});
  const std::vector<float> alone = pull(later).audio;
  want.insert(want.end(), alone.begin(), alone.end());
  EXPECT_EQ(second.audio, want);
  EXPECT_NE(first, alone);
}

TEST(SpeechSession, PausesAsAsked) {
  SpeechOptions options = quick();
  EXPECT_GT(hear("One. Two.", options).audio.size(),
            length_at(0, "One.", options) + length_at(1, "Two.", options));
  options.sentence_silence_seconds = 0.25;
  EXPECT_EQ(hear("One. Two.", options).audio.size(),
            length_at(0, "One.", options) + length_at(1, "Two.", options))
      << "after each sentence, the last too";
  options.sentence_silence_seconds = 0.0;
  const std::size_t without = hear("One. Two.", options).audio.size();
  options.sentence_silence_seconds = 0.25;
  EXPECT_EQ(hear("One. Two.", options).audio.size(), without + 2 * samples(0.25));
}

TEST(SpeechSession, SaysTheSameWithAnyNumberOfThreads) {
  const std::string text =
      "One boat came in. Two boats went out.\n\nThree stayed. Four sank.\n\nNobody counted five.";
  SpeechOptions options;
  options.steps = 1;
  const Heard alone = hear(text, options);
  for (const int threads : {2, 3, 16}) {
    options.threads = threads;
    const Heard together = hear(text, options);
    EXPECT_EQ(together.audio, alone.audio) << threads;
    EXPECT_EQ(together.events.size(), alone.events.size());
  }
}

TEST(SpeechSession, IsHeardBeforeTheSentenceIsComputed) {
  Heard heard =
      hear("The harbour was quiet when the first boat came in, and nobody had expected her.", quick());
  EXPECT_LT(heard.pieces.front(), heard.audio.size() / 10);
  // The last piece is what waited for its successors.
  heard.pieces.pop_back();
  EXPECT_LT(*std::ranges::max_element(heard.pieces), samples(0.25));
}

TEST(SpeechSession, IsHeardBeforeTheTextIsRead) {
  std::string book;
  for (int i = 0; i < 20000; ++i) book += "Nobody counted the boats.\n\n";
  SpeechSession session(voice(), quick());
  session.push_text(book);
  ASSERT_FALSE(session.pull().empty());
  EXPECT_LT(session.sentences_read(), 10U);
  EXPECT_LT(session.progress(), 0.01);
}

TEST(SpeechSession, ReadsAllOnRequest) {
  SpeechSession session(voice(), quick());
  session.push_text("One.\n\nTwo. Three.");
  EXPECT_EQ(session.read_pushed(), 3U);
  session.push_text("... \xF0\x9F\x98\x80 !");
  EXPECT_EQ(session.read_pushed(), 0U);
  EXPECT_EQ(session.take_unspoken(), (Unspoken{.emoji = 1}));
  EXPECT_EQ(session.take_unspoken(), Unspoken{});
}

TEST(SpeechSession, StopsWhenItIsCancelled) {
  for (const int threads : {1, 3}) {
    SpeechOptions options = quick();
    options.threads = threads;
    SpeechSession session(voice(), options);
    session.push_text("One. Two. Three.");
    EXPECT_FALSE(session.pull().empty());
    std::thread([&] { session.cancel(); }).join();
    EXPECT_TRUE(session.pull().empty());
    EXPECT_TRUE(session.events().empty());
  }
}

TEST(SpeechSession, FollowsSsml) {
  SpeechOptions options = quick();
  const std::size_t first = length_at(0, "One.", options);
  const Heard heard = hear_ssml("One. <break time=\"500ms\"/><mark name=\"here\"/>One.", options);
  EXPECT_EQ(heard.audio.size(), first + length_at(1, "One.", options) + samples(0.5));
  const auto marks = heard.all(SpeechEvent::Kind::kMark);
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].text, "here");
  EXPECT_EQ(marks[0].begin_sample, first + samples(0.5));
  EXPECT_EQ(heard.all(SpeechEvent::Kind::kWord)[1].source, (SourceRange{52, 55}));
  EXPECT_EQ(hear_ssml("<break time=\"1s\"/>", options).audio.size(), samples(1.0));
  EXPECT_THROW((void)hear_ssml("One. & two.", options), Error);
}

TEST(SpeechSession, TellsMarksWithTheirWordsAndSpeaksOnAsIfTheyWereNotThere) {
  const Heard plain = hear("Two boats came in. One went out.", quick());
  const Heard marked = hear_ssml(
      "<mark name=\"a\"/>Two <mark name=\"b\"/>boats ca<mark name=\"c\"/>me in.<mark name=\"d\"/> One went "
      "out.<mark name=\"e\"/>",
      quick());
  EXPECT_EQ(marked.audio, plain.audio);
  const auto words = plain.all(SpeechEvent::Kind::kWord);
  const auto sentences = plain.all(SpeechEvent::Kind::kSentence);
  std::vector<std::pair<std::string, std::uint64_t>> got;
  for (const SpeechEvent& mark : marked.all(SpeechEvent::Kind::kMark))
    got.emplace_back(mark.text, mark.begin_sample);
  const std::vector<std::pair<std::string, std::uint64_t>> want = {{"a", 0},
                                                                   {"b", words[1].begin_sample},
                                                                   {"c", words[3].begin_sample},
                                                                   {"d", sentences[1].begin_sample},
                                                                   {"e", plain.audio.size()}};
  EXPECT_EQ(got, want);
}

TEST(SpeechSession, StopsWithinASentenceThatIsBeingSaid) {
  const std::atomic<bool> cancelled{true};
  const std::vector<SpokenSentence> sentences = voice()->read("The harbour was quiet.");
  EXPECT_THROW((void)voice()->say(sentences.at(0), quick(), &cancelled), Cancelled);
}

TEST(SpeechSession, StopsWithinATextThatIsBeingRead) {
  const std::atomic<bool> cancelled{true};
  EXPECT_THROW((void)voice()->read("The harbour was quiet.", &cancelled), Cancelled);
  SpeechSession session(voice(), quick());
  session.push_text("The harbour was quiet.");
  session.cancel();
  EXPECT_THROW((void)session.read_pushed(), Cancelled);
  EXPECT_TRUE(session.pull().empty());
}

TEST(SpeechSession, PausesWhereATextAsks) {
  SpeechOptions options = quick();
  const std::size_t first = length_at(0, "One,", options);
  EXPECT_EQ(hear("One, [pause:0.5s] One,", options).audio.size(),
            first + length_at(1, "One,", options) + samples(0.5));
  EXPECT_EQ(hear("[pause:2s] One, [pause:1s]", options).audio.size(), first + samples(3.0));
  EXPECT_EQ(hear("[pause:2s]\n\nOne,", options).audio.size(), first + samples(2.0));
}

TEST(SpeechSession, FollowsRangeAndContour) {
  SpeechOptions options = quick();
  const std::vector<float> plain = hear("One two three.", options).audio;
  EXPECT_NE(hear_ssml("<prosody range=\"x-low\">One two three.</prosody>", options).audio, plain);
  EXPECT_NE(hear_ssml("<prosody contour=\"(0%,+4st) (100%,-4st)\">One two three.</prosody>", options).audio,
            plain);
  EXPECT_EQ(
      hear_ssml("<prosody range=\"medium\" contour=\"(0%,+0st)\">One two three.</prosody>", options).audio,
      plain);
}

TEST(SpeechSession, PlaysRecordingsOfTheFolderThatIsAllowed) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("driftwave-session-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  write_audio(folder / "a.wav",
              {.samples = std::vector<float>(1000, 0.25F), .sample_rate_hz = voice()->sample_rate_hz()});
  const SpeechOptions options = quick();
  const std::size_t alone = hear("One,", options).audio.size();
  SpeechSession session(voice(), options);
  session.push_ssml("<speak><audio src=\"a.wav\"/>One,</speak>", "test", {}, folder);
  const Heard heard = pull(session);
  std::filesystem::remove_all(folder);
  ASSERT_EQ(heard.audio.size(), alone + 1000);
  EXPECT_NEAR(heard.audio[500], 0.25F, 1e-3F);
}

TEST(SpeechSession, ShowsTheWordsOfAnotherLanguageAsTheyAreWritten) {
  const Heard heard = hear_ssml("He said <lang xml:lang=\"fr\">oui</lang>.", quick());
  EXPECT_EQ(heard.all(SpeechEvent::Kind::kWord).at(2).text, "oui");
}

TEST(SpeechSession, KeepsTheListenersSpeedAndTheTextsWithinAVoicesRange) {
  SpeechOptions options = quick();
  options.speed = 4.0;
  EXPECT_EQ(hear_ssml("<prosody rate=\"fast\">One.</prosody>", options).audio, hear("One.", options).audio);
}

TEST(SpeechSession, DrawsFromTheTemperaturesThatItIsGiven) {
  SpeechOptions still = quick();
  still.melody_temperature = 0.0;
  SpeechOptions lively = quick();
  lively.melody_temperature = 1.0;
  const std::string text = "The harbour was quiet when the first boat came in.";
  const auto rhythm = [&](SpeechOptions options, std::uint64_t seed) {
    options.seed = seed;
    std::vector<std::uint64_t> ends;
    for (const SpeechEvent& phoneme : hear(text, options).all(SpeechEvent::Kind::kPhoneme))
      ends.push_back(phoneme.end_sample);
    return ends;
  };
  EXPECT_EQ(rhythm(still, 0), rhythm(still, 1));
  EXPECT_NE(rhythm(lively, 0), rhythm(lively, 1));
  SpeechOptions dull = still;
  dull.temperature = 0.0;
  EXPECT_NE(hear(text, dull).audio, hear(text, still).audio);
  still.temperature = 0.5;
  EXPECT_NE(hear(text, dull).audio, hear(text, still).audio);
}

TEST(SpeechSession, DrawsTheNoiseThatItsVoiceAsksForWhereThereAreSteps) {
  Voice louder = load_voice(DRIFTWAVE_TEST_VOICE);
  ASSERT_LT(louder.noise_temperature, 1.0);
  louder.noise_temperature = 1.0;
  const auto other = std::make_shared<const Synthesizer>(louder);
  for (const int steps : {0, 1}) {
    SpeechOptions options;
    options.steps = steps;
    SpeechSession session(other, options);
    session.push_text("One.");
    EXPECT_EQ(pull(session).audio == hear("One.", options).audio, steps == 0);
  }
}

TEST(SpeechSession, SpeaksAsTheModelsSpeakerThatItsVoiceNames) {
  Voice voice = load_voice(DRIFTWAVE_TEST_VOICE);
  const auto said_by = [&](const std::string& speaker) {
    voice.speaker = speaker;
    SpeechSession session(std::make_shared<const Synthesizer>(voice), quick());
    session.push_text("One.");
    return pull(session).audio;
  };
  EXPECT_EQ(said_by(""), said_by("kathleen"));
  EXPECT_NE(said_by(""), said_by("ljspeech"));
  try {
    (void)said_by("nobody");
    FAIL() << "want an error that lists the speakers";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("kathleen, ljspeech"), std::string::npos) << e.what();
  }
}

TEST(SpeechSession, RejectsOptionsOutOfRange) {
  const auto with = [](auto change) {
    SpeechOptions options = quick();
    change(options);
    return options;
  };
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.speed = 0.0; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.speed = NAN; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.pitch_st = 25.0; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.steps = 100000; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.sentence_silence_seconds = -1.0; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.threads = 0; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.pitch_range = -0.1; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.temperature = 1.1; })), Error);
  EXPECT_THROW((void)hear("Hi.", with([](SpeechOptions& o) { o.melody_temperature = NAN; })), Error);
}

}  // namespace
}  // namespace driftwave
