#include "tools/driftwave/record/prompts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "tts/text/front_end.h"

namespace driftwave {
namespace {

using Pairs = std::set<std::pair<SymbolId, SymbolId>>;

struct Candidate {
  std::string text;
  Pairs pairs;
  double symbols = 0;
};

Candidate candidate_of(const std::string& text, const TextFrontEnd& front_end) {
  Candidate candidate;
  candidate.text = text;
  const std::vector<SymbolId> ids = front_end.process_utterance(text).phonemes.ids;
  for (std::size_t i = 0; i + 1 < ids.size(); ++i) candidate.pairs.insert({ids[i], ids[i + 1]});
  candidate.symbols = static_cast<double>(ids.size());
  return candidate;
}

std::size_t new_pairs(const Candidate& candidate, const Pairs& read) {
  return static_cast<std::size_t>(
      std::ranges::count_if(candidate.pairs, [&](const auto& pair) { return !read.contains(pair); }));
}

/// What a sentence brings for the time that it takes; a begin and an end take some, too.
double worth(const Candidate& candidate, const Pairs& read) {
  return static_cast<double>(new_pairs(candidate, read)) / (candidate.symbols + 10.0);
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.find_first_not_of(" \t") != std::string::npos) lines.push_back(std::move(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<Prompt> choose_prompts(const std::vector<std::string>& sentences, const TextFrontEnd& front_end,
                                   std::size_t most) {
  std::vector<Candidate> left;
  Pairs all;
  for (const std::string& sentence : sentences) {
    left.push_back(candidate_of(sentence, front_end));
    if (left.back().pairs.empty())
      left.pop_back();  // nothing in it can be spoken
    else
      all.insert(left.back().pairs.begin(), left.back().pairs.end());
  }
  std::vector<Prompt> chosen;
  Pairs ever;
  Pairs read;
  while (!left.empty() && (most == 0 || chosen.size() < most)) {
    auto best = std::ranges::max_element(left, {}, [&](const Candidate& c) { return worth(c, read); });
    if (new_pairs(*best, read) == 0) {
      read.clear();
      best = std::ranges::max_element(left, {}, [&](const Candidate& c) { return worth(c, read); });
    }
    read.insert(best->pairs.begin(), best->pairs.end());
    ever.insert(best->pairs.begin(), best->pairs.end());
    chosen.push_back({best->text, static_cast<double>(ever.size()) / static_cast<double>(all.size())});
    left.erase(best);
  }
  return chosen;
}

}  // namespace driftwave
