# SPDX-License-Identifier: BSD-3-Clause
#
# libFuzzer target, clang only (preset fuzz); scripts/fuzz builds and runs it.
add_executable(fuzz_scenario ${CMAKE_CURRENT_LIST_DIR}/fuzz_scenario.cpp)
target_compile_options(fuzz_scenario PRIVATE -fsanitize=fuzzer)
target_link_options(fuzz_scenario PRIVATE -fsanitize=fuzzer)
target_link_libraries(fuzz_scenario PRIVATE celltwin_scenario)
