# Flags, caches and the three helpers with which every folder declares its target:
#   focal_layer(core_image SOURCES a.cpp ... LINKS ... [PRIVATE_LINKS ...] [QOBJECTS])   a static library;
#       QOBJECTS: it declares Q_OBJECT classes
#   focal_test(core/image/tst_picture.cpp LINKS ... [TORCH])                    a Qt Test program, run by ctest
#   focal_use_torch(TARGET)                                                  LibTorch and the shared precompiled header
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

option(FOCAL_TESTS "Build the tests and benchmarks" ON)
option(FOCAL_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(FOCAL_CUDA "Also link LibTorch's CUDA library; it is used only where a driver is found at run time" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  # A precompiled header may only be cached with these; the base folder lets build folders share entries.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(focal_flags INTERFACE)
target_compile_options(
  focal_flags
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror
            $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
target_compile_definitions(focal_flags INTERFACE QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_BYTEARRAY
                                                 FOCAL_VERSION="${PROJECT_VERSION}")
target_include_directories(focal_flags INTERFACE "${CMAKE_SOURCE_DIR}")
if(FOCAL_SANITIZE)
  target_compile_options(focal_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                               -fno-omit-frame-pointer)
  target_link_options(focal_flags INTERFACE -fsanitize=address,undefined)
endif()

add_custom_target(focal_sanitized_tests)

function(focal_layer name)
  cmake_parse_arguments(arg "QOBJECTS" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ${arg_QOBJECTS})
  target_link_libraries(${name} PUBLIC focal_flags ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
endfunction()

function(focal_use_torch target)
  target_link_libraries(${target} PUBLIC LibTorch::LibTorch)
  target_precompile_headers(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${CMAKE_SOURCE_DIR}/core/nn/torchpch.h>")
endfunction()

function(focal_test source)
  cmake_parse_arguments(arg "TORCH" "TIMEOUT" "LINKS" ${ARGN})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} ${source})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE focal_flags ${arg_LINKS} Qt6::Test)
  target_compile_definitions(${name} PRIVATE FOCAL_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(arg_TORCH)
    focal_use_torch(${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REPLACE "/" ";" labels "${folder}")
  # What reads foreign bytes and what writes pixels also runs under the sanitizers (packaging/test.sh).
  if(folder MATCHES "^(fuzz$|core/(base|image|weights|text|edit|document|plan))" AND NOT arg_TORCH)
    list(APPEND labels sanitized)
    add_dependencies(focal_sanitized_tests ${name})
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${arg_TIMEOUT})
  set_property(TEST ${name} PROPERTY ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_WAIT_POLICY=PASSIVE")
endfunction()
