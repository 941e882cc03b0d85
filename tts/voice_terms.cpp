#include "tts/voice_terms.h"

#include <string>
#include <vector>

namespace driftwave {

bool forbids_commercial_use(std::string_view licence) {
  std::vector<std::string> words(1);
  for (const char c : licence) {
    const auto lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const bool is_letter = lower >= 'a' && lower <= 'z';
    if (is_letter) words.back() += lower;
    if (!is_letter && !words.back().empty()) words.emplace_back();
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "nc" || words[i] == "noncommercial" || words[i] == "private") return true;
    const bool is_denied = i > 0 && (words[i - 1] == "non" || words[i - 1] == "no" || words[i - 1] == "not");
    if (words[i] == "commercial" && is_denied) return true;
  }
  return false;
}

}  // namespace driftwave
