#!/usr/bin/env bash
# The sounds of the ten recipes in docs/sound-design.md:
#
#   docs/sound_design/make_recipes.sh <voice recording> <music recording> <output folder> [<build folder>]
#
# The build folder (build/release) holds bin/driftwave and the plugin's Standalone.
set -euo pipefail
[ $# -ge 3 ] || {
  echo "make_recipes.sh: want a voice, a piece of music and an output folder" >&2
  exit 2
}
voice=$1
music=$2
out=$3
build=${4:-build/release}
driftwave=$build/bin/driftwave
plugin=$(compgen -G "$build/plugin/driftwave_plugin_artefacts/*/Standalone/Driftwave" | head -n 1)
mkdir -p "$out"

render() { "$plugin" --render "$@"; }

render "$voice" "$out/01_low_double.wav" --preset "Octave Under"
render "$voice" "$out/02_whisper.wav" --preset "Small Hours"
render "$voice" "$out/03_one_note.wav" --preset Monotone --set robot_note=50
render "$music" "$out/04_pitched_drums.wav" --preset "Pitched Kit" --set robot_note=40
render "$voice" "$out/05_words_to_pad.wav" --preset "Ghost Choir" --set smear=6000 --set mix=100
render "$music" "$out/06_words_in_music.wav" --side "$voice" --preset "Side Light" --set morph=100
render "$voice" "$out/07_larger_person.wav" --set pitch=-3 --set formant=-3.5
render "$voice" "$out/08_half_remembered.wav" --preset "Telephone Cousin" --set regenerate=55
"$driftwave" vary "$voice" -o "$out/09_left.wav" --strength 0.4 --seed 1
"$driftwave" vary "$voice" -o "$out/09_right.wav" --strength 0.4 --seed 2
render "$music" "$out/10_bare_prior.wav" --preset "Coarse Prior" --set breath=150 --set tone=40 --set tilt=-2
echo "make_recipes.sh: ten recipes in $out"
