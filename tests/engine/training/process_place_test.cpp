#include "engine/training/process_place.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

std::optional<ProcessPlace> place_in(const std::map<std::string, std::string>& variables) {
  return process_place([&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(ProcessPlace, IsNothingForAProcessThatTrainsAlone) {
  EXPECT_FALSE(place_in({}));
  EXPECT_FALSE(place_in({{"RANK", "0"}, {"WORLD_SIZE", "1"}}));
  EXPECT_FALSE(place_in({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "1"}}));
}

TEST(ProcessPlace, ReadsTorchrun) {
  const auto place = place_in({{"RANK", "3"},
                               {"LOCAL_RANK", "1"},
                               {"WORLD_SIZE", "4"},
                               {"MASTER_ADDR", "node7"},
                               {"MASTER_PORT", "4711"},
                               {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                               {"TORCHELASTIC_RESTART_COUNT", "2"}});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->describe(), "process 3 of 4 (rank 0 at node7:4711)");
  EXPECT_EQ(place->local_rank, 1);
  EXPECT_TRUE(place->launcher_holds_store);
  EXPECT_EQ(place->store_prefix, "/worker/attempt_2");
}

TEST(ProcessPlace, ReadsOpenMpi) {
  std::map<std::string, std::string> variables{{"OMPI_COMM_WORLD_RANK", "1"},
                                               {"OMPI_COMM_WORLD_SIZE", "2"},
                                               {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                                               {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"},
                                               {"PMIX_NAMESPACE", "prterun-77@1"}};
  const auto place = place_in(variables);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->rank, 1);
  EXPECT_EQ(place->address, "127.0.0.1");
  EXPECT_FALSE(place->launcher_holds_store);
  variables["PMIX_NAMESPACE"] = "prterun-78@1";
  EXPECT_NE(place_in(variables)->port, place->port) << "two jobs of one machine meet at one port";
  variables["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1";
  EXPECT_THROW((void)place_in(variables), Error) << "machines without MASTER_ADDR";
  variables["MASTER_ADDR"] = "head";
  EXPECT_EQ(place_in(variables)->address, "head");
}

TEST(ProcessPlace, ReadsMpichAlsoInsideSlurm) {
  const auto place = place_in({{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}, {"MPI_LOCALNRANKS", "2"}});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->describe(), "process 1 of 2 (rank 0 at 127.0.0.1:29500)");
  const auto in_slurm = place_in({{"PMI_RANK", "5"},
                                  {"PMI_SIZE", "8"},
                                  {"SLURM_PROCID", "1"},
                                  {"SLURM_NTASKS", "2"},
                                  {"SLURM_JOB_NODELIST", "a[1-2]"},
                                  {"SLURM_JOB_ID", "9"}});
  EXPECT_EQ(in_slurm->rank, 5);
  EXPECT_EQ(in_slurm->address, "a1");
}

TEST(ProcessPlace, ReadsSlurm) {
  const auto place = place_in({{"SLURM_PROCID", "2"},
                               {"SLURM_NTASKS", "4"},
                               {"SLURM_LOCALID", "0"},
                               {"SLURM_JOB_NODELIST", "gpu[07-08,11]"},
                               {"SLURM_JOB_ID", "123456"}});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->rank, 2);
  EXPECT_EQ(place->size, 4);
  EXPECT_EQ(place->local_rank, 0);
  EXPECT_EQ(place->address, "gpu07");
  EXPECT_GT(place->port, 1023);
}

TEST(ProcessPlace, FindsTheFirstHostOfASlurmList) {
  EXPECT_EQ(first_slurm_host("login"), "login");
  EXPECT_EQ(first_slurm_host("login,other"), "login");
  EXPECT_EQ(first_slurm_host("node[003-005,9],login"), "node003");
  EXPECT_EQ(first_slurm_host("node[4,7-8]"), "node4");
  EXPECT_EQ(first_slurm_host("rack[1-2]-node[05-09].cluster"), "rack1-node05.cluster");
  EXPECT_THROW((void)first_slurm_host("node[003"), Error);
}

void expect_complaint(const std::map<std::string, std::string>& variables, const std::string& about) {
  try {
    (void)place_in(variables);
    ADD_FAILURE() << "accepted, want a complaint about " << about;
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find(about), std::string::npos) << e.what();
  }
}

TEST(ProcessPlace, NamesWhatIsWrong) {
  expect_complaint({{"RANK", "0"}}, "WORLD_SIZE");
  expect_complaint({{"WORLD_SIZE", "2"}}, "RANK");
  expect_complaint({{"RANK", "2"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}}, "want a rank in 0..1, got 2");
  expect_complaint({{"RANK", "0"}, {"WORLD_SIZE", "2"}}, "MASTER_ADDR");
  expect_complaint({{"RANK", "first"}, {"WORLD_SIZE", "2"}}, "RANK");
  expect_complaint({{"RANK", "-1"}, {"WORLD_SIZE", "2"}}, "RANK");
  expect_complaint({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "70000"}},
                   "MASTER_PORT");
}

}  // namespace
}  // namespace driftwave::training
