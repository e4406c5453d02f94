#!/usr/bin/env bash
# Sets up, builds with warnings as errors, and runs every check and test: what CI runs.
#
#   packaging/test.sh [--quick]      --quick leaves out clang-tidy and the sanitizers
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
quick=no
for argument in "$@"; do
    case $argument in
        --quick) quick=yes ;;
        *) echo "test.sh: unknown option $argument (known: --quick)" >&2; exit 2 ;;
    esac
done

"$here/setup.sh" --tests
# shellcheck source=packaging/environment.sh
source "$here/environment.sh"
cd "$here/.."

if [ $quick = yes ]; then
    "$here/lint.sh" --format-only
else
    "$here/lint.sh"
fi

cmake --preset release
cmake --build --preset release

if [ $quick = no ]; then
    # The tests of what reads foreign bytes and of what writes pixels, under the sanitizers.
    cmake --preset asan
    cmake --build --preset asan --target focal_sanitized_tests
    ctest --test-dir build/asan --output-on-failure -L sanitized
fi

# Last, so that its closing line is the last one printed.
ctest --preset release --output-on-failure
