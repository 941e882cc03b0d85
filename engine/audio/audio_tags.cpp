#include "engine/audio/audio_tags.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace driftwave {
namespace {

constexpr std::array<std::pair<const char*, int>, 10> kKnown = {{{"title", SF_STR_TITLE},
                                                                 {"artist", SF_STR_ARTIST},
                                                                 {"album", SF_STR_ALBUM},
                                                                 {"date", SF_STR_DATE},
                                                                 {"genre", SF_STR_GENRE},
                                                                 {"copyright", SF_STR_COPYRIGHT},
                                                                 {"license", SF_STR_LICENSE},
                                                                 {"software", SF_STR_SOFTWARE},
                                                                 {"comment", SF_STR_COMMENT},
                                                                 {"tracknumber", SF_STR_TRACKNUMBER}}};

}  // namespace

AudioTags tags_of(const Sound& sound) {
  AudioTags tags;
  for (const auto& [name, id] : kKnown) {
    if (const char* text = sf_get_string(sound.get(), id)) tags[name] = text;
  }
  return tags;
}

void set_tags(const Sound& sound, const AudioTags& tags) {
  AudioTags known;
  std::string others;
  for (const auto& [key, value] : tags) {
    if (std::ranges::find(kKnown, key, [](const auto& entry) { return std::string_view(entry.first); }) !=
        kKnown.end()) {
      known[key] = value;
    } else {
      others += (others.empty() ? "" : "; ") + key + "=" + value;
    }
  }
  if (!others.empty()) {
    std::string& comment = known["comment"];
    comment += (comment.empty() ? "" : "; ") + others;
  }
  for (const auto& [name, id] : kKnown) {
    const auto found = known.find(name);
    if (found != known.end()) sf_set_string(sound.get(), id, found->second.c_str());
  }
}

}  // namespace driftwave
