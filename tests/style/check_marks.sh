#!/bin/sh
# Fails where a program makes samples that do not pass the watermark (docs/watermark.md).
#
#   check_marks.sh <source tree>
#
# Whoever calls what makes samples is listed here with what becomes of them: a new command that renders is a line in
# one of these lists, or it is an error.
set -eu
cd "$1"

# What makes samples: a vocoder, an edit, a stream of either. SpeechSession and SingingSession mark by themselves.
makers='(([.>]|::)(synthesize|open_stream)|synthesise_sound)\(|(^|[^a-z_])(vary|inpaint|extend|morph|fill_gaps)\([^;{}]*[vV]ocoder'
makers="$makers|LiveResynthesis [a-z_]+ *[({;]|SentenceStream> *[a-z_]+ *;|SentenceStream [a-z_]+ *[({;]"

# Files that mark what they make, each with what must be in it.
doors='
tools/driftwave/vary_command.cpp write_edited(
tools/driftwave/extend_command.cpp write_edited(
tools/driftwave/morph_command.cpp write_edited(
tools/driftwave/inpaint_command.cpp write_edited(
tools/driftwave/edit_recording.cpp mark_audio(
tools/driftwave/vocode_command.cpp mark_audio(
tools/driftwave/make_command.cpp watermarked(
tools/driftwave/serve/repair_work.cpp mark_parts(
tools/driftwave/serve/resynthesis_work.cpp marker_->next(
tools/driftwave/serve/resynthesis_work.h MarkedPieces
tools/libdriftwave/sound_source.cpp marker_->process(
tts/singing/singing_session.cpp marker_->next(
tts/singing/singing_session.h MarkedPieces
tts/speech_session.cpp marker_->next(
tts/speech_session.h SessionMark
'
# Files that hand samples to a door and to nobody else: to inpaint_command.cpp and repair_work.cpp; to
# vocode_command.cpp; to make_command.cpp; to the sessions.
inside='tools/driftwave/fill_gaps.h tools/driftwave/fill_gaps.cpp tools/driftwave/stream_vocode.cpp'
inside="$inside tools/driftwave/make_request.cpp tts/sentence_stream.cpp"
# Files whose samples no one hears: their time is measured; they are drawn.
silent='tools/driftwave/bench_command.cpp tools/driftwave/trace_command.cpp'
# The plugin's effect does not mark: a player's own sound goes through it.
unmarked='plugin/engine/live_worker.h'

# A file as one line, without comments.
code() {
  sed 's@//.*@@' "$1" | tr '\n\t' '  '
}

files=$(find tts tools plugin \( -name '*.h' -o -name '*.cpp' \) ! -path '*/training/*' ! -path 'tools/driftwave_train/*' \
  2>/dev/null | sort)
if [ -z "$files" ]; then
  echo "check_marks: want a source tree, got $1 without sources"
  exit 1
fi
failed=0
listed=" $inside $silent $unmarked "
while read -r file mark; do
  [ -n "$file" ] || continue
  listed="$listed$file "
  if [ -f "$file" ] && ! grep -qF -e "$mark" "$file"; then
    echo "$file: want its samples marked by $mark, got no such call"
    failed=1
  fi
done <<END
$doors
END
# Most files have none of the names.
for file in $(grep -lE 'synthesize|synthesise_sound|open_stream|vary|inpaint|extend|morph|fill_gaps|LiveResynthesis|SentenceStream' $files); do
  case $listed in *" $file "*) continue ;; esac
  made=$(code "$file" | grep -oE "$makers" | head -n 1 || true)
  if [ -n "$made" ]; then
    echo "$file makes samples ($made): want it to mark them, and to be listed in tests/style/check_marks.sh"
    failed=1
  fi
done
exit $failed
