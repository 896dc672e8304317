# SPDX-License-Identifier: BSD-3-Clause
#
# Compiler settings shared by every target. -ffp-contract=off: a fused multiply-add changes last bits, and
# fingerprints are compared between builds with and without AVX2.
add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -ffp-contract=off -fno-math-errno)
add_compile_options("$<$<CONFIG:Release>:-O3>")
include_directories(${PROJECT_SOURCE_DIR})

if(CELLTWIN_SANITIZE)
    add_compile_options(-fsanitize=${CELLTWIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${CELLTWIN_SANITIZE})
endif()

find_program(CELLTWIN_CCACHE ccache)
if(CELLTWIN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CELLTWIN_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${CELLTWIN_CCACHE})
endif()
find_program(CELLTWIN_MOLD mold)
if(CELLTWIN_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
