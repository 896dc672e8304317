// SPDX-License-Identifier: BSD-3-Clause
//
// The paths come from CMakeLists.txt. The assembler reads the files, which takes no time to compile and
// leaves their bytes as they are.
#include "service/report/embedded.h"

#define CELLTWIN_EMBED(function, path)                                                              \
    asm(".pushsection .rodata\n"                                                                    \
        "celltwin_report_" #function "_begin:\n.incbin \"" path                                     \
        "\"\n"                                                                                      \
        "celltwin_report_" #function "_end:\n.byte 0\n.popsection\n");                              \
    extern "C" const char celltwin_report_##function##_begin[], celltwin_report_##function##_end[]; \
    std::string_view celltwin::report::embedded::function() {                                       \
        return {celltwin_report_##function##_begin, celltwin_report_##function##_end};              \
    }

CELLTWIN_EMBED(pageCss, CELLTWIN_PAGE_CSS)
CELLTWIN_EMBED(pageJs, CELLTWIN_PAGE_JS)
CELLTWIN_EMBED(leafletJs, CELLTWIN_LEAFLET_JS)
CELLTWIN_EMBED(leafletCss, CELLTWIN_LEAFLET_CSS)
CELLTWIN_EMBED(leafletLicence, CELLTWIN_LEAFLET_LICENCE)
CELLTWIN_EMBED(dygraphsJs, CELLTWIN_DYGRAPHS_JS)
CELLTWIN_EMBED(dygraphsCss, CELLTWIN_DYGRAPHS_CSS)
CELLTWIN_EMBED(dygraphsLicence, CELLTWIN_DYGRAPHS_LICENCE)
