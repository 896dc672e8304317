// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace celltwin {

/// How often this program has called operator new (replaced in allocation_count.cpp).
long allocationCount();

}  // namespace celltwin
