#pragma once
/// What the program serves of itself; the sources lie in serve/web/.
#include <string_view>

namespace driftwave {

/// The description of the HTTP interface (OpenAPI 3.1).
[[nodiscard]] std::string_view openapi_json();

/// The page for people, and what it loads.
[[nodiscard]] std::string_view page_html();
[[nodiscard]] std::string_view page_css();
[[nodiscard]] std::string_view page_js();
[[nodiscard]] std::string_view recording_js();

}  // namespace driftwave
