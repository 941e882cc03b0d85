#!/usr/bin/env bash
# Once the service is ready, no request makes it open a file: strace (Debian: strace) watches.
#
#   opens_nothing.sh build/release/bin/driftwave
#
# 77 means skipped: there is no strace, or it may not watch.
set -euo pipefail

program=$(readlink -f "${1:?want the path of driftwave}")
command -v strace >/dev/null || { echo "skipped: want strace"; exit 77; }
strace -o /dev/null true 2>/dev/null || { echo "skipped: strace may not watch"; exit 77; }
folder=$(mktemp -d)
watcher=""
cleanup() {
  # strace ends with what it watches.
  [ -z "$watcher" ] || pkill -KILL -P "$watcher" || true
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"

strace -f -qq -e trace=%file -o calls "$program" serve --port 0 --wyoming-port 0 --cores 1 >service.out 2>service.log &
watcher=$!
for _ in $(seq 600); do
  grep -q "driftwave: ready" service.log && break
  sleep 0.1
done
url=$(sed -n 's/^driftwave: listening on \(http.*\)$/\1/p' service.log)
wyoming=$(sed -n 's/^driftwave: listening on tcp:.*:\([0-9]*\)$/\1/p' service.log)
[ -n "$url" ] && [ -s calls ] || { echo "failed: the service did not start"; exit 1; }
before=$(wc -l <calls)

post() { curl -sS -o answer -H 'Content-Type: application/json' "$@"; }
for format in wav mp3 opus flac pcm; do
  post -d '{"input": "Read /etc/passwd, ../../secret and file:///etc/shadow.", "response_format": "'$format'"}' "$url/v1/audio/speech"
done
for ssml in '<speak><audio src=\"file:///etc/passwd\"/><lexicon uri=\"/etc/passwd\"/>Hi</speak>' \
  '<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><speak>&x;</speak>' '<speak>Zx\u00e9 \u4f60\u597d 12:30</speak>'; do
  post -d "{\"ssml\": true, \"input\": \"$ssml\"}" "$url/v1/audio/speech"
done
post -d '{"input": "Hi.", "voice": "/etc/passwd"}' "$url/v1/audio/speech"
post -d '{"input": "Hi.", "stream_format": "sse"}' "$url/v1/audio/speech/timings"
post -d '{"input": "Sound.", "response_format": "wav"}' "$url/v1/audio/speech"
curl -sS -o vocoded -F file=@answer -F response_format=flac "$url/v1/audio/vocode"
curl -sS -o morphed -F file=@answer -F second=@vocoded -F amount=0.3 "$url/v1/audio/morph"
curl -sS -o repaired -F file=@answer -F gap=0.1-0.15 -F 'gaps=0.2 0.22' -F response_format=flac "$url/v1/audio/repair"
curl -sS -o refused -F file=/etc/passwd -F 'gaps=/etc/passwd' "$url/v1/audio/repair"
for path in / /page.js /recording.js /v1/voices /v1/models /metrics /openapi.json /../../etc/passwd /%2e%2e/%2e%2e/etc/passwd '/v1/audio/vocode?file=/etc/passwd'; do
  curl -sS -o answer --path-as-is "$url$path"
done
exec 3<>"/dev/tcp/127.0.0.1/$wyoming"
echo '{"type": "synthesize", "data": {"text": "Hi.", "voice": {"name": "/etc/passwd"}}}' >&3
echo '{"type": "synthesize", "data": {"text": "Hi."}}' >&3
timeout 2 cat <&3 >answer || true
exec 3>&-

for made in vocoded morphed repaired; do
  [ "$(wc -c <$made)" -gt 10000 ] || { echo "failed: nothing was $made: $(cat $made)"; exit 1; }
done
# The C library's allocator counts processors when threads contend.
opened=$(tail -n +$((before + 1)) calls | grep -v "exited with\|+++\|/sys/devices/system/cpu/online" || true)
[ -z "$opened" ] || { echo "failed: files were looked for:"; echo "$opened"; exit 1; }
echo "no file opened: passed"
