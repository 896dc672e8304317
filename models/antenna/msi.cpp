// SPDX-License-Identifier: BSD-3-Clause
//
// MSI / Planet antenna files: keyword lines, then HORIZONTAL n and VERTICAL n, each followed by n rows of
// angle and loss below the gain. Vertical angles run downwards from the horizon ahead: 90 is straight down.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>
#include <utility>

#include "models/antenna/cut.h"
#include "models/antenna/pattern.h"
#include "models/base/csv.h"
#include "models/base/error.h"

namespace celltwin::antenna {
namespace {

constexpr double kDipoleGainDbi = 2.15;  // dBd counts from a half-wave dipole
constexpr int kMaxRows = 7200;           // a row each 0.05 degrees

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

/// Whether a word is meant as a number, well written or not.
bool looksNumeric(std::string_view word) {
    return !word.empty() && std::string_view("0123456789+-.").find(word.front()) != std::string_view::npos;
}

/// The text line by line, and word by word within a line.
class Lines {
  public:
    Lines(std::string_view text, const std::string& file_name) : text_(text), file_name_(file_name) {
        if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    }
    /// Moves to the next line that holds more than blanks; false at the end.
    bool next() {
        while (at_ < text_.size()) {
            const std::size_t end = std::min(text_.find('\n', at_), text_.size());
            line_ = text_.substr(at_, end - at_);
            at_ = end + 1;
            ++number_;
            word_at_ = 0;
            if (!std::all_of(line_.begin(), line_.end(), isBlank)) return true;
        }
        line_ = {};
        word_at_ = 0;
        return false;
    }
    std::string_view word() {
        const std::size_t from = skipBlanks();
        word_at_ = from;
        while (word_at_ < line_.size() && !isBlank(line_[word_at_])) ++word_at_;
        last_word_at_ = from;
        return line_.substr(from, word_at_ - from);
    }
    std::string_view whole() {
        word_at_ = 0;
        return rest();
    }
    std::string_view rest() {
        std::string_view left = line_.substr(skipBlanks());
        while (!left.empty() && isBlank(left.back())) left.remove_suffix(1);
        return left;
    }
    bool startsLikeNumber() const {
        const std::size_t from = skipBlanks();
        return looksNumeric(line_.substr(from));
    }
    /// The word read last.
    std::string_view lastWord() const {
        return line_.substr(std::min(last_word_at_, line_.size()), word_at_ - last_word_at_);
    }
    int number() const { return number_; }
    /// An error at the word read last.
    [[noreturn]] void fail(const std::string& message) const {
        Diagnostic wrong;
        wrong.where = {file_name_, number_, static_cast<int>(last_word_at_) + 1};
        wrong.message = message;
        constexpr std::size_t kShownBytes = 120;
        if (last_word_at_ < kShownBytes) wrong.source_line = line_.substr(0, kShownBytes);
        throw ConfigError(std::vector<Diagnostic>{wrong});
    }
    [[noreturn]] void failWhole(const std::string& message) const {
        Diagnostic wrong;
        wrong.where = {file_name_, std::max(number_, 1), 1};
        wrong.message = message;
        throw ConfigError(std::vector<Diagnostic>{wrong});
    }

  private:
    std::size_t skipBlanks() const {
        std::size_t from = word_at_;
        while (from < line_.size() && isBlank(line_[from])) ++from;
        return from;
    }

    std::string_view text_, line_;
    const std::string& file_name_;
    std::size_t at_ = 0, word_at_ = 0, last_word_at_ = 0;
    int number_ = 0;
};

std::string uppered(std::string_view s) {
    std::string out(s);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

std::string commaHint(const Lines& lines) {
    const bool comma = lines.lastWord().find(',') != std::string_view::npos;
    return comma ? "; decimals are written with a point, not a comma" : "";
}

std::vector<CutPoint> readRows(Lines& lines, const std::string& cut) {
    const auto count = parseNumber(lines.word());
    if (!count || *count < 4 || *count > kMaxRows || *count != std::floor(*count))
        lines.fail(cut + " needs the number of rows that follow, a whole number from 4 to " +
                   std::to_string(kMaxRows));
    std::vector<CutPoint> points;
    while (points.size() < static_cast<std::size_t>(*count)) {
        if (!lines.next() || !lines.startsLikeNumber()) {
            lines.word();
            lines.fail(cut + " announces " + std::to_string(static_cast<int>(*count)) + " rows, here after " +
                       std::to_string(points.size()) + " another row of angle and loss was expected");
        }
        const auto angle = parseNumber(lines.word());
        if (!angle) lines.fail("expected an angle, -360 to 360 degrees" + commaHint(lines));
        if (std::fabs(*angle) > 360.0) lines.fail("an angle is -360 to 360 degrees");
        const auto loss = parseNumber(lines.word());
        if (!loss || *loss < 0.0 || *loss > 200.0)
            lines.fail("expected the loss below the maximum gain, 0 to 200 dB, written without a minus sign" +
                       commaHint(lines));
        points.push_back({*angle, std::min(*loss, kDeepestLossDb), lines.number()});
    }
    return points;
}

double readGainDbi(Lines& lines) {
    std::string words = uppered(lines.rest());
    lines.word();
    double offset = kDipoleGainDbi;
    for (const auto& [unit, dbi] : {std::pair{"DBI", 0.0}, std::pair{"DBD", kDipoleGainDbi}})
        if (words.ends_with(unit)) {
            offset = dbi;
            words.resize(words.size() - 3);
            break;
        }
    while (!words.empty() && isBlank(words.back())) words.pop_back();
    const auto gain = parseNumber(words);
    if (!gain || std::fabs(*gain) > 80.0)
        lines.fail("GAIN needs a number from -80 to 80, with dBi after it or else counted as dBd" +
                   commaHint(lines));
    return *gain + offset;
}

bool isKnown(const std::string& key) {
    constexpr std::array kPassedOver{"MAKE",          "FREQUENCY",    "H_WIDTH", "V_WIDTH",
                                     "FRONT_TO_BACK", "POLARIZATION", "COMMENT"};
    return std::find(kPassedOver.begin(), kPassedOver.end(), key) != kPassedOver.end();
}

/// "ELECTRICAL_TILT 6" or "TILT ELECTRICAL 6"; nothing where no number is said.
std::optional<double> readTilt(Lines& lines, const std::string& key) {
    if (key == "TILT" && uppered(lines.word()) != "ELECTRICAL") return std::nullopt;
    const auto tilt = parseNumber(lines.word());
    return tilt && std::fabs(*tilt) <= 90.0 ? tilt : std::nullopt;
}

std::vector<double> anglesOf(const std::vector<CutPoint>& points) {
    std::vector<double> out;
    for (const CutPoint& p : points) out.push_back(p.angle_deg);
    return out;
}

std::vector<double> lossesOf(const std::vector<CutPoint>& points) {
    std::vector<double> out;
    for (const CutPoint& p : points) out.push_back(p.loss_db);
    return out;
}

}  // namespace

PatternCuts parseMsi(std::string_view text, const std::string& file_name) {
    Lines lines(text, file_name);
    PatternCuts cuts;
    std::optional<double> gain_dbi;
    std::vector<CutPoint> horizontal, vertical;
    bool first_line = true;
    while (lines.next()) {
        const bool is_first = std::exchange(first_line, false);
        const std::string key = uppered(lines.word());
        if (key == "NAME") {
            cuts.name = lines.rest();
        } else if (key == "TILT" || key == "ELECTRICAL_TILT") {
            if (const auto tilt = readTilt(lines, key)) cuts.electrical_tilt_deg = *tilt;
        } else if (key == "GAIN") {
            if (gain_dbi) lines.fail("GAIN is given twice");
            gain_dbi = readGainDbi(lines);
        } else if (key == "HORIZONTAL" || key == "VERTICAL") {
            std::vector<CutPoint>& cut = key == "VERTICAL" ? vertical : horizontal;
            if (!cut.empty()) lines.fail("a second " + key + " cut");
            cut = readRows(lines, key);
        } else if (is_first && !isKnown(key)) {
            // Some makers leave the word NAME away.
            cuts.name = lines.whole();
        } else if (looksNumeric(key)) {
            lines.fail("a row of numbers outside HORIZONTAL and VERTICAL: the announced count is too small");
        }
        // Other keywords (MAKE, FREQUENCY, H_WIDTH, FRONT_TO_BACK, COMMENT ...) say nothing needed here.
    }
    if (!gain_dbi) lines.failWhole("an MSI pattern needs a GAIN line, this file has none");
    if (horizontal.empty()) lines.failWhole("an MSI pattern needs a HORIZONTAL cut, this file has none");
    if (vertical.empty()) lines.failWhole("an MSI pattern needs a VERTICAL cut, this file has none");
    for (CutPoint& p : vertical) p.angle_deg = -p.angle_deg;
    orderCut(horizontal, 0.0, file_name);
    orderCut(vertical, -180.0, file_name);
    checkPoints(horizontal, CutPlane::horizontal, "HORIZONTAL", file_name);
    checkPoints(vertical, CutPlane::vertical, "VERTICAL (angles of elevation)", file_name);
    cuts.gain_dbi = *gain_dbi;
    cuts.azimuth_deg = anglesOf(horizontal);
    cuts.azimuth_loss_db = lossesOf(horizontal);
    cuts.elevation_deg = anglesOf(vertical);
    cuts.elevation_loss_db = lossesOf(vertical);
    if (cuts.name.empty()) cuts.name = file_name;
    return cuts;
}

}  // namespace celltwin::antenna
