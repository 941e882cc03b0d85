/// driftwave eval --diversity and --fairness.
#include <nlohmann/json.hpp>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using EvalGroups = CommandLine;

TEST_F(EvalGroups, TellsTakesFromCopiesOfOneTake) {
  must("mkdir -p takes/copied takes/varied");
  must("driftwave speak 'Nobody counted the boats.' -o takes/copied/a.wav --steps 0");
  must("cp takes/copied/a.wav takes/copied/b.wav");
  for (const std::string seed : {"1", "2", "3"})
    must(
        "driftwave speak 'Nobody counted the boats.' --steps 0 --temperature 1 --melody-temperature 1 "
        "--seed " +
        seed + " -o takes/varied/" + seed + ".wav");
  const auto report = nlohmann::json::parse(must("driftwave eval --diversity --test takes --json"));
  EXPECT_TRUE(report["collapsed"]);
  const auto& copied = report["texts"].at(0);
  EXPECT_EQ(copied["text"], "copied");
  EXPECT_EQ(copied["takes"], 2);
  EXPECT_EQ(copied["mel_cepstral_dtw_db"], 0.0);
  EXPECT_TRUE(copied["collapsed"]);
  const auto& varied = report["texts"].at(1);
  EXPECT_EQ(varied["takes"], 3);
  EXPECT_FALSE(varied["collapsed"]);
  EXPECT_GT(varied["f0_st"], 0.1);
  EXPECT_LE(varied["least_mel_cepstral_dtw_db"].get<double>(), varied["mel_cepstral_dtw_db"].get<double>());
  const std::string table = must("driftwave eval --diversity --test takes");
  EXPECT_NE(table.find("collapsed: its takes are one take"), std::string::npos);
}

TEST_F(EvalGroups, ComparesTakesWithRecordings) {
  must("mkdir takes recordings");
  for (int n = 0; n < 14; ++n) write_tone("recordings/" + std::to_string(n) + ".wav", 0.3 + 0.05 * n);
  must("cp recordings/3.wav takes/a.wav && cp recordings/3.wav takes/b.wav");
  const std::string run = "driftwave eval --diversity --test takes --reference recordings";
  const auto report = nlohmann::json::parse(must(run + " --json"));
  EXPECT_LT(report["recordings"]["coverage"].get<double>(),
            0.5 + report["recordings"]["own_coverage"].get<double>());
  EXPECT_NE(must(run).find("over the recordings: coverage"), std::string::npos);
  must("rm recordings/1*.wav recordings/9.wav");
  refuses(run, 1, "recordings: want 12");
}

TEST_F(EvalGroups, TabulatesQualityByGroup) {
  must("mkdir ref test");
  std::string lines = "file|speaker|nisqa\n";
  for (int n = 0; n < 10; ++n) {
    const std::string name = std::to_string(n);
    write_tone("ref/" + name + ".wav", 0.3);
    // The second speaker has been through the vocoder.
    must(n < 5 ? "cp ref/" + name + ".wav test/"
               : "driftwave vocode ref/" + name + ".wav -o test/" + name + ".wav --steps 0");
    lines += name + ".wav|" + (n < 5 ? "ann" : "bob") + "|" + std::to_string(n < 5 ? 4 : 3) + "\n";
  }
  write_text("table.csv", lines);
  const std::string run =
      "driftwave eval --fairness speaker --metadata table.csv --score nisqa --reference ref --test test ";
  const auto report = nlohmann::json::parse(must(run + "--json --picture chart.png"));
  EXPECT_EQ(must("head -c 4 chart.png | tail -c 3"), "PNG");
  for (const auto& measure : report["measures"]) {
    EXPECT_EQ(measure["groups"].at(0)["group"], "ann");
    EXPECT_EQ(measure["groups"].at(0)["files"], 5);
    if (measure["measure"] == "nisqa") {
      EXPECT_EQ(measure["gap"]["size"], 1.0);
      EXPECT_EQ(measure["gap"]["lowest"], "bob");
    }
    if (measure["measure"] == "M-STFT") {
      EXPECT_EQ(measure["groups"].at(0)["mean"], 0.0);
      EXPECT_GT(measure["groups"].at(1)["mean"], 0.1);
      EXPECT_EQ(measure["gap"]["highest"], "bob");
    }
  }
  EXPECT_NE(must(run).find("nisqa: gap 1.000"), std::string::npos);
}

TEST_F(EvalGroups, NamesWhatIsWrong) {
  must("mkdir one && mkdir none");
  write_tone("one/a.wav", 0.3);
  refuses("driftwave eval --diversity --test one", 1, "one: want two takes");
  refuses("driftwave eval --diversity --test none", 1, "none");
  refuses("driftwave eval --diversity", 2, "--test");
  refuses("driftwave eval --fairness sex", 2, "--metadata");
  refuses("driftwave eval --fairness sex --diversity --test one", 2, "not both");
  write_text("table.csv", "file,speaker,score\na,ann,4\nb,bob,five\n");
  refuses("driftwave eval --fairness sex --metadata table.csv --score score", 1, "\"sex\"");
  refuses("driftwave eval --fairness speaker --metadata table.csv", 2, "--score");
  refuses("driftwave eval --fairness speaker --metadata table.csv --score score", 1, "five");
  write_text("short.csv", "file,speaker,score\na,ann\n");
  refuses("driftwave eval --fairness speaker --metadata short.csv --score score", 1, "short.csv:2");
  write_text("twice.csv", "file,speaker,score\na,ann,1\na.wav,ann,1\n");
  refuses("driftwave eval --fairness speaker --metadata twice.csv --score score", 1, "twice.csv:3");
  refuses("driftwave eval --fairness speaker --metadata missing.csv --score score", 1, "missing.csv");
}

}  // namespace
}  // namespace driftwave
