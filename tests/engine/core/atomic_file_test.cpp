#include "engine/core/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  AtomicFileTest() : folder_(fs::temp_directory_path() / fmt::format("driftwave-atomic-{}", ::getpid())) {
    fs::create_directory(folder_);
  }
  ~AtomicFileTest() override { fs::remove_all(folder_); }

  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
  static std::span<const std::byte> bytes(const std::string& text) {
    return std::as_bytes(std::span<const char>(text));
  }
  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  fs::path folder_;
};

TEST_F(AtomicFileTest, VanishesWithoutCommit) {
  {
    const AtomicFile file(folder_ / "a.wav");
    write(file.temporary(), "half");
    EXPECT_EQ(file.temporary().parent_path(), folder_);
    EXPECT_EQ(file.temporary().extension(), ".wav");
  }
  EXPECT_EQ(files(), 0);
}

TEST_F(AtomicFileTest, KeepsOldContentUntilCommit) {
  const fs::path target = folder_ / "a.txt";
  write(target, "old");
  { const AtomicFile abandoned(target); }
  EXPECT_EQ(read(target), "old");
  AtomicFile file(target);
  write(file.temporary(), "new");
  EXPECT_EQ(read(target), "old");
  file.commit();
  EXPECT_EQ(read(target), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFileTest, KeepsTheModeOfTheFileItReplaces) {
  const fs::path target = folder_ / "secret";
  write(target, "old");
  fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
  write_file(target, bytes("new"));
  EXPECT_EQ(fs::status(target).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(AtomicFileTest, WritesThroughASymbolicLink) {
  const fs::path real = folder_ / "real";
  const fs::path link = folder_ / "link";
  write(real, "old");
  fs::create_symlink("real", link);
  write_file(link, bytes("new"));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(read(real), "new");
}

TEST_F(AtomicFileTest, RemovesEveryLivingTemporaryOnRequest) {
  const AtomicFile first(folder_ / "a");
  AtomicFile second(folder_ / "b");
  EXPECT_EQ(files(), 2);
  AtomicFile::remove_all_temporaries();
  EXPECT_EQ(files(), 0);
  EXPECT_THROW(second.commit(), Error);
}

TEST_F(AtomicFileTest, PassesOverWhatAKilledProcessOfItsNumberHasLeft) {
  std::string name;
  {
    const AtomicFile file(folder_ / "a.wav");
    name = file.temporary().filename();
  }
  // .a.tmp-<process>-<count>.wav
  const std::size_t dash = name.rfind('-');
  const int count = std::stoi(name.substr(dash + 1));
  for (int i = 1; i <= 3; ++i)
    write(folder_ / (name.substr(0, dash + 1) + std::to_string(count + i) + ".wav"), "half");
  AtomicFile file(folder_ / "a.wav");
  write(file.temporary(), "whole");
  file.commit();
  EXPECT_EQ(read(folder_ / "a.wav"), "whole");
  EXPECT_EQ(files(), 4) << "what others have left may be theirs still";
}

TEST_F(AtomicFileTest, AcceptsNamesAsLongAsTheFileSystemDoes) {
  const fs::path target = folder_ / (std::string(250, 'n') + ".wav");
  write_file(target, bytes("long"));
  EXPECT_EQ(read(target), "long");
}

TEST_F(AtomicFileTest, NamesTheTargetThatCannotBeWritten) {
  for (const fs::path& target : {folder_ / "absent" / "a.wav", folder_, fs::path()}) {
    try {
      const AtomicFile file(target);
      ADD_FAILURE() << target;
    } catch (const Error& e) {
      EXPECT_NE(std::string(e.what()).find(target.string()), std::string::npos) << e.what();
    }
  }
}

TEST_F(AtomicFileTest, WritesPiecesInOrder) {
  const std::string first = "one ";
  const std::string second = "two";
  const std::array pieces = {bytes(first), bytes(""), bytes(second)};
  write_file(folder_ / "a", pieces);
  EXPECT_EQ(read(folder_ / "a"), "one two");
}

TEST_F(AtomicFileTest, ReportsAFullDisk) {
  try {
    write_file("/dev/full", bytes("x"));
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "/dev/full: cannot write: No space left on device");
  }
}

TEST_F(AtomicFileTest, WritesToDevicesAndPipesDirectly) {
  write_file("/dev/null", bytes("x"));
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string received;
  std::thread reader([&] { received = read(pipe); });
  write_file(pipe, bytes("through the pipe"));
  reader.join();
  EXPECT_EQ(received, "through the pipe");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

}  // namespace
}  // namespace driftwave
