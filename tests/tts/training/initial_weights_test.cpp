#include "tts/training/initial_weights.h"

#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include "engine/core/error.h"
#include "engine/training/adamw.h"
#include "tests/tts/training/made_up_data.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

AcousticTaskOptions options_of(const std::vector<std::string>& speakers) {
  AcousticTaskOptions options;
  options.config = testing::tiny_config();
  options.config.speakers = speakers;
  options.batch = 2;
  return options;
}

std::unique_ptr<training::TrainingTask> task_of(const AcousticTaskOptions& options) {
  AcousticDataset dataset = testing::made_up_dataset();
  dataset.statistics.speakers.resize(options.config.speakers.size());
  return make_acoustic_task(std::move(dataset), options);
}

at::Tensor table_of(training::TrainingTask& task) {
  return task.network().named_parameters()["speaker.weight"];
}

class InitialWeights : public ::testing::Test {
 protected:
  /// A model of two speakers whose rows are 1 and 3.
  InitialWeights()
      : file_(fs::temp_directory_path() /
              ("driftwave-initial-" + std::to_string(::getpid()) + ".safetensors")) {
    const auto task = task_of(options_of({"anna", "bert"}));
    const torch::NoGradGuard no_grad;
    table_of(*task).select(0, 0).fill_(1.0);
    table_of(*task).select(0, 1).fill_(3.0);
    export_acoustic_model(file_, *task, DType::kF32, {});
  }
  ~InitialWeights() override { fs::remove(file_); }

  /// First value of each row of a model that starts from the file.
  [[nodiscard]] std::vector<float> rows(const std::vector<std::string>& speakers,
                                        const std::string& like = "") const {
    AcousticTaskOptions options = options_of(speakers);
    options.initial = file_;
    options.speaker_like = like;
    const auto task = task_of(options);
    std::vector<float> first;
    for (std::int64_t s = 0; s < table_of(*task).size(0); ++s)
      first.push_back(table_of(*task)[s][0].item<float>());
    return first;
  }

  fs::path file_;
};

TEST_F(InitialWeights, KeepSpeakersByNameAndBeginNewOnesAsTheMean) {
  EXPECT_EQ(rows({"anna", "bert"}), (std::vector<float>{1, 3}));
  EXPECT_EQ(rows({"bert", "anna"}), (std::vector<float>{3, 1}));
  EXPECT_EQ(rows({"anna", "carl", "bert"}), (std::vector<float>{1, 2, 3}));
}

TEST_F(InitialWeights, BeginANewSpeakerAsAnother) {
  EXPECT_EQ(rows({"carl"}, "bert"), std::vector<float>{3});
  EXPECT_THROW((void)rows({"carl"}, "dora"), Error);
}

TEST_F(InitialWeights, MayLearnTheSpeakerAlone) {
  AcousticTaskOptions options = options_of({"carl"});
  options.initial = file_;
  options.speaker_alone = true;
  const auto task = task_of(options);
  training::AdamW optimizer(task->network());
  task->loss(0).loss.backward();
  for (const auto& item : task->network().named_parameters())
    EXPECT_EQ(item.value().grad().defined(), item.key() == "speaker.weight") << item.key();
  EXPECT_GT(table_of(*task).grad().abs().sum().item<float>(), 0.0F);
}

TEST_F(InitialWeights, AreReadWithConfigAndStatistics) {
  const InitialModel model = read_initial_model(file_);
  EXPECT_EQ(model.config.speakers, (std::vector<std::string>{"anna", "bert"}));
  EXPECT_EQ(model.statistics.mel_mean, testing::tiny_statistics().mel_mean);
}

}  // namespace
}  // namespace driftwave
