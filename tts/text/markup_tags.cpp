#include "tts/text/markup_tags.h"

#include <algorithm>
#include <cctype>

#include "tts/text/bytes.h"

namespace driftwave {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestTag = 2000;

constexpr std::string_view kParagraphTags =
    " p div h1 h2 h3 h4 h5 h6 ul ol dl table section article header footer nav main aside blockquote pre "
    "figure form body html head hr title details summary fieldset address ";
constexpr std::string_view kItemTags = " li tr dt dd option figcaption caption legend ";
constexpr std::string_view kCellTags = " td th ";
constexpr std::string_view kSilentTags =
    " a abbr acronym b bdi bdo big button canvas center cite code col colgroup data datalist del dfn dialog "
    "em embed font i iframe img input ins kbd label link map mark meta meter noscript object optgroup "
    "output param picture progress q rp rt ruby s samp select slot small source span strike strong sub "
    "tbody template textarea tfoot thead time track tt u var video audio wbr svg path math v c lang x ";

bool is_name_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == ':' || c == '_' || c == '.';
}

/// The end of a tag's attributes: past its ">"; 0 where they are none.
std::size_t attributes_end(std::string_view rest, std::size_t at) {
  char quote = '\0';
  for (std::size_t i = at; i < std::min(rest.size(), kLongestTag); ++i) {
    if (quote != '\0') {
      if (rest[i] == quote) quote = '\0';
    } else if (rest[i] == '"' || rest[i] == '\'') {
      quote = rest[i];
    } else if (rest[i] == '<') {
      return 0;
    } else if (rest[i] == '>') {
      return i + 1;
    }
  }
  return 0;
}

/// a <b or c> d: words between the signs, not attributes.
bool is_prose(std::string_view attributes) {
  return attributes.find_first_not_of(" \t\n/") != kNone && attributes.find('=') == kNone &&
         std::count(attributes.begin(), attributes.end(), ' ') > 1;
}

std::string attribute(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(std::string(name) + '=');
  if (at == kNone || at + name.size() + 2 >= tag.size()) return "";
  const char quote = tag[at + name.size() + 1];
  const std::size_t begin = at + name.size() + 2;
  const std::size_t end = quote == '"' || quote == '\'' ? tag.find(quote, begin) : kNone;
  return end == kNone ? "" : std::string(tag.substr(begin, end - begin));
}

/// A comment, a declaration or an instruction.
std::size_t declaration_length(std::string_view rest) {
  const auto past = [&](std::string_view end) {
    const std::size_t found = rest.find(end);
    return found == kNone ? std::size_t{0} : found + end.size();
  };
  if (rest.starts_with("<!--")) return past("-->");
  if (rest.starts_with("<?")) return past("?>");
  if (rest.starts_with("<!") && rest.size() > 2 && std::isalpha(static_cast<unsigned char>(rest[2])) != 0)
    return past(">");
  return 0;
}

/// <https://example.com>, <ann@example.com>
std::string bracketed_address(std::string_view rest, std::size_t end) {
  if (end < 3) return "";
  const std::string_view inside = rest.substr(1, end - 2);
  const bool is_address = inside.find("://") != kNone || inside.find('@') != kNone;
  return is_address && inside.find_first_of(" \n<") == kNone ? std::string(inside) : "";
}

TagEffect effect_of(const std::string& name, bool closes) {
  if (is_listed(kParagraphTags, name)) return TagEffect::kParagraph;
  if (is_listed(kItemTags, name)) return TagEffect::kItem;
  if (name == "br") return TagEffect::kLine;
  if (is_listed(kCellTags, name)) return TagEffect::kCell;
  return name == "sup" && !closes ? TagEffect::kRaised : TagEffect::kNothing;
}

/// <00:01:02.500>: WebVTT's clock within a line.
bool is_clock(std::string_view inside) {
  return inside.size() >= 9 && inside.find_first_not_of("0123456789:.") == kNone;
}

}  // namespace

MarkupTag tag_at(std::string_view rest, std::string_view text) {
  if (const std::size_t length = declaration_length(rest)) return {length, TagEffect::kNothing, ""};
  const bool closes = rest.starts_with("</");
  const std::size_t first = closes ? 2 : 1;
  std::size_t end = first;
  while (end < rest.size() && is_name_byte(rest[end])) ++end;
  if (end == first) return {};
  const std::string_view inside = rest.substr(first, end - first);
  if (end < rest.size() && rest[end] == '>' && is_clock(inside)) return {end + 1, TagEffect::kNothing, ""};
  if (const std::size_t past = rest.substr(0, kLongestTag).find('>'); past != kNone && !closes) {
    std::string address = bracketed_address(rest, past + 1);
    if (!address.empty()) return {past + 1, TagEffect::kNothing, std::move(address)};
  }
  if (std::isalpha(static_cast<unsigned char>(rest[first])) == 0) return {};
  std::string name(inside);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  const std::string bare = name.substr(0, name.find('.'));  // WebVTT: <c.yellow>
  if (end < rest.size() && std::string_view(" \t\n/>").find(rest[end]) == kNone) return {};
  const std::size_t length = attributes_end(rest, end);
  if (length == 0 || is_prose(rest.substr(end, length - end - 1))) return {};
  const bool is_known = bare == "sup" || bare == "script" || bare == "style" ||
                        is_listed(kParagraphTags, bare) || bare == "br" || is_listed(kItemTags, bare) ||
                        is_listed(kCellTags, bare) || is_listed(kSilentTags, bare);
  const bool is_empty = rest[length - 2] == '/';
  if (!is_known && !closes && !is_empty && text.find("</" + std::string(inside) + '>') == kNone) return {};
  if ((name == "script" || name == "style") && !closes) {
    const std::size_t close = rest.find("</" + std::string(inside), length);
    const std::size_t past =
        close == kNone ? rest.size() : std::min(rest.find('>', close), rest.size() - 1) + 1;
    return {past, TagEffect::kNothing, ""};
  }
  return {length, effect_of(bare, closes),
          name == "img" ? attribute(rest.substr(0, length), "alt") : std::string{}};
}

}  // namespace driftwave
