#!/usr/bin/env bash
# docs/service/speak_library.sbatch as Slurm would run it: killed in the middle, run again, nothing is spoken twice.
#
#   library.sh build/release/bin/driftwave
set -euo pipefail

PATH=$(dirname "$(readlink -f "${1:?want the path of driftwave}")"):$PATH
script=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../../../../docs/service/speak_library.sbatch
command -v python3 >/dev/null || { echo "skipped: want python3"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/shards" "$folder/spoken"
for shard in 0000 0001; do
  for i in 1 2 3 4 5 6; do
    echo "{\"text\": \"Chapter $i. One boat came in. Two went out. Nobody spoke.\", \"output\": \"book$shard/$i.opus\"}"
  done >"$folder/shards/$shard.jsonl"
done
fail() {
  echo "failed: $*"
  exit 1
}
task() { SLURM_ARRAY_TASK_ID=$1 SLURM_CPUS_PER_TASK=1 bash "$script" "$folder/shards" "$folder/spoken"; }
states() { (cd "$folder/spoken" && find . -name '*.opus' -printf '%p %i %T@\n' | sort); }
count() { find "$folder/spoken" -name '*.opus' ! -name '.*' | wc -l; }

setsid bash -c "$(declare -f task); script=$script folder=$folder; task 0" 2>/dev/null &
killed=$!
while [ "$(count)" -lt 2 ]; do
  kill -0 "$killed" 2>/dev/null || fail "the task ended"
  sleep 0.02
done
kill -KILL -- "-$killed"
wait "$killed" 2>/dev/null || true
flock "$folder/shards/0000.jsonl" true  # until all of it is gone
states >"$folder/before"
[ "$(count)" -lt 6 ] || fail "want a shard in the middle, got a whole one"
task 0
task 1
[ "$(count)" = 12 ] || fail "want 12 files, got $(count)"
grep -vxFf <(states) "$folder/before" && fail "what was there was spoken again"
states >"$folder/all"
task 0
task 1
[ "$(states)" = "$(cat "$folder/all")" ] || fail "what was there was spoken again"
# Another task on the same shard is sent away.
exec 8<"$folder/shards/0000.jsonl"
flock 8
if task 0 2>/dev/null; then fail "want one task a shard, got two"; fi
echo '{"text": "Hi.", "output": "../outside.opus"}' >"$folder/shards/0002.jsonl"
if task 2 2>/dev/null; then fail "want names below the folder, got another"; fi
echo "library: passed"
