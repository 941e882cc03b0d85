#pragma once
/// The service over HTTP.
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tools/driftwave/serve/socket.h"
#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

struct HttpServiceOptions {
  std::vector<Socket> listeners;
  std::vector<std::string> api_keys;  ///< any of them opens the service; empty: it is open
  std::string cors_origin;            ///< of pages elsewhere that may use the service; "*": any; empty: none
  std::size_t threads = 80;           ///< requests that are answered at once
};

class HttpService {
 public:
  HttpService(SpeechService& speech, HttpServiceOptions options);
  /// Breaks what is still being answered.
  ~HttpService();

  /// Takes nothing new, and waits for what is being answered. @return whether all was.
  bool drain(std::chrono::seconds patience);

 private:
  class Site;

  std::unique_ptr<Site> site_;
};

}  // namespace driftwave
