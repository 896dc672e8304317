# SPDX-License-Identifier: BSD-3-Clause
#
# The commit a program was built from, "unknown" outside a git checkout, "+dirty" with local changes.
set(CELLTWIN_COMMIT "unknown")
find_package(Git QUIET)
if(Git_FOUND AND EXISTS "${PROJECT_SOURCE_DIR}/.git")
    execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty=+dirty --abbrev=12 --exclude=*
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE CELLTWIN_COMMIT
        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
