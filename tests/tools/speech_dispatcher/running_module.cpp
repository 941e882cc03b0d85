#include "tests/tools/speech_dispatcher/running_module.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace driftwave {
namespace {

std::vector<std::int16_t> decoded(std::string_view bytes) {
  std::string plain;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool is_escaped = bytes[i] == 0x7d;
    if (is_escaped && ++i == bytes.size()) throw std::runtime_error("an escape at the end of the sound");
    plain += is_escaped ? static_cast<char>(bytes[i] ^ 0x20) : bytes[i];
  }
  if (plain.size() % 2 != 0) throw std::runtime_error("half a sample");
  std::vector<std::int16_t> samples(plain.size() / 2);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto low = static_cast<unsigned char>(plain[2 * i]);
    const auto high = static_cast<unsigned char>(plain[2 * i + 1]);
    samples[i] = static_cast<std::int16_t>(low | high << 8);
  }
  return samples;
}

}  // namespace

RunningModule::RunningModule(const std::string& voices) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("cannot make pipes");
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(input[0], STDIN_FILENO);
    ::dup2(output[1], STDOUT_FILENO);
    if (!voices.empty()) ::setenv("DRIFTWAVE_VOICES", voices.c_str(), 1);
    ::execl(DRIFTWAVE_SPEECH_MODULE, "sd_driftwave", static_cast<char*>(nullptr));
    _exit(127);
  }
  ::close(input[0]);
  ::close(output[1]);
  to_ = input[1];
  from_ = output[0];
}

RunningModule::~RunningModule() {
  if (process_ >= 0) ::kill(process_, SIGKILL);
  (void)await_end();
}

int RunningModule::await_end() {
  if (to_ >= 0) ::close(std::exchange(to_, -1));
  int status = 0;
  if (process_ >= 0) ::waitpid(std::exchange(process_, -1), &status, 0);
  if (from_ >= 0) ::close(std::exchange(from_, -1));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void RunningModule::send(std::string_view lines) const {
  const std::string text = std::string(lines) + "\n";
  if (::write(to_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("the module does not read");
}

std::string RunningModule::read_line() {
  std::array<char, 4096> piece{};
  for (;;) {
    const std::size_t end = waiting_.find('\n');
    if (end != std::string::npos) {
      const std::string line = waiting_.substr(0, end);
      waiting_.erase(0, end + 1);
      return line;
    }
    const ssize_t got = ::read(from_, piece.data(), piece.size());
    if (got <= 0) throw std::runtime_error("the module ended");
    waiting_.append(piece.data(), static_cast<std::size_t>(got));
  }
}

ModuleMessage RunningModule::read() {
  ModuleMessage message;
  std::size_t announced = 0;
  for (;;) {
    const std::string line = read_line();
    if (line.size() < 5 || (line[3] != ' ' && line[3] != '-'))
      throw std::runtime_error("no message: " + line);
    message.code = line.substr(0, 3);
    const std::string rest = line.substr(4);
    constexpr std::string_view kSound("AUDIO\0", 6);
    if (line[3] == ' ') {
      message.last = rest;
      if (announced != message.samples.size()) throw std::runtime_error("not as many samples as announced");
      return message;
    }
    if (rest.starts_with(kSound)) {
      message.samples = decoded(std::string_view(rest).substr(kSound.size()));
      continue;
    }
    if (rest.starts_with("num_samples=")) announced = std::stoul(rest.substr(12));
    if (rest.starts_with("sample_rate=")) message.sample_rate_hz = std::stoi(rest.substr(12));
    message.lines.push_back(rest);
  }
}

std::string RunningModule::reply() {
  const ModuleMessage message = read();
  return message.code + " " + message.last;
}

std::string RunningModule::ask(std::string_view lines) {
  send(lines);
  return reply();
}

void RunningModule::start() {
  if (ask("INIT") != "299 OK LOADED SUCCESSFULLY") throw std::runtime_error("not loaded");
  if (ask("AUDIO") != "207 OK RECEIVING AUDIO SETTINGS") throw std::runtime_error("no audio settings");
  if (ask("audio_output_method=server\n.") != "203 OK AUDIO INITIALIZED")
    throw std::runtime_error("no audio");
}

std::string RunningModule::set(std::string_view lines) {
  const std::string ready = ask("SET");
  if (ready != "203 OK RECEIVING SETTINGS") return ready;
  return ask(std::string(lines) + "\n.");
}

std::string RunningModule::begin(std::string_view command, std::string_view text) {
  const std::string ready = ask(command);
  if (ready != "202 OK RECEIVING MESSAGE") return ready;
  return ask(std::string(text) + "\n.");
}

SpokenMessage RunningModule::hear() {
  SpokenMessage spoken;
  for (;;) {
    const ModuleMessage message = read();
    if (message.code == "701") continue;
    if (message.code == "705") {
      spoken.samples.insert(spoken.samples.end(), message.samples.begin(), message.samples.end());
    } else if (message.code == "700") {
      spoken.marks.push_back({message.lines.at(0), spoken.samples.size()});
    } else {
      spoken.ending = message.code + " " + message.last;
      return spoken;
    }
  }
}

SpokenMessage RunningModule::speak(std::string_view text, std::string_view command) {
  const std::string answer = begin(command, text);
  if (answer != "200 OK SPEAKING") throw std::runtime_error(answer);
  return hear();
}

}  // namespace driftwave
