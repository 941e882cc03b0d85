#pragma once
/// The one exception type of Driftwave. Messages read "who: want X, got Y" and name the file, key or
/// argument at fault, so that `main` can print them unchanged.
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace driftwave {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;

  template <typename... Args>
  explicit Error(fmt::format_string<Args...> format, Args&&... args) requires(sizeof...(Args) > 0)
      : std::runtime_error(fmt::format(format, std::forward<Args>(args)...)) {}
};

}  // namespace driftwave
