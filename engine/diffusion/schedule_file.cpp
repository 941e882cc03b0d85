#include <charconv>
#include <fstream>
#include <iterator>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {
namespace {

/// More than the longest list that validate_betas() takes needs.
constexpr std::size_t kLargestFile = 4U << 20U;

std::string read_text(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw Error("{}: schedule file cannot be read", file.string());
  if (size > kLargestFile)
    throw Error("{}: schedule file: want at most {} bytes, got {}", file.string(), kLargestFile, size);
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error("{}: schedule file cannot be read", file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<double> from_json(const std::string& text, const std::string& who) {
  nlohmann::json json = parse_json(text, who);
  if (json.is_object()) {
    nlohmann::json list;
    ConfigReader reader(json, who);
    reader.required("betas", list);
    reader.finish();
    json = std::move(list);
  }
  if (!json.is_array()) throw Error("{}: want a list of betas, got {}", who, json.type_name());
  std::vector<double> beta;
  for (const auto& value : json) {
    if (!value.is_number())
      throw Error("{}: step {}: want a number, got {}", who, beta.size(), shortened(value.dump()));
    beta.push_back(value.get<double>());
  }
  return beta;
}

std::vector<double> from_words(const std::string& text, const std::string& who) {
  std::vector<double> beta;
  int line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '#') {
      while (i < text.size() && text[i] != '\n') ++i;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',') {
      line += c == '\n' ? 1 : 0;
      ++i;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \t\r\n,#", i), text.size());
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data() + i, text.data() + end, value);
    if (error != std::errc{} || stop != text.data() + end)
      throw Error("{}:{}: want a number, got \"{}\"", who, line, shortened(text.substr(i, end - i)));
    beta.push_back(value);
    i = end;
  }
  return beta;
}

}  // namespace

std::vector<double> read_betas(const std::filesystem::path& file) {
  const std::string who = file.string();
  const std::string text = read_text(file);
  const auto start = text.find_first_not_of(" \t\r\n");
  const bool json = start != std::string::npos && (text[start] == '[' || text[start] == '{');
  std::vector<double> beta = json ? from_json(text, who) : from_words(text, who);
  validate_betas(beta, who);
  return beta;
}

std::vector<double> betas_from(const std::string& name_or_file, int steps) {
  const bool file = name_or_file.find_first_of("./") != std::string::npos;
  std::error_code ignored;
  if (!file && !std::filesystem::is_regular_file(name_or_file, ignored))
    return named_betas(name_or_file, steps);
  std::vector<double> beta = read_betas(name_or_file);
  if (steps != 0 && static_cast<std::size_t>(steps) != beta.size())
    throw Error("{}: want {} steps, got {} betas", name_or_file, steps, beta.size());
  return beta;
}

}  // namespace driftwave
