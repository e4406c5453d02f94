#!/usr/bin/env bash
# Trains the grounding network from nothing but packages: run.sh CACHE. Run it again after an interruption: every step takes up
# where it was. Python and steps of each stage can be set: PYTHON, NAMES_STEPS, SCENES_STEPS, SHARDS, ENCODER.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=$(mkdir -p "$1" && cd "$1" && pwd)
python=${PYTHON:-python3}
encoder=${ENCODER:-$HOME/.cache/focal/models/dinov2-vits14/model.safetensors}
packages="tuxpaint-stamps-default openclipart-png fonts-noto-color-emoji plasma-workspace-wallpapers mate-backgrounds
    gnome-backgrounds ukui-wallpapers lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 sway-backgrounds sweethome3d-furniture"
once() { # once NAME COMMAND...: skipped where it was done before
    [ -e "$cache/.done-$1" ] && return 0
    "${@:2}"
    touch "$cache/.done-$1"
}

fetch() {
    mkdir -p "$cache/debs" "$cache/root"
    (cd "$cache/debs" && for p in $packages; do compgen -G "${p}_*.deb" >/dev/null || apt-get download "$p"; done)
    for deb in "$cache"/debs/*.deb; do dpkg -x "$deb" "$cache/root"; done
}
models() {
    for archive in "$cache"/root/usr/share/sweethome3d/furniture/*.sh3f; do
        mkdir -p "$cache/models/$(basename "$archive" .sh3f)"
        (cd "$cache/models/$(basename "$archive" .sh3f)" && unzip -q -o "$archive")
    done
    python3 -m venv "$cache/venv-render"
    "$cache/venv-render/bin/pip" install -q trimesh==5.2.0 pyrender==0.1.45 pillow numpy
    "$cache/venv-render/bin/pip" install -q --no-deps PyOpenGL==3.1.7 # pyrender asks for 3.1.0, which knows no OSMesa contexts.
}
render() { OMP_NUM_THREADS=1 LP_NUM_THREADS=1 "$cache/venv-render/bin/python" "$here/render_furniture.py" "$cache/models" "$cache/renders" 4; }

once fetch fetch
once models models
once render render
once cutouts "$python" "$here/cutouts.py" "$cache"
once grounds "$python" "$here/grounds.py" "$cache"
once phrases "$python" "$here/phrases.py" "$cache/names"
"$python" "$here/features.py" "$cache" "$encoder" 0 "${SHARDS:-128}"
once names "$python" "$here/train.py" "$cache" names "${NAMES_STEPS:-8000}" "$here/../compact/grounding.safetensors"
once names-out "$python" "$here/export.py" "$cache/names.pt" "$cache/names.safetensors"
once scenes "$python" "$here/train.py" "$cache" scenes "${SCENES_STEPS:-1600}" "$cache/names.safetensors"
once scenes-out "$python" "$here/export.py" "$cache/scenes.pt" "$cache/trained.safetensors"
once average "$python" "$here/average.py" "$here/../compact/grounding.safetensors" "$cache/trained.safetensors" "$cache/grounding.safetensors"
"$python" "$here/measure.py" "$cache" "$encoder" "$cache/grounding.safetensors" "$cache/names.model"
