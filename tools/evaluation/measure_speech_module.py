#!/usr/bin/env python3
"""How soon sd_driftwave speaks and stops, through its protocol (Python's standard library only):

    tools/evaluation/measure_speech_module.py build/release/bin/sd_driftwave

From the end of a message to its first samples, and from STOP, in the middle of a long text, to "703 STOP". What
reads is as fast as it can be.
"""
import statistics
import subprocess
import sys
import time

COUNT = 40
SHORT = "Nobody had expected her before noon."
LONG = "The captain waved, and then he laughed. " * 40

module = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(text):
    module.stdin.write(text.encode() + b"\n")
    module.stdin.flush()


def read():
    """-> the last line of a message."""
    while True:
        line = module.stdout.readline()
        if line[3:4] == b" ":
            return line.decode().rstrip("\n")


def ask(text, want):
    send(text)
    answer = read()
    if not answer.startswith(want):
        raise SystemExit(f"{text}: want {want}, got {answer}")


def begin(text):
    """-> seconds to the first samples."""
    ask("SPEAK", "202")
    start = time.perf_counter()
    ask(text + "\n.", "200")
    while read() != "705 AUDIO":
        pass
    return time.perf_counter() - start


def await_end(*ends):
    while not read().startswith(ends):
        pass


def told(name, seconds):
    ordered = sorted(1e3 * each for each in seconds)
    print(f"{name}: median {statistics.median(ordered):.1f} ms, 90 % {ordered[int(0.9 * len(ordered))]:.1f} ms, "
          f"most {ordered[-1]:.1f} ms")


ask("INIT", "299")
ask("AUDIO", "207")
ask("audio_output_method=server\n.", "203")
firsts, stops = [], []
for i in range(COUNT):
    firsts.append(begin(SHORT))
    await_end("702")
    begin(LONG)
    time.sleep(0.01 * (i % 10))
    start = time.perf_counter()
    send("STOP")
    await_end("703")
    stops.append(time.perf_counter() - start)
send("QUIT")
await_end("210")
told("first sound", firsts)
told("stop", stops)
