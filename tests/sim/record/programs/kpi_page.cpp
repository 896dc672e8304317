// SPDX-License-Identifier: BSD-3-Clause
//
// Prints docs/kpi.md: kpi_page > docs/kpi.md
#include <cstdio>

#include "sim/record/kpi.h"

int main() {
    const std::string page = celltwin::record::kpiPage();
    return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
