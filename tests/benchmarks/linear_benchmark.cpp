/// Linear layers of the shipped models, a few frames at a time: our kernels beside Eigen and oneDNN, one
/// thread.
///
///   OMP_NUM_THREADS=1 build/release/bin/linear_benchmark --benchmark_min_time=0.2
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>
#include <vector>

#include "engine/nn/linear.h"
#ifdef DRIFTWAVE_EIGEN
#include <Eigen/Core>
#endif
#ifdef DRIFTWAVE_ONEDNN
#include <dnnl.hpp>
#endif

namespace driftwave {
namespace {

/// Rows, inputs, outputs: frames x channels of the conditioner, of its heads, and frames x groups of the
/// flow.
void shapes(benchmark::internal::Benchmark* benchmark) {
  for (const std::int64_t frames : {1, 4, 16, 64}) {
    benchmark->Args({frames, 256, 768});
    benchmark->Args({frames, 768, 256});
    benchmark->Args({frames, 256, 3075});
    benchmark->Args({64 * frames, 48, 144});
  }
}

struct Problem {
  explicit Problem(const benchmark::State& state)
      : rows(static_cast<std::size_t>(state.range(0))),
        in(static_cast<std::size_t>(state.range(1))),
        out(static_cast<std::size_t>(state.range(2))),
        x(rows * in),
        weight(in * out),
        bias(out),
        y(rows * out) {
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    for (std::vector<float>* values : {&x, &weight, &bias})
      for (float& value : *values) value = normal(generator);
  }
  std::size_t rows, in, out;
  std::vector<float> x, weight, bias, y;

  void report(benchmark::State& state) const {
    state.counters["GFLOP/s"] = benchmark::Counter(2e-9 * static_cast<double>(rows * in * out),
                                                   benchmark::Counter::kIsIterationInvariantRate);
  }
};

void own_kernels(benchmark::State& state) {
  Problem p(state);
  const Linear linear(p.weight, p.bias, {.in = p.in, .out = p.out});
  for (auto _ : state) {
    linear(p.x, p.y);
    benchmark::DoNotOptimize(p.y.data());
  }
  p.report(state);
}
BENCHMARK(own_kernels)->Apply(shapes);

#ifdef DRIFTWAVE_EIGEN
void eigen(benchmark::State& state) {
  Problem p(state);
  using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto index = [](std::size_t n) { return static_cast<Eigen::Index>(n); };
  const Eigen::Map<const Matrix> x(p.x.data(), index(p.rows), index(p.in));
  const Matrix weight = Eigen::Map<const Matrix>(p.weight.data(), index(p.out), index(p.in)).transpose();
  const Eigen::Map<const Eigen::RowVectorXf> bias(p.bias.data(), index(p.out));
  Eigen::Map<Matrix> y(p.y.data(), index(p.rows), index(p.out));
  for (auto _ : state) {
    y.noalias() = x * weight;
    y.rowwise() += bias;
    benchmark::DoNotOptimize(p.y.data());
  }
  p.report(state);
}
BENCHMARK(eigen)->Apply(shapes);
#endif

#ifdef DRIFTWAVE_ONEDNN
void onednn(benchmark::State& state) {
  using Memory = dnnl::memory;
  Problem p(state);
  const auto size = [](std::size_t n) { return static_cast<Memory::dim>(n); };
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  const Memory::desc x_desc({size(p.rows), size(p.in)}, Memory::data_type::f32, Memory::format_tag::ab);
  const Memory::desc plain({size(p.out), size(p.in)}, Memory::data_type::f32, Memory::format_tag::ab);
  const Memory::desc any({size(p.out), size(p.in)}, Memory::data_type::f32, Memory::format_tag::any);
  const Memory::desc bias_desc({size(p.out)}, Memory::data_type::f32, Memory::format_tag::a);
  const Memory::desc y_desc({size(p.rows), size(p.out)}, Memory::data_type::f32, Memory::format_tag::ab);
  const dnnl::inner_product_forward::primitive_desc description(
      {dnnl::prop_kind::forward_inference, x_desc, any, bias_desc, y_desc}, engine);
  const dnnl::inner_product_forward product(description);
  Memory given(plain, engine, p.weight.data());
  Memory packed(description.weights_desc(), engine);
  dnnl::reorder(given, packed).execute(stream, given, packed);
  Memory x(x_desc, engine, p.x.data());
  Memory bias(bias_desc, engine, p.bias.data());
  Memory y(y_desc, engine, p.y.data());
  for (auto _ : state) {
    product.execute(
        stream, {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, y}});
    stream.wait();
    benchmark::DoNotOptimize(p.y.data());
  }
  p.report(state);
}
BENCHMARK(onednn)->Apply(shapes);
#endif

}  // namespace
}  // namespace driftwave

BENCHMARK_MAIN();
