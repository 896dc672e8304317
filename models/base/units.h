// SPDX-License-Identifier: BSD-3-Clause
//
// Strong scalar types for values that cross a room's border, and the one place where decibels meet linear
// power. Columns stay plain floats whose name ends in the unit; these types are for single values.
#pragma once

#include <bit>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>

namespace celltwin {

/// One physical quantity. Arithmetic is only defined where the unit algebra of the field allows it.
template <class Tag>
struct Quantity {
    double value = 0.0;

    constexpr Quantity() = default;
    constexpr explicit Quantity(double v) : value(v) {}
    constexpr auto operator<=>(const Quantity&) const = default;
    constexpr Quantity operator-() const { return Quantity{-value}; }
    constexpr Quantity operator+(Quantity o) const requires(Tag::kAdditive) {
        return Quantity{value + o.value};
    }
    constexpr Quantity operator-(Quantity o) const requires(Tag::kAdditive) {
        return Quantity{value - o.value};
    }
    constexpr Quantity operator*(double k) const requires(Tag::kAdditive) { return Quantity{value * k}; }
};

namespace unit {
struct Decibel {
    static constexpr bool kAdditive = true;
};
struct DecibelMilliwatt {
    static constexpr bool kAdditive = false;
};
struct Milliwatt {
    static constexpr bool kAdditive = true;
};
struct Hertz {
    static constexpr bool kAdditive = true;
};
struct Metre {
    static constexpr bool kAdditive = true;
};
struct Degree {
    static constexpr bool kAdditive = true;
};
}  // namespace unit

using Db = Quantity<unit::Decibel>;            ///< a ratio, dB
using Dbm = Quantity<unit::DecibelMilliwatt>;  ///< a power level, dBm; levels differ by Db and do not add
using Milliwatts = Quantity<unit::Milliwatt>;  ///< a power, mW
using Hertz = Quantity<unit::Hertz>;           ///< a frequency, Hz
using Metres = Quantity<unit::Metre>;          ///< a length, m
using Degrees = Quantity<unit::Degree>;        ///< an angle, degrees

constexpr Dbm operator+(Dbm level, Db gain) {
    return Dbm{level.value + gain.value};
}
constexpr Dbm operator-(Dbm level, Db loss) {
    return Dbm{level.value - loss.value};
}
constexpr Db operator-(Dbm a, Dbm b) {
    return Db{a.value - b.value};
}

inline double toLinear(Db ratio) {
    return std::pow(10.0, ratio.value / 10.0);
}
inline Db toDb(double linear) {
    return Db{10.0 * std::log10(linear)};
}
inline Milliwatts toMilliwatts(Dbm level) {
    return Milliwatts{std::pow(10.0, level.value / 10.0)};
}
inline Dbm toDbm(Milliwatts power) {
    return Dbm{10.0 * std::log10(power.value)};
}

/// 10 log10 of a positive normal float, within 1e-11 dB, in a form that loops over rows vectorise.
inline double decibelsOf(float linear) {
    // x = 2^e m with m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh((m - 1) / (m + 1)), whose series ends here at
    // |t|^15 / 15 < 3e-13
    constexpr std::int32_t kSqrtHalf = 0x3f3504f3;
    const auto bits = std::bit_cast<std::int32_t>(linear);
    const std::int32_t exponent = (bits - kSqrtHalf) >> 23;
    const double m = static_cast<double>(std::bit_cast<float>(bits - exponent * (1 << 23)));
    const double t = (m - 1.0) / (m + 1.0), u = t * t;
    const double series =
        1.0 + u * (1.0 / 3 + u * (1.0 / 5 + u * (1.0 / 7 + u * (1.0 / 9 + u * (1.0 / 11 + u * (1.0 / 13))))));
    constexpr double kTenLog2 = 3.0102999566398119521, kTwentyLogE = 8.6858896380650365530;
    return kTenLog2 * exponent + kTwentyLogE * t * series;
}

/// The same of any ratio, of 0 and what is next to it -infinity.
inline double ratioDb(float linear) {
    constexpr float kLeast = 1.17549435e-38F;  // the least normal float
    return linear >= kLeast ? decibelsOf(linear) : -std::numeric_limits<double>::infinity();
}

inline constexpr double kPi = 3.14159265358979323846;
/// Speed of light in vacuum, m/s (SI definition).
inline constexpr double kSpeedOfLight = 299792458.0;
/// Thermal noise density at 290 K, dBm/Hz: 10 log10(k T) + 30 with the SI's k = 1.380649e-23 J/K.
inline constexpr double kThermalNoiseDbmPerHz = -173.97518719422808;

constexpr double toRadians(double degrees) {
    return degrees * (kPi / 180.0);
}
constexpr double toDegrees(double radians) {
    return radians * (180.0 / kPi);
}

/// Wraps an angle to [-180, 180).
inline double wrapDegrees(double degrees) {
    const double turned = std::fmod(degrees + 180.0, 360.0);
    const double positive = turned < 0.0 ? turned + 360.0 : turned;
    // A hair below zero rounds up to the full turn.
    return (positive < 360.0 ? positive : 0.0) - 180.0;
}

}  // namespace celltwin
