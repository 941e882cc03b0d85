#!/usr/bin/env bash
# ./bootstrap against machines that are made up: each case has a copy of the script and of packages.txt, and a
# PATH where dpkg-query, apt-get, cmake, ninja and id only say what they were asked.
#
#   bootstrap_test.sh <source tree> <scratch folder>
set -uo pipefail
source_tree=$1
work=$2
failures=0

fake() { printf '#!/bin/bash\n%s\n' "$2" >"$bin/$1" && chmod +x "$bin/$1"; }

# new_machine <installed packages, one a line>
new_machine() {
  rm -rf "$work" && mkdir -p "$work/bin" "$work/tree"
  bin=$work/bin
  log=$work/log
  : >"$log"
  cp "$source_tree/bootstrap" "$source_tree/packages.txt" "$work/tree/"
  echo "$1" >"$work/installed"
  fake dpkg-query "sed 's/\$/ ii /' '$work/installed'"
  fake apt-get "echo \"apt-get \$*\" >>'$log'"
  fake id 'echo 0'
  # Configuring leaves a build file; building leaves a tool that says its arguments.
  fake cmake "echo \"cmake \$*\" >>'$log'; while [ \$# -gt 0 ]; do [ \"\$1\" = -B ] && touch \"\$2/build.ninja\"; shift; done"
  fake ninja "case \" \$* \" in *' -n '*) [ -x '$work/tree/build/tool/bin/driftwave' ] || echo '[1/1] work'; exit ;; esac
echo \"ninja \$*\" >>'$log'; mkdir -p '$work/tree/build/tool/bin'
printf '#!/bin/bash\nprintf \"<%%s>\" \"\$@\"\n' >'$work/tree/build/tool/bin/driftwave'
chmod +x '$work/tree/build/tool/bin/driftwave'"
}

run() {
  (cd "$work" && PATH=$bin:/usr/bin:/bin "$work/tree/bootstrap" "$@" >"$work/out" 2>"$work/err" </dev/null)
  status=$?
}

expect() {
  if ! eval "$2"; then
    echo "FAILED: $1"
    echo "  status $status; stdout: $(cat "$work/out"); stderr: $(tail -3 "$work/err"); log: $(cat "$log")"
    failures=$((failures + 1))
  fi
}

all=$(cat "$source_tree/packages.txt")

new_machine "$all"
run speak "Hello  there." -o x.wav
expect "passes arguments on unchanged" '[ "$(cat "$work/out")" = "<speak><Hello  there.><-o><x.wav>" ]'
expect "installs nothing where nothing is missing" '! grep -q apt-get "$log"'
expect "builds without training" 'grep -q "cmake.*DRIFTWAVE_TRAINING=OFF" "$log"'
: >"$log"
run speak again
expect "is quiet the second time" '[ ! -s "$work/err" ]'
expect "configures and builds once" '[ ! -s "$log" ]'

new_machine "$(grep -vxE 'cmake|libsoxr-dev|libtorch-dev' "$source_tree/packages.txt")"
run speak Hello
expect "installs what the tool lacks, and only that" \
  'grep -q "apt-get install -y --no-install-recommends cmake libsoxr-dev$" "$log"'
expect "keeps standard output for the tool" '[ "$(cat "$work/out")" = "<speak><Hello>" ]'
run build
expect "installs all that a whole build lacks" 'grep -q "apt-get install.* libtorch-dev" "$log"'

new_machine ""
fake id 'echo 1000'
rm -f "$bin/sudo"
ln -s /bin/bash "$bin/bash"
(cd "$work" && for tool in dirname awk grep tr sed cat touch mkdir printf flock env nproc; do
  ln -sf "$(command -v $tool)" "$bin/$tool"
done)
(cd "$work" && PATH=$bin "$work/tree/bootstrap" speak Hello >"$work/out" 2>"$work/err" </dev/null)
status=$?
expect "says what to run where it may not install" \
  '[ $status -eq 1 ] && grep -q "as root, run: apt-get update && apt-get install.*libsndfile1-dev" "$work/err"'

new_machine "$(grep -vx cmake "$source_tree/packages.txt")"
fake apt-get 'exit 100'
run speak Hello
expect "fails where packages cannot be had" '[ $status -eq 1 ] && grep -q "could not install: cmake" "$work/err"'
expect "says nothing on standard output then" '[ ! -s "$work/out" ]'

new_machine "$all"
fake cmake 'echo "no such option"; exit 1'
run speak Hello
expect "shows why it could not configure" '[ $status -eq 1 ] && grep -q "no such option" "$work/err"'

new_machine "$all"
run
expect "wants a command" '[ $status -eq 2 ] && grep -q "want a command" "$work/err"'

[ $failures -eq 0 ] && echo "bootstrap: all cases hold"
exit $failures
