#pragma once
/// Strict JSON configs: every key must be known, every value of the right type and range.
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "engine/core/error.h"

namespace driftwave {

/// At most 200 bytes of a text that a file may have made very long, for messages.
[[nodiscard]] std::string shortened(std::string text);

/// JSON as text. Bytes that are not UTF-8, as a file's name may hold, become U+FFFD: no report fails for a
/// name.
/// @param indent spaces a level; -1 is one line.
template <typename Json>
[[nodiscard]] std::string dump_json(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// Reads one JSON object; finish() rejects keys that nobody asked for.
class ConfigReader {
 public:
  /// @param object must outlive the reader. @param who the file or section, for messages.
  /// @throws Error unless `object` is a JSON object.
  ConfigReader(const nlohmann::json& object, std::string who);
  ConfigReader(nlohmann::json&&, std::string) = delete;

  /// Overwrites `value` when the key is present.
  /// @throws Error naming section and key on a wrong type or a number that T cannot hold.
  template <typename T>
  void optional(const std::string& key, T& value) {
    seen_.insert(key);
    const auto found = object_.find(key);
    if (found == object_.end()) return;
    try {
      check_type<T>(key, *found);
      value = found->get<T>();
    } catch (const nlohmann::json::exception& e) {
      throw Error("{}: key \"{}\": {}", who_, key, shortened(e.what()));
    }
  }

  /// As optional(), but the key must be there.
  template <typename T>
  void required(const std::string& key, T& value) {
    if (!object_.contains(key)) throw Error("{}: key \"{}\" is missing", who_, key);
    optional(key, value);
  }

  /// @throws Error listing the unknown keys.
  void finish() const;

 private:
  template <typename T>
  void check_type(const std::string& key, const nlohmann::json& value) const {
    const auto refuse = [&](const char* want) {
      throw Error("{}: key \"{}\": want {}, got {}", who_, key, want, shortened(value.dump()));
    };
    if constexpr (std::is_same_v<T, bool>) {
      if (!value.is_boolean()) refuse("true or false");
    } else if constexpr (std::is_integral_v<T>) {
      if (!value.is_number_integer()) refuse("an integer");
      const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                   : std::in_range<T>(value.get<std::int64_t>());
      if (!fits) refuse("an integer within the range of the setting");
    } else if constexpr (std::is_floating_point_v<T>) {
      if (!value.is_number()) refuse("a number");
      if (!std::isfinite(value.get<T>())) refuse("a finite number");
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!value.is_string()) refuse("a string");
    }
  }

  const nlohmann::json& object_;
  std::string who_;
  std::set<std::string> seen_;
};

/// Parses JSON text; safe on hostile bytes.
/// @throws Error "who: ..." with the position of the mistake, on a key given twice and on deep nesting.
[[nodiscard]] nlohmann::json parse_json(const std::string& text, const std::string& who);

/// As parse_json, from a file. @throws Error naming it when it cannot be read.
[[nodiscard]] nlohmann::json read_json(const std::filesystem::path& file);

}  // namespace driftwave
