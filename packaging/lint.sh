#!/usr/bin/env bash
# The style command: what CI runs, with the versions pinned in packages-test.txt.
#
#   packaging/lint.sh [--fix] [--format-only]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# shellcheck source=packaging/environment.sh
source packaging/environment.sh
fix=no
format_only=no
for argument in "$@"; do
    case $argument in
        --fix) fix=yes ;;
        --format-only) format_only=yes ;;
        *) echo "lint.sh: unknown option $argument (known: --fix, --format-only)" >&2; exit 2 ;;
    esac
done

# Not from git: a bare machine may have none, or not trust another user's checkout.
mapfile -t files < <(find core ui app tests -type f \( -name '*.h' -o -name '*.cpp' -o -name '*.cu' \) | sort)
[ ${#files[@]} -gt 0 ] || { echo "lint.sh: no sources below $root" >&2; exit 1; }
if [ $fix = yes ]; then
    clang-format-14 -i "${files[@]}"
else
    clang-format-14 --dry-run --Werror "${files[@]}"
fi
echo "clang-format: ${#files[@]} files are clean"
[ $format_only = yes ] && exit 0

# Only the compile commands are needed: no source of core/, ui/ or app/ includes a generated file.
cmake --preset tidy
run-clang-tidy-14 -quiet -p build/tidy -j "$(nproc)" "$root/(core|ui|app)/.*\.cpp$" >build/tidy/tidy.log 2>&1 || {
    grep -E "(warning|error):" build/tidy/tidy.log | sort -u | head -60
    echo "clang-tidy: findings above, all of it in build/tidy/tidy.log" >&2
    exit 1
}
echo "clang-tidy: clean"
