// SPDX-License-Identifier: BSD-3-Clause
//
// The paths come from CMakeLists.txt; the assembler reads the files.
#include "service/cards/embedded.h"

#define CELLTWIN_EMBED(function, path)                                                            \
    asm(".pushsection .rodata\n"                                                                  \
        "celltwin_cards_" #function "_begin:\n.incbin \"" path                                    \
        "\"\n"                                                                                    \
        "celltwin_cards_" #function "_end:\n.byte 0\n.popsection\n");                             \
    extern "C" const char celltwin_cards_##function##_begin[], celltwin_cards_##function##_end[]; \
    std::string_view celltwin::cards::embedded::function() {                                      \
        return {celltwin_cards_##function##_begin, celltwin_cards_##function##_end};              \
    }

CELLTWIN_EMBED(cardArray, CELLTWIN_CARDS)
CELLTWIN_EMBED(cardSchema, CELLTWIN_CARD_SCHEMA)
