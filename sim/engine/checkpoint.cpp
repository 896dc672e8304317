// SPDX-License-Identifier: BSD-3-Clause
#include "sim/engine/checkpoint.h"

#include <cstring>
#include <string>
#include <type_traits>

#include "models/base/error.h"
#include "sim/engine/checkpoint_column.h"
#include "sim/engine/state_columns.h"

namespace celltwin::engine {
namespace {

// Padding would carry bytes that no one wrote into the trace.
static_assert(std::has_unique_object_representations_v<traffic::Cursor>);
static_assert(std::has_unique_object_representations_v<CsiReport>);
static_assert(std::has_unique_object_representations_v<UeRow>);
static_assert(sizeof(LegRate) == 2 * sizeof(double) + 8);
static_assert(sizeof(LinkRow) == 5 * sizeof(std::int64_t) + sizeof(LegRate));
static_assert(sizeof(mobility::Cursor) ==
              2 * sizeof(std::uint64_t) + 2 * sizeof(std::int64_t) + 4 * sizeof(double));

}  // namespace

record::Checkpoint saveState(const RanState& state, record::SimTimeNs time_ns) {
    record::Checkpoint out;
    out.time_ns = time_ns;
    const std::int64_t scalars[] = {state.slot, state.kpi_begin_slot};
    out.columns.push_back(toColumn("scalars", scalars, 2));
    forEachColumn(state, [&out](const char* name, const auto& column) {
        out.columns.push_back(toColumn(name, column.data(), column.size()));
    });
    return out;
}

void loadState(const record::Checkpoint& checkpoint, RanState& state) {
    const auto load = [&checkpoint](const std::string& name, void* data, std::size_t size) {
        for (const record::CheckpointColumn& column : checkpoint.columns) {
            if (column.name != name) continue;
            if (column.bytes.size() != size)
                throw DataError("checkpoint column '" + column.name + "' has " +
                                std::to_string(column.bytes.size()) + " bytes, this scenario needs " +
                                std::to_string(size));
            if (size > 0) std::memcpy(data, column.bytes.data(), size);
            return;
        }
        throw DataError("checkpoint column '" + name + "' is missing: the trace is of another version");
    };
    std::int64_t scalars[2];
    load("scalars", scalars, sizeof scalars);
    state.slot = scalars[0];
    state.kpi_begin_slot = scalars[1];
    forEachColumn(state, [&load](const char* name, auto& column) {
        load(name, column.data(), column.size() * sizeof(column[0]));
    });
}

}  // namespace celltwin::engine
