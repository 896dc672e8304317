// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "service/report/html.h"

namespace celltwin::report {

namespace {

constexpr double kHeight = 230.0;
constexpr double kLeft = 58.0, kTop = 12.0, kBottom = 194.0;

struct Axes {
    double x_low, x_high, y_low, y_high;
    double right;  ///< of the drawing area
    double px(double x) const { return kLeft + (x - x_low) / (x_high - x_low) * (right - kLeft); }
    double py(double y) const { return kBottom - (y - y_low) / (y_high - y_low) * (kBottom - kTop); }
    std::string point(double x, double y) const {
        return formatCoordinate(px(x)) + " " + formatCoordinate(py(y));
    }
};

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void include(const std::vector<double>& values) {
        for (const double v : values)
            if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    }
    bool empty() const { return low > high; }
};

Axes fitAxes(const Chart& chart, const Range& x, const Range& y) {
    Axes axes{x.low, x.high, y.low, y.high, chart.width - 14.0};
    if (axes.x_high <= axes.x_low) axes.x_high = axes.x_low + 1.0;
    if (chart.y_from_zero) axes.y_low = std::min(0.0, axes.y_low);
    if (axes.y_high <= axes.y_low) axes.y_high = axes.y_low + 1.0;
    if (chart.y_is_share) {
        axes.y_low = 0.0;
        axes.y_high = 1.0;
        return axes;
    }
    const std::vector<double> ticks = niceTicks(axes.y_low, axes.y_high, 4);
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1.0;
    axes.y_high = std::ceil(axes.y_high / step - 1e-9) * step;
    axes.y_low = std::floor(axes.y_low / step + 1e-9) * step;
    return axes;
}

std::string drawAxes(const Chart& chart, const Axes& axes) {
    std::string grid, labels;
    for (const double tick : niceTicks(axes.y_low, axes.y_high, 4)) {
        const std::string y = formatCoordinate(axes.py(tick));
        grid += fmt::format("M{} {}H{}", kLeft, y, axes.right);
        const std::string text = chart.y_is_share ? formatNumber(100.0 * tick) : formatNumber(tick);
        labels +=
            fmt::format(R"(<text x="{}" y="{}" text-anchor="end" dy=".32em">{}</text>)", kLeft - 7, y, text);
    }
    for (const double tick : niceTicks(axes.x_low, axes.x_high, chart.width > 400.0 ? 6 : 4)) {
        const std::string x = formatCoordinate(axes.px(tick));
        grid += fmt::format("M{} {}v4", x, kBottom);
        labels += fmt::format(R"(<text x="{}" y="{}" text-anchor="middle">{}</text>)", x, kBottom + 18,
                              formatNumber(tick));
    }
    labels += fmt::format(R"(<text x="{}" y="{}" text-anchor="end" class="unit">{}</text>)", axes.right,
                          kHeight - 3, escapeHtml(chart.x_unit));
    return fmt::format(R"(<path class="grid" d="{}"/>{})", grid, labels);
}

/// Calls `emit(begin, end)` for each stretch without NaN.
template <class Emit>
void forEachStretch(const std::vector<double>& y, Emit emit) {
    for (std::size_t begin = 0; begin < y.size();) {
        if (!std::isfinite(y[begin])) {
            ++begin;
            continue;
        }
        std::size_t end = begin;
        while (end < y.size() && std::isfinite(y[end])) ++end;
        emit(begin, end);
        begin = end;
    }
}

std::string drawBand(const Series& series, const Axes& axes) {
    std::string path;
    forEachStretch(series.low, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            path.append(i == begin ? "M" : "L").append(axes.point(series.x[i], series.high[i]));
        for (std::size_t i = end; i-- > begin;)
            path.append("L").append(axes.point(series.x[i], series.low[i]));
        path += "Z";
    });
    return path.empty() ? "" : fmt::format(R"(<path class="band {}" d="{}"/>)", series.css_class, path);
}

std::string drawCurve(const Series& series, const Axes& axes) {
    std::string path;
    forEachStretch(series.y, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            path.append(i == begin ? "M" : "L").append(axes.point(series.x[i], series.y[i]));
        if (end == begin + 1) path += "h.01";  // one lone sample shows as a dot
    });
    return fmt::format(R"(<path class="curve {}" d="{}"><title>{}</title></path>)", series.css_class, path,
                       escapeHtml(series.label));
}

}  // namespace

std::vector<double> niceTicks(double low, double high, int count) {
    std::vector<double> ticks;
    if (!(high > low) || count < 1) return ticks;
    const double rough = (high - low) / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {5.0, 2.5, 2.0, 1.0})
        if (factor * power >= rough * (1.0 - 1e-9)) step = factor * power;
    // Ticks as multiples, not as sums: no error piles up.
    const double slack = 1e-9 * (high - low);
    for (double k = std::ceil((low - slack) / step); k * step <= high + slack; k += 1.0)
        ticks.push_back(k * step + 0.0);
    return ticks;
}

std::string lineChartSvg(const Chart& chart) {
    Range x, y;
    for (const Series& series : chart.series) {
        x.include(series.x);
        for (const auto* values : {&series.y, &series.low, &series.high}) y.include(*values);
    }
    if (x.empty() || y.empty()) return R"(<p class="none">No samples.</p>)";
    const Axes axes = fitAxes(chart, x, y);
    std::string body = drawAxes(chart, axes);
    for (const Series& series : chart.series) body += drawBand(series, axes);
    for (const Series& series : chart.series) body += drawCurve(series, axes);
    return fmt::format(R"(<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>)",
                       chart.width, kHeight, escapeHtml(chart.label), body);
}

}  // namespace celltwin::report
