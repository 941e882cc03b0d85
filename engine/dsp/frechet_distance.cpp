#include "engine/dsp/frechet_distance.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::ptrdiff_t kSlopeFrames = 4;
constexpr double kQuietDb = -50.0;
/// Of coefficient 0 for a change of level by 1 dB: sqrt(80) bands, ln 10 / 20 each.
const double kPerDb = std::sqrt(80.0) * std::numbers::ln10 / 20.0;

Eigen::MatrixXd to_matrix(const Array2<double>& x) {
  return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      x.data(), static_cast<Eigen::Index>(x.rows()), static_cast<Eigen::Index>(x.cols()));
}

Eigen::MatrixXd square_root(const Eigen::MatrixXd& x) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(x);
  return solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal() *
         solver.eigenvectors().transpose();
}

}  // namespace

RowStatistics::RowStatistics(std::size_t columns) : sums_(columns), products_(columns, columns) {}

void RowStatistics::add(const Array2<float>& rows) {
  if (rows.rows() > 0 && rows.cols() != columns())
    throw Error("row statistics: want rows of {}, got {}", columns(), rows.cols());
  for (std::size_t n = 0; n < rows.rows(); ++n) {
    const std::span<const float> row = rows.row(n);
    for (std::size_t i = 0; i < row.size(); ++i) {
      sums_[i] += row[i];
      for (std::size_t j = 0; j < row.size(); ++j) products_(i, j) += static_cast<double>(row[i]) * row[j];
    }
    ++count_;
  }
}

std::vector<double> RowStatistics::mean() const {
  std::vector<double> out = sums_;
  for (double& x : out) x /= count_;
  return out;
}

Array2<double> RowStatistics::covariance() const {
  const std::vector<double> m = mean();
  Array2<double> out(columns(), columns());
  for (std::size_t i = 0; i < columns(); ++i)
    for (std::size_t j = 0; j < columns(); ++j)
      out(i, j) = (products_(i, j) - count_ * m[i] * m[j]) / (count_ - 1);
  return out;
}

double frechet_distance(const RowStatistics& a, const RowStatistics& b) {
  if (a.columns() != b.columns() || a.count() < 2 || b.count() < 2)
    throw Error("frechet distance: want two rows or more of one length, got {} of {} and {} of {}", a.count(),
                a.columns(), b.count(), b.columns());
  const std::vector<double> mean_a = a.mean();
  const std::vector<double> mean_b = b.mean();
  double distance = 0;
  for (std::size_t i = 0; i < mean_a.size(); ++i) distance += std::pow(mean_a[i] - mean_b[i], 2);
  const Eigen::MatrixXd s1 = to_matrix(a.covariance());
  const Eigen::MatrixXd s2 = to_matrix(b.covariance());
  // (S1 S2)^(1/2) has the trace of (R S2 R)^(1/2) with R = S1^(1/2), which is symmetric.
  const Eigen::MatrixXd root = square_root(s1);
  const Eigen::MatrixXd symmetric = root * s2 * root;
  return std::max(0.0, distance + s1.trace() + s2.trace() - 2.0 * square_root(symmetric).trace());
}

Array2<float> frame_embedding(const Array2<float>& cepstra) {
  const std::size_t width = cepstra.cols();
  float loudest = -1e9F;
  for (std::size_t n = 0; n < cepstra.rows(); ++n) loudest = std::max(loudest, cepstra(n, 0));
  const float quiet = loudest + static_cast<float>(kQuietDb * kPerDb);
  std::vector<std::size_t> kept;
  for (std::size_t n = 0; n < cepstra.rows(); ++n)
    if (cepstra(n, 0) >= quiet) kept.push_back(n);
  Array2<float> out(kept.size(), 2 * width);
  const auto last = static_cast<std::ptrdiff_t>(cepstra.rows()) - 1;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto n = static_cast<std::ptrdiff_t>(kept[i]);
    for (std::size_t c = 0; c < width; ++c) {
      out(i, c) = cepstra(kept[i], c);
      // Regression over the neighbours; the ends hold.
      float slope = 0;
      float norm = 0;
      for (std::ptrdiff_t k = 1; k <= kSlopeFrames; ++k) {
        const auto before = static_cast<std::size_t>(std::max<std::ptrdiff_t>(n - k, 0));
        const auto after = static_cast<std::size_t>(std::min(n + k, last));
        slope += static_cast<float>(k) * (cepstra(after, c) - cepstra(before, c));
        norm += 2.0F * static_cast<float>(k * k);
      }
      out(i, width + c) = slope / norm;
    }
  }
  return out;
}

}  // namespace driftwave
