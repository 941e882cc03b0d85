#pragma once
/// Tables of what is written and how it is said: two columns, with " | " between spoken sentences.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tts/text/language.h"
#include "tts/text/sentences.h"

namespace driftwave {

/// What a language makes of a text, sentences apart by " | ".
inline std::string read_by(const Language& language, const std::string& text) {
  std::string said;
  for (const TextSpan& sentence : split_sentences(text, {.goes_on = language.sentence_goes_on()})) {
    if (!said.empty()) said += " | ";
    said += to_text(language.tokens({.text = sentence.text}, nullptr));
  }
  return said;
}

/// Every line of a file of cases. @param least cases that it has to hold.
inline void expect_cases(const Language& language, const std::string& file, int least) {
  std::ifstream in(file);
  ASSERT_TRUE(in) << file;
  int cases = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    EXPECT_EQ(read_by(language, line.substr(0, tab)), line.substr(tab + 1)) << line;
    ++cases;
  }
  EXPECT_GE(cases, least) << file;
}

}  // namespace driftwave
