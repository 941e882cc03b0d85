#!/usr/bin/env python3
"""What the watermark survives: marks clips, attacks them (watermark_attacks.py), and counts what `driftwave detect`
still finds.

  measure_watermark.py --bin build/release/bin --clips 120 --seconds 2 FOLDER... [--only mp3_64,opus_24] [--json FILE]
  measure_watermark.py --read FILE
  measure_watermark.py --bin build/release/bin --false-alarms FOLDER...

Needs numpy, scipy, soundfile, ffmpeg. Clips are laid into one long recording with gaps, attacked together, and cut
out again. Prints three tables in Markdown: what is found, at which threshold (an ROC), and what of the payload is
read. --json FILE keeps every score, also of a run that was broken off; --read FILE prints its tables again."""
import argparse
import glob
import json
import math
import os
import subprocess
import tempfile

import numpy as np
import soundfile
from scipy.signal import resample_poly

from watermark_attacks import CLIP, RATE, SPEED, STRETCH, WHOLE

GAP = int(0.5 * RATE)
# The score from which a file counts as marked, and those that an ROC is read at.
THRESHOLDS = (5.5, 6.0, 6.6, 7.2, 8.0)
CORRELATIONS_PER_SECOND = 1e5
SPEEDS = "6"


def wilson(hits, count):
    if count == 0:
        return 0.0, 1.0
    z, p = 1.96, hits / count
    middle, half = p + z * z / (2 * count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return max(0.0, (middle - half) / (1 + z * z / count)), min(1.0, (middle + half) / (1 + z * z / count))


def sounds(folders):
    files = [sorted(f for e in ("flac", "wav", "opus", "ogg") for f in glob.glob(f"{folder}/**/*.{e}", recursive=True))
             for folder in folders]
    return [f for f in files if f]


def clips_of(folders, count, seconds):
    """From all folders alike: `seconds` out of each recording that is long enough, past its beginning."""
    clips = []
    lists = sounds(folders)
    for i, files in enumerate(lists):
        want = count * (i + 1) // len(lists) - count * i // len(lists)
        order = np.random.default_rng(3).permutation(len(files) * 20) % len(files)
        for number, j in enumerate(order):
            if want == 0:
                break
            samples, rate = soundfile.read(files[j], always_2d=True)
            begin = int((0.4 + 1.1 * (number // len(files))) * rate)
            part = samples[begin:begin + int(seconds * rate)].mean(1)
            if len(part) < int(seconds * rate) or np.abs(part).max() < 1e-3:
                continue
            divisor = math.gcd(RATE, rate)
            clips.append(resample_poly(part, RATE // divisor, rate // divisor)[:int(seconds * RATE)])
            want -= 1
    return clips


def detect(program, files, options=()):
    out = subprocess.run([program, "detect", "--json", *options, *files], capture_output=True, check=True).stdout
    return json.loads(out)


def vocoded(arguments, clip):
    """Through our own vocoder, which marks nothing here."""
    with tempfile.TemporaryDirectory() as folder:
        soundfile.write(f"{folder}/in.wav", clip, RATE, subtype="FLOAT")
        subprocess.run([os.path.join(arguments.bin, "driftwave"), "vocode", f"{folder}/in.wav", "-o",
                        f"{folder}/out.wav", "--no-watermark"], check=True, stderr=subprocess.DEVNULL)
        return soundfile.read(f"{folder}/out.wav")[0]


def attacked(arguments, clips, name):
    if name == "vocode":
        return [vocoded(arguments, clip) for clip in clips]
    for table in (CLIP, SPEED, STRETCH):
        if name in table:
            return [table[name](clip) for clip in clips]
    laid = np.concatenate([np.concatenate([clip, np.zeros(GAP)]) for clip in clips])
    out = WHOLE[name](laid)
    begins = np.cumsum([0] + [len(clip) + GAP for clip in clips])
    return [out[b:b + len(clip)] for b, clip in zip(begins, clips)]


def scores_of(arguments, clips, name, folder):
    files = []
    for i, clip in enumerate(attacked(arguments, clips, name)):
        files.append(f"{folder}/{i}.wav")
        soundfile.write(files[-1], np.clip(clip, -1, 1), RATE, subtype="FLOAT")
    options = ["--speeds", SPEEDS] if name in SPEED else []
    found = []
    for i, report in enumerate(detect(os.path.join(arguments.bin, "driftwave"), files, options)):
        payloads = [s["payload"] for s in report["segments"] if s["payload"]]
        right = any(p["voice"] == 291 and p["user"] == i for p in payloads)
        found.append({"score": report["score"], "marked": report["marked"], "right": right,
                      "wrong": bool(payloads) and not right})
    return found


def marked_clips(arguments, clips, folder):
    command = [os.path.join(arguments.bin, "mark_recordings"), str(arguments.level), "public"]
    for i, clip in enumerate(clips):
        soundfile.write(f"{folder}/{i}.in.wav", clip, RATE, subtype="PCM_24")
        command += [f"{folder}/{i}.in.wav", f"{folder}/{i}.out.wav"]
    subprocess.run(command, check=True)
    return [soundfile.read(f"{folder}/{i}.out.wav")[0] for i in range(len(clips))]


def share(rows, is_one):
    """In percent, with its interval of 95 %."""
    hits = sum(bool(is_one(row)) for row in rows)
    low, high = wilson(hits, len(rows))
    return f"{100 * hits / len(rows):.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def chance(score):
    """Of a false alarm, a second of a file."""
    return CORRELATIONS_PER_SECOND * math.erfc(score / math.sqrt(2))


def print_tables(results):
    print("| attack | found (95 %) | payload right (95 %) | wrong | score, median | 5 % |\n|---|---|---|---|---|---|")
    for name, rows in results.items():
        scores = sorted(row["score"] for row in rows)
        print(f"| {name} | {share(rows, lambda r: r['marked'])} | {share(rows, lambda r: r['right'])} | "
              f"{sum(r['wrong'] for r in rows)} of {len(rows)} | {np.median(scores):.1f} | "
              f"{scores[int(0.05 * len(rows))]:.1f} |")
    print("\n| threshold | " + " | ".join(str(t) for t in THRESHOLDS) + " |\n|---" + "|---" * len(THRESHOLDS) + "|")
    print("| false alarms a second | " + " | ".join(f"{chance(t):.0e}" for t in THRESHOLDS) + " |")
    for name, rows in results.items():
        if name in SPEED:
            continue
        row = [share(rows, lambda r, t=t: r["score"] >= t or t == 6.6 and r["marked"]) for t in THRESHOLDS]
        print(f"| {name} | " + " | ".join(row) + " |")


def measure(arguments):
    names = arguments.only.split(",") if arguments.only else [*WHOLE, *CLIP, *STRETCH, "vocode", *SPEED]
    results = {}
    if arguments.json and os.path.exists(arguments.json):
        with open(arguments.json, encoding="utf-8") as known:
            results = json.load(known)
    with tempfile.TemporaryDirectory() as folder:
        clips = marked_clips(arguments, clips_of(arguments.folders, arguments.clips, arguments.seconds), folder)
        for name in names:
            if name in results:
                continue
            try:
                results[name] = scores_of(arguments, clips, name, folder)
            except (subprocess.CalledProcessError, FileNotFoundError) as error:
                print(f"{name}: not run: {error}", flush=True)
                continue
            if arguments.json:
                with open(arguments.json, "w", encoding="utf-8") as out:
                    json.dump(results, out)
    print_tables(results)


def false_alarms(arguments):
    seconds, scores, marked = 0.0, [], []
    files = [f for folder in sounds(arguments.folders) for f in folder]
    for i in range(0, len(files), 100):
        for report in detect(os.path.join(arguments.bin, "driftwave"), files[i:i + 100]):
            seconds += report["seconds"]
            scores.append(report["score"])
            if report["marked"]:
                marked.append((report["file"], report["score"]))
    print(f"{len(files)} files, {seconds / 3600:.2f} h: {len(marked)} false alarms, "
          f"at most {(len(marked) + 1.96 ** 2 / 2 + 1.96 * math.sqrt(len(marked) + 0.96)) / seconds:.1e} a second (95 %); "
          f"greatest score {max(scores):.2f}, then {sorted(scores)[-10:-1]}")
    for file, score in marked:
        print(f"  {file} {score:.1f}")
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as out:
            json.dump(scores, out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--clips", type=int, default=120)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--level", type=float, default=-28.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--false-alarms", action="store_true")
    parser.add_argument("--json", default="")
    parser.add_argument("--read", default="")
    arguments = parser.parse_args()
    if arguments.read:
        with open(arguments.read, encoding="utf-8") as known:
            return print_tables(json.load(known))
    return false_alarms(arguments) if arguments.false_alarms else measure(arguments)


if __name__ == "__main__":
    main()
