// SPDX-License-Identifier: BSD-3-Clause
#include <cstdlib>

#include "sim/ranks/world.h"

namespace celltwin::ranks {

World::World(bool) {}
World::~World() = default;

void World::abort(int exit_code) const {
    std::_Exit(exit_code);
}

}  // namespace celltwin::ranks
