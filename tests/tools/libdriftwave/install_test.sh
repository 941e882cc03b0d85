#!/usr/bin/env bash
# install_test.sh CMAKE BUILD_DIR EXAMPLE_DIR SCRATCH_DIR: installs the build, builds the examples against the
# installed copy with CMake and with pkg-config, and runs them.
set -euo pipefail
cmake=$1 build=$2 example=$3 scratch=$4
rm -rf "$scratch"
mkdir -p "$scratch"
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
"$cmake" --install "$build" --prefix "$prefix" >"$scratch/install.log"
library=$(dirname "$(find "$prefix" -name libdriftwave.so)")
unset DRIFTWAVE_VOICES

# A package must not look for voices where it was built.
source=$(dirname "$(dirname "$(dirname "$example")")")
if grep -rlF "$source/models" "$prefix/bin" "$library"; then
  echo "holds the path of the source tree: $source/models"
  exit 1
fi

"$cmake" -S "$example" -B "$scratch/example" -DCMAKE_PREFIX_PATH="$prefix" >"$scratch/configure.log"
"$cmake" --build "$scratch/example" >"$scratch/build.log"
bytes=$("$scratch/example/say" "Hello." | wc -c)
echo "say (CMake, C++): $bytes bytes"
((bytes > 20000 && bytes < 400000))

export PKG_CONFIG_PATH=$library/pkgconfig
cc -std=c99 -Wall -Wextra -Werror "$example/say.c" -o "$scratch/say_c" $(pkg-config --cflags --libs driftwave)
said=$(LD_LIBRARY_PATH=$library "$scratch/say_c" "Hello.")
echo "say (pkg-config, C): $said"
[[ $said == "$((bytes / 2)) samples at 44100 Hz" ]]

# Nothing of the library's inside may clash with an embedder's own.
exported=$(nm -D --defined-only "$library/libdriftwave.so" | awk '$2 ~ /[TDBRVW]/ { print $3 }' | grep -v '^driftwave_' || true)
if [[ -n $exported ]]; then
  echo "exported beside the C interface: $exported"
  exit 1
fi
if ldd "$library/libdriftwave.so" | grep -E 'torch|Qt|opencv|avcodec'; then
  echo "links what an embedder must not load"
  exit 1
fi
