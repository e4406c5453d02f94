# Sourced by the scripts beside it: where setup.sh put what it fetched.
export LIBTORCH_ROOT=${LIBTORCH_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/focal/libtorch}
