#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>

// The main function of every test program. Tests run in parallel, a process each, so that each process gets a
// folder of its own for temporary files: two tests that choose the same name never meet.
namespace {

/// A new empty folder, which `std::filesystem::temp_directory_path` and `testing::TempDir` name while it
/// lives.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "driftwave-tests-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make the folder " + name);
    folder_ = name;
    if (::setenv("TMPDIR", name.c_str(), 1) != 0 || ::setenv("TEST_TMPDIR", (name + "/").c_str(), 1) != 0)
      throw std::runtime_error("cannot set TMPDIR");
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    const TemporaryFolder folder;
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
