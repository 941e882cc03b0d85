#include "engine/model/torch_checkpoint.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/engine/model/checkpoint_fixture.h"

namespace driftwave {
namespace {

using namespace test;  // the pickle's building blocks

/// What is wrong with a checkpoint whose tensor "w" is asked for.
std::string message_of(const std::string& bytes) {
  const ScratchFile file("driftwave_torch_checkpoint_test.pt");
  try {
    const TorchCheckpoint checkpoint(file.write(bytes));
    const PickleValue* weight = checkpoint.root().find("w");
    if (weight == nullptr || weight->tensor() == nullptr) return "no tensor";
    (void)checkpoint.floats(*weight->tensor(), "w");
  } catch (const Error& e) {
    const std::string message = e.what();
    EXPECT_EQ(message.rfind(file.path().string(), 0), 0U) << message;
    return message;
  }
  return "accepted";
}

std::string with_tensor(const std::string& expression) {
  return make_checkpoint(dict({{"w", expression}}), {floats({1, 2, 3, 4, 5, 6})});
}

void refuses(const std::string& bytes, const std::string& words) {
  const std::string message = message_of(bytes);
  EXPECT_NE(message.find(words), std::string::npos) << message;
}

TEST(TorchCheckpoint, ReadsTensorsOfEveryFloatingType) {
  const ScratchFile file("driftwave_torch_checkpoint_good.pt");
  const std::string expression =
      dict({{"w", tensor(storage("0", 6), 2, {2, 2}, {2, 1})},
            {"h", tensor(storage("1", 2, "HalfStorage"), 0, {2}, {1})},
            {"b", tensor(storage("2", 1, "BFloat16Storage"), 0, {}, {})},
            {"params", dict({{"n", integer(7)}, {"list", list({real(0.5), real(1e-4)})}})}});
  const TorchCheckpoint checkpoint(file.write(make_checkpoint(
      expression, {floats({1, 2, 3, 4, 5, 6}), little(0x3c00, 2) + little(0xc000, 2), little(0x4049, 2)})));
  const auto read = [&](const char* name) {
    return checkpoint.floats(*checkpoint.root().find(name)->tensor(), name);
  };
  EXPECT_EQ(read("w"), (std::vector<float>{3, 4, 5, 6}));
  EXPECT_EQ(read("h"), (std::vector<float>{1, -2}));
  EXPECT_EQ(read("b"), (std::vector<float>{3.140625F}));
  const PickleValue* params = checkpoint.root().find("params");
  EXPECT_EQ(std::get<std::int64_t>(params->find("n")->value), 7);
  EXPECT_EQ(std::get<double>(params->find("list")->list()->items[1]->value), 1e-4);
}

TEST(TorchCheckpoint, NeverRunsWhatAPickleCalls) {
  const std::string marker = "/tmp/driftwave_pickle_ran";
  std::filesystem::remove(marker);
  refuses(make_checkpoint(global("posix", "system") + tuple({text("touch " + marker)}) + "R", {}),
          "posix.system");
  refuses(make_checkpoint(global("builtins", "eval") + tuple({text("1")}) + "R", {}), "builtins.eval");
  refuses(make_checkpoint(global("torch._utils", "_rebuild_tensor_v3"), {}), "_rebuild_tensor_v3");
  // The instance opcodes, which call without a GLOBAL of their own.
  refuses(make_checkpoint("(iposix\nsystem\n", {}), "opcode 0x69");
  refuses(make_checkpoint("\x8c\x05posix\x8c\x06system\x93", {}), "opcode 0x8c");
  EXPECT_FALSE(std::filesystem::exists(marker));
}

TEST(TorchCheckpoint, RefusesManyNamesForOneStorage) {
  const ScratchFile file("driftwave_torch_checkpoint_shared.pt");
  const auto message_for = [&](int names) {
    std::vector<std::pair<std::string, std::string>> items;
    for (int i = 0; i < names; ++i)
      items.emplace_back(std::to_string(i), tensor(storage("0", 10000), 0, {10000}, {1}));
    const TorchCheckpoint checkpoint(
        file.write(make_checkpoint(dict(items), {floats(std::vector<float>(10000))})));
    try {
      checkpoint.check_size(*checkpoint.root().dict());
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("accepted");
  };
  EXPECT_EQ(message_for(1), "accepted");
  EXPECT_EQ(message_for(2), "accepted");
  EXPECT_NE(message_for(50).find("share"), std::string::npos) << message_for(50);
}

TEST(TorchCheckpoint, ReadsOnlyItsPartOfAStorage) {
  const ScratchFile file("driftwave_torch_checkpoint_part.pt");
  const TorchCheckpoint checkpoint(file.write(with_tensor(tensor(storage("0", 6), 4, {2}, {1}))));
  const auto values = checkpoint.floats(*checkpoint.root().find("w")->tensor(), "w");
  EXPECT_EQ(values, (std::vector<float>{5, 6}));
}

TEST(TorchCheckpoint, RefusesShapesThatItsStorageDoesNotHold) {
  const std::string six = storage("0", 6);
  EXPECT_EQ(message_of(with_tensor(tensor(six, 0, {2, 3}, {3, 1}))), "accepted");
  refuses(with_tensor(tensor(six, 1, {2, 3}, {3, 1})), "want 6 values from 1");
  refuses(with_tensor(tensor(six, 0, {0x7fffffff, 0x7fffffff}, {0x7fffffff, 1})), "storage of 6");
  refuses(with_tensor(tensor(six, 0, {1000000}, {0})), "dense");
  refuses(with_tensor(tensor(six, 0, {3, 2}, {1, 3})), "dense");
  refuses(with_tensor(tensor(storage("0", 0x7fffffff), 0, {0x7fffffff}, {1})), "24 bytes");
  refuses(with_tensor(tensor(storage("9", 6), 0, {6}, {1})), "data/9");
  refuses(with_tensor(tensor(storage("0", 3, "LongStorage"), 0, {3}, {1})), "floating-point");
  refuses(with_tensor(tensor(storage("0", 6), 0, {2, 3}, {1})), "strides");
}

TEST(TorchCheckpoint, RefusesDamagedPickles) {
  refuses(make_checkpoint("X\xff\xff\xff\xff"
                          "abc",
                          {}),
          "longer than the pickle");
  refuses(make_checkpoint("u", {}), "no mark");
  refuses(make_checkpoint("", {}), "stack is empty");
  refuses(make_checkpoint("h\x07", {}), "did not remember");
  refuses(make_checkpoint(text("a") + text("b") + text("c") + "s", {}), "no dictionary");
  refuses(make_checkpoint(integer(1) + ")R", {}), "no function");
  refuses(make_zip({{.name = "archive/data.pkl", .data = "\x80\x05."}}), "protocol");
  refuses(make_zip({{.name = "archive/data.pkl", .data = std::string("\x80\x02", 2)}}), "STOP");
  refuses(make_zip({{.name = "archive/other", .data = ""}}), "without data.pkl");
}

TEST(TorchCheckpoint, RefusesMoreValuesThanACheckpointHas) {
  refuses(make_checkpoint("(" + std::string(2000000, 'N') + "t", {}), "more values");
}

TEST(TorchCheckpoint, SurvivesAListThatHoldsItself) {
  const ScratchFile file("driftwave_torch_checkpoint_loop.pt");
  const TorchCheckpoint checkpoint(
      file.write(make_checkpoint("]q" + std::string(1, '\0') + "h" + std::string(1, '\0') + "a", {})));
  EXPECT_EQ(checkpoint.root().list()->items[0], &checkpoint.root());
}

TEST(TorchCheckpoint, SurvivesEveryTruncationAndChangedByteOfItsPickle) {
  const std::string good = program(dict({{"w", tensor(storage("0", 6), 0, {2, 3}, {3, 1})}}));
  const auto archive = [&](const std::string& pickle) {
    return make_zip({{.name = "archive/data.pkl", .data = pickle},
                     {.name = "archive/data/0", .data = floats({1, 2, 3, 4, 5, 6})}});
  };
  ASSERT_EQ(message_of(archive(good)), "accepted");
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_NE(message_of(archive(good.substr(0, i))), "accepted") << i;
    for (const char with : {'\x00', '(', '\xff'}) {
      std::string bytes = good;
      bytes[i] = with;
      (void)message_of(archive(bytes));
    }
  }
}

TEST(TorchCheckpoint, RefusesTheFormatBeforePyTorchSix) {
  refuses(
      std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15) + std::string(100, 'x'),
      "zip archive");
}

}  // namespace
}  // namespace driftwave
