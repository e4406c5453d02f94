# LibTorch as PyPI's torch wheel unpacks it: LIBTORCH_ROOT holds torch/ and nvidia/ side by side.
#
# Only the CPU library and c10 are linked. The wheel's own CMake config insists on a CUDA toolkit, which neither
# needs: the two small nvidia packages beside it only satisfy the loader. With FOCAL_CUDA the CUDA libraries are found
# at run time (core/nn/device.cpp), so that one binary starts with and without a driver.
#
# Link it before OpenCV: libtorch_cpu exports the sgemm_ it calls, and a reference BLAS found earlier in the search
# order would replace it by one that is seven times slower. tests/core/nn/tst_blas.cpp proves which one is used.
#
# Result: LibTorch_FOUND, LibTorch_VERSION, target LibTorch::LibTorch
set(LIBTORCH_ROOT "$ENV{LIBTORCH_ROOT}" CACHE PATH "Folder with the unpacked torch wheel")
if(NOT LIBTORCH_ROOT)
  if(DEFINED ENV{XDG_CACHE_HOME})
    set(LIBTORCH_ROOT "$ENV{XDG_CACHE_HOME}/focal/libtorch")
  else()
    set(LIBTORCH_ROOT "$ENV{HOME}/.cache/focal/libtorch")
  endif()
endif()

find_path(LibTorch_INCLUDE_DIR ATen/ATen.h PATHS "${LIBTORCH_ROOT}/torch/include" NO_DEFAULT_PATH)
find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS "${LIBTORCH_ROOT}/torch/lib" NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 PATHS "${LIBTORCH_ROOT}/torch/lib" NO_DEFAULT_PATH)

if(LibTorch_INCLUDE_DIR AND EXISTS "${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h")
  file(STRINGS "${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h" version_lines
       REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
  string(REGEX REPLACE "[^0-9;]" "" version_lines "${version_lines}")
  string(REPLACE ";" "." LibTorch_VERSION "${version_lines}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  LibTorch
  REQUIRED_VARS LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_INCLUDE_DIR
  VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "run packaging/setup.sh, or set LIBTORCH_ROOT to the folder that holds torch/ and nvidia/")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  add_library(LibTorch::c10 SHARED IMPORTED)
  set_target_properties(LibTorch::c10 PROPERTIES IMPORTED_LOCATION "${LibTorch_C10_LIBRARY}")
  add_library(LibTorch::LibTorch SHARED IMPORTED)
  set_target_properties(
    LibTorch::LibTorch
    PROPERTIES IMPORTED_LOCATION "${LibTorch_CPU_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
               INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
               INTERFACE_COMPILE_DEFINITIONS "_GLIBCXX_USE_CXX11_ABI=1"
               INTERFACE_LINK_LIBRARIES LibTorch::c10
               # --no-as-needed: nothing may drop libtorch_cpu, whose static initialisers register the operators.
               INTERFACE_LINK_OPTIONS "-Wl,--no-as-needed;-Wl,-rpath-link,${LIBTORCH_ROOT}/nvidia/cu13/lib")
endif()
mark_as_advanced(LibTorch_INCLUDE_DIR LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY)
