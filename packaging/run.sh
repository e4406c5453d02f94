#!/usr/bin/env bash
# Sets up, builds and starts the editor.
#
#   packaging/run.sh [--cuda] [PICTURE]
#
# Where there is no display, the same edit is made by focal-cli, and its pictures are left in focal-demo/.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
preset=release
options=()
picture=
for argument in "$@"; do
    case $argument in
        --cuda) preset=cuda; options+=(--cuda) ;;
        -*) echo "run.sh: unknown option $argument (known: --cuda)" >&2; exit 2 ;;
        *) picture=$(realpath "$argument") ;;
    esac
done

"$here/setup.sh" "${options[@]}"
# shellcheck source=packaging/environment.sh
source "$here/environment.sh"
cd "$root"
# The tests need packages that only test.sh installs; it configures them in by itself.
[ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" -DFOCAL_TESTS=OFF
cmake --build --preset "$preset" --target focal focal-cli
bin=build/$preset/bin

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    # Without a picture the window opens the sample by itself.
    exec "$bin/focal" ${picture:+"$picture"}
fi

echo "focal: no display was found (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open."
echo "focal: making the same edit on the command line instead."
picture=${picture:-resources/sample/dog.jpg}
mkdir -p focal-demo
"$bin/focal-cli" edit "$picture" "把狗变成灰色" -o focal-demo/edited.png --save-mask focal-demo/mask.png \
    --save-attention focal-demo/attention --json focal-demo/edit.json --overwrite
echo "focal: the edited picture, its mask, and where the model looked are in $root/focal-demo"
