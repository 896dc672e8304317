# SPDX-License-Identifier: BSD-3-Clause
#
# Compiler settings shared by every target. -ffp-contract=off: a fused multiply-add changes last bits, and
# fingerprints are compared between builds with and without AVX2.
add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -ffp-contract=off -fno-math-errno)
add_compile_options("$<$<CONFIG:Release>:-O3>")
# GCC 12 reports overlapping copies and uninitialised strings inside its own std::string at -O3 (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
endif()
include_directories(${PROJECT_SOURCE_DIR})

# One -march for the whole program; a machine that cannot run it builds for the baseline instead of failing later.
if(CELLTWIN_MARCH)
    set(_runs_it TRUE)
    if(CELLTWIN_MARCH STREQUAL "x86-64-v3" AND NOT CMAKE_CROSSCOMPILING AND EXISTS /proc/cpuinfo)
        file(STRINGS /proc/cpuinfo _avx2 REGEX "^flags.* avx2 .*" LIMIT_COUNT 1)
        file(STRINGS /proc/cpuinfo _bmi2 REGEX "^flags.* bmi2 .*" LIMIT_COUNT 1)
        if(NOT _avx2 OR NOT _bmi2)
            set(_runs_it FALSE)
        endif()
    endif()
    if(_runs_it)
        string(APPEND CMAKE_CXX_FLAGS " -march=${CELLTWIN_MARCH}")
    else()
        message(WARNING "This processor is below ${CELLTWIN_MARCH}: building without -march, which is slower.")
    endif()
endif()

if(CELLTWIN_SANITIZE)
    add_compile_options(-fsanitize=${CELLTWIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${CELLTWIN_SANITIZE})
endif()

# Coverage of every room guides libFuzzer, not only that of the target itself.
if(CELLTWIN_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CELLTWIN_CCACHE ccache)
if(CELLTWIN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without this sloppiness ccache leaves every source that uses a precompiled header to the compiler.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CELLTWIN_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${CELLTWIN_CCACHE})
endif()
find_program(CELLTWIN_MOLD mold)
if(CELLTWIN_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# celltwin_precompile(<target> <header>...): where CELLTWIN_PCH is on. clang-tidy and clang do not read g++'s files.
function(celltwin_precompile target)
    if(CELLTWIN_PCH)
        target_precompile_headers(${target} PRIVATE ${ARGN})
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    endif()
endfunction()
