// SPDX-License-Identifier: BSD-3-Clause
//
// Line charts as inline SVG: axes, bands and curves, coloured by the page's style sheet.
#pragma once

#include <string>
#include <vector>

namespace celltwin::report {

/// A curve and, where `low` and `high` are given, the band around it. All of one length; NaN breaks the line.
struct Series {
    std::string label;
    std::string css_class;  ///< "before" or "after"
    std::vector<double> x, y, low, high;
};

struct Chart {
    std::string label;  ///< for readers who do not see the picture
    std::string x_unit, y_unit;
    std::vector<Series> series;
    bool y_from_zero = true;
    bool y_is_share = false;  ///< 0..1 shown as 0..100 %
    double width = 480.0;     ///< of the drawing; its text keeps its size relative to this
};

/// The whole <svg> element. Text in it is escaped.
std::string lineChartSvg(const Chart& chart);

/// Round numbers (1, 2, 2.5, 5 times a power of ten) covering low..high, about `count` of them.
std::vector<double> niceTicks(double low, double high, int count);

}  // namespace celltwin::report
