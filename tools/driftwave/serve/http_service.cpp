#include "tools/driftwave/serve/http_service.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "tools/driftwave/serve/http_acceptor.h"
#include "tools/driftwave/serve/http_recordings.h"
#include "tools/driftwave/serve/http_routes.h"
#include "tools/driftwave/serve/http_stream.h"
#include "tools/driftwave/serve/request_error.h"

namespace driftwave {
namespace {

constexpr std::size_t kOtherBodyBytes = 4096;
constexpr std::string_view kBearer = "Bearer ";

/// In a time that does not tell how much of it is right.
bool same_secret(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

std::string refusal(int status, const std::string& reason) {
  const std::string body = to_json({.status = status, .message = reason, .param = ""});
  return fmt::format(
      "HTTP/1.1 {} Refused\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: "
      "close\r\n\r\n{}",
      status, body.size(), body);
}

}  // namespace

/// httplib's parser and routes on our own connections.
class HttpService::Site : private httplib::Server {
 public:
  Site(SpeechService& speech, HttpServiceOptions options) : speech_(speech), options_(std::move(options)) {
    // httplib takes a server without a socket for one that shuts down.
    svr_sock_ = 0;
    set_payload_max_length(speech_.limits().upload_bytes);
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      return admit(request, response) ? HandlerResponse::Unhandled : HandlerResponse::Handled;
    });
    set_exception_handler([](const httplib::Request&, httplib::Response& response,
                             std::exception_ptr problem) { answer_with_problem(response, problem); });
    set_error_handler(HandlerWithResponse([](const httplib::Request&, httplib::Response& response) {
      if (!response.body.empty()) return HandlerResponse::Unhandled;
      const char* what =
          response.status == 404 ? "path: want one of /openapi.json, got another" : "request: cannot be read";
      response.set_content(to_json({.status = response.status, .message = what, .param = ""}),
                           "application/json");
      return HandlerResponse::Handled;
    }));
    set_logger([this](const httplib::Request& request, const httplib::Response& response) {
      speech_.metrics().count_request(is_route(request.path) ? request.path : "other", response.status);
    });
    add_routes(*this, speech_, [this] { return acceptor_->connections(); });
    acceptor_ = std::make_unique<HttpAcceptor>(acceptor_options());
    acceptor_->start();
  }

  bool drain(std::chrono::seconds patience) { return acceptor_->drain(patience); }

 private:
  HttpAcceptorOptions acceptor_options() {
    HttpAcceptorOptions options;
    options.listeners = std::move(options_.listeners);
    options.limits.body_bytes = [limits = speech_.limits()](std::string_view path) {
      if (takes_recordings(path)) return limits.upload_bytes;
      return path.starts_with(kSpeechPath) ? most_request_bytes(limits, kOtherBodyBytes) : kOtherBodyBytes;
    };
    options.threads = options_.threads;
    options.answer = [this](int descriptor, std::string_view request, bool is_last) {
      return answer(descriptor, request, is_last);
    };
    options.refusal = refusal;
    return options;
  }

  /// @return whether the connection may have another request.
  bool answer(int descriptor, std::string_view request, bool is_last) {
    const std::string_view line = request.substr(0, request.find("\r\n"));
    // Without chunks, the end of the connection is the end of the sound.
    const bool closes = is_last || line.ends_with("HTTP/1.0") || !speech_.is_ready();
    HttpStream stream(descriptor, request);
    bool is_closed = false;
    try {
      const bool is_fine = process_request(stream, closes, is_closed, [&stream](httplib::Request& taken) {
        taken.ranges.clear();
        taken.progress = [&stream](std::uint64_t, std::uint64_t) { return stream.is_writable(); };
      });
      return is_fine && !is_closed && !closes;
    } catch (const std::exception&) {
      // Too late for a status: a connection that ends in the middle is an error for the client.
      return false;
    }
  }

  /// @return whether the request goes to its route.
  bool admit(const httplib::Request& request, httplib::Response& response) {
    const std::string origin = request.get_header_value("Origin");
    if (!origin.empty() && !admit_origin(request, response, origin)) return false;
    if (request.method == "OPTIONS") {
      response.status = 204;
      return false;
    }
    if (options_.api_keys.empty() || is_open_path(request.path)) return true;
    const std::string given = request.get_header_value("Authorization");
    const bool is_known = given.starts_with(kBearer) &&
                          std::ranges::count_if(options_.api_keys, [&](const std::string& key) {
                            return same_secret(std::string_view(given).substr(kBearer.size()), key);
                          }) > 0;
    if (is_known) return true;
    response.set_header("WWW-Authenticate", "Bearer");
    answer_with_problem(response,
                        {.status = 401,
                         .message = "Authorization: want Bearer and a key of this server, got another",
                         .param = "",
                         .code = "invalid_api_key"});
    return false;
  }

  /// Pages elsewhere make a browser send requests, too.
  bool admit_origin(const httplib::Request& request, httplib::Response& response, const std::string& origin) {
    const std::size_t host = origin.find("://");
    if (host != std::string::npos && origin.substr(host + 3) == request.get_header_value("Host")) return true;
    if (options_.cors_origin != "*" && options_.cors_origin != origin) {
      answer_with_problem(response,
                          {.status = 403,
                           .message = "Origin: want a page of this server (or --cors-origin), got another",
                           .param = "",
                           .code = "forbidden_origin"});
      return false;
    }
    response.set_header("Access-Control-Allow-Origin", options_.cors_origin);
    response.set_header("Vary", "Origin");
    if (request.method == "OPTIONS") {
      response.set_header("Access-Control-Allow-Methods", "GET, POST");
      response.set_header("Access-Control-Allow-Headers", "Authorization, Content-Type");
    }
    return true;
  }

  SpeechService& speech_;
  HttpServiceOptions options_;
  std::unique_ptr<HttpAcceptor> acceptor_;  ///< ends before what its threads use
};

HttpService::HttpService(SpeechService& speech, HttpServiceOptions options)
    : site_(std::make_unique<Site>(speech, std::move(options))) {}

HttpService::~HttpService() = default;

bool HttpService::drain(std::chrono::seconds patience) {
  return site_->drain(patience);
}

}  // namespace driftwave
