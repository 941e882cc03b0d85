#!/usr/bin/env python3
"""How soon and how fairly a running `driftwave serve` answers (Python's standard library only).

    driftwave serve --port 8470 &
    tools/evaluation/measure_service.py http://127.0.0.1:8470

One client after another: from the request to the first sample, and to the last one. Then many at once, each
with a new request as soon as it has its sound: the same, by client, with those that were told to come again.
"""
import argparse
import http.client
import json
import statistics
import threading
import time
import urllib.parse

TEXTS = [
    "The captain waved, and then he laughed.",
    "Nobody had expected her before noon.",
    "By evening the whole town knew the tune.",
    "It had taken them eleven days to cross, and the wind had turned against them twice.",
]
SAMPLE_RATE_HZ = 44100


class Refused(Exception):
    """429: the seconds after which to come again."""


def speak(address, text):
    """-> seconds to the first sample, seconds to the last, seconds of sound."""
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    body = json.dumps({"input": text, "response_format": "pcm"})
    begin = time.perf_counter()
    connection.request("POST", "/v1/audio/speech", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    if response.status == 429:
        raise Refused(float(response.getheader("Retry-After")))
    if response.status != 200:
        raise RuntimeError(f"want 200, got {response.status}: {response.read(300)}")
    response.read(2)
    first = time.perf_counter() - begin
    count = 2 + len(response.read())
    connection.close()
    return first, time.perf_counter() - begin, count / 2 / SAMPLE_RATE_HZ


def percentiles(seconds):
    ordered = sorted(seconds)
    at = lambda share: 1e3 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]
    return " | ".join(f"{at(share):.0f}" for share in (0.5, 0.9, 0.99, 1.0))


def metric(address, name):
    connection = http.client.HTTPConnection(address.hostname, address.port)
    connection.request("GET", "/metrics")
    for line in connection.getresponse().read().decode().splitlines():
        if line.startswith(name + " "):
            return float(line.split()[1])
    raise RuntimeError(f"want {name} in /metrics, got none")


def measure(address, clients, seconds, requests):
    """Rows of a table: what was asked, percentiles of the first and the last sample, real-time factor."""
    results = [[] for _ in range(clients)]
    refused = [0] * clients
    problems = []
    end = time.perf_counter() + seconds
    compute, sound = (metric(address, f"driftwave_{name}_seconds_total") for name in ("compute", "audio"))

    def ask(client):
        while time.perf_counter() < end and len(results[client]) < requests:
            try:
                results[client].append(speak(address, TEXTS[(client + len(results[client])) % len(TEXTS)]))
            except Refused as again:
                refused[client] += 1
                time.sleep(again.args[0])
            except Exception as problem:  # noqa: BLE001: counted and shown
                problems.append(repr(problem))

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    compute = metric(address, "driftwave_compute_seconds_total") - compute
    sound = metric(address, "driftwave_audio_seconds_total") - sound
    everything = [result for of_client in results for result in of_client]
    counts = [len(of_client) for of_client in results]
    whole = [statistics.median(result[1] for result in of_client) for of_client in results if of_client]
    print(f"| {clients} | {len(everything)} | {percentiles(r[0] for r in everything)} | "
          f"{percentiles(r[1] for r in everything)} | {compute / sound:.3f} | {sum(refused)} | {len(problems)} | "
          f"{min(counts)} to {max(counts)} | {max(whole) / statistics.median(whole):.2f} |")
    for problem in problems[:3]:
        print(problem)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    address = urllib.parse.urlparse(options.url)
    for _ in range(3):
        speak(address, TEXTS[0])
    print("| clients | requests | first sample ms: median | 90 % | 99 % | most | last sample ms: median | 90 % | 99 % "
          "| most | RTF | 429 | errors | requests a client | slowest client / median |")
    print("|" + "---|" * 15)
    measure(address, 1, 600, 50)
    measure(address, options.clients, options.seconds, 1 << 30)


if __name__ == "__main__":
    main()
