#!/usr/bin/env python3
"""What each part of HarmonicFlow brings: short trainings of one budget, one thing changed in each.

usage: run_ablations.py --trainer PROGRAM --data SHARDS... --out FOLDER
                        [--prior 300] [--unrolled 80] [--only NAME...] [--init MODEL] [--list]

Every run has its folder under FOLDER; a run that has finished is not repeated, one that was stopped goes on.
Prints a Markdown table of the validation's M-STFT, mel and loudness distances at 0, 1, 2 and 4 steps.
With --init, runs start from a trained model and only the variants of the last stage make sense.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys

CONFIG = {  # variants that need another model: what changes in its configuration
    "causal": {"input_lookahead_frames": 0, "block_lookahead_frames": [0, 0, 0, 0, 0, 0]},
    "lookahead-8": {"input_lookahead_frames": 3, "block_lookahead_frames": [2, 2, 1, 0, 0, 0]},
    "even-groups": {"bands": [{"groups": 64, "width": 16}]},
    "wide-groups": {"bands": [{"groups": 16, "width": 16}, {"groups": 8, "width": 32}, {"groups": 8, "width": 64}]},
    "narrow-flow": {"flow_channels": 32},
}
OPTIONS = {
    "whole": [],
    "no-source": ["--without", "source"],
    "integrated-phase": ["--without", "phase-reference"],
    "no-whitening": ["--without", "whitening"],
    "no-mel-loss": ["--mel-weight", "0"],
    "no-loudness-loss": ["--loudness-weight", "0"],
    "loudness-2": ["--loudness-weight", "2"],
    "flat-loss": ["--loss-corner", "1000000"],
    "corner-900": ["--loss-corner", "900"],
    "smooth-mel": ["--smooth-share", "0.25"],
    "band-limits": ["--band-limit-share", "0.25"],
    "speeds": ["--speed-range", "3"],
    "adversarial": ["--adversarial-weight", "0.1"],
    **{name: [] for name in CONFIG},
}


def config_file(options, name):
    """A file with the configuration of variant `name`, from the one the trainer writes into its models."""
    base = json.loads(subprocess.run([options.trainer, "config", "44k"], capture_output=True, text=True, check=True).stdout)
    file = options.out / f"{name}.json"
    file.write_text(json.dumps({**base, **CONFIG[name]}, indent=2) + "\n")
    return str(file)


def train(options, name):
    folder = options.out / name
    if (folder / "finished").exists():
        return
    if (folder / "run.json").exists():
        command = [options.trainer, "resume", folder]
    else:
        prior, rates = options.prior, []
        if options.init:
            prior, rates = 0, ["--init", options.init, "--unrolled-rate", str(options.rate)]
        config = ["--config", config_file(options, name)] if name in CONFIG else []
        command = [options.trainer, "vocoder", "--data", *options.data, "--out", folder, "--prior-steps", prior,
                   "--unrolled-steps", options.unrolled, "--batch", options.batch, "--validate-every", "100000", "--seed",
                   options.seed, *rates, *config, *OPTIONS[name]]
    result = subprocess.run([str(part) for part in command], stderr=sys.stderr, check=False)
    if result.returncode != 0:
        sys.exit(f"run_ablations: {name}: the trainer failed")
    (folder / "finished").touch()


def last_validation(log):
    rows = [row for row in csv.DictReader(open(log, encoding="utf8")) if row["kind"] == "validation"]
    last = {row["name"]: float(row["value"]) for row in rows if row["step"] == rows[-1]["step"]}
    return last, float(rows[-1]["seconds"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trainer", required=True)
    parser.add_argument("--data", required=True, nargs="+")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--prior", type=int, default=300)
    parser.add_argument("--unrolled", type=int, default=80)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--init", default="")
    parser.add_argument("--only", nargs="*", default=list(OPTIONS), choices=list(OPTIONS))
    parser.add_argument("--list", action="store_true", help="print the table of what is there, and train nothing")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    print("| variant | M-STFT at 0 / 1 / 2 / 4 steps | mel at 0 / 4 | loudness at 0 / 4 | minutes |\n|---|---|---|---|---|")
    for name in options.only:
        if not options.list:
            train(options, name)
        log = options.out / name / "unrolled" / "log.csv"
        if not log.exists() or not (options.out / name / "finished").exists():
            continue
        v, seconds = last_validation(log)
        prior_log = options.out / name / "prior" / "log.csv"
        if prior_log.exists():
            seconds += last_validation(prior_log)[1]
        print(f"| {name} | {v['m_stft_0']:.3f} / {v['m_stft_1']:.3f} / {v['m_stft_2']:.3f} / {v['m_stft_4']:.3f}"
              f" | {v['mel_0']:.3f} / {v['mel_4']:.3f} | {v['loudness_0']:.2f} / {v['loudness_4']:.2f}"
              f" | {seconds / 60:.0f} |", flush=True)


if __name__ == "__main__":
    main()
