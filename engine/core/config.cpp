#include "engine/core/config.h"

#include <fstream>
#include <iterator>
#include <vector>

namespace driftwave {
namespace {

/// Deeper than any file of ours; recursion over a parsed value stays far from the end of the stack.
constexpr int kMaxDepth = 32;

/// Drops the library's "[json.exception.parse_error.101] " and whatever a hostile file made too long.
std::string reason(const nlohmann::json::exception& e) {
  std::string text = e.what();
  const auto end = text.find("] ");
  if (!text.empty() && text.front() == '[' && end != std::string::npos) text.erase(0, end + 2);
  return shortened(text);
}

}  // namespace

std::string shortened(std::string text) {
  constexpr std::size_t kLongest = 200;
  if (text.size() <= kLongest) return text;
  text.resize(kLongest);
  return text + "...";
}

ConfigReader::ConfigReader(const nlohmann::json& object, std::string who)
    : object_(object), who_(std::move(who)) {
  if (!object_.is_object()) throw Error("{}: want a JSON object, got {}", who_, object_.type_name());
}

void ConfigReader::finish() const {
  std::string unknown;
  for (const auto& [key, value] : object_.items()) {
    if (seen_.contains(key)) continue;
    unknown += (unknown.empty() ? "\"" : ", \"") + key + "\"";
  }
  if (unknown.empty()) return;
  std::string known;
  for (const auto& key : seen_) known += (known.empty() ? "" : ", ") + key;
  throw Error("{}: want only the keys {}, got {}", who_, known, shortened(unknown));
}

nlohmann::json parse_json(const std::string& text, const std::string& who) {
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::set<std::string>> open_objects;
  const auto check = [&](int depth, Event event, nlohmann::json& parsed) {
    if (depth > kMaxDepth) throw Error("{}: want JSON of at most {} levels, got more", who, kMaxDepth);
    if (event == Event::object_start) open_objects.emplace_back();
    if (event == Event::object_end) open_objects.pop_back();
    if (event == Event::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!open_objects.back().insert(key).second) {
        throw Error("{}: want each key once, got \"{}\" twice", who, shortened(key));
      }
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text, check);
  } catch (const nlohmann::json::exception& e) {
    throw Error("{}: want JSON, got {}", who, reason(e));
  }
}

nlohmann::json read_json(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error("{}: cannot be read", file.string());
  return parse_json({std::istreambuf_iterator<char>(in), {}}, file.string());
}

}  // namespace driftwave
