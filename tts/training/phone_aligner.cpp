#include "tts/training/phone_aligner.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "tts/training/gaussian_mixture.h"
#include "tts/training/monotonic_alignment.h"

namespace driftwave {
namespace {

constexpr int kCepstra = 16;
constexpr int kPhoneStates = 2;

/// Which mixture each state of a sentence draws on.
struct SentenceStates {
  std::vector<AlignmentUnit> units;
  std::vector<int> mixture;
  std::vector<int> unit_of_state;
};

class Mixtures {
 public:
  int index(std::int32_t model, int state) {
    const auto [found, is_new] = indices_.try_emplace({model, state}, static_cast<int>(indices_.size()));
    (void)is_new;
    return found->second;
  }
  [[nodiscard]] std::size_t size() const { return indices_.size(); }

 private:
  std::map<std::pair<std::int32_t, int>, int> indices_;
};

SentenceStates states_of(std::span<const PhoneUnit> units, Mixtures& mixtures) {
  SentenceStates sentence;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const int count = units[u].pause ? kPauseStates : kPhoneStates;
    sentence.units.push_back({.states = count, .optional = units[u].pause});
    for (int s = 0; s < count; ++s) {
      sentence.mixture.push_back(mixtures.index(units[u].model, units[u].pause ? 0 : s));
      sentence.unit_of_state.push_back(static_cast<int>(u));
    }
  }
  return sentence;
}

/// Quiet frames at both ends go to the pauses there, the rest is shared out evenly among the phones' states.
std::vector<int> flat_start(const Array2<float>& features, std::span<const PhoneUnit> units,
                            const SentenceStates& sentence) {
  const std::size_t frames = features.rows();
  std::vector<float> energy(frames);
  for (std::size_t f = 0; f < frames; ++f) energy[f] = features(f, 0);
  const auto [low, high] = std::minmax_element(energy.begin(), energy.end());
  const float threshold = *low + 0.35F * (*high - *low);
  std::size_t first = 0;
  std::size_t last = frames;
  if (units.front().pause)
    while (first < frames / 4 && energy[first] < threshold) ++first;
  if (units.back().pause)
    while (last > frames - frames / 4 && energy[last - 1] < threshold) --last;

  std::vector<int> inner;  // states of phones
  for (std::size_t s = 0; s < sentence.mixture.size(); ++s)
    if (!units[static_cast<std::size_t>(sentence.unit_of_state[s])].pause)
      inner.push_back(static_cast<int>(s));
  std::vector<int> path(frames);
  for (std::size_t f = 0; f < frames; ++f) {
    if (f < first)
      path[f] = 0;
    else if (f >= last)
      path[f] = static_cast<int>(sentence.mixture.size()) - 1;
    else
      path[f] = inner[(f - first) * inner.size() / (last - first)];
  }
  return path;
}

struct Corpus {
  std::span<const AlignmentProblem> problems;
  std::vector<SentenceStates> sentences;
  std::vector<std::vector<int>> paths;  ///< empty: does not fit
  std::size_t mixtures = 0;
};

Corpus flat_corpus(std::span<const AlignmentProblem> problems) {
  Corpus corpus{.problems = problems, .sentences = {}, .paths = {}, .mixtures = 0};
  Mixtures mixtures;
  for (const AlignmentProblem& problem : problems) {
    corpus.sentences.push_back(states_of(problem.units, mixtures));
    std::size_t least = 0;
    for (const PhoneUnit& unit : problem.units) least += unit.pause ? 0 : kPhoneStates;
    const bool fits = least > 0 && problem.features.rows() >= least;
    corpus.paths.push_back(fits ? flat_start(problem.features, problem.units, corpus.sentences.back())
                                : std::vector<int>{});
  }
  corpus.mixtures = mixtures.size();
  return corpus;
}

void estimate(const Corpus& corpus, std::vector<GaussianMixture>& models) {
  std::vector<MixtureAccumulator> sums;
  sums.reserve(models.size());
  for (const GaussianMixture& model : models) sums.emplace_back(model);
  for (std::size_t i = 0; i < corpus.problems.size(); ++i)
    for (std::size_t f = 0; f < corpus.paths[i].size(); ++f) {
      const int mixture = corpus.sentences[i].mixture[static_cast<std::size_t>(corpus.paths[i][f])];
      const auto m = static_cast<std::size_t>(mixture);
      sums[m].add(models[m], corpus.problems[i].features.row(f));
    }
  for (std::size_t m = 0; m < models.size(); ++m) sums[m].update(models[m]);
}

void realign(Corpus& corpus, const std::vector<GaussianMixture>& models) {
  for (std::size_t i = 0; i < corpus.problems.size(); ++i) {
    if (corpus.paths[i].empty()) continue;
    const Array2<float>& features = corpus.problems[i].features;
    const SentenceStates& sentence = corpus.sentences[i];
    Array2<float> scores(features.rows(), sentence.mixture.size());
    std::map<int, std::vector<std::size_t>> states_of_mixture;
    for (std::size_t s = 0; s < sentence.mixture.size(); ++s)
      states_of_mixture[sentence.mixture[s]].push_back(s);
    for (const auto& [mixture, states] : states_of_mixture)
      for (std::size_t f = 0; f < features.rows(); ++f) {
        const float value = models[static_cast<std::size_t>(mixture)].log_likelihood(features.row(f));
        for (const std::size_t s : states) scores(f, s) = value;
      }
    corpus.paths[i] = align_monotonic(scores, sentence.units);
  }
}

/// Mean and variance of every feature over the corpus.
GaussianMixture global_gaussian(std::span<const AlignmentProblem> problems) {
  const std::size_t dimensions = problems.empty() ? 0 : problems.front().features.cols();
  GaussianMixture global(dimensions);
  MixtureAccumulator sums(global);
  for (const AlignmentProblem& problem : problems)
    for (std::size_t f = 0; f < problem.features.rows(); ++f) sums.add(global, problem.features.row(f));
  sums.update(global);
  return global;
}

}  // namespace

Array2<float> alignment_features(const Array2<float>& log_mel, std::span<const float> voicing) {
  const std::size_t frames = log_mel.rows();
  const std::size_t mels = log_mel.cols();
  Array2<float> features(frames, 2 * kCepstra + 1);
  std::vector<float> basis(mels);
  for (std::size_t c = 0; c < kCepstra; ++c) {
    const double step = std::numbers::pi * static_cast<double>(c) / static_cast<double>(mels);
    for (std::size_t m = 0; m < mels; ++m)
      basis[m] = static_cast<float>(std::cos(step * (static_cast<double>(m) + 0.5)));
    double mean = 0;
    for (std::size_t f = 0; f < frames; ++f) {
      features(f, c) = std::inner_product(basis.begin(), basis.end(), log_mel.row(f).begin(), 0.0F) /
                       static_cast<float>(mels);
      mean += features(f, c) / static_cast<double>(frames);
    }
    for (std::size_t f = 0; f < frames; ++f) features(f, c) -= static_cast<float>(mean);
  }
  const auto at = [&](std::size_t f, int shift, std::size_t c) {
    const auto moved = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(f) + shift, 0,
                                                  static_cast<std::ptrdiff_t>(frames) - 1);
    return features(static_cast<std::size_t>(moved), c);
  };
  for (std::size_t f = 0; f < frames; ++f) {
    for (std::size_t c = 0; c < kCepstra; ++c)
      features(f, kCepstra + c) = 0.2F * (at(f, 2, c) - at(f, -2, c)) + 0.1F * (at(f, 1, c) - at(f, -1, c));
    features(f, 2 * kCepstra) = voicing[f];
  }
  return features;
}

std::vector<std::vector<int>> align_phones(std::span<const AlignmentProblem> problems,
                                           const PhoneAlignerOptions& options) {
  Corpus corpus = flat_corpus(problems);
  std::vector<GaussianMixture> models(corpus.mixtures, global_gaussian(problems));
  for (GaussianMixture& model : models) model.set_floor_from_variance(0.05F);
  for (int split = 0; split <= options.splits; ++split) {
    if (split > 0)
      for (GaussianMixture& model : models) model.split();
    for (int round = 0; round < options.rounds_per_split; ++round) {
      estimate(corpus, models);
      realign(corpus, models);
    }
  }
  std::vector<std::vector<int>> frames(problems.size());
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (corpus.paths[i].empty()) continue;
    frames[i].assign(problems[i].units.size(), 0);
    for (const int state : corpus.paths[i])
      ++frames[i]
              [static_cast<std::size_t>(corpus.sentences[i].unit_of_state[static_cast<std::size_t>(state)])];
  }
  return frames;
}

}  // namespace driftwave
