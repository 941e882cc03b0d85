#!/usr/bin/env python3
"""Judges sounds made from nothing by a classifier that has heard real sounds alone.

    apt-get install python3-numpy python3-scipy python3-torch
    /usr/bin/python3 tools/evaluation/measure_sounds.py --data sounds --held-out timgm LM-2 Pearl \
        --driftwave build/release/bin/driftwave --model models/sounds/model.safetensors

--data is the folder that `driftwave-train sounds` learned from (WAV). The classifier is a small network on 32
bands at 40 moments of a sound's first four seconds; its last hidden layer is the embedding of all distances.
Prints tables in Markdown (docs/sounds.md).
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import scipy.io.wavfile
import scipy.linalg
import torch

RATE_HZ = 44100
MOMENTS = 40
DESCRIPTORS = ["brightness", "attack", "decay", "noisiness", "pitch", "length"]
OPTIONS = ["--bright", "--attack", "--decay", "--noisy", "--pitch", "--length"]


def read(file):
    rate, data = scipy.io.wavfile.read(file)
    assert rate == RATE_HZ, file
    scale = {np.dtype("int16"): 2 ** 15, np.dtype("int32"): 2 ** 31}.get(data.dtype, 1)
    sound = data.astype(np.float32) / scale
    if sound.ndim > 1:
        sound = sound.mean(1)
    loud = np.nonzero(np.abs(sound) >= 0.01 * max(np.abs(sound).max(), 1e-6))[0]
    sound = sound[loud[0]: loud[0] + 4 * RATE_HZ] if len(loud) else sound[:64]
    return sound / max(np.abs(sound).max(), 1e-6)


def filterbank(bands=32, size=1024):
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    edges = 300 * np.expm1(np.linspace(np.log1p(30 / 300), np.log1p(19000 / 300), bands + 2))
    up = (hz[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - hz[None]) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(up, down), 0, None) + 1e-9


BANK = filterbank()
STARTS = (4 * RATE_HZ - 2048) * np.expm1(np.linspace(0, 5, MOMENTS)) / np.expm1(5)


def features(sound):
    padded = np.zeros(4 * RATE_HZ + 1024, np.float32)
    padded[512: 512 + len(sound)] = sound
    frames = np.stack([padded[int(s): int(s) + 1024] for s in STARTS]) * np.hanning(1024)
    power = np.abs(np.fft.rfft(frames)) ** 2 @ BANK.T
    return np.maximum(10 * np.log10(power + 1e-6), -40).astype(np.float32) / 30


def load(folder, keep=lambda file: True):
    files, labels = [], []
    for kind in sorted(pathlib.Path(folder).glob("*/*")):
        for file in sorted(kind.glob("*.wav")):
            if keep(file):
                files.append(file)
                labels.append(kind.name)
    return files, labels


def feature_rows(files):
    return np.stack([features(read(f)) for f in files]).reshape(len(files), -1)


class Classifier(torch.nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.hidden = torch.nn.Sequential(
            torch.nn.Linear(32 * MOMENTS, 256), torch.nn.GELU(), torch.nn.Dropout(0.3), torch.nn.Linear(256, 64), torch.nn.GELU())
        self.out = torch.nn.Linear(64, classes)

    def forward(self, x):
        return self.out(self.hidden(x))


def train(x, y, classes, seed, updates=1500):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Classifier(classes)
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3, weight_decay=0.05)
    x = torch.from_numpy(x)
    of_class = [np.nonzero(y == c)[0] for c in range(classes)]
    known = [c for c in range(classes) if len(of_class[c])]
    for step in range(updates):
        picked = [rng.choice(of_class[c]) for c in rng.choice(known, 96)]
        batch = x[picked] + 0.15 * torch.randn(96, 1) + 0.05 * torch.randn(96, x.shape[1])
        loss = torch.nn.functional.cross_entropy(model(batch), torch.from_numpy(y[picked]), label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * (1 - step / updates)
    return model.eval()


def embed(model, x):
    with torch.no_grad():
        hidden = model.hidden(torch.from_numpy(x))
        return hidden.numpy(), model.out(hidden).argmax(1).numpy()


def distances(a, b):
    return np.sqrt(np.maximum((a ** 2).sum(1)[:, None] + (b ** 2).sum(1)[None] - 2 * a @ b.T, 0))


def frechet(a, b):
    sa, sb = np.cov(a.T), np.cov(b.T)
    root = scipy.linalg.sqrtm(sa @ sb).real
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(sa + sb - 2 * root)


def density_and_coverage(real, made, k=5):
    radius = np.sort(distances(real, real), 1)[:, k]
    inside = distances(real, made) <= radius[:, None]
    return inside.sum() / (k * made.shape[0]), inside.any(1).mean()


def spread(embedding, labels):
    values = [distances(embedding[labels == c], embedding[labels == c]).mean() for c in np.unique(labels)]
    return float(np.mean(values))


def make_set(options, folder, count, *more):
    subprocess.run([options.driftwave, "make", "--dataset", folder, "--count", str(count), "--model", options.model, "--no-watermark", *more], check=True)
    with open(folder / "metadata.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return feature_rows([folder / row["file"] for row in rows]), [row["class"] for row in rows], rows


def model_tensor(file, name):
    data = pathlib.Path(file).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8: 8 + length])
    first, last = header[name]["data_offsets"]
    values = np.frombuffer(data[8 + length + first: 8 + length + last], "<f2").astype(np.float64)
    return values.reshape(header[name]["shape"]), json.loads(header["__metadata__"]["config"])


def judge_set(name, model, made, made_y, real_x, real_y, held_x, held_y, limit):
    e_train, _ = embed(model, real_x)
    e_held, _ = embed(model, held_x)
    e_made, said = embed(model, made)
    density, coverage = density_and_coverage(e_held, e_made)
    near = distances(e_made, e_train).min(1)
    print(f"| {name} | {100 * (said == made_y).mean():.1f} | {frechet(e_made, e_held):.2f} | {density:.2f} | {coverage:.2f} | "
          f"{100 * (near < limit).mean():.1f} | {spread(e_made, made_y):.2f} |", flush=True)
    return said, e_made


def obedience(options, folder, rng):
    quantiles, config = model_tensor(options.model, "quantiles")
    names = [c["name"] for c in config["classes"]]
    quantiles = quantiles.reshape(len(names), 6, 5)
    print("\n| descriptor | R2, all classes | mean squared correlation within a class |\n|---|---|---|")
    for d, option in enumerate(OPTIONS):
        asked, got, within, classes = [], [], [], []
        for level in (0.1, 0.3, 0.5, 0.7, 0.9):
            _, labels, rows = make_set(options, folder / f"{d}_{level}", 3, option, str(level), "--seed", str(int(rng.integers(1e6))))
            for label, row in zip(labels, rows):
                if not row[DESCRIPTORS[d]]:
                    continue
                q = quantiles[names.index(label), d]
                asked.append(np.interp(level, np.linspace(0, 1, 5), q))
                got.append(float(row[DESCRIPTORS[d]]))
                classes.append(label)
        asked, got, classes = np.array(asked), np.array(got), np.array(classes)
        for c in np.unique(classes):
            a, g = asked[classes == c], got[classes == c]
            if a.std() > 0.1 and g.std() > 0:
                within.append(np.corrcoef(a, g)[0, 1] ** 2)
        r2 = 1 - ((got - asked) ** 2).sum() / ((got - got.mean()) ** 2).sum()
        print(f"| {DESCRIPTORS[d]} | {r2:.2f} | {np.mean(within):.2f} |", flush=True)


def likeness(options, folder, model, files, rng):
    print("\n| strength | mean distance from the sound itself |\n|---|---|")
    chosen = rng.choice(len(files), 25, replace=False)
    means = []
    for strength in (0, 0.2, 0.5, 0.8, 1):
        far = []
        for index in chosen:
            out = folder / f"like_{strength}_{index}.wav"
            kind = files[index].parent.name
            subprocess.run([options.driftwave, "make", kind.replace("_", " "), "--like", files[index], "--strength", str(strength), "-o", out,
                            "--model", options.model, "--no-watermark", "--seed", str(index)], check=True)
            pair, _ = embed(model, np.stack([features(read(files[index])), features(read(out))]).reshape(2, -1))
            far.append(np.linalg.norm(pair[0] - pair[1]))
        means.append(np.mean(far))
        print(f"| {strength} | {means[-1]:.2f} |", flush=True)
    print("\nmonotonic\n" if all(a < b for a, b in zip(means, means[1:])) else "\nNOT monotonic\n")


def few_shots(classes, real_x, real_y, held_x, held_y, made, made_y, shots=20):
    plain, helped = [], []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        few = np.concatenate([rng.permutation(np.nonzero(real_y == c)[0])[:shots] for c in range(classes)])
        for x, y, out in ((real_x[few], real_y[few], plain),
                          (np.concatenate([real_x[few], made]), np.concatenate([real_y[few], made_y]), helped)):
            _, said = embed(train(x, y, classes, seed, 1000), held_x)
            out.append(100 * (said == held_y).mean())
    print(f"{shots} real sounds a class: {np.mean(plain):.1f} %; with ours: {np.mean(helped):.1f} % (3 seeds: "
          f"{' '.join(f'{a:.1f}>{b:.1f}' for a, b in zip(plain, helped))})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--held-out", nargs="+", required=True)
    parser.add_argument("--driftwave", default="build/release/bin/driftwave")
    parser.add_argument("--model", default="models/sounds/model.safetensors")
    parser.add_argument("--count", type=int, default=40, help="sounds made of each class")
    parser.add_argument("--guidance", nargs="+", default=["1", "1.5", "2", "3"])
    parser.add_argument("--cache", help="file for the real sounds' features")
    options = parser.parse_args()
    torch.set_num_threads(1)
    held = set(options.held_out)
    files, labels = load(options.data)
    is_held = np.array([f.name.split("__")[0] in held for f in files])
    names = sorted({label for label, h in zip(labels, is_held) if not h})
    y = np.array([names.index(label) if label in names else -1 for label in labels])
    if options.cache and pathlib.Path(options.cache).exists():
        x = np.load(options.cache)
    else:
        x = feature_rows(files)
        if options.cache:
            np.save(options.cache, x)
    train_x, train_y, held_x, held_y = x[~is_held], y[~is_held], x[is_held], y[is_held]
    model = train(train_x, train_y, len(names), 0)
    e_train, _ = embed(model, train_x)
    e_held, said = embed(model, held_x)
    limit = np.percentile(distances(e_held, e_train).min(1), 1)
    print(f"{len(train_y)} real sounds learned, {len(held_y)} held out, {len(names)} classes")
    print("\n| sounds | class named, % | Frechet distance to held-out | density | coverage | nearer to a learned one than 1 % of held-out, % | diversity in class |")
    print("|---|---|---|---|---|---|---|")
    d, c = density_and_coverage(e_held, e_train)
    print(f"| held-out | {100 * (said == held_y).mean():.1f} | 0 | 1 | 1 | 1.0 | {spread(e_held, held_y):.2f} |")
    print(f"| learned | | {frechet(e_train, e_held):.2f} | {d:.2f} | {c:.2f} | | {spread(e_train, train_y):.2f} |", flush=True)
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for guidance in options.guidance:
            made, made_names, _ = make_set(options, folder / f"g{guidance}", options.count, "--guidance", guidance)
            made_y = np.array([names.index(n) for n in made_names])
            said, _ = judge_set(f"made, guidance {guidance}", model, made, made_y, train_x, train_y, held_x, held_y, limit)
            if guidance == options.guidance[0]:
                first, first_y = made, made_y
            print("  " + " ".join(f"{n}:{100 * (said[made_y == i] == i).mean():.0f}" for i, n in enumerate(names)), file=sys.stderr)
        obedience(options, folder, rng)
        likeness(options, folder, model, [f for f, h, k in zip(files, is_held, y) if h and k >= 0], rng)
        few_shots(len(names), train_x, train_y, held_x, held_y, first, first_y)
        begun = time.time()
        subprocess.run([options.driftwave, "make", "snare", "-n", "16", "--seconds", "1", "-o", f"{folder}/speed/", "--model", options.model], check=True)
        print(f"16 one-shots of a second: {time.time() - begun:.2f} s")


if __name__ == "__main__":
    main()
