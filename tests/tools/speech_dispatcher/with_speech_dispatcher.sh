#!/usr/bin/env bash
# sd_driftwave under the real Speech Dispatcher, whose sound goes to a sink that nobody hears:
#
#   apt-get install speech-dispatcher speech-dispatcher-audio-plugins speech-dispatcher-espeak-ng pulseaudio pulseaudio-utils
#   with_speech_dispatcher.sh build/release/bin/sd_driftwave
#
# Says what it lacks and passes (77 means skipped) where one of the programs is missing.
set -euo pipefail

module=$(readlink -f "${1:?want the path of sd_driftwave}")
for program in speech-dispatcher spd-say pulseaudio parec python3; do
  command -v "$program" >/dev/null || { echo "skipped: want $program"; exit 77; }
done

folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT
fail() {
  echo "failed: $*" >&2
  tail -n 5 "$folder"/log/* >&2 || true
  exit 1
}
milliseconds() { date +%s%3N; }

export HOME=$folder XDG_RUNTIME_DIR=$folder/run PULSE_SERVER=unix:$folder/pulse
export SPEECHD_ADDRESS=unix_socket:$folder/speechd.sock
mkdir -p "$folder/run" "$folder/config" "$folder/log"
chmod 700 "$folder/run"
pulseaudio -n --daemonize=no --exit-idle-time=-1 --disable-shm -L "module-null-sink sink_name=nobody rate=44100" \
  -L "module-native-protocol-unix socket=$folder/pulse auth-anonymous=1" 2>"$folder/log/pulseaudio" &
pids+=($!)

cat >"$folder/config/speechd.conf" <<EOF
LogLevel 4
AudioOutputMethod "pulse"
AddModule "driftwave" "$module" ""
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule driftwave
EOF
mkdir -p "$folder/config/modules"
cp /etc/speech-dispatcher/modules/espeak-ng.conf "$folder/config/modules/" 2>/dev/null || true
speech-dispatcher -s -C "$folder/config" -L "$folder/log" -S "$folder/speechd.sock" -t 0 >"$folder/log/server" 2>&1 &
pids+=($!)
for _ in $(seq 100); do
  [ -S "$folder/speechd.sock" ] && spd-say -O >"$folder/modules" 2>/dev/null && break
  sleep 0.1
done
grep -q driftwave "$folder/modules" || fail "spd-say lists no driftwave"
spd-say -o driftwave -L >"$folder/voices" || fail "spd-say lists no voices"
grep -q "kathleen.*en-US" "$folder/voices" || fail "want kathleen, en-US among the voices, got $(cat "$folder/voices")"

# What is played, as raw samples, until end_recording.
record() {
  parec --raw -d nobody.monitor --rate=44100 --channels=1 --format=s16le >"$1" &
  recorder=$!
  sleep 0.6
}
end_recording() {
  sleep "$1"
  kill "$recorder"
  wait "$recorder" || true
}
# Seconds of sound louder than silence, and where it ends.
measure() {
  python3 - "$1" <<'EOF'
import array, sys
samples = array.array("h", open(sys.argv[1], "rb").read())
loud = [i for i in range(0, len(samples) - 441, 441) if max(map(abs, samples[i:i + 441])) > 100]
print(f"{len(loud) / 100:.2f} {(loud[-1] / 44100 if loud else 0):.2f} {max(map(abs, samples), default=0)}")
EOF
}

record "$folder/spoken"
begin=$(milliseconds)
spd-say -w -o driftwave "The captain waved, and then he laughed." || fail "spd-say -w"
echo "a sentence: $(($(milliseconds) - begin)) ms until spd-say -w was told its end"
end_recording 0.5
read -r loud _ peak <<<"$(measure "$folder/spoken")"
echo "a sentence: $loud s of sound, peak $peak"
python3 -c "import sys; sys.exit(not 1.0 < $loud < 6)" || fail "want 1 to 6 s of sound, got $loud"

# Stop in the middle of a long text.
record "$folder/stopped"
long=$(printf 'The captain waved, and then he laughed. %.0s' $(seq 40))
spd-say -o driftwave "$long"
sleep 1.5
spd-say -S
end_recording 1.5
read -r loud end _ <<<"$(measure "$folder/stopped")"
echo "a stop 1.5 s after a long text: $loud s of sound, the last at $end s of the recording"
python3 -c "import sys; sys.exit(not 0.3 < $loud < 2.5)" || fail "want the sound to end with the stop, got $loud s"

# Marks, settings, spelling, capitals, characters and keys over SSIP, as Orca sends them.
python3 - "$folder/speechd.sock" <<'EOF' || fail "SSIP"
import socket, sys, time

server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])
lines = server.makefile("rb")

def read():
    """-> the lines of an answer or an event, of which the last has a blank behind its number."""
    message = []
    while True:
        line = lines.readline().decode().rstrip("\r\n")
        if not line: raise SystemExit("the server ended")
        message.append(line)
        if line[3] == " ": return message

early = []  # events that came before the answer to their own command
def ask(command):
    server.sendall(command.encode() + b"\r\n")
    while True:
        message = read()
        if message[-1][0] == "2": return
        if message[-1][0] != "7": raise SystemExit(f"{command}: {message}")
        early.append(message)

def event():
    return early.pop(0) if early else read()

def await_event(number):
    while not event()[-1].startswith(number): pass

def hear():
    """-> names of the events of a message, and of its marks."""
    events, marks = [], []
    while True:
        message = event()
        events.append(message[-1])
        if message[-1].startswith("700"): marks.append(message[-2][4:])
        if message[-1][:3] in ("702", "703"): return events, marks

def speak(text, command="SPEAK"):
    if command == "SPEAK":
        ask("SPEAK")
        ask(text + "\r\n.")
    else:
        ask(f"{command} {text}")
    return hear()

ask("SET self CLIENT_NAME test:orca:main")
ask("SET self NOTIFICATION ALL on")
ask("SET self OUTPUT_MODULE driftwave")
ask("SET self SSML_MODE on")
events, marks = speak('<speak><mark name="0:5"/>Hello <mark name="6:11"/>there.</speak>')
assert marks == ["0:5", "6:11"], marks
assert events[0][:3] == "701" and events[-1][:3] == "702", events
ask("SET self SSML_MODE off")
for setting in ("RATE 60", "PITCH 20", "PITCH_RANGE -40", "VOLUME 50", "PUNCTUATION all", "CAP_LET_RECOGN spell", "LANGUAGE en"):
    ask(f"SET self {setting}")
for command, text in (("SPEAK", "Really, Bob? 3 < 4 & so on."), ("CHAR", "space"), ("CHAR", "A"), ("CHAR", "\u00e9"), ("KEY", "control_a"), ("SOUND_ICON", "new-mail")):
    events, _ = speak(text, command)
    assert events[-1][:3] == "702", (text, events)
ask("SET self SPELLING on")
assert speak("cat")[0][-1][:3] == "702"
ask("SET self SPELLING off")
# Stop and pause, and on again.
for _ in range(5):
    ask("SPEAK")
    ask("The captain waved, and then he laughed. " * 20 + "\r\n.")
    time.sleep(0.4)
    begin = time.perf_counter()
    server.sendall(b"STOP self\r\n")
    await_event("703")
    print(f"a stop over SSIP: {1000 * (time.perf_counter() - begin):.0f} ms until the event")
ask("SPEAK")
ask("One boat came in. Two went out. And then there were none.\r\n.")
time.sleep(0.5)
server.sendall(b"PAUSE self\r\n")
await_event("704")
server.sendall(b"RESUME self\r\n")
await_event("702")
print("SSIP: passed")
EOF

# How soon the first sound is there, beside a peer: from spd-say's start to the first sample that the sink plays.
for name in driftwave espeak-ng; do
  for i in 1 2 3 4 5; do
    record "$folder/first"
    spd-say -w -o "$name" "Hello."
    end_recording 0.2
    python3 - "$folder/first" "$name" <<'EOF'
import array, sys
samples = array.array("h", open(sys.argv[1], "rb").read())
first = next((i for i, s in enumerate(samples) if abs(s) > 50), None)
print(sys.argv[2], "first sound in the recording:", None if first is None else f"{first / 44.1:.0f} ms")
EOF
  done
done
echo "speech-dispatcher: passed"
