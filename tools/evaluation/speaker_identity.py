#!/usr/bin/env python3
"""Tells speakers apart, and says how near speech comes to a speaker's recordings.

    speaker_identity.py --enrol NAME=FOLDER ... --test NAME=FOLDER ... [--background FOLDER ...]

A folder holds audio files, or `audio/` with them; ffmpeg reads them. An utterance's embedding is a vector of
statistics of its speech frames at 16 kHz: mean and deviation of 24 mel cepstra and deviation of their slopes, mean and deviation of the
logarithm of the pitch. Linear discriminant analysis (Fisher 1936), learned on half of each enrolled
speaker's files, gives the space in which two embeddings are compared by their cosine, the place of a speaker
is the mean of its enrolled files, and a test file is taken for the nearest speaker. The other half of the
enrolled files, which the analysis has not seen, is the first line of the table. `--background` names
folders of further speakers, one each, that only teach the space.

The table has a line for each --test and NAME: how many files are taken for NAME, the cosine to NAME, and the
cosine to the nearest other speaker (means and standard errors). Needs numpy and ffmpeg.
"""
import argparse
import pathlib
import subprocess
import sys

import numpy

RATE = 16000
FRAME = 400
HOP = 160
FFT = 512
MELS = 40
CEPSTRA = 24
AUDIO = {".wav", ".flac", ".opus", ".ogg", ".mp3"}


def read(file):
    command = ["ffmpeg", "-v", "error", "-i", str(file), "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"]
    return numpy.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f4").astype(float)


def mel_bank():
    def mel(hz):
        return 1127 * numpy.log1p(hz / 700)

    edges = 700 * numpy.expm1(numpy.linspace(mel(60), mel(7600), MELS + 2) / 1127)
    bins = numpy.arange(FFT // 2 + 1) * RATE / FFT
    up = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return numpy.maximum(0, numpy.minimum(up, down))


BANK = mel_bank()
COSINES = numpy.cos(numpy.pi * numpy.arange(1, CEPSTRA + 1)[:, None] * (numpy.arange(MELS) + 0.5) / MELS)


def frames_of(audio, length):
    count = max(1, 1 + (len(audio) - length) // HOP)
    audio = numpy.pad(audio, (0, max(0, (count - 1) * HOP + length - len(audio))))
    return audio[numpy.arange(count)[:, None] * HOP + numpy.arange(length)]


def log_pitch(audio, speech):
    """Natural log of the best lag's frequency in 60 .. 400 Hz, of the frames that are periodic."""
    frames = frames_of(audio, 640)[: len(speech)][speech[: len(frames_of(audio, 640))]]
    frames = frames - frames.mean(1, keepdims=True)
    spectrum = numpy.abs(numpy.fft.rfft(frames, 2048)) ** 2
    correlation = numpy.fft.irfft(spectrum)[:, :400]
    correlation = correlation / (correlation[:, :1] + 1e-9) / (1 - numpy.arange(400) / 640)
    lags = correlation[:, 40:267]
    best = lags.argmax(1)
    return numpy.log(RATE / (best[lags.max(1) > 0.6] + 40))


def embedding(file):
    audio = read(file)
    power = numpy.abs(numpy.fft.rfft(frames_of(audio, FRAME) * numpy.hanning(FRAME), FFT)) ** 2
    level = 10 * numpy.log10(power.sum(1) + 1e-10)
    speech = level > numpy.percentile(level, 95) - 30
    cepstra = numpy.log(power @ BANK.T + 1e-8) @ COSINES.T
    slopes = cepstra[4:] - cepstra[:-4]
    pitch = log_pitch(audio, speech)
    melody = [pitch.mean(), pitch.std()] if len(pitch) > 4 else [5.0, 0.2]
    return numpy.concatenate([cepstra[speech].mean(0), cepstra[speech].std(0), slopes[speech[4:]].std(0), melody])


def embeddings(folder, most):
    folder = pathlib.Path(folder)
    if (folder / "audio").is_dir():
        folder = folder / "audio"
    files = sorted(f for f in folder.iterdir() if f.suffix in AUDIO)
    if not files:
        sys.exit(f"{folder}: holds no audio file")
    step = max(1, len(files) // most)
    return numpy.array([embedding(f) for f in files[::step][:most]])


class Space:
    """Discriminant space of labelled embeddings, of which rows of `groups` are one speaker's."""

    def __init__(self, groups):
        every = numpy.concatenate(groups)
        self.mean, self.scale = every.mean(0), every.std(0) + 1e-9
        scaled = [(g - self.mean) / self.scale for g in groups]
        within = sum((g - g.mean(0)).T @ (g - g.mean(0)) for g in scaled) / len(every)
        within += 0.05 * numpy.eye(len(within))
        means = numpy.array([g.mean(0) for g in scaled])
        whiten = numpy.linalg.inv(numpy.linalg.cholesky(within))
        _, _, directions = numpy.linalg.svd(means @ whiten.T, full_matrices=False)
        self.projection = directions[: len(groups)] @ whiten

    def __call__(self, rows):
        projected = (rows - self.mean) / self.scale @ self.projection.T
        return projected / numpy.linalg.norm(projected, axis=1, keepdims=True)


def describe(label, name, names, centres, rows):
    cosines = rows @ centres.T
    own = names.index(name)
    others = numpy.delete(cosines, own, 1).max(1)
    right = (cosines.argmax(1) == own).mean()

    def both(values):
        return f"{values.mean():6.3f} ± {values.std() / max(1, len(values) - 1) ** 0.5:.3f}"

    print(f"{label:34} {name:14} {len(rows):5d} {100 * right:7.1f} %  {both(cosines[:, own])}  {both(others)}")


def pair(text):
    name, _, folder = text.partition("=")
    if not folder:
        sys.exit(f"want NAME=FOLDER, got {text}")
    return name, folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enrol", nargs="+", required=True, metavar="NAME=FOLDER")
    parser.add_argument("--test", nargs="*", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--background", nargs="*", default=[], metavar="FOLDER")
    parser.add_argument("--most", type=int, default=160, help="files read of a folder")
    arguments = parser.parse_args()
    enrolled = {name: embeddings(folder, arguments.most) for name, folder in map(pair, arguments.enrol)}
    names = list(enrolled)
    taught = [rows[::2] for rows in enrolled.values()]
    space = Space(taught + [embeddings(folder, arguments.most) for folder in arguments.background])
    centres = numpy.array([space(rows).mean(0) for rows in taught])
    centres /= numpy.linalg.norm(centres, axis=1, keepdims=True)
    print(f"{'files':34} {'speaker':14} {'files':>5} {'found':>9}  {'cosine to it':>14}  {'to the next':>14}")
    for name, rows in enrolled.items():
        describe("recordings, unseen", name, names, centres, space(rows[1::2]))
    for name, folder in map(pair, arguments.test):
        describe(str(folder)[-34:], name, names, centres, space(embeddings(folder, arguments.most)))


if __name__ == "__main__":
    main()
