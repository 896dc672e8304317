// SPDX-License-Identifier: BSD-3-Clause
//
// Checks of what a user set on an antenna, for the makers of this room.
#pragma once

#include <sstream>
#include <string>

#include "models/base/error.h"

namespace celltwin::antenna {

/// Throws ConfigError "antenna: <name> must be <low> to <high>, got <value>"; NaN is outside every range.
inline void requireRange(const std::string& name, double value, double low, double high) {
    if (value >= low && value <= high) return;
    std::ostringstream message;
    message << "antenna: " << name << " must be " << low << " to " << high << ", got " << value;
    throw ConfigError(message.str());
}

}  // namespace celltwin::antenna
