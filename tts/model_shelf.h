#pragma once
/// Models in use: each file is in memory once, however many voices and sessions speak with it.
#include <filesystem>
#include <memory>

namespace driftwave {

class AcousticModel;
class Vocoder;

/// The model of a file, loaded unless somebody holds it already. A file that has changed since (its size or
/// its time) is loaded anew. Who asks while another loads the same file waits for that. Thread: any.
/// @throws Error as AcousticModel::load().
[[nodiscard]] std::shared_ptr<const AcousticModel> shared_acoustic_model(const std::filesystem::path& file);

/// The same for a vocoder. @throws Error as load_vocoder().
[[nodiscard]] std::shared_ptr<const Vocoder> shared_vocoder(const std::filesystem::path& file);

}  // namespace driftwave
