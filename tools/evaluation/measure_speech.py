#!/usr/bin/env python3
"""What a voice makes of a hundred varied sentences, beside recordings of the person it learned from.

usage: measure_speech.py --driftwave PROGRAM --out FOLDER [--voice NAME] [--recordings DIR] [--every 27] [--jobs 2]

Speaks varied_sentences.tsv (kind, text, and the words to be heard where those differ from the text), and
reports for each kind, for all, and for the held-out recordings in DIR (metadata.csv and audio/, every 27th):

  words, characters  errors of a free recogniser (pocketsphinx, a weak one: compare only within the table)
  lost, twice        words that neither it nor a recogniser which expects the sentence found, or that both heard
                     more than once
  rate               syllables a second, from the first sound to the last
  F0 st              standard deviation of voiced frames in semitones, mean over files (`driftwave eval`)

FOLDER keeps the sound, and what was heard in heard.tsv.
Needs: apt-get install pocketsphinx pocketsphinx-en-us sox
"""
import argparse
import array
import concurrent.futures
import json
import pathlib
import re
import subprocess
import tempfile

MODEL = pathlib.Path("/usr/share/pocketsphinx/model/en-us")
RATE_HZ = 16000
FRAME = RATE_HZ // 100
FINE = 0.98  # the expecting recogniser's probability that a word is said once
ODD = 0.01  # that it is left out, or said again


def words_of(text):
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " ")).split()


def pronunciations():
    """Word to phones, of the recogniser's dictionary."""
    found = {}
    for line in open(MODEL / "cmudict-en-us.dict", encoding="utf8"):
        word, *phones = line.split()
        found.setdefault(word.split("(")[0], phones)
    return found


def steps_between(a, b):
    """How to turn a into b: ('same' | 'other' | 'lost' | 'more', item) in order (Levenshtein)."""
    cost = [[i + j if i == 0 or j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost[i][j] = min(cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]), cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    i, j, steps = len(a), len(b), []
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]):
            i, j = i - 1, j - 1
            steps.append(("same" if a[i] == b[j] else "other", a[i]))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            steps.append(("lost", a[i]))
        else:
            j -= 1
            steps.append(("more", b[j]))
    return steps[::-1]


def errors(a, b):
    return sum(kind != "same" for kind, _ in steps_between(a, b))


def recognise(wav, arguments):
    out = subprocess.run(
        ["pocketsphinx_continuous", "-infile", wav, "-hmm", MODEL / "en-us", "-dict", MODEL / "cmudict-en-us.dict",
         "-logfn", "/dev/null", *arguments], capture_output=True, text=True, check=True)
    return words_of(re.sub(r"\(\d+\)", "", out.stdout))


def grammar(words):
    """A finite-state grammar that says the words in order and may leave out or repeat any."""
    lines = ["FSG_BEGIN sentence", f"NUM_STATES {2 * len(words) + 1}", "START_STATE 0", f"FINAL_STATE {2 * len(words)}"]
    for i, word in enumerate(words):
        lines += [f"TRANSITION {2 * i} {2 * i + 1} {FINE} {word}", f"TRANSITION {2 * i} {2 * i + 2} {ODD}",
                  f"TRANSITION {2 * i + 1} {2 * i + 2} {FINE}", f"TRANSITION {2 * i + 1} {2 * i + 2} {ODD} {word}"]
    return "\n".join([*lines, "FSG_END", ""])


def sounding_seconds(wav):
    """From the first sound to the last: frames within 35 dB of the loudest."""
    raw = subprocess.run(["sox", wav, "-t", "raw", "-e", "signed", "-b", "16", "-"], capture_output=True, check=True)
    samples = array.array("h", raw.stdout)
    power = [sum(s * s for s in samples[n:n + FRAME]) / FRAME for n in range(0, len(samples) - FRAME, FRAME)]
    loud = [n for n, p in enumerate(power) if p > max(power) * 10 ** -3.5]
    return (loud[-1] - loud[0] + 1) / 100


def listen(item):
    """All measures of one file that need only the file and its words."""
    kind, path, text, phones = item
    words = words_of(text)
    known = [word for word in words if word in phones]
    with tempfile.TemporaryDirectory() as folder:
        wav = f"{folder}/heard.wav"
        subprocess.run(["sox", "-G", path, "-r", str(RATE_HZ), "-c", "1", "-b", "16", wav], check=True)
        free = recognise(wav, ["-lm", MODEL / "en-us.lm.bin"])
        pathlib.Path(f"{folder}/sentence.fsg").write_text(grammar(known))
        expected = recognise(wav, ["-fsg", f"{folder}/sentence.fsg"])
        steps = steps_between(known, expected)
        lost = [word for step, word in steps if step in ("lost", "other") and word not in free]
        twice = [word for step, word in steps if step == "more" and free.count(word) > words.count(word)]
        syllables = sum(phone[0] in "AEIOU" for word in words for phone in phones.get(word, ["AH"]))
        return {"kind": kind, "path": path, "words": len(words), "word_errors": errors(words, free),
                "characters": len(" ".join(words)), "character_errors": errors(" ".join(words), " ".join(free)),
                "lost": lost, "twice": twice, "syllables": syllables, "seconds": sounding_seconds(wav), "heard": " ".join(free)}


def f0_spread(driftwave, folder):
    out = subprocess.run([driftwave, "eval", "--no-reference", "--test", folder, "--json"],
                         capture_output=True, text=True, check=True)
    return {file["name"]: file["f0_spread_st"] for file in json.loads(out.stdout)["files"]}


def speak(options, folder):
    """Speaks all sentences. @return (kind, path, words to be heard)"""
    items, lines = [], []
    for n, line in enumerate(open(pathlib.Path(__file__).parent / "varied_sentences.tsv", encoding="utf8")):
        kind, text, *heard = line.rstrip("\n").split("\t")
        path = str(folder / f"{n + 1:03d}.wav")
        items.append((kind, path, heard[0] if heard else text))
        lines.append(json.dumps({"text": text, "output": path}))
    voice = ["--voice", options.voice] if options.voice else []
    subprocess.run([options.driftwave, "speak", "--json-input", *voice, *options.speak_options.split()],
                   input="\n".join(lines) + "\n", text=True, check=True)
    return items


def recordings(options, folder):
    """The held-out recordings as WAV. @return as speak()"""
    data, items = pathlib.Path(options.recordings), []
    lines = open(data / "metadata.csv", encoding="utf8").read().splitlines()
    for line in lines[options.every // 2::options.every]:
        name, text = line.split("|", 1)
        path = str(folder / f"{name}.wav")
        subprocess.run(["sox", "-G", next((data / "audio").glob(f"{name}.*")), "-b", "16", path], check=True)
        items.append(("recordings", path, text))
    return items


def row(name, results):
    total = {key: sum(r[key] for r in results)
             for key in ("words", "word_errors", "characters", "character_errors", "syllables", "seconds")}
    return (f"{name:<12} {len(results):>5} {100 * total['word_errors'] / total['words']:>7.1f}"
            f" {100 * total['character_errors'] / total['characters']:>10.1f}"
            f" {sum(len(r['lost']) for r in results):>5} {sum(len(r['twice']) for r in results):>5}"
            f" {total['syllables'] / total['seconds']:>6.2f}"
            f" {sum(r['f0_spread_st'] for r in results) / len(results):>6.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--driftwave", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--voice", default="")
    parser.add_argument("--speak-options", default="", help="passed to `driftwave speak`")
    parser.add_argument("--recordings", default="")
    parser.add_argument("--every", type=int, default=27)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    phones = pronunciations()
    results = []
    for name, make in (("spoken", speak), ("recordings", recordings)):
        if name == "recordings" and not options.recordings:
            continue
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        items = [(*item, phones) for item in make(options, folder)]
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            heard = list(pool.map(listen, items))
        spread = f0_spread(options.driftwave, folder)
        results += [{**h, "f0_spread_st": spread[pathlib.Path(h["path"]).stem]} for h in heard]

    with open(options.out / "heard.tsv", "w", encoding="utf8") as file:
        for r in results:
            file.write(f"{r['kind']}\t{pathlib.Path(r['path']).name}\t{r['heard']}"
                       f"\tlost: {' '.join(r['lost'])}\ttwice: {' '.join(r['twice'])}\n")
    print(f"{'':<12} {'files':>5} {'words %':>7} {'characters':>10} {'lost':>5} {'twice':>5} {'rate':>6} {'F0 st':>6}")
    for kind in dict.fromkeys(r["kind"] for r in results if r["kind"] != "recordings"):
        print(row(kind, [r for r in results if r["kind"] == kind]))
    print(row("all spoken", [r for r in results if r["kind"] != "recordings"]))
    if options.recordings:
        print(row("recordings", [r for r in results if r["kind"] == "recordings"]))


if __name__ == "__main__":
    main()
