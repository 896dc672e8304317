// SPDX-License-Identifier: BSD-3-Clause
//
// What a figure program says: one row a check, as a table or as the JSON that scripts/check_behaviour reads.
//   {"rows": [{"check", "measured", "must", "aim", "unit", "ok_must", "ok_aim", "better", "note"}]}
// `measured` is null where the check was skipped (data absent), and both ok are null with it; the note says
// why. `must` and `aim` may be null: such a row informs and is never missed. `better` is "below" (measured <=
// limit) or "above" (measured >= limit).
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace celltwin::bench {

enum class Better { below, above };

struct FigureRow {
    std::string check;
    std::optional<double> measured;  ///< none = skipped
    std::optional<double> must, aim;
    std::string unit;
    Better better = Better::below;
    std::string note;

    /// No answer where the row was skipped or has no such limit. NaN meets nothing.
    std::optional<bool> meets(const std::optional<double>& limit) const {
        if (!measured || !limit) return std::nullopt;
        return better == Better::below ? *measured <= *limit : *measured >= *limit;
    }
    std::optional<bool> okMust() const { return meets(must); }
    std::optional<bool> okAim() const { return meets(aim); }
    std::string verdict() const {
        if (!measured) return "skipped";
        if (!must && !aim) return "informs";
        if (okMust() == false) return "missed";
        return okAim() == false ? "must met" : "aim met";
    }
};

inline FigureRow skippedRow(std::string check, std::string why) {
    return {std::move(check), {}, {}, {}, "", Better::below, std::move(why)};
}

template <class T>
nlohmann::json jsonOrNull(const std::optional<T>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

inline std::string figureJson(const std::vector<FigureRow>& rows) {
    nlohmann::json out = nlohmann::json::array();
    for (const FigureRow& row : rows)
        out.push_back({{"check", row.check},
                       {"measured", jsonOrNull(row.measured)},
                       {"must", jsonOrNull(row.must)},
                       {"aim", jsonOrNull(row.aim)},
                       {"unit", row.unit},
                       {"ok_must", jsonOrNull(row.okMust())},
                       {"ok_aim", jsonOrNull(row.okAim())},
                       {"better", row.better == Better::below ? "below" : "above"},
                       {"note", row.note}});
    return nlohmann::json{{"rows", out}}.dump(2) + "\n";
}

inline std::string figureTable(const std::vector<FigureRow>& rows) {
    const auto limit = [](const FigureRow& row, const std::optional<double>& at) {
        return at ? fmt::format("{}{:g}", row.better == Better::below ? "<=" : ">=", *at) : "-";
    };
    std::string text = fmt::format("{:<58}{:>14}{:>9}{:>9}  {:<9} {}\n", "check", "measured", "must", "aim",
                                   "verdict", "note");
    for (const FigureRow& row : rows)
        text += fmt::format("{:<58}{:>14}{:>9}{:>9}  {:<9} {}\n", row.check,
                            row.measured ? fmt::format("{:.4g} {}", *row.measured, row.unit) : "-",
                            limit(row, row.must), limit(row, row.aim), row.verdict(), row.note);
    return text;
}

/// What a figure program exits with: 1 where a must is missed, else 0.
inline int figureStatus(const std::vector<FigureRow>& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const FigureRow& row) { return row.okMust() == false; })
               ? 1
               : 0;
}

}  // namespace celltwin::bench
