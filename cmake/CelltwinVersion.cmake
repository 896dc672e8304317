# SPDX-License-Identifier: BSD-3-Clause
#
# celltwin_version: service/version.h's buildInfo(). The commit is asked for at every build, not at configure time,
# so that no trace names a commit its program was not built from; the file changes only when the answer does.
set(_version_source "${PROJECT_BINARY_DIR}/generated/version.cpp")
string(REGEX REPLACE " +" " " _build "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE} ${CMAKE_CXX_FLAGS}")
find_package(Git QUIET)
add_custom_target(celltwin_version_source
    COMMAND ${CMAKE_COMMAND} "-DSOURCE=${PROJECT_SOURCE_DIR}" "-DOUTPUT=${_version_source}" "-DGIT=${GIT_EXECUTABLE}"
        "-DVERSION=${PROJECT_VERSION}" "-DBUILD=${_build}" -P "${CMAKE_CURRENT_LIST_DIR}/write_version.cmake"
    BYPRODUCTS "${_version_source}" COMMENT "Commit" VERBATIM)
add_library(celltwin_version STATIC "${_version_source}")
add_dependencies(celltwin_version celltwin_version_source)
