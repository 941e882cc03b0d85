#include "tools/driftwave/serve/wyoming_event.h"

#include <algorithm>

#include "engine/core/config.h"

namespace driftwave {
namespace {

constexpr const char* kVersion = "1.7.0";  // of the protocol

std::size_t length_of(const nlohmann::json& header, const char* key) {
  const auto found = header.find(key);
  if (found == header.end() || found->is_null()) return 0;
  if (!found->is_number_unsigned()) throw Error("wyoming: want a length as {}, got another", key);
  return found->get<std::size_t>();
}

}  // namespace

std::string to_bytes(const WyomingEvent& event) {
  nlohmann::ordered_json header = {{"type", event.type}, {"version", kVersion}};
  const std::string data = event.data.empty() ? "" : dump_json(event.data);
  if (!data.empty()) header["data_length"] = data.size();
  if (!event.payload.empty()) header["payload_length"] = event.payload.size();
  return dump_json(header) + "\n" + data + event.payload;
}

std::optional<WyomingEvent> WyomingReader::next() {
  const std::size_t dropped = std::min(unwanted_, waiting_.size());
  waiting_.erase(0, dropped);
  unwanted_ -= dropped;
  const std::size_t line = waiting_.find('\n');
  if (std::min(line, waiting_.size()) > most_bytes_) {
    throw Error("wyoming: want a line of at most {} bytes, got more", most_bytes_);
  }
  if (line == std::string::npos) return std::nullopt;
  const nlohmann::json header = parse_json(waiting_.substr(0, line), "wyoming");
  if (!header.is_object() || !header.contains("type") || !header["type"].is_string()) {
    throw Error("wyoming: want an object with a type, got another");
  }
  const std::size_t data_bytes = length_of(header, "data_length");
  if (data_bytes > most_bytes_) throw Error("wyoming: want data of at most {} bytes, got more", most_bytes_);
  if (waiting_.size() - line - 1 < data_bytes) return std::nullopt;
  WyomingEvent event{.type = header["type"].get<std::string>()};
  if (header.contains("data") && header["data"].is_object()) event.data = header["data"];
  if (data_bytes > 0) {
    const nlohmann::json data = parse_json(waiting_.substr(line + 1, data_bytes), "wyoming");
    if (!data.is_object()) throw Error("wyoming: want an object as data, got another");
    event.data.update(data);
  }
  unwanted_ = length_of(header, "payload_length");
  waiting_.erase(0, line + 1 + data_bytes);
  return event;
}

}  // namespace driftwave
