#!/usr/bin/env python3
"""What the watermark survives: marks clips, attacks them, and counts what `driftwave detect` still finds.

  measure_watermark.py --bin build/release/bin --clips 100 --seconds 2 FOLDER... [--only mp3_64,opus_24]
  measure_watermark.py --bin build/release/bin --false-alarms FOLDER...

Needs numpy, scipy, soundfile, ffmpeg. Clips are laid into one long recording with gaps, attacked together, and
cut out again. Prints a table in Markdown; --json FILE keeps every score, from which an ROC can be drawn."""
import argparse
import glob
import json
import math
import os
import subprocess
import tempfile

import numpy as np
import soundfile
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt

RATE = 44100
GAP = int(0.5 * RATE)


def convert(samples, suffix, encoder, rate=None):
    """Through an encoder of ffmpeg's and back."""
    with tempfile.TemporaryDirectory() as folder:
        coded = os.path.join(folder, "coded." + suffix)
        at = ["-ar", str(rate)] if rate else []
        subprocess.run(["ffmpeg", "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-", *at,
                        *encoder, coded], input=samples.astype(np.float32).tobytes(), check=True)
        raw = subprocess.run(["ffmpeg", "-v", "error", "-i", coded, "-ac", "1", "-ar", str(RATE), "-f", "f32le",
                              "-"], capture_output=True, check=True).stdout
    out = np.frombuffer(raw, np.float32).astype(float)
    return np.pad(out, (0, max(0, len(samples) - len(out))))[:len(samples)]


def effect(filters):
    """A chain of ffmpeg's audio filters."""
    def apply(samples):
        raw = subprocess.run(["ffmpeg", "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-", "-af",
                              filters, "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"],
                             input=samples.astype(np.float32).tobytes(), capture_output=True, check=True).stdout
        out = np.frombuffer(raw, np.float32).astype(float)
        return np.pad(out, (0, max(0, len(samples) - len(out))))[:len(samples)]
    return apply


def codec(suffix, encoder, rate=None):
    return lambda samples: convert(samples, suffix, encoder, rate)


def resampled(rate):
    def apply(samples):
        divisor = math.gcd(rate, RATE)
        down = resample_poly(samples, rate // divisor, RATE // divisor)
        return resample_poly(down, RATE // divisor, rate // divisor)[:len(samples)]
    return apply


def noise(snr_db):
    def apply(clip):
        level = np.sqrt(np.mean(clip ** 2)) * 10 ** (-snr_db / 20)
        return clip + level * np.random.default_rng(1).standard_normal(len(clip))
    return apply


def clipped(share):
    return lambda clip: np.clip(clip, -share * np.abs(clip).max(), share * np.abs(clip).max())


def reverberated(seconds):
    def apply(clip):
        rng = np.random.default_rng(2)
        t = np.arange(int(seconds * RATE)) / RATE
        impulse = rng.standard_normal(len(t)) * 10 ** (-3 * t / seconds) * 0.1
        impulse[0] = 1.0
        return fftconvolve(clip, impulse)[:len(clip)]
    return apply


def speed(factor):
    def apply(clip):
        up, down = 10000, round(10000 * factor)
        divisor = math.gcd(up, down)
        return resample_poly(clip, up // divisor, down // divisor)
    return apply


def trimmed(seconds):
    return lambda clip: clip[int(0.13 * RATE):int((0.13 + seconds) * RATE)]


def band(low, high):
    return lambda clip: sosfilt(butter(4, [low, high], "bandpass", fs=RATE, output="sos"), clip)


# Of a whole recording, and of a clip.
WHOLE = {
    "none": lambda samples: samples,
    **{f"mp3_{k}": codec("mp3", ["-c:a", "libmp3lame", "-b:a", f"{k}k"]) for k in (32, 64, 128, 320)},
    **{f"opus_{k}": codec("opus", ["-c:a", "libopus", "-b:a", f"{k}k"]) for k in (12, 16, 24, 48, 96)},
    **{f"aac_{k}": codec("m4a", ["-c:a", "aac", "-b:a", f"{k}k"]) for k in (32, 64, 128)},
    "vorbis_q0": codec("ogg", ["-c:a", "libvorbis", "-q:a", "0"]),
    "vorbis_q4": codec("ogg", ["-c:a", "libvorbis", "-q:a", "4"]),
    "g722": codec("wav", ["-c:a", "g722"], 16000),
    "gsm_like_mulaw_8k": codec("wav", ["-c:a", "pcm_mulaw"], 8000),
    "8_bit": codec("wav", ["-c:a", "pcm_u8"]),
    **{f"rate_{r}": resampled(r) for r in (8000, 16000, 22050, 48000)},
    "eq": effect("equalizer=f=300:t=o:w=1:g=-10,equalizer=f=3000:t=o:w=1:g=8,highshelf=f=6000:g=-8"),
    "compressor": effect("acompressor=threshold=-30dB:ratio=6:attack=5:release=80:makeup=4"),
    "denoise": effect("afftdn=nr=20:nf=-40"),
    "phaser_chorus": effect("chorus=0.6:0.9:50:0.4:0.25:2"),
    "stretch_1.02": effect("atempo=1.02"),
    "stretch_1.1": effect("atempo=1.1"),
    "echo": effect("aecho=0.8:0.7:60:0.4"),
}
CLIP = {
    **{f"noise_{n}": noise(n) for n in (30, 20, 15, 10, 5, 0)},
    "clip_30%": clipped(0.3),
    "clip_10%": clipped(0.1),
    "reverb_0.3": reverberated(0.3),
    "reverb_1": reverberated(1.0),
    "telephone": band(300, 3400),
    "lowpass_2k": band(20, 2000),
    "gain_-20": lambda clip: 0.1 * clip,
    "polarity": lambda clip: -clip,
    "trim_0.5": trimmed(0.5),
    "trim_1": trimmed(1.0),
    "splice": lambda clip: np.concatenate([clip[len(clip) // 2:], clip[:len(clip) // 2]]),
    "speed_0.1%": speed(1.001),
    "speed_0.5%": speed(1.005),
    "speed_2%": speed(1.02),
    "speed_5%": speed(1.05),
    "semitone_pitch": lambda clip: effect(f"rubberband=pitch={2 ** (1 / 12)}")(clip),
}


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


def attacked(clips, name):
    if name in CLIP:
        return [CLIP[name](clip) for clip in clips]
    laid = np.concatenate([np.concatenate([clip, np.zeros(GAP)]) for clip in clips])
    out = WHOLE[name](laid)
    begins = np.cumsum([0] + [len(clip) + GAP for clip in clips])
    return [out[b:b + len(clip)] for b, clip in zip(begins, clips)]


def scores_of(arguments, clips, name, folder, options):
    files = []
    for i, clip in enumerate(attacked(clips, name)):
        files.append(f"{folder}/{i}.wav")
        soundfile.write(files[-1], np.clip(clip, -1, 1), RATE, subtype="FLOAT")
    found = []
    for i, report in enumerate(detect(os.path.join(arguments.bin, "driftwave"), files, options)):
        payloads = [s["payload"] for s in report["segments"] if s["payload"]]
        right = any(p["voice"] == 291 and p["user"] == i for p in payloads)
        found.append({"score": report["score"], "marked": report["marked"], "right": right,
                      "wrong": bool(payloads) and not right})
    return found


def marked_clips(arguments, clips, folder):
    command = [os.path.join(arguments.bin, "mark_recordings"), str(arguments.level)]
    for i, clip in enumerate(clips):
        soundfile.write(f"{folder}/{i}.in.wav", clip, RATE, subtype="PCM_24")
        command += [f"{folder}/{i}.in.wav", f"{folder}/{i}.out.wav"]
    subprocess.run(command, check=True)
    return [soundfile.read(f"{folder}/{i}.out.wav")[0] for i in range(len(clips))]


def table(arguments):
    names = arguments.only.split(",") if arguments.only else list(WHOLE) + list(CLIP)
    results = {}
    print("| attack | found | 95 % | payload right | wrong | score, median | 5 % |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        clips = marked_clips(arguments, clips_of(arguments.folders, arguments.clips, arguments.seconds), folder)
        for name in names:
            options = ["--speeds", str(arguments.speeds)] if arguments.speeds else []
            try:
                rows = scores_of(arguments, clips, name, folder, options)
            except subprocess.CalledProcessError as error:
                print(f"| {name} | not run: {error.cmd[0]} failed | | | | | |", flush=True)
                continue
            results[name] = rows
            hits, count = sum(r["marked"] for r in rows), len(rows)
            low, high = wilson(hits, count)
            scores = sorted(r["score"] for r in rows)
            print(f"| {name} | {100 * hits / count:.0f} % | {100 * low:.0f}–{100 * high:.0f} | "
                  f"{100 * sum(r['right'] for r in rows) / count:.0f} % | {sum(r['wrong'] for r in rows)} | "
                  f"{np.median(scores):.1f} | {scores[int(0.05 * count)]:.1f} |", flush=True)
    return results


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
    return scores


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--level", type=float, default=-28.0)
    parser.add_argument("--speeds", type=float, default=0.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--false-alarms", action="store_true")
    parser.add_argument("--json", default="")
    arguments = parser.parse_args()
    results = false_alarms(arguments) if arguments.false_alarms else table(arguments)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as out:
            json.dump(results, out)


if __name__ == "__main__":
    main()
