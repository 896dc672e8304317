# SPDX-License-Identifier: BSD-3-Clause
#
# Run as a script (cmake -DINPUT=table.csv -DOUTPUT=table.inc -P CsvRows.cmake): turns each row of a
# specification table into CELLTWIN_ROW(cell, cell, ...), for a source file to include with a macro of its own.
# Comment lines (#) and the line of column names are left out; quoted cells are not supported.
file(STRINGS ${INPUT} lines)
set(rows "")
set(header_seen FALSE)
foreach(line IN LISTS lines)
    if(line MATCHES "^#")
        continue()
    endif()
    if(NOT header_seen)
        set(header_seen TRUE)
        string(REGEX MATCHALL "," commas "${line}")
        list(LENGTH commas header_commas)
        continue()
    endif()
    string(REGEX MATCHALL "," commas "${line}")
    list(LENGTH commas row_commas)
    if(NOT row_commas EQUAL header_commas OR line MATCHES "\"|,,|,$|^,")
        message(FATAL_ERROR "${INPUT}: row '${line}' has not one plain cell for each column name")
    endif()
    string(APPEND rows "CELLTWIN_ROW(${line})\n")
endforeach()
if(rows STREQUAL "")
    message(FATAL_ERROR "${INPUT}: no rows")
endif()
file(WRITE ${OUTPUT} "// Generated from ${INPUT}\n${rows}")
