// Whole runs of driftwave-train on a tiny network: killed, stopped, resumed, and shared by processes.
#include <cstdlib>
#include <fstream>

#include "engine/model/safetensors.h"
#include "tests/tools/driftwave/program.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "tests/vocoder/training/fixtures.h"
#include "vocoder/diffwave/config.h"

namespace driftwave {
namespace {

class TrainingRuns : public CommandLine {
 protected:
  TrainingRuns() {
    // As the processes of --processes have: the number of BLAS's threads changes the rounding of sums.
    ::setenv("OMP_NUM_THREADS", "1", 1);
    const HarmonicFlowConfig config = test::small_config();
    (void)test::make_shards(path("shards"), config);
    write_text("config.json", to_json(config).dump());
  }

  /// A run of the vocoder with a checkpoint after every step.
  [[nodiscard]] static std::string vocoder(const std::string& out, int prior, int unrolled,
                                           const std::string& more = "--validate-every 20") {
    return fmt::format(
        "driftwave-train vocoder --data shards --config config.json --out {} --prior-steps {} "
        "--unrolled-steps {} --batch 4 --frames 32 --checkpoint-every 0 {}",
        out, prior, unrolled, more);
  }

  /// Rows of a log without the seconds.
  [[nodiscard]] std::vector<std::string> log(const std::string& file) const {
    std::ifstream in(path(file));
    std::vector<std::string> rows;
    for (std::string row; std::getline(in, row);) {
      const std::size_t first = row.find(',');
      rows.push_back(row.substr(0, first) + row.substr(row.find(',', first + 1)));
    }
    EXPECT_GT(rows.size(), 1U) << file;
    return rows;
  }

  void expect_same_curve(const std::string& a, const std::string& b) const {
    EXPECT_EQ(log(a + "/log.csv"), log(b + "/log.csv"));
    const SafetensorsFile first(path(a + "/checkpoint.safetensors"));
    const SafetensorsFile second(path(b + "/checkpoint.safetensors"));
    EXPECT_EQ(first.metadata("step"), second.metadata("step"));
    ASSERT_EQ(first.names(), second.names());
    for (const std::string& name : first.names())
      EXPECT_EQ(first.tensor(name).to_floats(), second.tensor(name).to_floats()) << name;
  }

  /// Runs a command in the background, waits for a row of a step in a log, does `then` and waits for the end.
  [[nodiscard]] Outcome interrupt(const std::string& command, const std::string& log_file, int step,
                                  const std::string& then) const {
    return run(
        fmt::format("{} & child=$!\n"
                    "until grep -q '^{},' {} 2>/dev/null; do kill -0 $child || exit 99; sleep 0.01; done\n"
                    "{}\nwait $child",
                    command, step, log_file, then));
  }
};

TEST_F(TrainingRuns, GoOnOnTheSameCurveAfterBeingKilled) {
  must(vocoder("whole", 80, 0));
  EXPECT_EQ(interrupt(vocoder("killed", 80, 0), "killed/prior/log.csv", 20, "kill -9 $child").status, 137);
  must("driftwave-train resume killed");
  expect_same_curve("whole/prior", "killed/prior");
}

TEST_F(TrainingRuns, AreSharedByProcessesToTheBit) {
  must(vocoder("passes", 3, 4, "--flow-steps 2 --accumulate 2 --validate-every 1"));
  must(vocoder("processes", 3, 4, "--flow-steps 2 --processes 2 --validate-every 1"));
  for (const char* stage : {"prior", "flow", "unrolled"})
    expect_same_curve(std::string("passes/") + stage, std::string("processes/") + stage);
  EXPECT_TRUE(std::filesystem::exists(path("processes/vocoder.safetensors")));
}

TEST_F(TrainingRuns, ShareWhatTheyLearnAboutTimesteps) {
  DiffWaveConfig config = diffwave_base();
  config.residual_channels = 8;
  config.residual_layers = 2;
  config.embedding_channels = 16;
  write_text("diffwave.json", to_json(config).dump());
  const std::string command =
      "driftwave-train diffwave --data shards --config diffwave.json --steps 4 --batch 6 --frames 4 "
      "--validate-every 100 ";
  must(command + "--out passes --accumulate 2");
  must(command + "--out processes --processes 2");
  expect_same_curve("passes", "processes");
}

TEST_F(TrainingRuns, StopTogetherAndGoOn) {
  must(vocoder("whole", 60, 0, "--processes 2 --validate-every 20"));
  const Outcome stopped = interrupt(vocoder("stopped", 60, 0, "--processes 2 --validate-every 20"),
                                    "stopped/prior/log.csv", 20, "kill $child");
  EXPECT_EQ(stopped.status, 0) << stopped.err;
  EXPECT_NE(stopped.err.find("go on with: driftwave-train resume stopped"), std::string::npos) << stopped.err;
  must("driftwave-train resume stopped --processes 2");
  expect_same_curve("whole/prior", "stopped/prior");
}

TEST_F(TrainingRuns, EndWhenAProcessDiesAndGoOnWithAnotherNumber) {
  const Outcome died =
      interrupt(vocoder("died", 60, 0, "--processes 2 --validate-every 20"), "died/prior/log.csv", 20,
                "read -r first second < /proc/$child/task/$child/children; kill -9 $second");
  EXPECT_EQ(died.status, 137) << died.err;
  EXPECT_NE(died.err.find("driftwave-train: process 0 of 2 (rank 0 at 127.0.0.1:"), std::string::npos)
      << died.err;
  must("driftwave-train resume died");
  EXPECT_EQ(SafetensorsFile(path("died/prior/checkpoint.safetensors")).metadata("step"), "60");
}

TEST_F(TrainingRuns, DoNotOverwriteARun) {
  for (const char* command : {"acoustic", "aligner", "completion", "diffwave", "vocoder"}) {
    must(std::string("mkdir -p ") + command + "/run && touch " + command + "/run/checkpoint.safetensors " +
         command + "/run/run.json");
    const Outcome outcome =
        run(std::string("driftwave-train ") + command + " --data shards --out " + command + "/run");
    EXPECT_EQ(outcome.status, 1) << command;
    EXPECT_NE(outcome.err.find("holds a run already"), std::string::npos) << command << ": " << outcome.err;
    EXPECT_EQ(must(std::string("ls ") + command + "/run"), "checkpoint.safetensors\nrun.json\n") << command;
  }
}

TEST_F(TrainingRuns, LeaveNoTemporaryAtALimit) {
  must(vocoder("out", 1, 0));
  EXPECT_EQ(run("ulimit -f 1; driftwave-train compress out/vocoder.safetensors -o small.safetensors").status,
            1);
  EXPECT_EQ(must("ls -A").find(".tmp"), std::string::npos);
}

TEST_F(TrainingRuns, RefuseAnEnvironmentThatMakesNoSense) {
  const Outcome outcome = run("RANK=2 WORLD_SIZE=2 MASTER_ADDR=localhost " + vocoder("out", 1, 0));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("want a rank in 0..1, got 2"), std::string::npos) << outcome.err;
  EXPECT_FALSE(std::filesystem::exists(path("out")));
  EXPECT_EQ(run(vocoder("small", 1, 0, "--accumulate 5")).status, 1) << "a batch of 4 in 5 parts";
}

}  // namespace
}  // namespace driftwave
