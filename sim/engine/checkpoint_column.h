// SPDX-License-Identifier: BSD-3-Clause
//
// A column of state as the bytes of a checkpoint. Private to sim/engine.
#pragma once

#include <cstring>
#include <string>
#include <type_traits>

#include "sim/record/run_sink.h"

namespace celltwin::engine {

template <class T>
record::CheckpointColumn toColumn(const std::string& name, const T* data, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    record::CheckpointColumn column{name, std::vector<std::byte>(count * sizeof(T))};
    if (count > 0) std::memcpy(column.bytes.data(), data, column.bytes.size());
    return column;
}

}  // namespace celltwin::engine
