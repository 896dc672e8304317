// SPDX-License-Identifier: BSD-3-Clause
//
// GPX and SUMO's FCD export, in one pass of expat's callbacks.
#include <expat.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <optional>
#include <unordered_map>

#include "models/base/csv.h"
#include "models/base/utc.h"
#include "scenarios/schema/limits.h"
#include "scenarios/schema/route_file.h"
#include "scenarios/schema/tree.h"

namespace celltwin::scenario {
namespace {

constexpr std::int64_t kNs = 1'000'000'000;
constexpr std::size_t kMaxTimeText = 64;

/// `gpx:trkpt` is trkpt: prefixes are the writer's choice.
std::string_view localName(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class Reader {
  public:
    Reader(std::string_view text, const std::string& file_name, bool x_y_degrees)
        : text_(text),
          parser_(XML_ParserCreate("UTF-8"), &XML_ParserFree),
          x_y_degrees_(x_y_degrees),
          out_{file_name, false, {}} {
        if (!parser_) throw std::bad_alloc();
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const XML_Char* name, const XML_Char** attributes) {
                static_cast<Reader*>(self)->guarded([&](Reader& r) { r.start(name, attributes); });
            },
            [](void* self, const XML_Char* name) {
                static_cast<Reader*>(self)->guarded([&](Reader& r) { r.end(localName(name)); });
            });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* data, int length) {
            static_cast<Reader*>(self)->guarded([&](Reader& r) {
                r.characters({data, static_cast<std::size_t>(length)});
            });
        });
        XML_SetStartDoctypeDeclHandler(
            parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                static_cast<Reader*>(self)->guarded([](Reader& r) {
                    r.fail("a DOCTYPE is not accepted: routes need no entities", "remove it");
                });
            });
    }

    RouteFile read() {
        const XML_Status status =
            XML_Parse(parser_.get(), text_.data(), static_cast<int>(text_.size()), XML_TRUE);
        if (thrown_) std::rethrow_exception(thrown_);
        if (status != XML_STATUS_OK)
            throw ConfigError(
                {here("not well-formed XML: " + std::string(XML_ErrorString(XML_GetErrorCode(parser_.get()))),
                      "is the file complete?")});
        if (format_ == Format::gpx) finishGpx();
        return std::move(out_);
    }

  private:
    enum class Format { none, gpx, fcd };

    /// No exception may cross expat, which is C.
    template <class Action>
    void guarded(Action action) {
        if (thrown_) return;
        try {
            action(*this);
        } catch (...) {
            thrown_ = std::current_exception();
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }
    int line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_.get())); }
    int column() const { return static_cast<int>(XML_GetCurrentColumnNumber(parser_.get())) + 1; }
    Diagnostic here(std::string message, std::string hint = {}) const {
        return diagnoseAt(text_, out_.name, line(), column(), std::move(message), std::move(hint));
    }
    [[noreturn]] void fail(std::string message, std::string hint = {}) const {
        throw ConfigError({here(std::move(message), std::move(hint))});
    }

    static const XML_Char* attribute(const XML_Char** attributes, std::string_view name) {
        for (; attributes[0] != nullptr; attributes += 2)
            if (name == attributes[0]) return attributes[1];
        return nullptr;
    }
    double number(const XML_Char** attributes, const char* name, std::string_view element) const {
        const XML_Char* text = attribute(attributes, name);
        if (text == nullptr) fail("<" + std::string(element) + "> has no attribute " + quotedText(name));
        const auto value = parseNumber(text);
        if (!value)
            fail(std::string(name) + " is " + quotedText(text) + ", but a number is expected",
                 std::string_view(name) == "time" ? "write times in seconds, not as hours and minutes" : "");
        return *value;
    }

    void start(std::string_view qualified, const XML_Char** attributes) {
        const std::string_view name = localName(qualified);
        if (++depth_ > kMaxXmlDepth) fail("elements are nested deeper than " + std::to_string(kMaxXmlDepth));
        if (depth_ == 1)
            root(name);
        else if (format_ == Format::gpx)
            startGpx(name, attributes);
        else
            startFcd(name, attributes);
    }

    void root(std::string_view name) {
        if (name == "gpx") {
            format_ = Format::gpx;
            out_.degrees = true;
        } else if (name == "fcd-export") {
            format_ = Format::fcd;
            out_.degrees = x_y_degrees_;
        } else {
            fail("<" + std::string(name.substr(0, 60)) + "> is no file of routes",
                 "GPX (<gpx>) and SUMO's FCD export (<fcd-export>) are read, and CSV");
        }
    }

    void addPoint(Track& track, std::int64_t time_ns, double x, double y) {
        if (++points_ > kMaxRoutePoints)
            fail("the file has more than " + std::to_string(kMaxRoutePoints) + " points",
                 "export fewer vehicles or a longer period");
        track.points.push_back({time_ns, x, y, line(), column()});
    }

    void startGpx(std::string_view name, const XML_Char** attributes) {
        if (name == "trk") {
            out_.tracks.push_back({"trk " + std::to_string(out_.tracks.size() + 1), {}});
        } else if (name == "trkpt") {
            if (out_.tracks.empty()) fail("<trkpt> stands outside of a <trk>");
            addPoint(out_.tracks.back(), 0, number(attributes, "lon", name), number(attributes, "lat", name));
            point_depth_ = depth_;
            point_timed_ = false;
        } else if (name == "time" && point_depth_ != 0 && depth_ == point_depth_ + 1) {
            collecting_ = true;
            time_text_.clear();
        }
    }

    void startFcd(std::string_view name, const XML_Char** attributes) {
        if (name == "timestep") {
            time_s_ = number(attributes, "time", name);
            if (std::abs(*time_s_) > kMaxRouteTimeS) fail("out of range: -1e6 to 1e6 s is accepted");
        } else if (name == "vehicle") {
            const XML_Char* id = attribute(attributes, "id");
            if (id == nullptr) fail("<vehicle> has no attribute 'id'");
            if (!time_s_) fail("<vehicle> stands outside of a <timestep>");
            const bool geographic = attribute(attributes, "lon") != nullptr;
            if (points_ == 0) out_.degrees = geographic || x_y_degrees_;
            if (out_.degrees != (geographic || x_y_degrees_))
                fail("some vehicles have lon and lat, others have not", "export all in one way");
            const auto [found, fresh] = vehicles_.try_emplace(id, out_.tracks.size());
            if (fresh) out_.tracks.push_back({id, {}});
            addPoint(out_.tracks[found->second], std::llround(*time_s_ * 1e9),
                     number(attributes, geographic ? "lon" : "x", name),
                     number(attributes, geographic ? "lat" : "y", name));
        }
    }

    void characters(std::string_view text) {
        if (collecting_ && time_text_.size() < kMaxTimeText) time_text_ += text.substr(0, kMaxTimeText);
    }

    void end(std::string_view name) {
        if (format_ == Format::gpx && name == "time" && collecting_) {
            collecting_ = false;
            const auto time = parseUtc(time_text_, UtcForm::device);
            if (!time)
                fail("the time is " + quotedText(time_text_) +
                     ", but such as 2026-01-31T12:00:00Z is expected");
            out_.tracks.back().points.back().time_ns = *time;
            point_timed_ = true;
        } else if (format_ == Format::gpx && name == "trkpt") {
            if (!point_timed_)
                fail("this <trkpt> has no <time>: how fast the UE goes is not known",
                     "record the track with times, or write a CSV with time_s");
            point_depth_ = 0;
        } else if (format_ == Format::fcd && name == "timestep") {
            time_s_.reset();
        }
        --depth_;
    }

    /// A run of n points with one stamp shares the time to the next stamp, a second at most.
    static void spread(std::vector<TrackPoint>& points) {
        for (std::size_t begin = 0; begin < points.size();) {
            std::size_t next = begin + 1;
            while (next < points.size() && points[next].time_ns == points[begin].time_ns) ++next;
            const std::int64_t span =
                next < points.size() ? std::min(kNs, points[next].time_ns - points[begin].time_ns) : kNs;
            const auto count = static_cast<std::int64_t>(next - begin);
            for (std::int64_t k = 1; k < count; ++k)
                points[begin + static_cast<std::size_t>(k)].time_ns += span * k / count;
            begin = next;
        }
    }

    void finishGpx() {
        std::erase_if(out_.tracks, [](const Track& track) { return track.points.empty(); });
        std::optional<std::int64_t> first;
        for (const Track& track : out_.tracks)
            for (const TrackPoint& point : track.points)
                first = std::min(first.value_or(point.time_ns), point.time_ns);
        for (Track& track : out_.tracks) {
            for (TrackPoint& point : track.points) {
                point.time_ns -= *first;
                if (static_cast<double>(point.time_ns) > kMaxRouteTimeS * 1e9)
                    throw ConfigError({diagnoseAt(text_, out_.name, point.line, point.column,
                                                  "more than 1e6 s after the file's first point")});
            }
            spread(track.points);
        }
    }

    std::string_view text_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser_;
    bool x_y_degrees_;
    RouteFile out_;
    Format format_ = Format::none;
    int depth_ = 0, point_depth_ = 0;
    int points_ = 0;
    bool point_timed_ = false, collecting_ = false;
    std::string time_text_;
    std::optional<double> time_s_;
    std::unordered_map<std::string, std::size_t> vehicles_;
    std::exception_ptr thrown_;
};

}  // namespace

RouteFile parseRouteXml(std::string_view text, const std::string& file_name, bool x_y_degrees) {
    return Reader(text, file_name, x_y_degrees).read();
}

}  // namespace celltwin::scenario
