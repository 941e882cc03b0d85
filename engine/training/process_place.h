#pragma once
/// Which of several training processes this one is, from the variables that its launcher set: torchrun (RANK,
/// WORLD_SIZE), Open MPI (OMPI_COMM_WORLD_*), MPICH and Intel MPI (PMI_*), Slurm's srun (SLURM_PROCID).
#include <functional>
#include <optional>
#include <string>

namespace driftwave::training {

struct ProcessPlace {
  int rank = 0;
  int size = 1;
  int local_rank = 0;     ///< among the processes of this machine
  std::string address{};  ///< where the processes meet: rank 0's machine
  int port = 0;
  std::string launcher{};
  /// The launcher holds the meeting place; otherwise rank 0 opens it.
  bool launcher_holds_store = false;
  std::string store_prefix{};  ///< changes when the launcher starts the processes again

  /// "process 1 of 4 (rank 0 at node7:29500)"
  [[nodiscard]] std::string describe() const;
};

/// Value of an environment variable.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
[[nodiscard]] Environment this_environment();

/// @return nothing for a process that trains alone.
/// @throws Error naming the variable that is missing or makes no sense.
[[nodiscard]] std::optional<ProcessPlace> process_place(const Environment& environment);

/// First machine of a Slurm list: "node[003-005,9],login" gives "node003".
[[nodiscard]] std::string first_slurm_host(const std::string& list);

}  // namespace driftwave::training
