#include <gtest/gtest.h>

#include "tests/tts/text/readings.h"

namespace driftwave {
namespace {

TEST(AbbreviationRules, ReadsTitles) {
  expect_readings({
      {"Mr. Smith", "Mister Smith"},
      {"Mrs. Jones", "Missus Jones"},
      {"Ms. Lee", "Miz Lee"},
      {"Dr. Brown", "Doctor Brown"},
      {"Dr Who", "Doctor Who"},
      {"Prof. X", "Professor X"},
      {"Gen. Lee", "General Lee"},
      {"Capt. Kirk", "Captain Kirk"},
      {"Sgt. Pepper", "Sergeant Pepper"},
      {"Lt. Dan", "Lieutenant Dan"},
      {"Sen. Smith", "Senator Smith"},
      {"Rev. Jones", "Reverend Jones"},
      {"Mr. & Mrs. Smith", "Mister and Missus Smith"},
      {"King Jr.", "King Junior."},
  });
}

TEST(AbbreviationRules, TellsDoctorFromDrive) {
  expect_readings({
      {"Dr. Smith lives at 123 Elm Dr. in Boston.",
       "Doctor Smith lives at one hundred twenty-three Elm Drive in Boston."},
      {"123 Elm Dr.", "one hundred twenty-three Elm Drive."},
  });
}

TEST(AbbreviationRules, TellsSaintFromStreet) {
  expect_readings({
      {"St. John", "Saint John"},
      {"Main St.", "Main Street."},
      {"123 Main St. Springfield", "one hundred twenty-three Main Street Springfield"},
      {"5th St.", "fifth Street."},
      {"St. Patrick's Day", "Saint Patrick's Day"},
      {"Dr. Drake's St. Bernard on Lake St. near 5th Ave.",
       "Doctor Drake's Saint Bernard on Lake Street near fifth Avenue."},
  });
}

TEST(AbbreviationRules, ReadsPlaces) {
  expect_readings({
      {"Mt. Everest", "Mount Everest"},
      {"Ft. Worth", "Fort Worth"},
      {"Sunset Blvd.", "Sunset Boulevard."},
      {"Fifth Ave.", "Fifth Avenue."},
      {"Apt. 5", "Apartment five"},
      {"Austin, TX", "Austin, Texas"},
      {"Springfield, IL 62704", "Springfield, Illinois six two seven zero four"},
      {"Boston, MA", "Boston, Massachusetts"},
      {"Washington, D.C.", "Washington, D C."},
  });
}

TEST(AbbreviationRules, ReadsLatin) {
  expect_readings({
      {"e.g. this", "for example this"},
      {"i.e. that", "that is that"},
      {"cats vs. dogs", "cats versus dogs"},
      {"etc.", "et cetera."},
      {"apples, etc., and pears", "apples, et cetera, and pears"},
      {"et al.", "et al."},
      {"cf. above", "compare above"},
      {"a.k.a. Bob", "also known as Bob"},
      {"ca. 1500", "circa fifteen hundred"},
  });
}

TEST(AbbreviationRules, ReadsCompanies) {
  expect_readings({
      {"Acme Inc.", "Acme Incorporated."},
      {"Smith & Co.", "Smith and Company."},
      {"Warner Bros.", "Warner Brothers."},
      {"Widgets Ltd.", "Widgets Limited."},
      {"dept. of", "department of"},
      {"approx. 5", "approximately five"},
  });
}

TEST(AbbreviationRules, ReadsBooks) {
  expect_readings({
      {"p. 5", "page five"},
      {"pp. 5-7", "pages five to seven"},
      {"Fig. 3", "Figure three"},
      {"vol. 2", "volume two"},
      {"ch. 4", "chapter four"},
      {"Sec. 2", "Section two"},
  });
}

TEST(AbbreviationRules, KeepsTheStopThatEndsTheSentence) {
  expect_readings({
      {"We met at 5 p.m.", "We met at five P M."},
      {"He works at Acme Inc.", "He works at Acme Incorporated."},
      {"I like it, etc.", "I like it, et cetera."},
      {"\"It is Acme Inc.\"", "It is Acme Incorporated."},
  });
}

TEST(AbbreviationRules, ReadsSlashedAbbreviations) {
  expect_readings({
      {"w/ cheese", "with cheese"},
      {"w/o cheese", "without cheese"},
      {"n/a", "not applicable"},
  });
}

TEST(AbbreviationRules, ReadsClippedWords) {
  expect_readings({
      {"rock 'n' roll", "rock and roll"},
      {"'twas", "'twas"},
      {"dogs' bones", "dogs bones"},
      {"don't can't it's", "don't can't it's"},
      {"O'Brien", "O'Brien"},
  });
}

TEST(AbbreviationRules, ReadChaptersAndWorks) {
  expect_readings({
      {"Chap. XIV", "Chapter fourteen"},
      {"(Op. 1, No. 3)", "Opus one, number three"},
      {"Op. art", "Op. art"},
  });
}

TEST(AbbreviationRules, ReadLivesEditorsAndShortForms) {
  expect_readings({
      {"b. 1920, d. 1990", "born nineteen twenty, died nineteen ninety"},
      {"ed. by J. Smith", "edited by J Smith"},
      {"no. of items", "number of items"},
      {"vol. vi, p. 3", "volume six, page three"},
      {"Apt 5C", "Apartment five C"},
      {"gov't and int'l", "government and international"},
      {"Rom 8:28", "Romans eight twenty-eight"},
      {"Rev 3:20", "Revelation three twenty"},
      {"R.S.V.P. by Fri.", "R S V P by Friday."},
      {"Mon., Wed. and Fri.", "Monday, Wednesday and Friday."},
  });
}

}  // namespace
}  // namespace driftwave
