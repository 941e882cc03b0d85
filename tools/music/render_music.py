#!/usr/bin/env python3
"""Renders random pieces of music with a General MIDI soundfont, as data for the vocoder.

    apt-get install fluidsynth fluid-soundfont-gm
    tools/music/render_music.py --out music --pieces 160
    driftwave-train prepare --data music --out shards-music --without-text

The pieces come from the seed alone. What a soundfont gives belongs to whoever renders it; FluidR3_GM is under
the MIT licence. Three kinds take turns: one melody instrument, chords of one instrument, and a band of
melody, chords, bass and drums; every eighth piece is drums alone. The programs in HELD_OUT are played only
with --held-out: instruments that training has not heard.
"""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

TICKS = 480  # a quarter note
DRUM_CHANNEL = 9

# General MIDI programs, from 0.
MELODY = [0, 4, 11, 12, 21, 24, 25, 26, 40, 42, 52, 53, 56, 57, 60, 64, 65, 66, 71, 73, 74, 75, 79, 80, 81]
CHORDS = [0, 1, 4, 5, 6, 16, 19, 24, 25, 48, 49, 50, 51, 61, 88, 89, 91, 94, 95]
BASS = [32, 33, 34, 35, 38, 39]
HELD_OUT = [68, 46, 41, 13, 54, 90]  # oboe, harp, viola, xylophone, synth voice, polysynth pad
SCALES = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10], [0, 2, 3, 5, 7, 9, 10], [0, 3, 5, 6, 7, 10]]
# Bars of 16 sixteenths: kick, snare, hat.
BEATS = [
    ("x...x...x...x...", "....x.......x...", "x.x.x.x.x.x.x.x."),
    ("x.....x...x.....", "....x.......x..x", "xxxxxxxxxxxxxxxx"),
    ("x..x..x...x..x..", "....x.......x...", "..x...x...x...x."),
    ("x.........x.....", "........x.......", "x..xx..xx..xx..x"),
]


def variable_length(value):
    out = [value & 0x7F]
    while value := value >> 7:
        out.insert(0, value & 0x7F | 0x80)
    return bytes(out)


def midi_file(events, tempo_bpm):
    """events: (tick, bytes). Returns a type-0 file."""
    track = b"\x00\xff\x51\x03" + int(60e6 / tempo_bpm).to_bytes(3, "big")
    now = 0
    for tick, data in sorted(events, key=lambda e: (e[0], e[1][0] & 0xF0 != 0x80)):
        track += variable_length(tick - now) + data
        now = tick
    track += b"\x00\xff\x2f\x00"
    header = b"MThd" + (6).to_bytes(4, "big") + bytes([0, 0, 0, 1]) + TICKS.to_bytes(2, "big")
    return header + b"MTrk" + len(track).to_bytes(4, "big") + track


class Piece:
    def __init__(self, rng, seconds):
        self.rng = rng
        self.tempo_bpm = rng.uniform(70, 150)
        self.scale = rng.choice(SCALES)
        self.root = rng.randrange(12)
        self.end = int(seconds * self.tempo_bpm / 60 * TICKS)
        # What still sounds a beat after the end is cut off.
        self.events = [(self.end + TICKS, bytes([0xB0 | channel, 120, 0])) for channel in (0, 1, 2, DRUM_CHANNEL)]

    def pitch(self, degree, octave):
        up, step = divmod(degree, len(self.scale))
        return min(max(12 * (octave + 1 + up) + self.root + self.scale[step], 24), 103)

    def note(self, channel, tick, length, key, velocity):
        if tick >= self.end:
            return
        self.events.append((tick, bytes([0x90 | channel, key, min(max(int(velocity), 20), 127)])))
        self.events.append((min(tick + length, self.end), bytes([0x80 | channel, key, 0])))

    def program(self, channel, program):
        self.events.append((0, bytes([0xC0 | channel, program])))
        self.events.append((0, bytes([0xB0 | channel, 10, self.rng.randrange(30, 98)])))

    def melody(self, channel, program):
        self.program(channel, program)
        octave, degree, tick = self.rng.choice([3, 4, 4, 5]), self.rng.randrange(7), 0
        while tick < self.end:
            length = TICKS * self.rng.choice([1, 1, 2, 2, 2, 4, 4, 8]) // 4
            if self.rng.random() > 0.12:
                self.note(channel, tick, int(length * self.rng.uniform(0.7, 1.0)), self.pitch(degree, octave),
                          self.rng.gauss(88, 14))
                if length >= 2 * TICKS // 2 and self.rng.random() < 0.3:
                    self.events.append((tick, bytes([0xB0 | channel, 1, self.rng.randrange(40, 100)])))
            degree = min(max(degree + self.rng.choice([-3, -2, -1, -1, 0, 1, 1, 2, 3]), -3), 10)
            tick += length

    def chords(self, channel, program, bass_channel=None):
        self.program(channel, program)
        if bass_channel is not None:
            self.program(bass_channel, self.rng.choice(BASS))
        tick = 0
        while tick < self.end:
            length = TICKS * self.rng.choice([2, 4, 4])
            degree = self.rng.choice([0, 3, 4, 5, 1])
            for third in (0, 2, 4, 6)[: self.rng.choice([3, 3, 4])]:
                self.note(channel, tick + self.rng.randrange(12), int(length * 0.95),
                          self.pitch(degree + third, self.rng.choice([3, 4])), self.rng.gauss(74, 10))
            if bass_channel is not None:
                for beat in range(length // TICKS):
                    self.note(bass_channel, tick + beat * TICKS, int(TICKS * 0.9), self.pitch(degree, 1), 90)
            tick += length

    def drums(self):
        kick, snare, hat = self.rng.choice(BEATS)
        keys = (36, self.rng.choice([38, 40, 39]), self.rng.choice([42, 42, 46, 51]))
        for step in range(4 * self.end // TICKS + 1):
            for pattern, key in zip((kick, snare, hat), keys):
                if pattern[step % 16] == "x" and self.rng.random() > 0.04:
                    self.note(DRUM_CHANNEL, step * TICKS // 4, TICKS // 8, key, self.rng.gauss(92, 15))
            if step % 64 == 0:
                self.note(DRUM_CHANNEL, step * TICKS // 4, TICKS, 49, 80)


def compose(rng, index, seconds, held_out):
    piece = Piece(rng, seconds)
    if held_out:
        piece.melody(0, HELD_OUT[index % len(HELD_OUT)])
        kind = f"melody, program {HELD_OUT[index % len(HELD_OUT)]}"
    elif index % 8 == 7:
        piece.drums()
        kind = "drums"
    elif index % 3 == 0:
        program = MELODY[index // 3 % len(MELODY)]
        piece.melody(0, program)
        kind = f"melody, program {program}"
    elif index % 3 == 1:
        program = CHORDS[index // 3 % len(CHORDS)]
        piece.chords(0, program)
        kind = f"chords, program {program}"
    else:
        piece.melody(0, rng.choice(MELODY))
        piece.chords(1, rng.choice(CHORDS), bass_channel=2)
        piece.drums()
        kind = "band"
    return piece, kind


def render(piece, file, soundfont, rng):
    with tempfile.NamedTemporaryFile(suffix=".mid") as midi:
        midi.write(midi_file(piece.events, piece.tempo_bpm))
        midi.flush()
        effects = ["-R", str(rng.randrange(2)), "-C", str(rng.randrange(2))]
        subprocess.run(["fluidsynth", "-ni", "-q", "-g", "0.5", "-r", "44100", *effects, "-T", "flac", "-F", file,
                        soundfont, midi.name], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for metadata.csv and audio/")
    parser.add_argument("--pieces", type=int, default=160)
    parser.add_argument("--seconds", type=float, default=10.0, help="length of a piece")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--soundfont", default="/usr/share/sounds/sf2/FluidR3_GM.sf2")
    parser.add_argument("--held-out", action="store_true", help="only the instruments that training never hears")
    options = parser.parse_args()
    if not pathlib.Path(options.soundfont).is_file():
        sys.exit(f"{options.soundfont}: no such soundfont: install fluid-soundfont-gm or name one with --soundfont")
    (options.out / "audio").mkdir(parents=True, exist_ok=True)
    lines = []
    for index in range(options.pieces):
        rng = random.Random(f"{options.seed}/{index}/{options.held_out}")
        piece, kind = compose(rng, index, options.seconds, options.held_out)
        name = f"music_{'held_' if options.held_out else ''}{options.seed}_{index:04}"
        render(piece, str(options.out / "audio" / f"{name}.flac"), options.soundfont, rng)
        lines.append(f"{name}|{kind}\n")
        if sys.stderr.isatty():
            print(f"\r{index + 1}/{options.pieces} pieces", end="", file=sys.stderr)
    (options.out / "metadata.csv").write_text("".join(lines), encoding="utf-8")
    print(f"{options.pieces} pieces in {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
