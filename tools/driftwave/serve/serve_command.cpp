/// driftwave serve: resident voices for other programs.
#include "tools/driftwave/serve/serve_command.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/standard_streams.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/serve/http_service.h"
#include "tools/driftwave/serve/line_service.h"
#include "tools/driftwave/serve/mcp_service.h"
#include "tools/driftwave/serve/socket.h"
#include "tools/driftwave/serve/speech_service.h"
#include "tools/driftwave/serve/wyoming_service.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

struct ServeOptions {
  std::string voice = kDefaultVoice;
  std::string lexicon;
  Address http{.host = "127.0.0.1", .port = 8470};
  Address wyoming{.host = "127.0.0.1", .port = -1};  ///< -1: none
  bool is_stdio = false;
  bool is_mcp = false;
  std::string api_key_file;
  std::string cors_origin;
  int cores = default_threads();
  std::size_t max_requests = 64;
  std::size_t max_recordings = 4;
  RequestLimits limits;
  int drain_seconds = 30;
};

/// Requests that need no sound are answered beside those that do.
constexpr std::size_t kOtherThreads = 16;

/// A key a line. @throws Error naming a file that cannot be read or has none.
std::vector<std::string> read_keys(const std::string& file) {
  std::ifstream lines(file);
  if (!lines) throw Error("{}: cannot read", file);
  std::vector<std::string> keys;
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty()) keys.push_back(line);
  }
  if (keys.empty()) throw Error("{}: want a key a line, got none", file);
  return keys;
}

struct Listeners {
  std::vector<Socket> http;
  std::vector<Socket> wyoming;
};

/// Those of systemd, where it gives some: by their names, of which all but "wyoming" are for HTTP.
Listeners listeners_of(const ServeOptions& options) {
  Listeners listeners;
  for (auto& [name, socket] : inherited_sockets()) {
    (name == "wyoming" ? listeners.wyoming : listeners.http).push_back(std::move(socket));
  }
  if (!listeners.http.empty() || !listeners.wyoming.empty()) return listeners;
  listeners.http = listen_on(options.http);
  if (options.wyoming.port >= 0) listeners.wyoming = listen_on(options.wyoming);
  return listeners;
}

/// Signals that end the program, kept for the one thread that waits for them. Threads begun later keep them,
/// too.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  void await() const {
    int signal = 0;
    sigwait(&signals_, &signal);
    // The next one ends the program at once.
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }

 private:
  sigset_t signals_{};
};

/// All that can be used. Where the folders cannot be read, the default voice goes on alone.
std::vector<Voice> installed_voices() {
  std::vector<Voice> voices;
  try {
    for (FoundVoice& found : all_voices()) {
      if (found.problem.empty()) voices.push_back(std::move(found.voice));
    }
  } catch (const std::filesystem::filesystem_error& e) {
    say("driftwave: no other voices: {}\n", e.what());
  }
  return voices;
}

SpeechServiceOptions speech_options(const ServeOptions& options) {
  Voice voice = find_voice(options.voice);
  std::vector<Voice> others = installed_voices();
  if (!options.lexicon.empty()) {
    // Its words and sounds are of one language.
    for (Voice& other : others) {
      if (other.language == voice.language) other.lexicon_files.emplace_back(options.lexicon);
    }
    voice.lexicon_files.emplace_back(options.lexicon);
  }
  return {.voice = std::move(voice),
          .others = std::move(others),
          .cores = options.cores,
          .max_requests = options.max_requests,
          .max_recordings = options.max_recordings,
          .limits = options.limits};
}

void serve_sockets(const ServeOptions& options) {
  const EndSignals signals;
  Listeners listeners = listeners_of(options);
  HttpServiceOptions http;
  http.cors_origin = options.cors_origin;
  http.threads = options.max_requests + kOtherThreads;
  if (!options.api_key_file.empty()) http.api_keys = read_keys(options.api_key_file);
  if (http.api_keys.empty() && !std::ranges::all_of(listeners.http, is_local)) {
    throw UsageError("serve: want --api-key-file where other machines can connect, got none");
  }
  SpeechService speech(speech_options(options));
  for (const Socket& listener : listeners.http) say("driftwave: listening on {}\n", url_of(listener, "http"));
  for (const Socket& listener : listeners.wyoming)
    say("driftwave: listening on {}\n", url_of(listener, "tcp"));
  http.listeners = std::move(listeners.http);
  HttpService http_service(speech, std::move(http));
  WyomingService wyoming_service(speech, {.listeners = std::move(listeners.wyoming)});
  say("driftwave: ready\n");
  signals.await();
  say("driftwave: stopping when all requests are answered\n");
  speech.stop();
  const std::chrono::seconds patience(options.drain_seconds);
  const bool http_ended = http_service.drain(patience);
  if (!wyoming_service.drain(patience) || !http_ended) {
    throw Error("serve: want requests to end within {} s, got some that did not", options.drain_seconds);
  }
}

void run_serve(const ServeOptions& options) {
  if (!options.is_stdio && !options.is_mcp) return serve_sockets(options);
  SpeechService speech(speech_options(options));
  if (options.is_mcp) return serve_mcp(speech);
  serve_standard_streams(speech);
}

}  // namespace

void add_serve_command(CLI::App& app) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand(
      "serve", "Speak for other programs: HTTP, Wyoming, JSON lines, or the Model Context Protocol");
  command->add_option("--voice", options->voice, "Name or folder of the voice of requests that name none")
      ->capture_default_str();
  command->add_option(
      "--lexicon", options->lexicon,
      "How words are said, by all voices of this one's language: a word and /phonemes/ or words a line");
  command->add_option("--host", options->http.host, "Address to listen on")->capture_default_str();
  command->add_option("--port", options->http.port, "Port of HTTP; 0 takes a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      ->add_option("--wyoming-port", options->wyoming.port,
                   "Port of the Wyoming protocol (Home Assistant asks on 10200); 0 takes a free one")
      ->check(CLI::Range(0, 65535));
  command
      ->add_option("--wyoming-host", options->wyoming.host,
                   "Address of the Wyoming protocol, which knows no keys")
      ->capture_default_str();
  CLI::Option* stdio = command->add_flag("--stdio", options->is_stdio,
                                         "JSON a line on standard input and output instead of ports");
  command
      ->add_flag("--mcp", options->is_mcp,
                 "Model Context Protocol on standard input and output instead of ports")
      ->excludes(stdio);
  command->add_option(
      "--api-key-file", options->api_key_file,
      "Keys, one a line, of which clients must send one; wanted unless --host is this machine");
  command->add_option("--cors-origin", options->cors_origin,
                      "Origin of web pages elsewhere that may use the service; * is any");
  command->add_option("--cores", options->cores, "Threads that compute sound")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command
      ->add_option("--max-requests", options->max_requests, "Requests at once; others are told to come again")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command
      ->add_option("--max-recordings", options->max_recordings,
                   "Requests with recordings among them; each may hold hundreds of megabytes")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command->add_option("--max-text", options->limits.text_bytes, "Bytes of a request's text")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  command->add_option("--max-seconds", options->limits.sound_seconds, "Seconds of sound of a request")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
  command
      ->add_option("--max-recording", options->limits.recording_seconds, "Seconds of an uploaded recording")
      ->check(CLI::Range(1.0, 1e5))
      ->capture_default_str();
  command->add_option("--max-upload", options->limits.upload_bytes, "Bytes of an uploaded recording")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  command
      ->add_option("--drain", options->drain_seconds,
                   "Seconds that requests have to end in when the service stops")
      ->check(CLI::Range(0, 86400))
      ->capture_default_str();
  command->callback([options] { run_serve(*options); });
}

}  // namespace driftwave
