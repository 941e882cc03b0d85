/// Addresses, mail, file names, handles, hashtags.
#include <algorithm>
#include <array>

#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

bool top_level_domain(const std::string& word) {
  static constexpr std::array<std::string_view, 44> kDomains = {
      "com",  "org", "net", "edu", "gov", "io",  "ai", "co", "uk", "de", "nl", "us", "tv", "dev", "app",
      "info", "me",  "eu",  "fr",  "es",  "it",  "ca", "au", "jp", "cn", "in", "ru", "br", "ch",  "se",
      "no",   "be",  "biz", "mil", "int", "xyz", "gg", "ly", "fm", "at", "dk", "pl", "nz", "ie"};
  return std::find(kDomains.begin(), kDomains.end(), word) != kDomains.end();
}

bool file_extension(const std::string& word) {
  static constexpr std::array<std::string_view, 40> kExtensions = {
      "txt", "md",  "pdf", "json", "yaml", "yml", "toml", "xml",  "html", "css",  "js",  "ts",  "py",  "cpp",
      "hpp", "cc",  "rs",  "java", "sh",   "exe", "dll",  "so",   "wav",  "flac", "ogg", "png", "jpg", "jpeg",
      "gif", "svg", "zip", "gz",   "tar",  "csv", "doc",  "docx", "xls",  "xlsx", "ppt", "cfg"};
  return std::find(kExtensions.begin(), kExtensions.end(), word) != kExtensions.end();
}

std::string piece_words(const Lexeme& lexeme) {
  using Kind = Lexeme::Kind;
  if (lexeme.kind == Kind::kDigits) {
    return lexeme.text.size() > 4 || lexeme.text.front() == '0' ? one_by_one(lexeme.text)
                                                                : cardinal(lexeme.text);
  }
  if (lexeme.kind == Kind::kWord) return spoken_name(lexeme.text);
  switch (lexeme.symbol) {
    case U'.':
      return "dot";
    case U'/':
      return "slash";
    case U'\\':
      return "backslash";
    case U'@':
      return "at";
    case U'-':
      return "dash";
    case U'_':
      return "underscore";
    case U'?':
      return "question mark";
    case U'=':
      return "equals";
    case U'&':
      return "and";
    case U'#':
      return "hash";
    case U'%':
      return "percent";
    case U':':
      return "colon";
    case U'+':
      return "plus";
    case U'~':
      return "tilde";
    default:
      return "";
  }
}

/// One past the last lexeme of an address that begins at `n`: no space, and no punctuation at its end.
std::ptrdiff_t address_end(const Cursor& at, std::ptrdiff_t n) {
  std::ptrdiff_t end = n;
  while (at.alphanumeric(end) || at.symbol_of(end, U"./@-_?=&#%:+~")) ++end;
  while (end > n && at.symbol_of(end - 1, U".?:-/&#=")) --end;
  return end;
}

std::string address_words(const Cursor& at, std::ptrdiff_t begin, std::ptrdiff_t end) {
  std::string words;
  for (std::ptrdiff_t i = begin; i < end; ++i) {
    const std::string piece = piece_words(at[i]);
    if (piece.empty()) continue;
    if (!words.empty()) words += ' ';
    words += piece;
  }
  return words;
}

/// https://driftwave.org/docs and www.driftwave.org: the scheme is silent.
Reading web_address(const Cursor& at) {
  static constexpr std::array<std::string_view, 5> kSchemes = {"http", "https", "ftp", "file", "git"};
  std::ptrdiff_t begin = 0;
  if (std::find(kSchemes.begin(), kSchemes.end(), at[0].lower) != kSchemes.end() && at.symbol(1, U':') &&
      at.symbol(2, U'/') && at.symbol(3, U'/')) {
    begin = 4;
  } else if (at[0].lower != "www" || !at.symbol(1, U'.')) {
    return {};
  }
  std::ptrdiff_t end = address_end(at, begin);
  if (end == begin) return {};
  const std::ptrdiff_t past = at.symbol(end, U'/') ? end + 1 : end;
  return {{past, address_words(at, begin, end)}};
}

/// mail@driftwave.org
Reading mail_address(const Cursor& at) {
  if (!at.alphanumeric(0)) return {};
  std::ptrdiff_t i = 0;
  while (at.alphanumeric(i) || at.symbol_of(i, U"._-+")) ++i;
  if (!at.symbol(i, U'@') || !at.alphanumeric(i + 1)) return {};
  const std::ptrdiff_t end = address_end(at, i + 1);
  return {{end, address_words(at, 0, end)}};
}

/// driftwave.org, docs.driftwave.org/install, config.json
Reading domain_or_file(const Cursor& at) {
  if (!at.alphanumeric(0) && !at.symbol(0, U'_')) return {};
  std::ptrdiff_t i = 0;
  bool letters = false;
  std::ptrdiff_t last_dot = -1;
  while (at.alphanumeric(i) || (at.symbol_of(i, U"._-") && at.alphanumeric(i + 1))) {
    letters = letters || (at.word(i) && i == 0) || (at.word(i) && last_dot < 0);
    if (at.symbol(i, U'.')) last_dot = i;
    ++i;
  }
  if (!letters || last_dot < 0 || last_dot + 2 != i || !at.word(last_dot + 1)) return {};
  const std::string& suffix = at[last_dot + 1].lower;
  const bool named = at[last_dot + 1].text == suffix || all_capitals(at[last_dot + 1].text);
  const bool domain = named && top_level_domain(suffix) && at[last_dot + 1].text == suffix;
  if (!domain && !(named && file_extension(suffix))) return {};
  const std::ptrdiff_t end = domain ? address_end(at, 0) : i;
  return {{end, address_words(at, 0, end)}};
}

/// .com, .zip files: an ending by itself.
Reading lone_ending(const Cursor& at) {
  const bool begins = at.gap(-1) || at.symbol_of(-1, U"\"'`(“‘");
  if (!at.symbol(0, U'.') || !begins || !at.word(1) || at[1].text == "NET" ||
      (at.capitalised(1) && !all_capitals(at[1].text)))
    return {};
  return {{1, "dot"}, {1, spoken_name(at[1].text)}};
}

/// @driftwave, #OpenSource
Reading handle(const Cursor& at) {
  const bool hashtag = at.symbol(0, U'#');
  if ((!hashtag && !at.symbol(0, U'@')) || at.alphanumeric(-1) || !at.word(1)) return {};
  std::ptrdiff_t i = 1;
  while (at.alphanumeric(i) || (at.symbol(i, U'_') && at.alphanumeric(i + 1))) ++i;
  const bool number = hashtag && at[1].text.size() == 1 && all_capitals(at[1].text) &&
                      (at.digits(2) || (at.symbol(2, U'-') && at.digits(3)));
  if (number) return {{1, "number"}};  // #A-1234
  std::string words = hashtag ? "hashtag" : "at";
  for (std::ptrdiff_t n = 1; n < i; ++n) {
    if (at.word(n)) words += ' ' + spoken_name(at[n].text);
    if (at.digits(n)) words += ' ' + cardinal(at[n].text);
  }
  return {{i, words}};
}

/// --verbose, -v: options of a program.
Reading program_option(const Cursor& at) {
  if (!at.symbol(0, U'-') || !at.gap(-1)) return {};
  if (at.symbol(1, U'-') && at.word(2)) return {{1, "dash"}, {1, "dash"}};
  const bool letter = at.word(1) && at[1].text.size() == 1 &&
                      (at.gap(2) || (at.symbol_of(2, U".,;:)?!") && at.gap(3))) && at[1].text != "I" &&
                      at[1].text != "a";
  if (!letter || at[-1].kind == Lexeme::Kind::kNone) return {};
  return {{1, "dash"}, {1, '{' + upper_case(at[1].text) + '}'}};
}

/// C:\\Users\\me
Reading drive_path(const Cursor& at) {
  const bool drive =
      at[0].text.size() == 1 && all_capitals(at[0].text) && at.symbol(1, U':') && at.symbol(2, U'\\');
  if (!drive || at.alphanumeric(-1)) return {};
  std::ptrdiff_t end = 3;
  while (at.alphanumeric(end) || (at.symbol_of(end, U"\\._-~+") && at.alphanumeric(end + 1))) ++end;
  return {{2, '{' + at[0].text + "} colon"}, {end - 2, address_words(at, 2, end)}};
}

/// /usr/local/bin, ~/notes, ./run
Reading file_path(const Cursor& at) {
  const bool home = at.symbol_of(0, U"~.") && at.symbol(1, U'/') && at.alphanumeric(2);
  if (!home && !(at.symbol(0, U'/') && at.alphanumeric(1))) return {};
  if (!at.gap(-1) && !at.symbol_of(-1, U"\"'(`")) return {};
  std::ptrdiff_t end = home ? 2 : 1;
  std::ptrdiff_t slashes = 0;
  while (at.alphanumeric(end) || (at.symbol_of(end, U"./-_~+@") && at.alphanumeric(end + 1))) {
    if (at.symbol(end, U'/')) ++slashes;
    ++end;
  }
  if (!home && slashes == 0) return {};
  return {{end, address_words(at, 0, end)}};
}

constexpr std::array<Rule, 8> kRules = {{{"web address", web_address},
                                         {"ending by itself", lone_ending},
                                         {"option of a program", program_option},
                                         {"path of a file", file_path},
                                         {"path on a drive", drive_path},
                                         {"mail address", mail_address},
                                         {"domain or file", domain_or_file},

                                         {"handle or hashtag", handle}}};

}  // namespace

std::span<const Rule> web_rules() {
  return kRules;
}

}  // namespace driftwave
