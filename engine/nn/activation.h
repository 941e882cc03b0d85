#pragma once

namespace driftwave {

/// What a layer applies to its output. kGeluTanh is PyTorch's GELU with approximate="tanh".
enum class Activation { kNone, kGeluTanh, kSilu, kRelu };

}  // namespace driftwave
