#include "engine/training/process_place.h"

#include <charconv>
#include <cstdint>
#include <cstdlib>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

constexpr int kDefaultPort = 29500;

class Reader {
 public:
  explicit Reader(const Environment& environment) : environment_(environment) {}

  [[nodiscard]] std::optional<std::string> text(const std::string& name) const {
    auto value = environment_(name);
    if (value && value->empty()) value.reset();
    return value;
  }
  [[nodiscard]] bool has(const std::string& name) const { return text(name).has_value(); }
  [[nodiscard]] std::optional<int> number(const std::string& name) const {
    const auto value = text(name);
    if (!value) return std::nullopt;
    int result = 0;
    const auto [end, failure] = std::from_chars(value->data(), value->data() + value->size(), result);
    if (failure != std::errc{} || end != value->data() + value->size() || result < 0)
      throw Error("environment: {}: want a number from 0, got \"{}\"", name, *value);
    return result;
  }
  [[nodiscard]] int required(const std::string& name, const std::string& beside) const {
    const auto value = number(name);
    if (!value) throw Error("environment: {} is set and {} is not: set both, or neither", beside, name);
    return *value;
  }

 private:
  const Environment& environment_;
};

/// The same port for all processes of a job, another for other jobs on the machine.
int port_of_job(const std::string& job) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : job) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return 15000 + static_cast<int>(hash % 15000U);
}

std::optional<ProcessPlace> from_torchrun(const Reader& env) {
  if (!env.has("RANK") && !env.has("WORLD_SIZE")) return std::nullopt;
  ProcessPlace place{.rank = env.required("RANK", "WORLD_SIZE"),
                     .size = env.required("WORLD_SIZE", "RANK"),
                     .launcher = "torchrun"};
  place.local_rank = env.number("LOCAL_RANK").value_or(place.rank);
  place.launcher_holds_store = env.text("TORCHELASTIC_USE_AGENT_STORE") == "True";
  if (place.launcher_holds_store)
    place.store_prefix = "/worker/attempt_" + env.text("TORCHELASTIC_RESTART_COUNT").value_or("0");
  return place;
}

std::optional<ProcessPlace> from_open_mpi(const Reader& env) {
  if (!env.has("OMPI_COMM_WORLD_RANK")) return std::nullopt;
  ProcessPlace place{.rank = env.required("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
                     .size = env.required("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"),
                     .launcher = "Open MPI"};
  place.local_rank = env.number("OMPI_COMM_WORLD_LOCAL_RANK").value_or(place.rank);
  if (env.number("OMPI_COMM_WORLD_LOCAL_SIZE") == place.size) place.address = "127.0.0.1";
  if (const auto job = env.text("PMIX_NAMESPACE")) place.port = port_of_job(*job);
  return place;
}

std::optional<ProcessPlace> from_mpich(const Reader& env) {
  if (!env.has("PMI_RANK")) return std::nullopt;
  ProcessPlace place{.rank = env.required("PMI_RANK", "PMI_SIZE"),
                     .size = env.required("PMI_SIZE", "PMI_RANK"),
                     .launcher = "MPICH"};
  const auto local = env.number("MPI_LOCALRANKID");
  place.local_rank = local ? *local : env.number("SLURM_LOCALID").value_or(place.rank);
  if (env.number("MPI_LOCALNRANKS") == place.size) place.address = "127.0.0.1";
  return place;
}

std::optional<ProcessPlace> from_slurm(const Reader& env) {
  const char* size = env.has("SLURM_STEP_NUM_TASKS") ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS";
  if (!env.has("SLURM_PROCID") || !env.has(size)) return std::nullopt;
  ProcessPlace place{.rank = env.required("SLURM_PROCID", size),
                     .size = env.required(size, "SLURM_PROCID"),
                     .launcher = "Slurm"};
  place.local_rank = env.number("SLURM_LOCALID").value_or(place.rank);
  return place;
}

void find_meeting_place(const Reader& env, ProcessPlace& place) {
  if (const auto address = env.text("MASTER_ADDR")) place.address = *address;
  for (const char* hosts : {"SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST"})
    if (const auto list = env.text(hosts); list && place.address.empty())
      place.address = first_slurm_host(*list);
  if (place.address.empty())
    throw Error("environment: {} started {} processes: want MASTER_ADDR, the machine of process 0",
                place.launcher, place.size);
  if (const auto port = env.number("MASTER_PORT")) place.port = *port;
  if (const auto job = env.text("SLURM_JOB_ID"); job && place.port == 0)
    place.port = port_of_job(*job + "." + env.text("SLURM_STEP_ID").value_or("0"));
  if (place.port == 0) place.port = kDefaultPort;
  if (place.port > 65535) throw Error("environment: MASTER_PORT: want 1..65535, got {}", place.port);
}

}  // namespace

std::string ProcessPlace::describe() const {
  return fmt::format("process {} of {} (rank 0 at {}:{})", rank, size, address, port);
}

Environment this_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

std::string first_slurm_host(const std::string& list) {
  std::string host;
  for (std::size_t i = 0; i < list.size() && list[i] != ','; ++i) {
    if (list[i] != '[') {
      host += list[i];
      continue;
    }
    const std::size_t last = list.find_first_of(",-]", i + 1);
    const std::size_t close = list.find(']', i + 1);
    if (close == std::string::npos) throw Error("environment: Slurm's node list: want a ], got \"{}\"", list);
    host += list.substr(i + 1, last - i - 1);
    i = close;
  }
  return host;
}

std::optional<ProcessPlace> process_place(const Environment& environment) {
  const Reader env(environment);
  std::optional<ProcessPlace> place;
  // A torchrun under Slurm, or an mpirun, starts more processes than Slurm's variables know of.
  for (const auto& from : {from_torchrun, from_open_mpi, from_mpich, from_slurm})
    if (!place) place = from(env);
  if (!place) return std::nullopt;
  if (place->rank >= place->size)
    throw Error("environment: {}: want a rank in 0..{}, got {}", place->launcher, place->size - 1,
                place->rank);
  if (place->size == 1) return std::nullopt;
  find_meeting_place(env, *place);
  return place;
}

}  // namespace driftwave::training
