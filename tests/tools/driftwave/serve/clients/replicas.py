#!/usr/bin/env python3
"""Two replicas of `driftwave serve` behind HAProxy and behind nginx (Debian: haproxy, nginx), under load:

    replicas.py DRIFTWAVE [SECONDS of load in each part [haproxy | nginx]]

One replica is killed (SIGKILL), started again, and the other one told to end (SIGTERM). Every request that was
sent has its whole sound in the end: after a kill at the latest when it is sent again; with a graceful end at once.
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

CONFIGS = pathlib.Path(__file__).resolve().parents[5] / "docs/service"
FRONT, REPLICAS = 18480, (18481, 18482)
CLIENTS = 6
TEXTS = ["One boat came in.", "Two boats went out, and then there were none.", "Nobody spoke."]


def start(program, port):
    service = subprocess.Popen([program, "serve", "--port", str(port), "--cores", "1"], stderr=subprocess.PIPE, text=True)
    for line in service.stderr:
        if "ready" in line:
            return service
    raise SystemExit("the service did not start")


def ask(port, text):
    """-> the sound. Raises OSError or http.client.HTTPException when it does not come whole."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"input": text, "response_format": "pcm", "steps": 0})
    connection.request("POST", "/v1/audio/speech", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    sound = response.read()
    connection.close()
    if response.status in (429, 502, 503, 504):
        raise ConnectionError(f"status {response.status}")
    if response.status != 200:
        raise SystemExit(f"want 200, got {response.status}: {sound[:300]}")
    return sound


class Load:
    """Clients that ask without a pause, and ask again what failed."""

    def __init__(self, want):
        self.want, self.answered, self.failed, self.lost = want, 0, 0, 0
        self.slowest_error = 0.0
        self.lock, self.ends = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, i):
        while not self.ends.is_set():
            text = TEXTS[i % len(TEXTS)]
            for attempt in range(5):
                begin = time.perf_counter()
                try:
                    sound = ask(FRONT, text)
                    with self.lock:
                        self.answered += 1
                        self.lost += sound != self.want[text]
                    break
                except (OSError, http.client.HTTPException):
                    with self.lock:
                        self.failed += 1
                        self.slowest_error = max(self.slowest_error, time.perf_counter() - begin)
                    time.sleep(0.1)
            else:
                with self.lock:
                    self.lost += 1
            i += 1

    def end(self):
        self.ends.set()
        for thread in self.threads:
            thread.join()
        return self


def part(name, want, seconds, change):
    load = Load(want)
    time.sleep(seconds / 2)
    change()
    time.sleep(seconds / 2)
    load.end()
    print(f"{name}: {load.answered} answered, {load.failed} sent again, {load.lost} lost")
    return load


def run_haproxy(folder):
    addresses = [f"127.0.0.1:{port}" for port in (FRONT, *REPLICAS)]
    return subprocess.Popen(["haproxy", "-f", CONFIGS / "haproxy.cfg"],
                            env=dict(os.environ, FRONT=addresses[0], FIRST=addresses[1], SECOND=addresses[2]))


def run_nginx(folder):
    """The documented file, with ports and folders of our own."""
    text = (CONFIGS / "nginx.conf").read_text()
    for documented, port in zip((8480, 8471, 8472), (FRONT, *REPLICAS)):
        assert f":{documented}" in text
        text = text.replace(f":{documented}", f":{port}")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n"
                    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    own = f"access_log off;\nerror_log {folder}/error.log;\n{paths}"
    config = pathlib.Path(folder) / "nginx.conf"
    config.write_text(text.replace("http {", "http {\n" + own, 1))
    return subprocess.Popen(["nginx", "-p", folder, "-e", "stderr", "-c", config,
                             "-g", f"daemon off; pid {folder}/nginx.pid;"])


BALANCERS = {"haproxy": run_haproxy, "nginx": run_nginx}


def try_balancer(name, program, seconds, folder):
    services = [start(program, port) for port in REPLICAS]
    balancer = BALANCERS[name](folder)
    try:
        want = {text: ask(REPLICAS[0], text) for text in TEXTS}
        assert want == {text: ask(REPLICAS[1], text) for text in TEXTS}, "replicas differ"
        while True:
            try:
                ask(FRONT, TEXTS[0])
                break
            except OSError:
                assert balancer.poll() is None, f"{name} ended"
                time.sleep(0.1)
        killed = part(f"{name}, killed", want, seconds, lambda: services[0].send_signal(signal.SIGKILL))
        assert killed.lost == 0 and killed.answered > 0
        services[0].wait()
        services[0] = start(program, REPLICAS[0])
        time.sleep(1)
        drained = part(f"{name}, told to end", want, seconds, lambda: services[1].send_signal(signal.SIGTERM))
        assert drained.lost == 0 and drained.failed == 0 and drained.answered > 0
        assert services[1].wait(timeout=40) == 0
    finally:
        balancer.terminate()
        balancer.wait()
        for service in services:
            service.kill()
            service.wait()


def main():
    program, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    asked = sys.argv[3:] or list(BALANCERS)
    there = [name for name in asked if shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
    if not there:
        print(f"skipped: want {' or '.join(asked)}")
        raise SystemExit(77)
    for name in there:
        with tempfile.TemporaryDirectory() as folder:
            try_balancer(name, program, seconds, folder)
    print(f"replicas behind {' and '.join(there)}: passed")


main()
