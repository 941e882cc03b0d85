#pragma once
/// Plain dense arrays for everything outside training, and the one legend of dimension letters:
///
///   B batch · C channels · T samples · F frames · M mels · K bins (transform coefficients) ·
///   S denoising steps · P phonemes
///
/// Arrays are row-major; "[F, M]" means F rows of M contiguous values. This is storage and shape only:
/// arithmetic lives in engine/nn and engine/dsp.
#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

template <typename T>
class Array2 {
 public:
  Array2() = default;
  Array2(std::size_t rows, std::size_t cols, T fill = T{})
      : rows_(rows), cols_(cols), data_(rows * cols, fill) {}

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t cols() const { return cols_; }
  [[nodiscard]] std::size_t size() const { return data_.size(); }
  [[nodiscard]] bool empty() const { return data_.empty(); }

  [[nodiscard]] T* data() { return data_.data(); }
  [[nodiscard]] const T* data() const { return data_.data(); }
  [[nodiscard]] std::span<T> values() { return data_; }
  [[nodiscard]] std::span<const T> values() const { return data_; }

  [[nodiscard]] std::span<T> row(std::size_t i) { return std::span<T>(data_).subspan(i * cols_, cols_); }
  [[nodiscard]] std::span<const T> row(std::size_t i) const {
    return std::span<const T>(data_).subspan(i * cols_, cols_);
  }
  [[nodiscard]] T& operator()(std::size_t i, std::size_t j) { return data_[i * cols_ + j]; }
  [[nodiscard]] const T& operator()(std::size_t i, std::size_t j) const { return data_[i * cols_ + j]; }

  /// Keeps the first `rows` rows; new rows are value-initialised.
  void resize_rows(std::size_t rows) {
    data_.resize(rows * cols_);
    rows_ = rows;
  }

 private:
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::vector<T> data_;
};

}  // namespace driftwave
