#pragma once
/// The vocoder that all instances in a process use together.
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "vocoder/vocoder.h"

namespace driftwave {

struct SharedModel {
  std::unique_ptr<const Vocoder> vocoder;
  std::filesystem::path file;
  std::string hash;   ///< as model_hash()
  std::string voice;  ///< whose vocoder it is
  std::string licence;
  std::string card;                          ///< the model's card, as text
  std::map<std::string, std::string> facts;  ///< what the file's metadata says, but for hashes
};

struct ModelSearch {
  std::shared_ptr<const SharedModel> model;  ///< null: see `problem`
  std::string problem;                       ///< one line for the player
};

/// Finds the voice's vocoder where voices live (tts/voice_search.h) and loads it, or shares it when another
/// instance has it. Thread: any but the audio thread.
/// @param voice by name, or the path of its folder.
/// @param wanted_hash of the model that a project was made with, or empty. Where the voice's vocoder is
/// another by now, one that was kept beside it is taken (vocoder*.safetensors); else the voice's own.
[[nodiscard]] ModelSearch find_shared_model(const std::string& voice, const std::string& wanted_hash = {});

}  // namespace driftwave
