#!/usr/bin/env python3
"""Writes ten songs in the public domain as Standard MIDI, MusicXML and USTX, for `driftwave sing`.

usage: make_songs.py OUT_FOLDER

songs.json beside this script holds them: a tempo, a meter, semitones to transpose by, and lines of notes
"key:quarters:syllable". A
syllable that ends in a hyphen goes on with the next one's word, "-" holds the vowel, "r" as key is a rest.
The three files of a song say the same.
"""
import json
import pathlib
import struct
import sys
from xml.sax.saxutils import escape

TICKS = 480
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SHARPS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]


def key_number(name):
    step, rest = name[0], name[1:]
    alter = rest.count("#") - rest.count("b")
    return 12 * (int(rest.strip("#b")) + 1) + STEPS[step] + alter


def notes_of(song):
    """(key or None, ticks, syllable) in order."""
    for line in song["notes"]:
        for note in line.split():
            key, quarters, *syllable = note.split(":")
            ticks = round(float(quarters) * TICKS)
            yield (None if key == "r" else key_number(key) + song.get("transpose", 0), ticks, syllable[0] if syllable else "")


def variable(number):
    out = [number & 0x7F]
    while number := number >> 7:
        out.insert(0, number & 0x7F | 0x80)
    return bytes(out)


def meta(kind, data):
    return b"\xff" + bytes([kind]) + variable(len(data)) + data


def midi(song):
    beats, unit = song["meter"]
    head = [(0, meta(0x51, struct.pack(">I", round(6e7 / song["tempo"]))[1:])),
            (0, meta(0x58, bytes([beats, unit.bit_length() - 1, 24, 8])))]
    voice = [(0, meta(0x03, song["title"].encode()))]
    tick = 0
    for key, ticks, syllable in notes_of(song):
        if key is not None:
            voice += [(tick, meta(0x05, syllable.encode())), (tick, bytes([0x90, key, 80])),
                      (tick + ticks, bytes([0x80, key, 64]))]
        tick += ticks

    def chunk(events):
        data, now = b"", 0
        for at, event in events:
            data += variable(at - now) + event
            now = at
        data += b"\x00" + meta(0x2F, b"")
        return b"MTrk" + struct.pack(">I", len(data)) + data

    return b"MThd" + struct.pack(">IHHH", 6, 1, 2, TICKS) + chunk(head) + chunk(voice)


def lyric_xml(syllable, goes_on):
    if not syllable or syllable == "-":
        return ""
    more = syllable.endswith("-")
    kind = {(False, False): "single", (False, True): "begin", (True, True): "middle", (True, False): "end"}
    return (f'<lyric number="1"><syllabic>{kind[goes_on, more]}</syllabic>'
            f'<text>{escape(syllable.rstrip("-"))}</text></lyric>')


def musicxml(song):
    """Notes that cross a bar line are parted and tied."""
    beats, unit = song["meter"]
    bar = TICKS * 4 * beats // unit
    measures, left, goes_on = [[]], bar, False
    for key, ticks, syllable in notes_of(song):
        lyric = lyric_xml(syllable, goes_on) if key is not None else ""
        if key is not None and syllable and syllable != "-":
            goes_on = syllable.endswith("-")
        first = True
        while ticks:
            here = min(ticks, left)
            ticks -= here
            left -= here
            ties = [t for t, is_there in (("stop", not first), ("start", ticks > 0)) if is_there]
            if key is None:
                xml = f"<note><rest/><duration>{here}</duration></note>"
            else:
                name = SHARPS[key % 12]
                alter = "<alter>1</alter>" if "#" in name else ""
                xml = (f"<note><pitch><step>{name[0]}</step>{alter}<octave>{key // 12 - 1}</octave></pitch>"
                       f"<duration>{here}</duration>" + "".join(f'<tie type="{t}"/>' for t in ties)
                       + (lyric if first else "") + "</note>")
            measures[-1].append(xml)
            first = False
            if left == 0:
                measures.append([])
                left = bar
    start = (f"<attributes><divisions>{TICKS}</divisions><time><beats>{beats}</beats>"
             f"<beat-type>{unit}</beat-type></time></attributes><sound tempo=\"{song['tempo']}\"/>")
    body = "\n".join(f'<measure number="{n}">{start if n == 1 else ""}{"".join(notes)}</measure>'
                     for n, notes in enumerate(measures, 1) if notes)
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<score-partwise version="4.0"><part-list>'
            f'<score-part id="P1"><part-name>{escape(song["title"])}</part-name></score-part></part-list>\n'
            f'<part id="P1">\n{body}\n</part></score-partwise>\n').encode()


def ustx_lyrics(song):
    """Words on their first notes, "+" on those of their later syllables, "+~" where the vowel is held."""
    lyrics, word, goes_on = [], 0, False
    for key, _, syllable in notes_of(song):
        if key is None:
            continue
        if syllable in ("", "-"):
            lyrics.append("+~")
            continue
        if goes_on:
            lyrics[word] += syllable.rstrip("-")
            lyrics.append("+")
        else:
            word = len(lyrics)
            lyrics.append(syllable.rstrip("-"))
        goes_on = syllable.endswith("-")
    return lyrics


def ustx(song):
    beats, unit = song["meter"]
    lines = [f"name: {json.dumps(song['title'])}", 'ustx_version: "0.6"', f"resolution: {TICKS}",
             f"time_signatures:\n- bar_position: 0\n  beat_per_bar: {beats}\n  beat_unit: {unit}",
             f"tempos:\n- position: 0\n  bpm: {song['tempo']}",
             f"tracks:\n- track_name: {json.dumps(song['title'])}",
             "voice_parts:\n- name: Song\n  track_no: 0\n  position: 0\n  notes:"]
    tick, lyrics = 0, iter(ustx_lyrics(song))
    for key, ticks, _ in notes_of(song):
        if key is not None:
            lines.append(f"  - position: {tick}\n    duration: {ticks}\n    tone: {key}\n"
                         f"    lyric: {json.dumps(next(lyrics))}\n"
                         "    pitch:\n      data:\n      - {x: -40, y: 0, shape: io}\n      - {x: 40, y: 0, shape: io}\n"
                         "      snap_first: true\n"
                         "    vibrato: {length: 50, period: 180, depth: 40, in: 30, out: 10, shift: 0, drift: 0}")
        tick += ticks
    return ("\n".join(lines) + "\n").encode()


def songs():
    return json.loads(pathlib.Path(__file__).with_name("songs.json").read_text())


def write_all(out):
    out.mkdir(parents=True, exist_ok=True)
    for song in songs():
        for suffix, make in ((".mid", midi), (".musicxml", musicxml), (".ustx", ustx)):
            (out / (song["name"] + suffix)).write_bytes(make(song))


if __name__ == "__main__":
    write_all(pathlib.Path(sys.argv[1]))
