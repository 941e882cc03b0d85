#include "tts/ssml_files.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// "a%20b" is "a b".
std::string without_escapes(std::string_view uri) {
  std::string plain;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    unsigned value = 0;
    const char* const digits = uri.data() + i + 1;
    const bool escape = uri[i] == '%' && i + 2 < uri.size() &&
                        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2;
    plain += escape ? static_cast<char>(value) : uri[i];
    if (escape) i += 2;
  }
  return plain;
}

}  // namespace

std::filesystem::path ssml_file(std::string_view uri, const std::optional<std::filesystem::path>& folder) {
  if (!folder) throw Error("\"{}\" is not opened: no folder is allowed", uri);
  std::string_view local = uri;
  if (local.starts_with("file://")) local.remove_prefix(std::string_view("file://").size());
  if (local.find("://") != std::string_view::npos) throw Error("\"{}\" is not opened: it is no file", uri);
  const std::string name = without_escapes(local);
  if (name.find('\0') != std::string::npos) throw Error("\"{}\" is not opened: it is no file", uri);
  std::error_code failed;
  const std::filesystem::path root = std::filesystem::canonical(*folder, failed);
  if (failed) throw Error("\"{}\" is not opened: the folder {} is missing", uri, folder->string());
  const std::filesystem::path file = std::filesystem::weakly_canonical(root / name, failed);
  const bool is_inside =
      !failed && std::mismatch(root.begin(), root.end(), file.begin(), file.end()).first == root.end();
  if (!is_inside) throw Error("\"{}\" is not opened: it is outside {}", uri, folder->string());
  if (!std::filesystem::is_regular_file(file, failed)) throw Error("\"{}\" is not opened: no such file", uri);
  return file;
}

}  // namespace driftwave
