#include "tts/source_map.h"

#include <gtest/gtest.h>

namespace driftwave {
namespace {

TEST(SourceMap, LeadsCopiedBytesToTheirOwnPlaces) {
  SourceMap map;
  map.copied(4, 10);
  map.copied(3, 20);
  EXPECT_EQ(map.source_of(1, 3), (SourceRange{11, 13}));
  EXPECT_EQ(map.source_of(2, 6), (SourceRange{12, 22}));
}

TEST(SourceMap, LeadsReplacedBytesToTheWholeThatTheyReplace) {
  SourceMap map;
  map.copied(2, 0);
  map.replaced(10, {5, 8});
  map.copied(2, 8);
  EXPECT_EQ(map.source_of(4, 6), (SourceRange{5, 8}));
  EXPECT_EQ(map.source_of(1, 13), (SourceRange{1, 9}));
}

TEST(SourceMap, PutsWhatLiesPastTheEndBehindTheLastByte) {
  SourceMap map;
  EXPECT_EQ(map.source_of(0, 3), (SourceRange{0, 0}));
  map.copied(2, 7);
  EXPECT_EQ(map.source_of(1, 9), (SourceRange{8, 9}));
  EXPECT_EQ(map.source_of(5, 5), (SourceRange{9, 9}));
}

TEST(SourceMap, GivesAPart) {
  SourceMap map;
  map.copied(4, 10);
  map.replaced(3, {20, 22});
  const SourceMap part = map.part(2, 6);
  EXPECT_EQ(part.source_of(0, 1), (SourceRange{12, 13}));
  EXPECT_EQ(part.source_of(1, 3), (SourceRange{13, 22}));
  EXPECT_EQ(part.source_of(4, 4), (SourceRange{22, 22}));
}

TEST(SourceMap, GoesOnWithAnother) {
  SourceMap map;
  map.copied(2, 0);
  SourceMap more;
  more.replaced(1, {2, 7});
  more.copied(2, 7);
  map.append(more);
  EXPECT_EQ(map.source_of(2, 3), (SourceRange{2, 7}));
  EXPECT_EQ(map.source_of(3, 5), (SourceRange{7, 9}));
}

}  // namespace
}  // namespace driftwave
