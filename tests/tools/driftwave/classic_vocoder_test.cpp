/// DiffWave and WaveGrad from the command line: imported checkpoints, the module, samplers and schedules.
#include <cmath>

#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"
#include "vocoder/torch/import_checkpoint.h"

namespace driftwave {
namespace {

class ClassicVocoder : public CommandLine {
 protected:
  ClassicVocoder() {
    for (const char* name : {"diffwave", "wavegrad"})
      import_checkpoint(std::filesystem::path(DRIFTWAVE_FIXTURES) / (std::string(name) + "_tiny.pt"),
                        path(std::string(name) + ".safetensors"), {});
    write_tone("tone.wav", 0.4);
  }
};

#ifdef DRIFTWAVE_HAS_TORCH_MODULE
TEST_F(ClassicVocoder, RunsCheckpointsThatThePublicImplementationsSaved) {
  for (const std::string name : {"diffwave", "wavegrad"}) {
    must("driftwave vocode tone.wav -o " + name + ".wav --vocoder " + name +
         ".safetensors --seed 4 --threads 1");
    const AudioBuffer out = read_audio(path(name + ".wav"));
    EXPECT_EQ(out.sample_rate_hz, 22050);
    EXPECT_EQ(out.frames(), 8820U);
    float loudest = 0;
    for (const float x : out.samples) loudest = std::max(loudest, std::abs(x));
    EXPECT_GT(loudest, 0.0F);
  }
}

TEST_F(ClassicVocoder, EditsRecordings) {
  for (const std::string name : {"diffwave", "wavegrad"}) {
    const std::string with = " --threads 1 --vocoder " + name + ".safetensors";
    must("driftwave vary tone.wav -o vary.wav --strength 0.4 --picture vary.png" + with);
    must("driftwave inpaint tone.wav -o inpaint.wav --gap 0.2-0.25" + with);
    must("driftwave extend tone.wav -o extend.wav --cutoff 4000" + with);
    must("driftwave morph tone.wav vary.wav -o morph.wav" + with);
    must("driftwave trace tone.wav -o trace.png" + with);
    for (const char* file : {"vary.wav", "inpaint.wav", "extend.wav"})
      EXPECT_EQ(read_audio(path(file)).frames(), read_audio(path("tone.wav")).frames()) << file;
  }
}

TEST_F(ClassicVocoder, TakesSamplersSchedulesAndSteps) {
  write_text("mine.json", "{\"betas\": [0.0001, 0.01, 0.3]}");
  must(
      "driftwave vocode tone.wav -o a.wav --vocoder diffwave.safetensors --steps 2 --sampler dpm++2m "
      "--threads 1");
  must(
      "driftwave vocode tone.wav -o b.wav --vocoder diffwave.safetensors --schedule mine.json --sampler "
      "ddim --threads 1");
  must("driftwave vocode tone.wav -o c.wav --vocoder wavegrad.safetensors --schedule wavegrad-6 --threads 1");
  write_text("broken.json", "[0.1, 1.7]");
  const std::string vocode = "driftwave vocode tone.wav -o x.wav --vocoder diffwave.safetensors ";
  refuses(vocode + "--schedule broken.json", 1, "broken.json: step 1: want a beta in (0, 1), got 1.7");
  refuses(vocode + "--schedule sigmoid", 1, "diffwave-6");
  refuses(vocode + "--sampler plms", 1, "want one of ddpm, ddim");
  refuses(vocode + "--steps 0", 1, "steps");
}
#endif

TEST_F(ClassicVocoder, SaysHowToBuildAModuleThatIsMissing) {
  refuses(
      "DRIFTWAVE_TORCH_MODULE=/nowhere/module.so driftwave vocode tone.wav -o x.wav --vocoder "
      "diffwave.safetensors",
      1, "-DDRIFTWAVE_TRAINING=ON");
  write_text("module.so", "not a library");
  refuses(
      "DRIFTWAVE_TORCH_MODULE=$PWD/module.so driftwave vocode tone.wav -o x.wav --vocoder "
      "diffwave.safetensors",
      1, "cannot be loaded");
}

TEST_F(ClassicVocoder, LeavesLibtorchOutOfTheProgram) {
  EXPECT_EQ(must("ldd $(which driftwave) | grep -c torch || true"), "0\n");
}

TEST_F(ClassicVocoder, LeavesItsSchedulesToItself) {
  refuses("driftwave vocode tone.wav -o x.wav --sampler plms", 1, "want one of ddpm, ddim");
  refuses("driftwave vocode tone.wav -o x.wav --schedule diffwave-6", 1, "diffwave-6");
}

}  // namespace
}  // namespace driftwave
