# Sourced by the scripts beside it: where setup.sh put what it fetched.
export FOCAL_CACHE=${FOCAL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/focal}
export LIBTORCH_ROOT=${LIBTORCH_ROOT:-$FOCAL_CACHE/libtorch}
