/// The command line of Driftwave. Exit status: 0 done, 1 failed, 2 wrong use.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <exception>
#include <new>
#include <sstream>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "engine/core/interrupt.h"
#include "engine/core/standard_streams.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/detect_command.h"
#include "tools/driftwave/report.h"
#include "tools/driftwave/serve/serve_command.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

int report(const char* text, int status) {
  report_error(text);
  return status;
}

/// Freed memory stays with the program: loading and speaking ask for the same sizes again and again, and each
/// page that comes anew from the system costs more than the work done in it.
void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int kBytes = 256 << 20;
  mallopt(M_MMAP_THRESHOLD, kBytes);
  mallopt(M_TRIM_THRESHOLD, kBytes);
#endif
}

int parse_and_run(CLI::App& app, int argc, char** argv) {
  const auto is_named = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::ranges::none_of(app.get_subcommands({}), is_named)) {
    throw UsageError("want a command (see driftwave --help), got \"{}\"", argv[1]);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() != 0) throw UsageError("{} (see driftwave --help)", e.what());
    // --help and --version arrive as exceptions of status 0.
    std::ostringstream text;
    app.exit(e, text, text);
    write_stdout(text.str());
  }
  return 0;
}

}  // namespace
}  // namespace driftwave

int main(int argc, char** argv) {
  using namespace driftwave;
  keep_freed_memory();
  open_missing_standard_streams();
  install_signal_handlers();
  CLI::App app("Speech from text and audio from mel spectrograms, by waveform diffusion.", "driftwave");
  app.set_version_flag("--version", "driftwave " DRIFTWAVE_VERSION);
  app.require_subcommand(1);
  add_speak_command(app);
  add_sing_command(app);
  add_read_command(app);
  add_record_command(app);
  add_vocode_command(app);
  add_mel_command(app);
  add_vary_command(app);
  add_inpaint_command(app);
  add_extend_command(app);
  add_morph_command(app);
  add_make_command(app);
  add_trace_command(app);
  add_voices_command(app);
  add_devices_command(app);
  add_info_command(app);
  add_bench_command(app);
  add_eval_command(app);
  add_detect_command(app);
  add_serve_command(app);
  try {
    return parse_and_run(app, argc, argv);
  } catch (const BrokenPipe&) {
    return 0;  // the reader has had all it wanted
  } catch (const Reported&) {
    return kFailed;
  } catch (const UsageError& e) {
    return report(e.what(), kWrongUse);
  } catch (const std::bad_alloc&) {
    return report("out of memory", kFailed);
  } catch (const std::exception& e) {
    return report(e.what(), kFailed);
  }
}
