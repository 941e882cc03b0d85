#!/usr/bin/env python3
"""Draws log.csv of a training run: draw_training_log.py RUN/log.csv OUT.png  (needs matplotlib)"""
import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def series(rows, kind, name):
    return zip(*[(int(r["step"]), float(r["value"])) for r in rows if r["kind"] == kind and r["name"] == name])


def smoothed(values, width=15):
    return [sum(values[max(0, i - width): i + 1]) / len(values[max(0, i - width): i + 1]) for i in range(len(values))]


def main():
    with open(sys.argv[1], newline="") as file:
        rows = list(csv.DictReader(file))
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), dpi=100)
    steps, loss = series(rows, "train", "loss")
    left.plot(steps, loss, color="0.8", linewidth=0.7, label="training")
    left.plot(steps, smoothed(loss), color="C0", label="training, mean of 16 lines of the log")
    left.plot(*series(rows, "validation", "loss"), "o-", color="C3", markersize=3, label="held-out")
    left.set(xlabel="step", ylabel="mean absolute error of the noise", ylim=(0, 0.6))
    left.legend(fontsize=7)
    names = sorted({r["name"] for r in rows if r["name"].startswith("bits_") and r["name"] != "bits_per_sample"})
    for name in names:
        right.plot(*series(rows, "validation", name), label=name.replace("bits_", "band "))
    right.set(xlabel="step", ylabel="bits per sample", yscale="log", title="variational bound by band of timesteps")
    right.title.set_fontsize(9)
    right.legend(fontsize=7, ncol=2)
    figure.tight_layout()
    figure.savefig(sys.argv[2])


main()
