# OpenCV by module: opencv_<component> targets from Debian's libopencv-<component>-dev packages.
#
# Debian's own config comes only with libopencv-dev, which installs every module, VTK and Qt 5. The modules asked for
# here bring no protobuf and no Qt: opencv_dnn, ximgproc, text (full libprotobuf beside sentencepiece's lite one
# crashes before main) and highgui (Qt 5) must never be among them.
find_path(OpenCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
if(OpenCV_INCLUDE_DIR)
  file(STRINGS "${OpenCV_INCLUDE_DIR}/opencv2/core/version.hpp" version_lines
       REGEX "#define CV_VERSION_(MAJOR|MINOR|REVISION) ")
  string(REGEX REPLACE "[^0-9;]" "" version_lines "${version_lines}")
  string(REPLACE ";" "." OpenCV_VERSION "${version_lines}")
endif()

set(required OpenCV_INCLUDE_DIR)
foreach(component ${OpenCV_FIND_COMPONENTS})
  find_library(OpenCV_${component}_LIBRARY opencv_${component})
  mark_as_advanced(OpenCV_${component}_LIBRARY)
  list(APPEND required OpenCV_${component}_LIBRARY)
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCV REQUIRED_VARS ${required} VERSION_VAR OpenCV_VERSION)

if(OpenCV_FOUND)
  foreach(component ${OpenCV_FIND_COMPONENTS})
    if(NOT TARGET opencv_${component})
      add_library(opencv_${component} SHARED IMPORTED)
      set_target_properties(opencv_${component} PROPERTIES IMPORTED_LOCATION "${OpenCV_${component}_LIBRARY}"
                                                           INTERFACE_INCLUDE_DIRECTORIES "${OpenCV_INCLUDE_DIR}")
    endif()
  endforeach()
endif()
mark_as_advanced(OpenCV_INCLUDE_DIR)
