#include "tts/model_shelf.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <system_error>
#include <tuple>

#include "tts/acoustic/acoustic_model.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

template <typename Model>
class Shelf {
 public:
  template <typename Load>
  std::shared_ptr<const Model> take(const fs::path& file, const Load& load) {
    const std::shared_ptr<Place> place = place_of(key_of(file));
    const std::lock_guard lock(place->mutex);
    std::shared_ptr<const Model> model = place->model.lock();
    if (model == nullptr) {
      model = load(file);
      place->model = model;
    }
    return model;
  }

 private:
  using Key = std::tuple<fs::path, std::uintmax_t, fs::file_time_type>;
  struct Place {
    std::mutex mutex;  ///< held while the model is being loaded
    std::weak_ptr<const Model> model;
  };

  /// What cannot be looked at gets a key all the same: loading it says what is wrong.
  static Key key_of(const fs::path& file) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(file, error);
    const std::uintmax_t size = fs::file_size(file, error);
    const fs::file_time_type time = fs::last_write_time(file, error);
    return {canonical.empty() ? file : canonical, size, time};
  }

  std::shared_ptr<Place> place_of(const Key& key) {
    const std::lock_guard lock(mutex_);
    // Places of files that nobody speaks with any more.
    std::erase_if(places_, [](const auto& entry) {
      if (entry.second.use_count() > 1) return false;
      const std::lock_guard free(entry.second->mutex);
      return entry.second->model.expired();
    });
    std::shared_ptr<Place>& place = places_[key];
    if (place == nullptr) place = std::make_shared<Place>();
    return place;
  }

  std::mutex mutex_;
  std::map<Key, std::shared_ptr<Place>> places_;
};

}  // namespace

std::shared_ptr<const AcousticModel> shared_acoustic_model(const fs::path& file) {
  static Shelf<AcousticModel> shelf;
  return shelf.take(file, [](const fs::path& from) {
    return std::make_shared<const AcousticModel>(AcousticModel::load(from));
  });
}

std::shared_ptr<const Vocoder> shared_vocoder(const fs::path& file) {
  static Shelf<Vocoder> shelf;
  return shelf.take(file,
                    [](const fs::path& from) { return std::shared_ptr<const Vocoder>(load_vocoder(from)); });
}

}  // namespace driftwave
