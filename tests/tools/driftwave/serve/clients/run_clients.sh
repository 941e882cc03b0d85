#!/usr/bin/env bash
# Real clients from npm against the service: OpenAI's own, that of the Model Context Protocol, and a browser on
# the page.
#
#   run_clients.sh build/release/bin/driftwave
#
# 77 means skipped: node, npm or the registry is missing. Without Chromium only the page is left out.
set -euo pipefail

program=$(readlink -f "${1:?want the path of driftwave}")
clients=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
for wanted in node npm curl; do
  command -v "$wanted" >/dev/null || { echo "skipped: want $wanted"; exit 77; }
done
folder=$(mktemp -d)
service=""
cleanup() {
  [ -z "$service" ] || kill "$service" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT

cp "$clients"/*.mjs "$clients/package.json" "$folder/"
cd "$folder"
timeout 400 npm install --no-audit --no-fund --loglevel=error --fetch-retries=1 >npm.log 2>&1 || {
  echo "skipped: npm cannot install the clients"
  cat npm.log
  exit 77
}

"$program" serve --port 0 --cores 1 2>service.log &
service=$!
for _ in $(seq 300); do
  grep -q ready service.log && break
  sleep 0.1
done
url=$(sed -n 's/^driftwave: listening on \(http.*\)$/\1/p' service.log)
curl -sSf "$url/health" >/dev/null
node openai_client.mjs "$url"
node mcp_client.mjs "$program"
if [ -x /usr/bin/chromium ]; then
  node page.mjs "$program"
else
  echo "page: skipped, want chromium"
fi
