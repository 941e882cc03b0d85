#!/usr/bin/env python3
"""Writes reference_numbers.h and the two small checkpoints beside it, from the public implementations.

    git clone https://github.com/lmnt-com/diffwave   (Apache-2.0; run, not copied)
    git clone https://github.com/lmnt-com/wavegrad
    python3 make_reference_numbers.py --diffwave diffwave/src --wavegrad wavegrad/src --out .

Weights and noise come from one formula, which formula.h has too, so the numbers alone are kept:
value i of the array called `name` is scale * (uniform(i) + uniform'(i) - 1), where both uniforms are drawn by
the 64-bit finaliser of SplitMix from an FNV-1a hash of the name. Needs Python with torch and numpy.
"""
import argparse
import sys
import types

import numpy as np
import torch

MASK = (1 << 64) - 1


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def mix(values):
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def formula(name, count):
    """count values in -1..1, triangular."""
    with np.errstate(over="ignore"):
        index = np.arange(2 * count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(fnv1a(name))
    uniform = (mix(index) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return (uniform[0::2] + uniform[1::2] - 1.0).astype(np.float64)


def fill(model):
    """Every parameter from its name; kernels scaled by their fan-in, so that signals keep their size."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            scale = 0.1 if p.dim() == 1 else 1.6 / (p.numel() / p.shape[0]) ** 0.5
            p.copy_(torch.from_numpy((scale * formula(name, p.numel())).astype(np.float32)).reshape(p.shape))
    return model


def noise(name, shape):
    return torch.from_numpy((0.8 * formula(name, int(np.prod(shape)))).astype(np.float32)).reshape(shape)


def mel(bands, frames):
    values = 0.5 + 0.5 * formula("mel", bands * frames)
    return torch.from_numpy(values.astype(np.float32)).reshape(1, bands, frames)


class SeededNoise:
    """Stands in for torch.randn while the reference samples: draw k is the array called noise.k."""

    def __enter__(self):
        self.saved = (torch.randn, torch.randn_like)
        self.draws = 0

        def randn(*shape, **_):
            self.draws += 1
            return noise(f"noise.{self.draws - 1}", shape)

        torch.randn = randn
        torch.randn_like = lambda x: randn(*x.shape)

    def __exit__(self, *_):
        torch.randn, torch.randn_like = self.saved


def pick(x, count=96):
    flat = x.detach().reshape(-1).to(torch.float64).numpy()
    return flat[np.linspace(0, flat.size - 1, count).astype(int)]


def save(path, model, params):
    torch.save({"step": 7, "model": model.state_dict(), "optimizer": torch.optim.Adam(model.parameters()).state_dict(),
                "params": dict(params), "scaler": {}}, path)


def diffwave(out, numbers):
    from diffwave.model import DiffWave
    from diffwave.params import AttrDict, params
    import diffwave.inference as inference

    base = AttrDict(dict(params))
    model = fill(DiffWave(base)).eval()
    audio, spectrogram = noise("audio", (1, 12 * 256)), mel(80, 12)
    with torch.no_grad():
        numbers["kDiffWaveForward"] = pick(model(audio, torch.tensor([13]), spectrogram))
        numbers["kDiffWaveFractional"] = pick(model(audio, torch.tensor([13.37]), spectrogram))
        plain = AttrDict(dict(params))
        plain.unconditional = True
        numbers["kDiffWaveUnconditional"] = pick(fill(DiffWave(plain)).eval()(audio, torch.tensor([13])))
    inference.models["seeded"] = model
    with SeededNoise():
        sampled, _ = inference.predict(spectrogram, "seeded", device=torch.device("cpu"), fast_sampling=True)
    numbers["kDiffWaveSampled"] = pick(sampled)

    tiny = AttrDict(dict(params))
    tiny.residual_channels, tiny.residual_layers, tiny.dilation_cycle_length = 4, 3, 2
    model = DiffWave(tiny)
    # The step embedding's dense layers would be most of a narrow network: narrow, too.
    model.diffusion_embedding.projection1 = torch.nn.Linear(128, 16)
    model.diffusion_embedding.projection2 = torch.nn.Linear(16, 16)
    for layer in model.residual_layers:
        layer.diffusion_projection = torch.nn.Linear(16, 4)
    small = fill(model).eval()
    save(f"{out}/diffwave_tiny.pt", Halved(small), tiny)
    inference.models["tiny"] = small
    with SeededNoise():
        sampled, _ = inference.predict(spectrogram, "tiny", device=torch.device("cpu"), fast_sampling=True)
    numbers["kDiffWaveTinySampled"] = pick(sampled)


class Halved:
    """A model that saves as fp16, after its weights were rounded to it."""

    def __init__(self, model):
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(p.half().float())
        self.model = model

    def state_dict(self):
        return type(self.model.state_dict())((k, v.half()) for k, v in self.model.state_dict().items())

    def parameters(self):
        return [torch.zeros(1)]


def wavegrad(out, numbers):
    import wavegrad.inference as inference
    import wavegrad.model as m
    from wavegrad.params import AttrDict, params

    def sample(name):
        settings = AttrDict(dict(params))
        settings.noise_schedule = [1e-6, 1.89e-5, 1.19e-4, 1.005e-3, 1.109e-2, 0.06]
        inference.models[name].params = settings
        with SeededNoise():
            sampled, _ = inference.predict(spectrogram, name, device=torch.device("cpu"))
        return pick(sampled)

    base = AttrDict(dict(params))
    model = fill(m.WaveGrad(base)).eval()
    audio, spectrogram = noise("audio", (1, 8 * 300)), mel(128, 8)
    with torch.no_grad():
        numbers["kWaveGradForward"] = pick(model(audio, spectrogram, torch.tensor([0.7])))
    inference.models["seeded"] = model
    numbers["kWaveGradSampled"] = sample("seeded")

    narrow = m.WaveGrad(base)
    narrow.downsample = torch.nn.ModuleList([m.Conv1d(1, 4, 5, padding=2), m.DBlock(4, 8, 2), m.DBlock(8, 8, 2),
                                             m.DBlock(8, 8, 3), m.DBlock(8, 12, 5)])
    narrow.film = torch.nn.ModuleList([m.FiLM(4, 8), m.FiLM(8, 8), m.FiLM(8, 8), m.FiLM(8, 12), m.FiLM(12, 12)])
    narrow.upsample = torch.nn.ModuleList([
        m.UBlock(16, 12, 5, [1, 2, 1, 2]), m.UBlock(12, 12, 5, [1, 2, 1, 2]), m.UBlock(12, 8, 3, [1, 2, 4, 8]),
        m.UBlock(8, 8, 2, [1, 2, 4, 8]), m.UBlock(8, 8, 2, [1, 2, 4, 8])])
    narrow.first_conv, narrow.last_conv = m.Conv1d(128, 16, 3, padding=1), m.Conv1d(8, 1, 3, padding=1)
    fill(narrow).eval()
    save(f"{out}/wavegrad_tiny.pt", Halved(narrow), base)
    inference.models["tiny"] = narrow
    numbers["kWaveGradTinySampled"] = sample("tiny")


def mels(numbers):
    """Both mels of one second of the formula, by the definitions that their preprocessing asks torchaudio for."""
    audio = 0.3 * noise("audio", (22050,))
    numbers["kDiffWaveMel"] = pick(mel_by_definition(audio, 1024, 1024, 256, 80), 64)
    numbers["kWaveGradMel"] = pick(mel_by_definition(audio, 2048, 1200, 300, 128), 64)


def mel_by_definition(audio, n_fft, window_samples, hop, bands):
    """MelSpectrogram(power=1, normalized=True, f_min=20, mel_scale="htk", norm=None) written out."""
    window = torch.hann_window(window_samples)
    spectrum = torch.stft(audio, n_fft, hop, window_samples, window, center=True, pad_mode="reflect",
                          return_complex=True).abs() / window.pow(2).sum().sqrt()
    to_mel = lambda hz: 2595.0 * np.log10(1.0 + hz / 700.0)
    points = 700.0 * (10.0 ** (np.linspace(to_mel(20.0), to_mel(11025.0), bands + 2) / 2595.0) - 1.0)
    hz = np.linspace(0.0, 11025.0, n_fft // 2 + 1)
    slopes = points[None, :] - hz[:, None]
    width = np.diff(points)
    filters = np.maximum(0.0, np.minimum(-slopes[:, :-2] / width[:-1], slopes[:, 2:] / width[1:]))
    value = torch.from_numpy(filters.T) @ spectrum.to(torch.float64)
    decibels = 20 * torch.log10(torch.clamp(value, min=1e-5)) - 20
    return torch.clamp((decibels + 100) / 100, 0.0, 1.0).T.contiguous()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--diffwave", required=True)
    parser.add_argument("--wavegrad", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    sys.path[:0] = [arguments.diffwave, arguments.wavegrad]
    sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))  # imported there, not needed here
    for package, folder in (("diffwave", arguments.diffwave), ("wavegrad", arguments.wavegrad)):
        module = types.ModuleType(package)  # their __init__ wants tensorboard
        module.__path__ = [f"{folder}/{package}"]
        sys.modules[package] = module
    torch.set_num_threads(1)
    numbers = {}
    diffwave(arguments.out, numbers)
    wavegrad(arguments.out, numbers)
    mels(numbers)
    with open(f"{arguments.out}/reference_numbers.h", "w") as file:
        file.write("#pragma once\n/// What the public implementations gave: written by make_reference_numbers.py, which says how.\n")
        file.write(f"/// torch {torch.__version__}.\n#include <array>\n\nnamespace driftwave::test {{\n\n// clang-format off\n")
        for name, values in numbers.items():
            file.write(f"inline constexpr std::array<double, {len(values)}> {name} = {{")
            for i, value in enumerate(values):
                file.write(("\n    " if i % 8 == 0 else " ") + f"{value:.7g},")
            file.write("};\n\n")
        file.write("// clang-format on\n}  // namespace driftwave::test\n")


main()
