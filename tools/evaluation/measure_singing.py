#!/usr/bin/env python3
"""How well `driftwave sing` keeps to its scores: pitch, onsets, clicks, vibrato, and words for a recogniser.

usage: measure_singing.py --driftwave PROGRAM --out FOLDER [--voice NAME] [--format mid|musicxml|ustx]
                          [--recogniser COMMAND] [--songs NAME,NAME] [--options "..."]

Sings the ten songs of make_songs.py, and held vowels with vibrato, and reports

  pitch    cents between a held note (0.4 s and more) and its score: the median of its middle half
  onset    ms between a beat and what is heard there: after a voiceless consonant where the tone is half as loud as
           in the note, elsewhere where the pitch is half way from a note to one two semitones or more away
  clicks   largest step of the signal's slope within 15 ms of a note change, over its root mean square there; the
           same in the middle of notes stands beside it
  vibrato  rate and depth of a sine fitted to held vowels, against what was asked for
  range    cents between held vowels from 65 to 1,100 Hz and their scores

FOLDER keeps the sound, and lines.txt: a piece of sound for each line, and its words ("audio|text"), for any
recogniser. COMMAND is run with that file as its last argument, and its last line of output is reported.
Needs: apt-get install python3-numpy
"""
import argparse
import json
import pathlib
import shlex
import subprocess
import wave

import make_songs
import numpy as np

VOICELESS = set("ptkfsʃθhx")
WINDOW_S = 0.02
STEP_S = 0.0025


def read_wave(path):
    with wave.open(str(path)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return data.astype(np.float64) / 32768.0, file.getframerate()


def write_wave(path, samples, rate):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def pitch_at(samples, rate, second, key):
    """MIDI key within an octave of the expected one, by YIN's normalised difference; None where unvoiced."""
    expected = 440.0 * 2 ** ((key - 69) / 12)
    longest = int(rate / (expected / 1.9)) + 2
    shortest = max(int(rate / (expected * 1.9)), 2)
    window = max(int(WINDOW_S * rate), 2 * longest)
    begin = int(second * rate) - (window + longest) // 2
    if begin < 0 or begin + window + longest > len(samples):
        return None
    piece = samples[begin:begin + window + longest]
    if np.sqrt(np.mean(piece**2)) < 1e-3:
        return None
    size = 1 << int(np.ceil(np.log2(len(piece) + window)))
    product = np.fft.irfft(np.fft.rfft(piece, size) * np.conj(np.fft.rfft(piece[:window], size)), size)
    energy = np.concatenate([[0], np.cumsum(piece**2)])
    lags = np.arange(longest + 1)
    difference = energy[window] + energy[window + lags] - energy[lags] - 2 * product[:longest + 1]
    mean = np.cumsum(difference[1:]) / np.arange(1, longest + 1)
    normal = np.concatenate([[1], difference[1:] / np.maximum(mean, 1e-12)])
    lag = shortest + int(np.argmin(normal[shortest:longest]))
    if normal[lag] > 0.35 or lag <= shortest or lag >= longest - 1:
        return None
    a, b, c = normal[lag - 1:lag + 2]
    bend = a - 2 * b + c
    exact = lag + (0.5 * (a - c) / bend if bend > 0 else 0.0)
    return 69 + 12 * np.log2(rate / exact / 440.0)


def line_of_pitch(samples, rate, first, last, key):
    times = np.arange(first, last, STEP_S)
    keys = [pitch_at(samples, rate, t, key) for t in times]
    return times, np.array([np.nan if k is None else k for k in keys])


def notes_of(song, lead):
    """Begin, end, key, whether it begins a syllable, line: in seconds of the sound."""
    notes, tick = [], 0
    for number, line in enumerate(song["notes"]):
        for note in line.split():
            name, quarters, *syllable = note.split(":")
            ticks = round(float(quarters) * make_songs.TICKS)
            if name != "r":
                notes.append({"begin": lead + tick / make_songs.TICKS * 60 / song["tempo"],
                              "end": lead + (tick + ticks) / make_songs.TICKS * 60 / song["tempo"],
                              "key": make_songs.key_number(name) + song.get("transpose", 0), "line": number,
                              "syllable": syllable[0] if syllable else ""})
            tick += ticks
    return notes


def words_of_lines(song):
    lines, goes_on = [], False
    for line in song["notes"]:
        text = ""
        for note in line.split():
            syllable = note.split(":")[2] if note.count(":") == 2 else ""
            if syllable in ("", "-"):
                continue
            text += ("" if goes_on else " ") + syllable.rstrip("-")
            goes_on = syllable.endswith("-")
        lines.append(text.strip())
    return lines


def sing(options, score, sound, *more):
    timings = sound.with_suffix(".json")
    subprocess.run([options.driftwave, "sing", str(score), "-o", str(sound), "--timings", str(timings),
                    "--voice", options.voice, *shlex.split(options.options), *more], check=True)
    samples, rate = read_wave(sound)
    return samples, rate, json.loads(timings.read_text())


def tone_level(samples, rate, second):
    """Root mean square below 1.5 kHz in 10 ms."""
    half = int(0.005 * rate)
    at = int(second * rate)
    piece = samples[max(at - half, 0):at + half] * np.hanning(min(2 * half, at + half))
    spectrum = np.abs(np.fft.rfft(piece, 1024))
    low = spectrum[:int(1500 / rate * 1024)]
    return np.sqrt(np.sum(low**2))


def onset_after_silence(samples, rate, note):
    steady = np.median([tone_level(samples, rate, t)
                        for t in np.arange(note["begin"] + 0.06, min(note["begin"] + 0.2, note["end"] - 0.05), 0.01)])
    for t in np.arange(note["begin"] - 0.08, note["begin"] + 0.08, 0.001):
        if tone_level(samples, rate, t) > 0.5 * steady:
            return t - note["begin"]
    return None


def onset_by_pitch(samples, rate, before, note):
    if note["begin"] - before["end"] > 1e-6 or abs(note["key"] - before["key"]) < 2:
        return None
    middle = 0.5 * (note["key"] + before["key"])
    times, keys = line_of_pitch(samples, rate, note["begin"] - 0.08, note["begin"] + 0.08, middle)
    sign = np.sign(note["key"] - before["key"])
    above = np.flatnonzero(sign * (keys - middle) > 0)
    if np.isnan(keys).mean() > 0.2 or len(above) == 0 or above[0] == 0:
        return None
    i = above[0]
    share = (middle - keys[i - 1]) / (keys[i] - keys[i - 1])
    at = times[i - 1] + share * STEP_S - note["begin"]
    return None if np.isnan(at) else at


def slope_step(samples, rate, second):
    """Largest second difference over its root mean square, 15 ms around."""
    half = int(0.015 * rate)
    at = int(second * rate)
    piece = np.diff(samples[max(at - half, 0):at + half], 2)
    power = np.sqrt(np.mean(piece**2)) if len(piece) else 0
    return np.max(np.abs(piece)) / power if power > 1e-6 else 0.0


def consonant_before(timings, second):
    """The phoneme that ends where the vowel of a beat begins."""
    for part in timings["parts"]:
        for phrase in part["phrases"]:
            phones = phrase["phonemes"]
            for before, phone in zip(phones, phones[1:]):
                if phone["is_vowel"] and abs(phone["start_seconds"] - second) < 0.013:
                    return before["symbol"] if before["end_seconds"] > second - 0.02 else ""
    return ""


def measure_song(options, song, figures, lines):
    score = options.out / f"{song['name']}.{options.format}"
    sound = options.out / f"{song['name']}.wav"
    samples, rate, timings = sing(options, score, sound)
    notes = notes_of(song, timings["lead_in_seconds"])
    for before, note in zip([None] + notes, notes):
        quarter = 0.25 * (note["end"] - note["begin"])
        if note["end"] - note["begin"] >= 0.4:
            _, keys = line_of_pitch(samples, rate, note["begin"] + quarter, note["end"] - quarter, note["key"])
            if np.isfinite(keys).sum() >= 5:
                figures["pitch"].append(100 * (np.nanmedian(keys) - note["key"]))
            else:
                figures["lost"] += 1
        consonant = consonant_before(timings, note["begin"])
        onset = None
        if consonant and consonant[-1] in VOICELESS:
            onset = onset_after_silence(samples, rate, note)
        elif before is not None:
            onset = onset_by_pitch(samples, rate, before, note)
        if onset is not None:
            figures["onset"].append(1000 * onset)
            figures["onsets"].append((1000 * onset, song["name"], note["syllable"], consonant))
        if before is not None and note["begin"] - before["end"] < 1e-6:
            figures["change"].append(slope_step(samples, rate, note["begin"]))
        figures["middle"].append(slope_step(samples, rate, 0.5 * (note["begin"] + note["end"])))
    for number, text in enumerate(words_of_lines(song)):
        own = [note for note in notes if note["line"] == number]
        if not own:
            continue
        piece = samples[max(int((own[0]["begin"] - 0.3) * rate), 0):int((own[-1]["end"] + 0.1) * rate)]
        path = options.out / f"{song['name']}-{number}.wav"
        write_wave(path, np.concatenate([np.zeros(rate // 4), piece, np.zeros(rate // 4)]), rate)
        lines.append(f"{path}|{text}")


def held_song(keys):
    return {"name": "held", "title": "Held", "tempo": 60, "meter": [4, 4],
            "notes": ["r:1"] + [f"{key}:3:[[lɑː]] r:1" for key in keys]}


def fit_sine(times, cents, rates):
    best = None
    for rate in rates:
        basis = np.stack([np.sin(2 * np.pi * rate * times), np.cos(2 * np.pi * rate * times),
                          np.ones_like(times), times], axis=1)
        found, *_ = np.linalg.lstsq(basis, cents, rcond=None)
        error = np.sum((basis @ found - cents) ** 2)
        if best is None or error < best[0]:
            best = (error, rate, np.hypot(found[0], found[1]))
    return best[1], best[2]


def measure_vibrato(options, figures):
    for rate_hz, depth in ((5.0, 30), (5.5, 40), (6.5, 60)):
        song = held_song(["A3", "E4", "A4"])
        score = options.out / "held.mid"
        score.write_bytes(make_songs.midi(song))
        samples, rate, timings = sing(options, score, options.out / f"held-{rate_hz}.wav", "--vibrato",
                                      f"{rate_hz},{depth}")
        for note in notes_of(song, timings["lead_in_seconds"]):
            times, keys = line_of_pitch(samples, rate, note["begin"] + 0.8, note["end"] - 0.25, note["key"])
            good = np.isfinite(keys)
            found, width = fit_sine(times[good] - times[0], 100 * keys[good], np.arange(3, 9, 0.02))
            figures["rate"].append(100 * (found / rate_hz - 1))
            figures["depth"].append(100 * (width / depth - 1))


def measure_range(options, figures):
    song = held_song(["C2", "G2", "C3", "G3", "C4", "G4", "C5", "E5", "G5", "B5", "C6", "C#6"])
    score = options.out / "range.mid"
    score.write_bytes(make_songs.midi(song))
    samples, rate, timings = sing(options, score, options.out / "range.wav", "--vibrato", "off")
    for note in notes_of(song, timings["lead_in_seconds"]):
        _, keys = line_of_pitch(samples, rate, note["begin"] + 0.5, note["end"] - 0.5, note["key"])
        voiced = np.isfinite(keys)
        figures["range"].append(100 * (np.nanmedian(keys) - note["key"]) if voiced.any() else np.nan)
        figures["voiced"].append(100 * voiced.mean())


def spread(values):
    values = np.abs(np.array(values))
    return (f"median {np.median(values):.1f}, 95 % {np.percentile(values, 95):.1f}, most {np.max(values):.1f} "
            f"of {len(values)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--driftwave", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--voice", default="kathleen")
    parser.add_argument("--format", default="mid", choices=["mid", "musicxml", "ustx"])
    parser.add_argument("--recogniser")
    parser.add_argument("--songs")
    parser.add_argument("--options", default="")
    options = parser.parse_args()
    make_songs.write_all(options.out)
    figures = {name: [] for name in ("pitch", "onset", "onsets", "change", "middle", "rate", "depth", "range", "voiced")}
    figures["lost"] = 0
    lines = []
    for song in make_songs.songs():
        if options.songs is None or song["name"] in options.songs.split(","):
            measure_song(options, song, figures, lines)
    (options.out / "lines.txt").write_text("\n".join(lines) + "\n")
    print(f"pitch, cents: {spread(figures['pitch'])}; notes without one: {figures['lost']}")
    print(f"onset, ms: {spread(figures['onset'])}; mean {np.mean(figures['onset']):+.1f}; beyond 15 ms: "
          f"{100 * np.mean(np.abs(figures['onset']) > 15):.0f} %")
    for late, name, syllable, consonant in sorted(figures["onsets"], key=lambda one: -abs(one[0]))[:6]:
        print(f"  {late:+.0f} ms: {name}, \"{syllable}\" after {consonant or 'a note'}")
    print(f"clicks: note changes {spread(figures['change'])}; middles {spread(figures['middle'])}")
    measure_vibrato(options, figures)
    print(f"vibrato, %: rate {spread(figures['rate'])}; depth {spread(figures['depth'])}")
    measure_range(options, figures)
    print("range, cents: " + ", ".join(f"{x:+.0f}" for x in figures["range"]) + "; voiced, %: "
          + ", ".join(f"{x:.0f}" for x in figures["voiced"]))
    if options.recogniser:
        heard = subprocess.run([*shlex.split(options.recogniser), str(options.out / "lines.txt")],
                               check=True, capture_output=True, text=True)
        print("words:", heard.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    main()
