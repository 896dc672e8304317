# SPDX-License-Identifier: BSD-3-Clause
#
# cmake -DSOURCE=... -DOUTPUT=... -DGIT=... -DVERSION=... -DBUILD=... -P write_version.cmake
# COMMIT is "unknown" outside a git checkout and ends in "+dirty" where tracked files differ from it.
set(COMMIT "unknown")
if(GIT AND EXISTS "${SOURCE}/.git")
    # safe.directory: a checkout owned by someone else, as in a container, still knows its commit.
    execute_process(COMMAND "${GIT}" -c safe.directory=* describe --always --dirty=+dirty --abbrev=12 --exclude=*
        WORKING_DIRECTORY "${SOURCE}" RESULT_VARIABLE status OUTPUT_VARIABLE described
        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(status EQUAL 0)
        set(COMMIT "${described}")
    endif()
endif()
configure_file("${CMAKE_CURRENT_LIST_DIR}/version.cpp.in" "${OUTPUT}" @ONLY)
