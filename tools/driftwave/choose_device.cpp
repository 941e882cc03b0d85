#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.h"
#include "tools/driftwave/sound_back_end.h"

namespace driftwave {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string list_of(const std::vector<OutputDevice>& devices) {
  std::string list;
  for (const OutputDevice& device : devices) {
    list += fmt::format("{}{} \"{}\"", list.empty() ? "" : ", ", device.index, device.name);
  }
  return list;
}

template <typename Matches>
const OutputDevice* only_match(const std::vector<OutputDevice>& devices, const Matches& matches) {
  const auto found = std::ranges::find_if(devices, matches);
  return std::ranges::count_if(devices, matches) == 1 ? &*found : nullptr;
}

}  // namespace

OutputDevice choose_device(const std::vector<OutputDevice>& devices, const std::string& choice) {
  if (devices.empty()) {
    throw Error("--play: want a sound device, got none; write a file with -o instead");
  }
  // A number is no part of a name: "7" is not the ALC257. Nor is nothing.
  const bool is_number = choice.find_first_not_of("0123456789") == std::string::npos;
  const auto is_chosen = [&](const OutputDevice& device) {
    return choice.empty() ? device.is_default : choice == std::to_string(device.index);
  };
  const auto is_named = [&](const OutputDevice& device) { return device.name == choice; };
  const auto is_partly_named = [&](const OutputDevice& device) {
    return !is_number && lower(device.name).find(lower(choice)) != std::string::npos;
  };
  const OutputDevice* device = only_match(devices, is_chosen);
  if (device == nullptr) device = only_match(devices, is_named);
  if (device == nullptr) device = only_match(devices, is_partly_named);
  if (device != nullptr) return *device;
  if (choice.empty()) {
    throw Error("--play: want a default sound device, got none; choose with --device: {}", list_of(devices));
  }
  const auto fits = std::ranges::count_if(devices, is_partly_named);
  throw Error("--device: want one of {}, got \"{}\"{}", list_of(devices), choice,
              fits > 1 ? fmt::format(", which fits {}", fits) : "");
}

}  // namespace driftwave
