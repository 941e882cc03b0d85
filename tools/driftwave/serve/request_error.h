#pragma once
/// What is wrong with a request, as OpenAI's clients expect to be told.
#include <string>

#include "engine/core/error.h"

namespace driftwave {

struct RequestProblem {
  int status = 400;  ///< of HTTP
  std::string message;
  std::string param;  ///< key at fault; empty: the whole request
  std::string code = "invalid_request";
  int retry_after_seconds = 0;  ///< of 429
};

/// A request that cannot be followed: its sender is told why.
class RequestError : public Error {
 public:
  explicit RequestError(RequestProblem problem)
      : Error("{}", problem.message), problem_(std::move(problem)) {}
  [[nodiscard]] const RequestProblem& problem() const { return problem_; }

 private:
  RequestProblem problem_;
};

/// {"error": {"message", "type", "param", "code"}}
[[nodiscard]] std::string to_json(const RequestProblem& problem);

}  // namespace driftwave
