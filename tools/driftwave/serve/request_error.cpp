#include "tools/driftwave/serve/request_error.h"

#include <nlohmann/json.hpp>

#include "engine/core/config.h"

namespace driftwave {

std::string to_json(const RequestProblem& problem) {
  using Json = nlohmann::ordered_json;
  const char* type = problem.status == 429   ? "rate_limit_error"
                     : problem.status == 401 ? "authentication_error"
                     : problem.status >= 500 ? "server_error"
                                             : "invalid_request_error";
  return dump_json(Json{{"error",
                         {{"message", problem.message},
                          {"type", type},
                          {"param", problem.param.empty() ? Json(nullptr) : Json(problem.param)},
                          {"code", problem.code}}}});
}

}  // namespace driftwave
