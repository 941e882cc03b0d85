#pragma once
/// Starts this program several times on this machine, as torchrun would.

namespace driftwave::training {

/// Runs `count` copies of this process's own command line with RANK, LOCAL_RANK, WORLD_SIZE, MASTER_ADDR and
/// MASTER_PORT set (and OMP_NUM_THREADS to 1, unless it is set), passes SIGINT and SIGTERM on to them, and
/// waits for them. When one fails the others are told to stop, and after a while are made to. Call it before
/// libtorch has been used.
/// @return the highest exit status; 128 + the signal for one that a signal ended. @throws Error when it
/// cannot.
[[nodiscard]] int launch_processes(int count);

}  // namespace driftwave::training
