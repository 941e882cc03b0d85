#pragma once
/// Runs the built program as a shell would, in a folder of its own.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace driftwave {

struct Outcome {
  int status = 0;  ///< exit status; 128 + signal when a signal ended it
  std::string out;
  std::string err;
};

/// Runs a shell command line in `folder`, with `driftwave` on the path and nothing on standard input.
[[nodiscard]] Outcome run_shell(const std::string& command, const std::filesystem::path& folder);

/// Tests that write files: each has an empty folder, removed afterwards.
class CommandLine : public ::testing::Test {
 protected:
  CommandLine();
  ~CommandLine() override;

  [[nodiscard]] Outcome run(const std::string& command) const { return run_shell(command, folder_); }
  /// As run(), and fails the test unless the command exits with 0; returns its standard output.
  std::string must(const std::string& command) const;
  /// Fails the test unless the command exits with `status` after one line "driftwave: ..." that holds
  /// `words`.
  void refuses(const std::string& command, int status, const std::string& words) const;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  /// Names in the folder, sorted, a space after each.
  [[nodiscard]] std::string listing() const;

  /// Writes a mono 44.1 kHz file: a vowel-like tone whose pitch glides from 150 to 250 Hz.
  void write_tone(const std::string& name, double seconds) const;
  void write_text(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace driftwave
