#!/bin/sh
# Shows that check_marks.sh can fail: each case is a small tree and what must be said of it.
#
#   check_marks_test.sh <check_marks.sh> <scratch folder>
set -eu
checker=$1
work=$2
failed=0

# expect NAME FILE TEXT MESSAGE; an empty message: a pass
expect() {
  rm -rf "$work/$1"
  mkdir -p "$(dirname "$work/$1/$2")"
  printf '%s\n' "$3" > "$work/$1/$2"
  status=0
  said=$("$checker" "$work/$1" 2>&1) || status=$?
  case $said in *"$4"*) is_said=1 ;; *) is_said=0 ;; esac
  if [ -z "$4" ] && [ "$status" -ne 0 ] || [ -n "$4" ] && { [ "$status" -eq 0 ] || [ "$is_said" -eq 0 ]; }; then
    echo "$1: want \"$4\", got status $status: $said"
    failed=1
  fi
}

expect renders tools/driftwave/new_command.cpp 'auto a = vocoder.synthesize(input, {});' 'new_command.cpp makes samples'
expect streams tools/other/a.cpp 'auto s = vocoder->open_stream({});' 'tools/other/a.cpp makes samples'
expect edits tools/driftwave/a.cpp 'x = vary(
    *chosen.vocoder, channel, 1.0);' 'a.cpp makes samples'
expect speaks plugin/a.h 'std::optional<SentenceStream> stream_;' 'plugin/a.h makes samples'
expect resynthesises tts/a.cpp 'LiveResynthesis live(vocoder, {});' 'tts/a.cpp makes samples'
expect invents tools/other/a.cpp 'auto x = synthesise_sound(map, {});' 'tools/other/a.cpp makes samples'
expect forgets tools/driftwave/vocode_command.cpp 'vocoder.synthesize(input, {});' 'want its samples marked by mark_audio('
expect remembers tools/driftwave/vocode_command.cpp 'mark_audio(vocoder.synthesize(input, {}));' ''
expect talks tools/driftwave/a.cpp '// vocoder.synthesize(input)
void extend(const std::string& text);' ''
expect measures tools/driftwave/bench_command.cpp 'vocoder.synthesize(input, {});' ''
expect trains tts/training/a.cpp 'vocoder.synthesize(input, {});' ''
expect empty README.md 'nothing' 'without sources'
exit $failed
