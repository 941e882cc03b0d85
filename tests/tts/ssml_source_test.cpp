#include "tts/ssml_source.h"

#include <gtest/gtest.h>

#include <string>

namespace driftwave {
namespace {

SourceMap map_of(std::string_view document, std::string_view value, bool is_cdata = false) {
  SourceMap map;
  map_parsed_text(document, {.value = value, .source = 0, .is_cdata = is_cdata}, map);
  return map;
}

TEST(SsmlSource, CountsReferencesAsTheyAreWritten) {
  const SourceMap named = map_of("a&amp;b", "a&b");
  EXPECT_EQ(named.source_of(1, 2), (SourceRange{1, 6}));
  EXPECT_EQ(named.source_of(2, 3), (SourceRange{6, 7}));
  const SourceMap numeric = map_of("&#x20AC;5 &#65;",
                                   "\xE2\x82\xAC"
                                   "5 A");
  EXPECT_EQ(numeric.source_of(0, 3), (SourceRange{0, 8}));
  EXPECT_EQ(numeric.source_of(3, 4), (SourceRange{8, 9}));
  EXPECT_EQ(numeric.source_of(5, 6), (SourceRange{10, 15}));
}

TEST(SsmlSource, LeavesWhatIsNoReference) {
  EXPECT_EQ(map_of("&none; &#x; a", "&none; &#x; a").source_of(12, 13), (SourceRange{12, 13}));
  EXPECT_EQ(map_of("&amp;", "&amp;", true).source_of(1, 5), (SourceRange{1, 5}));
}

TEST(SsmlSource, CountsBothBytesOfALineEnd) {
  EXPECT_EQ(map_of("a\r\nb\rc", "a\nb\nc").source_of(2, 5), (SourceRange{3, 6}));
}

TEST(SsmlSource, SurvivesAValueThatIsLongerThanTheDocument) {
  EXPECT_EQ(map_of("a", "abc").source_of(2, 3), (SourceRange{2, 3}));
}

}  // namespace
}  // namespace driftwave
