#!/usr/bin/env python3
"""How long a running `driftwave serve` computes for a client that has left (Linux; Python's standard library only):

    tools/evaluation/measure_leaving.py http://127.0.0.1:8470 PROCESS

Clients ask for a text of long sentences and leave after 0 to 240 ms. Told is the processor time that the service took
from then on.
"""
import json
import pathlib
import socket
import statistics
import sys
import time
import urllib.parse

COUNT = 40
TEXT = ("The captain waved, and then he laughed, and the wind, which had turned against them twice since the morning, "
        "took the hat of the man who stood beside him and carried it over the harbour and the town, and past the "
        "church with its two towers, to the fields where nobody had expected anything before noon. ") * 20

address = urllib.parse.urlsplit(sys.argv[1])
tasks = pathlib.Path(f"/proc/{sys.argv[2]}/task")


def processor_ms():
    return sum(int(task.joinpath("schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e6


body = json.dumps({"input": TEXT, "response_format": "pcm"}).encode()
request = (b"POST /v1/audio/speech HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)) + body
spent = []
for i in range(COUNT):
    client = socket.create_connection((address.hostname, address.port))
    client.sendall(request)
    time.sleep(0.02 * (i % 13))
    client.close()
    left = processor_ms()
    time.sleep(1.0)
    spent.append(processor_ms() - left)
spent.sort()
print(f"after leaving: median {statistics.median(spent):.0f} ms, 90 % {spent[int(0.9 * COUNT)]:.0f} ms, most {spent[-1]:.0f} ms")
