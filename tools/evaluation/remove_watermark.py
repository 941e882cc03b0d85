#!/usr/bin/env python3
"""What an attacker can do who has the code: with the key, without it, and with minutes of sound marked by it.

  remove_watermark.py --bin build/release/bin --clips 12 FOLDER...

Marks clips with a secret key and prints, for each attack, how many `driftwave detect` still finds with that key, and what
the attack costs against the marked clip: M-STFT by `driftwave eval`, and PESQ where python has it. Then reads the sequence
out of long marked sound by folding it, and says which share of its pulses is right. Needs numpy, scipy, soundfile."""
import argparse
import json
import os
import subprocess
import tempfile

import numpy as np
import soundfile
from scipy.signal import istft, resample_poly, stft

from measure_watermark import clips_of, detect
from watermark_attacks import RATE, noise, phases, wow

CHIP_RATE, PERIOD = 16000, 32768


def mark(arguments, level, key, files):
    subprocess.run([os.path.join(arguments.bin, "mark_recordings"), str(level), key,
                    *[name for pair in files for name in pair]], check=True)


def read(files):
    return [soundfile.read(name)[0] for name in files]


def write(folder, clips):
    os.makedirs(folder, exist_ok=True)
    names = [f"{folder}/{i}.wav" for i in range(len(clips))]
    for name, clip in zip(names, clips):
        soundfile.write(name, clip, RATE, subtype="FLOAT")
    return names


def marked_again(arguments, level, key, clips, folder):
    ins = write(folder + "/in", clips)
    outs = [name.replace("/in/", "/out/") for name in ins]
    os.makedirs(folder + "/out", exist_ok=True)
    mark(arguments, level, key, list(zip(ins, outs)))
    return read(outs)


def pesq_of(before, after):
    try:
        from pesq import pesq
    except ImportError:
        return None
    return float(np.mean([pesq(16000, resample_poly(a, 160, 441), resample_poly(b, 160, 441), "wb")
                          for a, b in zip(before, after)]))


def judge(arguments, name, marked, attacked, folder, key):
    reference, test = write(folder + "/marked", marked), write(folder + "/attacked", attacked)
    program = os.path.join(arguments.bin, "driftwave")
    reports = detect(program, test, ["--watermark-key", key])
    found = sum(r["marked"] for r in reports)
    right = sum(any(s["payload"] and s["payload"]["user"] == i for s in r["segments"]) for i, r in enumerate(reports))
    out = subprocess.run([program, "eval", "--reference", os.path.dirname(reference[0]), "--test",
                          os.path.dirname(test[0]), "--json"], capture_output=True, check=True).stdout
    distance = json.loads(out)["mean"]["multi_stft"]
    quality = pesq_of(marked, attacked)
    print(f"| {name} | {found} of {len(test)} | {right} | {np.median([r['score'] for r in reports]):.1f} | {distance:.3f} | "
          f"{'-' if quality is None else f'{quality:.2f}'} |", flush=True)


def whitened(samples):
    """At the rate of the pulses, each band as strong as the others."""
    sound = resample_poly(samples, 160, 441)
    _, _, bins = stft(sound, CHIP_RATE, nperseg=640)
    power = np.abs(bins) ** 2
    around = (power + np.roll(power, 1, 0) + np.roll(power, -1, 0)) / 3 + 1e-12
    bins = bins / np.sqrt(around)
    bins[:12] = 0
    bins[281:] = 0
    return istft(bins, CHIP_RATE, nperseg=640)[1][:len(sound)]


def fold(arguments, folder, key):
    """How much of the sequence minutes of sound give away: the folded sound of two halves, and their agreement."""
    samples = []
    total = 0
    for clip in clips_of(arguments.folders, 40 * arguments.minutes, 3.0):
        samples.append(clip)
        total += len(clip)
        if total > 60 * arguments.minutes * RATE:
            break
    long_file, marked_file = folder + "/long.wav", folder + "/long_marked.wav"
    soundfile.write(long_file, np.concatenate(samples), RATE, subtype="FLOAT")
    mark(arguments, -28.0, key, [(long_file, marked_file)])
    sound = whitened(soundfile.read(marked_file)[0])
    truth = whitened(soundfile.read(marked_file)[0] - soundfile.read(long_file)[0])
    periods = len(sound) // PERIOD
    reference = np.mean(truth[:periods * PERIOD].reshape(periods, PERIOD), 0)
    print("\n| minutes | signs of the sequence that are read right | correlation |\n|---|---|---|")
    minutes = 0.5
    while minutes * 60 * CHIP_RATE <= periods * PERIOD:
        count = int(minutes * 60 * CHIP_RATE / PERIOD)
        guess = np.mean(sound[:count * PERIOD].reshape(count, PERIOD), 0)
        right = np.mean(np.sign(guess) == np.sign(reference))
        print(f"| {minutes:g} | {100 * right:.1f} % | {np.corrcoef(guess, reference)[0, 1]:.2f} |", flush=True)
        minutes *= 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--minutes", type=int, default=8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        key, other = folder + "/key", folder + "/other"
        for name, secret in ((key, b"only mine"), (other, b"an attacker's")):
            with open(name, "wb") as out:
                out.write(secret)
        clips = clips_of(arguments.folders, arguments.clips, 2.0)
        marked = marked_again(arguments, -28.0, key, clips, folder + "/first")
        print("| attack | found | payload right | score, median | M-STFT | PESQ |\n|---|---|---|---|---|---|")
        judge(arguments, "none", marked, marked, folder, key)
        for level in (-28, -22, -16, -10):
            attacked = marked_again(arguments, level, other, marked, folder + "/again")
            judge(arguments, f"without the key: a mark of another key, {level} dB", marked, attacked, folder, key)
        for name, attack in (("noise 20 dB below", noise(20)), ("noise 10 dB below", noise(10)),
                             ("phases turned by 1", phases(1.0)), ("phases turned by 1.5", phases(1.5)),
                             ("wow 0.1 %", wow(1e-3)), ("wow 0.2 %", wow(2e-3))):
            judge(arguments, "without the key: " + name, marked, [attack(clip) for clip in marked], folder, key)
        twice = marked_again(arguments, -28.0, key, marked, folder + "/twice")
        judge(arguments, "with the key: the mark is computed again and subtracted", marked,
              [2 * once - again for once, again in zip(marked, twice)], folder, key)
        fold(arguments, folder, key)


if __name__ == "__main__":
    main()
