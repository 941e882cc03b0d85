/// `driftwave-train`: prepare data, train the vocoder and the acoustic model.
#include <CLI/CLI.hpp>
#include <exception>

#include "engine/core/interrupt.h"
#include "engine/core/standard_streams.h"
#include "engine/training/cpu.h"
#include "tools/driftwave_train/acoustic_command.h"
#include "tools/driftwave_train/aligner_command.h"
#include "tools/driftwave_train/completion_command.h"
#include "tools/driftwave_train/compress_command.h"
#include "tools/driftwave_train/diffusion_command.h"
#include "tools/driftwave_train/import_command.h"
#include "tools/driftwave_train/vocoder_command.h"
#ifndef DRIFTWAVE_TRAINING_ONLY
#include "tools/driftwave_train/cut_command.h"
#include "tools/driftwave_train/mels_command.h"
#include "tools/driftwave_train/prepare_command.h"
#include "tools/driftwave_train/schedule_command.h"
#include "tools/driftwave_train/sounds_command.h"
#include "tools/driftwave_train/voice_command.h"
#endif

int main(int argc, char** argv) {
  driftwave::open_missing_standard_streams();
  driftwave::install_signal_handlers();
  driftwave::training::keep_freed_memory();
  CLI::App app{"Train Driftwave's models."};
  app.require_subcommand(1);
#ifndef DRIFTWAVE_TRAINING_ONLY
  driftwave::add_prepare_command(app);
  driftwave::add_cut_command(app);
  driftwave::add_mels_command(app);
  driftwave::add_schedule_command(app);
  driftwave::add_sounds_command(app);
  driftwave::add_voice_command(app);
#endif
  driftwave::add_vocoder_commands(app);
  driftwave::add_aligner_command(app);
  driftwave::add_acoustic_command(app);
  driftwave::add_completion_command(app);
  driftwave::add_compress_command(app);
  driftwave::add_diffusion_commands(app);
  driftwave::add_import_command(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& e) {
    return e.get_exit_code();  // of the processes that a command has started
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const std::exception& e) {
    driftwave::say("driftwave-train: {}\n", e.what());
    return 1;
  }
  return 0;
}
