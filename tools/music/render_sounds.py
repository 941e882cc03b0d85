#!/usr/bin/env python3
"""Renders single sounds with a General MIDI soundfont, as data for `driftwave-train sounds`.

    apt-get install fluidsynth fluid-soundfont-gm
    tools/music/render_sounds.py --out sounds --source fluid
    driftwave-train sounds --data sounds --out run

Files are OUT/one-shot/CLASS/SOURCE__NAME.wav (two seconds of a percussion key of each kit) and
OUT/sustained/CLASS/SOURCE__NAME.wav (a note held for four seconds), mono, 44.1 kHz, without reverb and chorus.
Keys that two kits share are written once. What a soundfont gives belongs to whoever renders it; FluidR3_GM and
MuseScore_General are under the MIT licence.

    tools/music/render_sounds.py --out sounds --recordings drums

lays out a folder of recordings by class instead: drums/metadata.csv with lines id|class|source|licence, and
drums/audio/ID.flac. Needs sox.
"""
import argparse
import audioop
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import wave

from render_music import DRUM_CHANNEL, midi_file

RATE_HZ = 44100
TEMPO_BPM = 60  # a tick is 1/480 s
KITS = [0, 8, 16, 24, 25, 32, 40, 48]
KEYS = {
    "kick": [35, 36], "snare": [38, 40], "rim": [37], "clap": [39], "hat_closed": [42, 44], "hat_open": [46],
    "crash": [49, 52, 55, 57], "ride": [51, 53, 59], "tom": [41, 43, 45, 47, 48, 50, 65, 66], "cowbell": [56, 67, 68],
    "hand_drum": [60, 61, 62, 63, 64], "shaker": [54, 69, 70, 82], "wood": [75, 76, 77], "bell": [80, 81, 83],
}
PROGRAMS = {
    "choir": [52, 53, 54, 91], "strings": [40, 41, 42, 44, 48, 49, 50, 51], "organ": [16, 17, 18, 19, 20],
    "brass": [56, 57, 58, 60, 61, 62, 63], "flute": [72, 73, 74, 75, 77, 79], "reed": [64, 65, 66, 68, 70, 71],
    "pad": [88, 89, 90, 92, 93, 94, 95], "bass": [32, 33, 34, 35, 36, 38, 39],
    "pluck": [24, 25, 26, 27, 45, 46, 104, 105, 106, 107], "mallet": [8, 9, 10, 11, 12, 13, 14, 108],
}
NOTES = {"bass": [24, 28, 32, 36, 40, 44, 48, 52]}
USUAL_NOTES = [36, 43, 48, 53, 58, 63, 68, 75, 82]
# The classes of recordings, in ours.
RECORDED = {"rim_stick": "rim", "splash": "crash", "cymbal": "crash", "shaker_scraper": "shaker"} | {
    name: name for name in [*KEYS, "snap"]}


def render(program, channel, notes, seconds, apart, soundfont):
    """notes: (key, velocity). Returns one mono 16-bit string of samples a note."""
    events = [(0, bytes([0xC0 | channel, program]))]
    for index, (key, velocity) in enumerate(notes):
        start = int((0.1 + index * apart) * 480)
        events += [(start, bytes([0x90 | channel, key, velocity])), (start + int(seconds * 480), bytes([0x80 | channel, key, 0]))]
    with tempfile.TemporaryDirectory() as folder:
        midi, sound = pathlib.Path(folder, "a.mid"), pathlib.Path(folder, "a.wav")
        midi.write_bytes(midi_file(events, TEMPO_BPM))
        subprocess.run(["fluidsynth", "-ni", "-q", "-g", "0.6", "-r", str(RATE_HZ), "-R", "0", "-C", "0", "-F", sound, soundfont, midi],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with wave.open(str(sound)) as file:
            mono = audioop.tomono(file.readframes(file.getnframes()), 2, 0.5, 0.5)
    step = int(apart * RATE_HZ)
    first = int(0.09 * RATE_HZ)
    return [mono[2 * (first + i * step): 2 * (first + i * step + int(seconds * RATE_HZ))] for i in range(len(notes))]


def write(file, samples):
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        out.writeframes(samples)


class Sounds:
    """Writes what has not been written, and is not silence."""

    def __init__(self, out, source):
        self.out, self.source, self.seen, self.count = out, source, set(), 0

    def add(self, folder, name, samples):
        digest = hashlib.sha256(samples).digest()
        if not samples or audioop.max(samples, 2) < 300 or digest in self.seen:
            return
        self.seen.add(digest)
        write(self.out / folder / f"{self.source}__{name}.wav", samples)
        self.count += 1


def render_soundfont(options):
    sounds = Sounds(options.out, options.source)
    for kit in KITS:
        notes = [(key, velocity) for keys in KEYS.values() for key in keys for velocity in (50, 90, 120)]
        of = {key: name for name, keys in KEYS.items() for key in keys}
        for (key, velocity), samples in zip(notes, render(kit, DRUM_CHANNEL, notes, 2.0, 3.0, options.soundfont)):
            sounds.add(f"one-shot/{of[key]}", f"kit{kit:03}_{key}_{velocity}", samples)
    for name, programs in PROGRAMS.items():
        for program in programs:
            notes = [(key, velocity) for key in NOTES.get(name, USUAL_NOTES) for velocity in (60, 110)]
            for (key, velocity), samples in zip(notes, render(program, 0, notes, 4.0, 7.0, options.soundfont)):
                sounds.add(f"sustained/{name}", f"program{program:03}_{key}_{velocity}", samples)
    return sounds.count


def lay_out_recordings(options):
    count = 0
    for line in (options.recordings / "metadata.csv").read_text(encoding="utf-8").splitlines():
        name, kind, source, *_ = line.split("|")
        if kind not in RECORDED:
            continue
        source = "".join(c if c.isalnum() else "-" for c in source.split(" ")[0])
        folder = options.out / "one-shot" / RECORDED[kind]
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["sox", "-G", options.recordings / "audio" / f"{name}.flac", "-r", str(RATE_HZ), "-b", "16",
                        folder / f"{source}__{name}.wav"], check=True)
        count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for one-shot/ and sustained/")
    parser.add_argument("--source", default="fluid", help="name before __ in the files' names")
    parser.add_argument("--soundfont", default="/usr/share/sounds/sf2/FluidR3_GM.sf2")
    parser.add_argument("--recordings", type=pathlib.Path, help="a folder of recordings instead of a soundfont")
    options = parser.parse_args()
    if options.recordings:
        print(f"{lay_out_recordings(options)} recordings in {options.out}", file=sys.stderr)
        return
    if not pathlib.Path(options.soundfont).is_file():
        sys.exit(f"{options.soundfont}: no such soundfont: install fluid-soundfont-gm or name one with --soundfont")
    print(f"{render_soundfont(options)} sounds in {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
