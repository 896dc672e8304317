// SPDX-License-Identifier: BSD-3-Clause
//
// Keys of radio resource control that keys_ran.cpp joins into `ran`. Private to scenarios/schema.
#pragma once

#include <vector>

#include "scenarios/schema/shape.h"

namespace celltwin::scenario {

/// What `ran.handover` says beside event A3.
std::vector<Key> handoverProcedureKeys();
const Object& radioLinkObject();
const Object& connectionObject();
const Object& loadBalancingObject();

}  // namespace celltwin::scenario
