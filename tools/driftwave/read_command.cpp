/// driftwave read: what a text would sound like, in words and phonemes.
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/config.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/standard_output.h"
#include "tools/driftwave/text_notes.h"
#include "tools/driftwave/text_source.h"
#include "tts/reading.h"
#include "tts/unspoken.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

struct ReadOptions {
  TextSourceOptions source{.command = "read"};
  bool ssml = false;
  std::string ssml_files;
  bool json = false;
  bool ipa = false;
  std::string voice = kDefaultVoice;
  std::string lexicon;
  std::string language;
};

std::string phonemes_of(const PhonemeSequence& sequence, const WordSpan& word) {
  return symbols_to_text(std::span(sequence.ids).subspan(word.first_id, word.end_id - word.first_id));
}

nlohmann::ordered_json to_json(const std::vector<LocatedSentence>& sentences, std::size_t source_offset) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const LocatedSentence& sentence : sentences) {
    const PhonemeSequence& phonemes = sentence.spoken.phonemes;
    Json words = Json::array();
    for (std::size_t i = 0; i < phonemes.words.size(); ++i) {
      words.push_back({{"text", sentence.words[i]},
                       {"spoken", phonemes.words[i].text},
                       {"phonemes", phonemes_of(phonemes, phonemes.words[i])},
                       {"source_begin", source_offset + sentence.sources[i + 1].begin},
                       {"source_end", source_offset + sentence.sources[i + 1].end}});
    }
    list.push_back({{"text", sentence.spoken.text},
                    {"spoken", sentence.spoken.normalized},
                    {"phonemes", symbols_to_text(phonemes.ids)},
                    {"source_begin", source_offset + sentence.sources.front().begin},
                    {"source_end", source_offset + sentence.sources.front().end},
                    {"words", words}});
  }
  return list;
}

std::vector<LocatedSentence> sentences_of(const TextFrontEnd& front_end, const SpeechJob& job,
                                          const ReadOptions& options, const std::string& language) {
  if (!job.note.empty()) note(job.note, job.where);
  std::vector<SsmlSegment> segments;
  if (options.ssml) {
    SsmlOptions ssml{.language = language};
    if (!options.ssml_files.empty()) ssml.files = options.ssml_files;
    SsmlDocument document = parse_ssml(job.text, job.where, ssml);
    for (const std::string& unheeded : document.notes) note(unheeded, job.where);
    segments = std::move(document.segments);
  } else {
    SourceMap source;
    source.copied(job.text.size(), 0);
    segments.push_back({.text = job.text, .source = std::move(source)});
  }
  Unspoken unspoken;
  std::vector<LocatedSentence> sentences;
  for (SsmlSegment& segment : segments) {
    const std::string text = segment.text;
    std::vector<LocatedSentence> more = read_segments(front_end, {std::move(segment)}, job.text);
    std::vector<SpokenSentence> spoken;
    for (const LocatedSentence& sentence : more) spoken.push_back(sentence.spoken);
    unspoken += count_unspoken(text, spoken);
    sentences.insert(sentences.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
  }
  note_unspoken(unspoken, job.where);
  return sentences;
}

void run_read(const ReadOptions& options) {
  if (options.json && options.ipa) throw UsageError("read: want one of --json and --ipa, got both");
  const std::optional<SpeechJob> job = open_text_source(options.source)->next();
  if (!job) throw Error("read: want text, got none on standard input");
  Voice voice = find_voice(options.voice);
  if (!options.language.empty()) voice.language = options.language;
  if (!options.lexicon.empty()) voice.lexicon_files.emplace_back(options.lexicon);
  const TextFrontEnd front_end(
      {.language = voice.language, .espeak_data = {}, .lexicon = load_lexicons(voice.lexicon_files)});
  const std::vector<LocatedSentence> sentences = sentences_of(front_end, *job, options, voice.language);
  if (options.json) {
    write_stdout(dump_json(nlohmann::ordered_json{{"sentences", to_json(sentences, job->source_offset)}}, 2) +
                 "\n");
    return;
  }
  std::string lines;
  for (const LocatedSentence& sentence : sentences) {
    lines += options.ipa ? symbols_to_text(sentence.spoken.phonemes.ids) : sentence.spoken.normalized;
    lines += '\n';
  }
  write_stdout(lines);
}

}  // namespace

void add_read_command(CLI::App& app) {
  const auto options = std::make_shared<ReadOptions>();
  CLI::App* command = app.add_subcommand("read", "Show what speak would say, without a sound");
  command->add_option("text", options->source.words,
                      "What to read; else -f, else standard input. After -- if it begins with a dash");
  command->add_option("-f,--file", options->source.file, "Read a text file; - is standard input");
  command->add_flag("--ssml", options->ssml, "The text is SSML");
  command->add_flag("--ipa", options->ipa, "Phonemes instead of words, a sentence a line");
  command->add_option("--ssml-files", options->ssml_files,
                      "A folder whose recordings and lexicons SSML may open (default: none)");
  command->add_flag("--json", options->json, "Words, phonemes and where they stand in the text, as JSON");
  command->add_option("--lexicon", options->lexicon,
                      "How words are said: a word and /phonemes/ or words a line");
  command->add_option("--voice", options->voice, "Name or folder of a voice")->capture_default_str();
  command->add_option("--language", options->language,
                      "Read by the rules and sounds of this espeak-ng voice instead of the voice's own");
  command->callback([options] { run_read(*options); });
}

}  // namespace driftwave
