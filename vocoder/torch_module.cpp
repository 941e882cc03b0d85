#include "vocoder/torch_module.h"

#include <dlfcn.h>

#include <cstdlib>
#include <mutex>

#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

constexpr const char* kModuleName = "libdriftwave_torch.so";

using VersionFunction = const char* (*)();
using LoadFunction = Vocoder* (*)(const SafetensorsFile&);

/// Where this code itself was loaded from: the program, or the library that holds it.
fs::path own_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&load_torch_vocoder), &info) == 0 || info.dli_fname == nullptr)
    return {};
  std::error_code error;
  // A program started by name alone is known to the loader by that name.
  const fs::path file = fs::path(info.dli_fname).has_parent_path()
                            ? fs::path(info.dli_fname)
                            : fs::read_symlink("/proc/self/exe", error);
  return fs::absolute(file, error).parent_path();
}

std::vector<fs::path> places() {
  if (const char* given = std::getenv("DRIFTWAVE_TORCH_MODULE"); given != nullptr && *given != '\0')
    return {given};
  const fs::path folder = own_folder();
  return {folder / kModuleName, folder.parent_path() / "lib" / "driftwave" / kModuleName};
}

/// @throws Error with what `model` wanted it for.
LoadFunction open_module(const std::string& model) {
  std::string looked;
  for (const fs::path& place : places()) {
    std::error_code ignored;
    looked += (looked.empty() ? "" : ", ") + place.string();
    if (!fs::exists(place, ignored)) continue;
    // Never closed: libtorch does not survive being unloaded.
    void* const module = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr)
      throw Error("{}: wants {}, which cannot be loaded: {}", model, place.string(), dlerror());
    const auto version = reinterpret_cast<VersionFunction>(dlsym(module, "driftwave_torch_version"));
    const auto load = reinterpret_cast<LoadFunction>(dlsym(module, "driftwave_torch_load"));
    if (version == nullptr || load == nullptr)
      throw Error("{}: wants {}, which is not a module of driftwave", model, place.string());
    if (std::string(version()) != DRIFTWAVE_VERSION)
      throw Error("{}: {}: want version {}, got {}", model, place.string(), DRIFTWAVE_VERSION, version());
    return load;
  }
  throw Error(
      "{}: this model runs on libtorch, in a module that is not here (looked for {}): build driftwave with "
      "-DDRIFTWAVE_TRAINING=ON and libtorch installed, or set DRIFTWAVE_TORCH_MODULE",
      model, looked);
}

}  // namespace

std::unique_ptr<Vocoder> load_torch_vocoder(const SafetensorsFile& file) {
  static std::mutex mutex;
  static LoadFunction load = nullptr;
  const std::scoped_lock lock(mutex);
  if (load == nullptr) load = open_module(file.path().string());
  return std::unique_ptr<Vocoder>(load(file));
}

}  // namespace driftwave
