#pragma once
/// Messages of the Wyoming protocol (https://github.com/rhasspy/wyoming): a line of JSON, then data and
/// payload of the lengths that it says.
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace driftwave {

struct WyomingEvent {
  std::string type;
  nlohmann::json data = nlohmann::json::object();
  std::string payload{};
};

[[nodiscard]] std::string to_bytes(const WyomingEvent& event);

/// Events out of bytes as they come. Payloads, which no event for a voice has, are thrown away.
class WyomingReader {
 public:
  /// @param most_bytes of an event's line and of its data.
  explicit WyomingReader(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  void add(std::string_view bytes) { waiting_ += bytes; }
  /// @return nothing until more comes. @throws Error on what is no event, or too long; nothing may follow.
  [[nodiscard]] std::optional<WyomingEvent> next();

 private:
  std::size_t most_bytes_;
  std::string waiting_;
  std::size_t unwanted_ = 0;  ///< bytes of a payload that are still to come
};

}  // namespace driftwave
