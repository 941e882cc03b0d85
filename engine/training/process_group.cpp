#include "engine/training/process_group.h"

#include <ATen/ATen.h>
#include <torch/version.h>

#include <functional>

#include "engine/core/error.h"

// Debian's libtorch and PyTorch's own define USE_C10D_* for those who link them. Their headers for Gloo and
// NCCL want those libraries' headers, which come separately (Debian: libgloo-dev; NCCL: nccl.h).
#if defined(USE_C10D_GLOO) && __has_include(<torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>) && \
    __has_include(<gloo/algorithm.h>)
#define DRIFTWAVE_GLOO 1
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#if defined(USE_C10D_NCCL) && __has_include(<torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>) && \
    __has_include(<nccl.h>)
#define DRIFTWAVE_NCCL 1
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#if defined(DRIFTWAVE_GLOO) || defined(DRIFTWAVE_NCCL)
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace driftwave::training {
namespace {

/// Of one bucket: large enough to be worth a message, small enough to copy cheaply.
constexpr std::int64_t kBucketValues = 1 << 20;

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

void in_buckets(const std::vector<at::Tensor>& tensors, const at::Device& device,
                const std::function<void(at::Tensor&)>& exchange) {
  const at::NoGradGuard no_grad;
  for (std::size_t first = 0; first < tensors.size();) {
    std::vector<at::Tensor> parts;
    std::int64_t values = 0;
    std::size_t last = first;
    while (last < tensors.size() && (last == first || values + tensors[last].numel() <= kBucketValues)) {
      parts.push_back(tensors[last].detach().reshape({-1}).to(device));
      values += tensors[last].numel();
      ++last;
    }
    at::Tensor flat = at::cat(parts);
    exchange(flat);
    std::int64_t at = 0;
    for (; first < last; ++first) {
      tensors[first].detach().copy_(flat.narrow(0, at, tensors[first].numel()).view(tensors[first].sizes()));
      at += tensors[first].numel();
    }
  }
}

#if defined(DRIFTWAVE_GLOO) || defined(DRIFTWAVE_NCCL)

c10::intrusive_ptr<c10d::Store> open_store(const ProcessPlace& place, const ProcessGroupOptions& options) {
  c10d::TCPStoreOptions store_options;
  store_options.port = static_cast<std::uint16_t>(place.port);
  store_options.isServer = place.rank == 0 && !place.launcher_holds_store;
  store_options.numWorkers = static_cast<std::size_t>(place.size);
  store_options.waitWorkers = !place.launcher_holds_store;
  store_options.timeout = options.join_timeout;
  c10::intrusive_ptr<c10d::Store> store = c10::make_intrusive<c10d::TCPStore>(place.address, store_options);
  if (place.store_prefix.empty()) return store;
  return c10::make_intrusive<c10d::PrefixStore>(place.store_prefix, store);
}

/// Gloo, or NCCL: both have the same calls, and no base class that libtorch 1.13 and 2 share.
template <typename Backend>
class BackendGroup final : public ProcessGroup {
 public:
  BackendGroup(const ProcessPlace& place, const at::Device& device, std::chrono::seconds timeout,
               c10::intrusive_ptr<Backend> backend)
      : place_(place), device_(device), timeout_(timeout), backend_(std::move(backend)) {}

  const ProcessPlace& place() const override { return place_; }
  at::Device device() const override { return device_; }

  void sum(at::Tensor& values) override {
    exchange("sum", values, [&](std::vector<at::Tensor>& list) { return backend_->allreduce(list); });
  }
  void broadcast(at::Tensor& values) override {
    exchange("broadcast", values, [&](std::vector<at::Tensor>& list) { return backend_->broadcast(list); });
  }

 private:
  template <typename Start>
  void exchange(const char* what, at::Tensor& values, const Start& start) {
    std::vector<at::Tensor> list{values};
    try {
      start(list)->wait(timeout_);
    } catch (const std::exception& e) {
      throw Error("{}: {}: another process is gone, or took longer than {} s: {}", place_.describe(), what,
                  timeout_.count(), first_line(e.what()));
    }
  }

  ProcessPlace place_;
  at::Device device_;
  std::chrono::milliseconds timeout_;
  c10::intrusive_ptr<Backend> backend_;
};

#endif

#ifdef DRIFTWAVE_GLOO

bool is_this_machine(const std::string& address) {
  return address == "localhost" || address == "127.0.0.1";
}

std::unique_ptr<ProcessGroup> make_gloo(const ProcessPlace& place, const ProcessGroupOptions& options,
                                        const c10::intrusive_ptr<c10d::Store>& store) {
  using c10d::ProcessGroupGloo;
  const auto gloo = ProcessGroupGloo::Options::create(options.timeout);
  const auto interface = this_environment()("GLOO_SOCKET_IFNAME");
  gloo->devices.push_back(interface ? ProcessGroupGloo::createDeviceForInterface(*interface)
                          : is_this_machine(place.address)
                              ? ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                              : ProcessGroupGloo::createDefaultDevice());
  return std::make_unique<BackendGroup<ProcessGroupGloo>>(
      place, at::kCPU, options.timeout,
      c10::make_intrusive<ProcessGroupGloo>(store, place.rank, place.size, gloo));
}

#endif

}  // namespace

std::unique_ptr<ProcessGroup> make_process_group(const ProcessPlace& place,
                                                 const ProcessGroupOptions& options) {
  try {
#ifdef DRIFTWAVE_NCCL
    if (options.device == "cuda")
      return std::make_unique<BackendGroup<c10d::ProcessGroupNCCL>>(
          place, at::Device(at::kCUDA, static_cast<at::DeviceIndex>(place.local_rank)), options.timeout,
          c10::make_intrusive<c10d::ProcessGroupNCCL>(open_store(place, options), place.rank, place.size));
#endif
#ifdef DRIFTWAVE_GLOO
    return make_gloo(place, options, open_store(place, options));
#endif
  } catch (const std::exception& e) {
    throw Error("{}: could not meet the others that {} should have started: {}", place.describe(),
                place.launcher, first_line(e.what()));
  }
  throw Error("{}: built without {} (c10d): train in one process, or build where its headers are",
              place.describe(), options.device == "cuda" ? "NCCL" : "Gloo");
}

void sum_over_processes(ProcessGroup& group, const std::vector<at::Tensor>& tensors) {
  in_buckets(tensors, group.device(), [&](at::Tensor& flat) { group.sum(flat); });
}

void broadcast_from_first(ProcessGroup& group, const std::vector<at::Tensor>& tensors) {
  in_buckets(tensors, group.device(), [&](at::Tensor& flat) { group.broadcast(flat); });
}

std::vector<std::int64_t> broadcast_numbers(ProcessGroup& group, const std::vector<std::int64_t>& numbers) {
  at::Tensor values = at::tensor(numbers, at::kLong).to(group.device());
  group.broadcast(values);
  values = values.to(at::kCPU);
  return {values.data_ptr<std::int64_t>(), values.data_ptr<std::int64_t>() + values.numel()};
}

}  // namespace driftwave::training
