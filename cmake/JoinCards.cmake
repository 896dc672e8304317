# SPDX-License-Identifier: BSD-3-Clause
#
# Run as a script (cmake -DOUTPUT=cards.json -P JoinCards.cmake -- card.json...): one JSON array of all model cards,
# for the program to carry.
set(cards "[")
set(separator "\n")
set(begun FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    if(begun)
        file(READ "${CMAKE_ARGV${i}}" card)
        string(APPEND cards "${separator}${card}")
        set(separator ",\n")
    elseif("${CMAKE_ARGV${i}}" STREQUAL "--")
        set(begun TRUE)
    endif()
endforeach()
file(WRITE "${OUTPUT}" "${cards}]\n")
