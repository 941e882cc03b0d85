#pragma once
/// Strict JSON configs: every key must be known, every value of the right type and range.
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "engine/core/error.h"

namespace driftwave {

/// Reads one JSON object; finish() rejects keys that nobody asked for.
class ConfigReader {
 public:
  /// @param who the file or section, for messages.
  ConfigReader(const nlohmann::json& object, std::string who);

  /// Overwrites `value` when the key is present. @throws Error naming section and key on a wrong type.
  template <typename T>
  void optional(const std::string& key, T& value) {
    seen_.insert(key);
    const auto found = object_.find(key);
    if (found == object_.end()) return;
    try {
      check_type<T>(key, *found);
      value = found->get<T>();
    } catch (const nlohmann::json::exception& e) {
      throw Error("{}: key \"{}\": {}", who_, key, e.what());
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
    if constexpr (std::is_same_v<T, bool>) {
      if (!value.is_boolean()) throw Error("{}: key \"{}\": want true or false, got {}", who_, key, value.dump());
    } else if constexpr (std::is_integral_v<T>) {
      if (!value.is_number_integer()) throw Error("{}: key \"{}\": want an integer, got {}", who_, key, value.dump());
    } else if constexpr (std::is_floating_point_v<T>) {
      if (!value.is_number()) throw Error("{}: key \"{}\": want a number, got {}", who_, key, value.dump());
    }
  }

  const nlohmann::json& object_;
  std::string who_;
  std::set<std::string> seen_;
};

/// Parses JSON text. @throws Error "who: ..." with the position of the mistake.
[[nodiscard]] nlohmann::json parse_json(const std::string& text, const std::string& who);

}  // namespace driftwave
