#pragma once
/// Checkpoints as torch.save writes them (PyTorch 1.6 and later), read without running their pickle.
#include <filesystem>
#include <string>
#include <vector>

#include "engine/model/pickle.h"
#include "engine/model/stored_zip.h"

namespace driftwave {

class TorchCheckpoint {
 public:
  /// @throws Error naming the file: not such an archive, a pickle that would run code, or damage.
  explicit TorchCheckpoint(const std::filesystem::path& file);

  [[nodiscard]] const PickleValue& root() const { return pickle_.root(); }
  [[nodiscard]] const std::filesystem::path& path() const { return zip_.path(); }

  /// A tensor of floating-point numbers.
  /// @param name for messages. @throws Error naming file and tensor: another type, a shape or offset that its
  /// storage does not hold, strides that are not those of a dense array.
  [[nodiscard]] std::vector<float> floats(const PickleTensor& tensor, const std::string& name) const;

  /// A few bytes name a storage, so that a small file can ask for any amount of memory.
  /// @throws Error naming the file when the tensors of a dictionary hold many times what the file does.
  void check_size(const PickleDict& tensors) const;

 private:
  StoredZip zip_;
  std::string folder_;  ///< all entries lie in one folder of the archive
  Pickle pickle_;
};

}  // namespace driftwave
