#include "tts/text/rules/word_lists.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/core/error.h"
#include "tts/text/bytes.h"
#include "tts/text/latin.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

/// Short words that people write in capitals for emphasis.
constexpr std::string_view kEmphasised =
    " a about act age ago ah air all also always am an and any are arm art as ask at attention away back "
    "bad be bed been begin best better big bit book both box boy bus but buy by call came can car cat "
    "caution chapter come cup cut dad danger day did die do does dog don't done down each ear easy eat "
    "egg end even ever every exit eye fall far fat few fin find fire first fit five fly for four free "
    "from full fun gas get give go god good got great gun had happy hard has hat have he hello help her "
    "here hers hey hi high him his home hot how i ice if in into is isn't it it's its job just keep key "
    "kid know last late law lay left leg less let lie life like live long look lot love low made make man "
    "many map may me men mine mix mom more most much mud must my name need never new next nice nine no "
    "none nor not note nothing now nut of off oh oil old on once one only open or other our out over own "
    "part pay pen per pet pie play please put raw read real red right row run sad said same saw say scene "
    "max pro sea section see set she should show shy sin sir sit six ski sky so some son soon still stop "
    "such sun "
    "sure take tax tea tell ten than that the their them then there these they thing think this those tie "
    "time to today toe too top toy try turn two under until up upon us use used van very via vote wait "
    "want war warning was way we well went were wet what when where which while who whole why will win "
    "wish with won word work wow year yes yet you young your zero zoo ";

/// Words of capitals that are spelled although they look pronounceable.
constexpr std::string_view kLetters =
    " aaa aac aarp aba abc abi ac aclu ad ada adhd ai afaik afk aka ama amd ap api asap atm ats au aws bbc "
    "bc "
    "bce bmi cad ce ceo cfo cia cio coo cpa cpu cto cv dc dea diy dna dob dui dvd ecg eeg eft eia ekg eod "
    "eof eula epa esp espn eta eu ev faa faq fbi fda fdic fifo fm ftp gao gdp geo gi gm gop gpa gpu gui hd "
    "hdmi hiv hoa "
    "hr ia iaea iban ibm icbm icu id ide ie ieee iirc imdb imho io iou ip ipa ipo iq ira irs isbn iso isp it "
    "iv ivf "
    "kia lapd lgbt lgbta lgbtq llc lp md mit mou mri naacp nba nbc ncaa nfl nhl nhs nia nsa nyc nypd nyu "
    "oecd ok os osi ota pa pc pe phd pi pm poa pow pr ps pta qa rip rna roi rpi rsa rsvp sos sui suv sw "
    "tba tbd tgif til tnt tv ua uae uav ucla ucsd ucsf ufc ufo ui uk un uefi uhd uri url us usa usaf usb "
    "usda usgs usmc usps ussr ut utc uv "
    "ux uuid usb ietf iana issn bmw dvds cds  va vip vj voa vp vpn wto wwi wwii www ymca ";

/// Short words of capitals that are spoken as words.
constexpr std::string_view kAcronyms =
    " aids aipac ascii asean bios cad cam captcha cern cobol covid cuda darpa dos dram fema fifa fortran "
    "gif gnu hud ikea imax isis jpeg json lan laser lidar midi nafta nasa nascar nasdaq nato nimby noaa "
    "noho norad opec osha pin ping potus radar raid ram rom sars sat scotus scuba sim soho sonar sram "
    "swat ted tiff uefa unesco unicef wan wav wifi yaml yolo zip ";

bool listed(std::string_view list, std::string_view word) {
  return is_listed(list, lower_case(std::string(word)));
}

bool has_vowel(std::string_view word) {
  return word.find_first_of("aeiouyAEIOUY") != std::string_view::npos;
}

/// "OpenSource" to "Open Source".
std::string split_humps(std::string_view word) {
  std::string words;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool hump = i > 0 && std::isupper(static_cast<unsigned char>(word[i])) != 0 &&
                      (std::islower(static_cast<unsigned char>(word[i - 1])) != 0 ||
                       (i + 1 < word.size() && std::islower(static_cast<unsigned char>(word[i + 1])) != 0));
    if (hump) words += ' ';
    words += word[i];
  }
  return words;
}

std::string spoken_piece(std::string_view word) {
  if (listed(" txt ", word)) return "text";
  static constexpr std::string_view kSpelled =
      " usr io ai uk us tv eu nl be fr fm gg de it au edu md js ts ui id ip ";
  const bool ascii =
      std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const bool vowelless = ascii && !has_vowel(word) && word.size() <= 5;
  const bool capitals = all_capitals(word) && spelled_out(word);
  if (vowelless || capitals || listed(kSpelled, word)) return '{' + upper_case(std::string(word)) + '}';
  return std::string(word);
}

}  // namespace

std::optional<int> month_of(std::string_view word) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i] || word == kMonths[i].substr(0, 3) || (i == 8 && word == "Sept")) {
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

std::string month_name(int month) {
  if (month < 1 || month > 12) throw Error("month_name: want 1..12, got {}", month);
  return std::string(kMonths[static_cast<std::size_t>(month - 1)]);
}

bool spelled_out(std::string_view capitals) {
  if (listed(kAcronyms, capitals)) return false;
  if (listed(kLetters, capitals)) return true;
  if (listed(kEmphasised, capitals)) return false;
  if (capitals.size() <= 3) return true;
  return capitals.size() <= 6 && capitals.find_first_of("AEIOUY") == std::string_view::npos;
}

bool before_noun(std::string_view determiner) {
  return listed(" a an the this that my your his her its our their another each every ", determiner);
}

bool begins_noun(std::string_view word) {
  return !listed(
      " and or to in of for from at on by is are was were has had will would that which who with as than "
      "per a an the if when but so it he she we they i you not only more less each it's into after "
      "before because he's she's ",
      word);
}

bool is_initialism(std::string_view capitals) {
  if (listed(kEmphasised, capitals)) return false;
  if (listed(kLetters, capitals) || listed(kAcronyms, capitals)) return true;
  return capitals.size() <= 5 && !has_vowel(capitals);
}

bool emphasised(std::string_view word) {
  return listed(kEmphasised, word);
}

std::string spoken_name(std::string_view word) {
  std::string spoken;
  const std::string humps = split_humps(in_latin_letters(std::string(word)));
  for (std::size_t begin = 0; begin < humps.size();) {
    const std::size_t end = std::min(humps.find(' ', begin), humps.size());
    if (!spoken.empty()) spoken += ' ';
    spoken += spoken_piece(std::string_view(humps).substr(begin, end - begin));
    begin = end + 1;
  }
  return spoken;
}

std::optional<std::int64_t> roman_value(std::string_view numeral) {
  struct Piece {
    std::string_view text;
    std::int64_t value;
  };
  static constexpr std::array<Piece, 13> kPieces = {{{"M", 1000},
                                                     {"CM", 900},
                                                     {"D", 500},
                                                     {"CD", 400},
                                                     {"C", 100},
                                                     {"XC", 90},
                                                     {"L", 50},
                                                     {"XL", 40},
                                                     {"X", 10},
                                                     {"IX", 9},
                                                     {"V", 5},
                                                     {"IV", 4},
                                                     {"I", 1}}};
  std::int64_t value = 0;
  std::string_view rest = numeral;
  for (const Piece& piece : kPieces) {
    const int most = piece.text.size() == 2 || piece.text.find_first_of("DLV") == 0 ? 1 : 3;
    for (int i = 0; i < most && rest.starts_with(piece.text); ++i) {
      value += piece.value;
      rest.remove_prefix(piece.text.size());
    }
  }
  if (numeral.empty() || !rest.empty()) return std::nullopt;
  return value;
}

}  // namespace driftwave
