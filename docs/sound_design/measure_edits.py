#!/usr/bin/env python3
"""Measures what driftwave's edits do inside and outside of what they edit, and draws before and after.

    docs/sound_design/measure_edits.py --voice VOICE.flac --music MUSIC.flac --out FOLDER

Prints the table of docs/sound-design.md; the pictures are FOLDER/*.png. Needs driftwave and sox on the path.
"""
import argparse
import json
import pathlib
import subprocess

GAP = (1.00, 1.08)


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def m_stft(reference, test, folder, first=0.0, last=None):
    """M-STFT of two files, or of a part of them."""
    pair = [folder / "eval_reference", folder / "eval_test"]
    for place, file in zip(pair, (reference, test)):
        place.mkdir(exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        (place / "x.wav").symlink_to(file.resolve())
    part = ["--first", first] + (["--last", last] if last else [])
    report = json.loads(run("driftwave", "eval", "--reference", pair[0], "--test", pair[1], "--json", *part))
    return report["mean"]["multi_stft"]


def low_passed(file, hz, folder):
    """What lies below a frequency, as a file at twice that rate."""
    out = folder / f"{file.stem}_below_{hz}.wav"
    run("sox", "-G", file, "-r", 2 * hz, out)
    return out


def measure(name, clip, other, folder):
    rows = []
    wav = folder / f"{name}.wav"
    run("sox", "-G", clip, "-r", 44100, "-c", 1, "-b", 16, wav)
    for strength in (0.25, 0.5, 1.0):
        out = folder / f"{name}_vary_{strength}.wav"
        run("driftwave", "vary", wav, "-o", out, "--strength", strength, "--picture", out.with_suffix(".png"))
        rows.append((f"vary, strength {strength}", "all of it", m_stft(wav, out, folder), "", None))
    out = folder / f"{name}_inpaint.wav"
    run("driftwave", "inpaint", wav, "-o", out, "--gap", f"{GAP[0]}-{GAP[1]}", "--picture", out.with_suffix(".png"))
    silent = folder / f"{name}_gap.wav"
    run("sox", wav, folder / "head.wav", "trim", 0, GAP[0])
    run("sox", wav, folder / "tail.wav", "trim", GAP[1])
    run("sox", "-n", "-r", 44100, "-b", 16, folder / "none.wav", "trim", 0, GAP[1] - GAP[0])
    run("sox", folder / "head.wav", folder / "none.wav", folder / "tail.wav", silent)
    inside = (GAP[0] - 0.02, GAP[1] + 0.02)
    rows.append(("the gap left silent", "80 ms gap", m_stft(wav, silent, folder, *inside), "the rest",
                 m_stft(wav, silent, folder, GAP[1] + 0.05)))
    rows.append(("inpaint", "80 ms gap", m_stft(wav, out, folder, *inside), "the rest",
                 m_stft(wav, out, folder, GAP[1] + 0.05)))
    for rate in (8000, 16000):
        narrow = folder / f"{name}_{rate}.wav"
        run("sox", "-G", wav, "-r", rate, narrow)
        out = folder / f"{name}_extend_{rate}.wav"
        run("driftwave", "extend", narrow, "-o", out, "--picture", out.with_suffix(".png"))
        below = rate // 2 * 8 // 10 // 100 * 100
        rows.append((f"{rate // 1000} kHz as it is", "up to 11 kHz", m_stft(wav, narrow, folder), f"below {below} Hz",
                     m_stft(low_passed(wav, below, folder), low_passed(narrow, below, folder), folder)))
        rows.append((f"extend from {rate // 1000} kHz", "up to 11 kHz", m_stft(wav, out, folder), f"below {below} Hz",
                     m_stft(low_passed(wav, below, folder), low_passed(out, below, folder), folder)))
    for amount in (0, 0.5):
        out = folder / f"{name}_morph_{amount}.wav"
        run("driftwave", "morph", wav, other, "-o", out, "--amount", amount, "--picture", out.with_suffix(".png"))
        if amount == 0:
            rows.append(("morph, none of the other", "all of it", m_stft(wav, out, folder), "", None))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", type=pathlib.Path, required=True)
    parser.add_argument("--music", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    columns = {
        "voice": measure("voice", options.voice, options.music, options.out),
        "music": measure("music", options.music, options.voice, options.out),
    }
    print("| edit | where | voice | music | elsewhere | voice | music |\n|---|---|---|---|---|---|---|")
    for voice, music in zip(columns["voice"], columns["music"]):
        rest = "| | |" if voice[4] is None else f"{voice[3]} | {voice[4]:.3f} | {music[4]:.3f} |"
        print(f"| {voice[0]} | {voice[1]} | {voice[2]:.3f} | {music[2]:.3f} | {rest}")


if __name__ == "__main__":
    main()
