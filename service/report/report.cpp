// SPDX-License-Identifier: BSD-3-Clause
#include "service/report/report.h"

#include <fmt/format.h>

#include "service/report/embedded.h"
#include "service/report/html.h"
#include "service/report/page.h"
#include "sim/record/fingerprint.h"

namespace celltwin::report {

namespace {

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// A library's script, fit to stand inside a script element: nothing in it ends the element, and no source
/// map is asked for.
std::string inlineScript(std::string_view script) {
    std::string text(script);
    replaceAll(text, "</script", "<\\/script");
    replaceAll(text, "<!--", "<\\!--");
    if (const std::size_t map = text.rfind("//# sourceMappingURL="); map != std::string::npos)
        text.resize(map);
    return text;
}

/// A library's style sheet without its images, which would be requests.
std::string inlineStyle(std::string_view style) {
    std::string text(style);
    for (std::size_t at = text.find("url("); at != std::string::npos; at = text.find("url(", at))
        text.replace(at, text.find(')', at) + 1 - at, "none");
    if (const std::size_t map = text.rfind("/*# sourceMappingURL="); map != std::string::npos)
        text.resize(map);
    return text;
}

struct Scripts {
    std::string elements;
    std::string hashes;  ///< for script-src: nothing but these runs, whatever the input says
};
Scripts collectScripts() {
    Scripts scripts;
    for (const std::string_view source :
         {embedded::leafletJs(), embedded::dygraphsJs(), embedded::pageJs()}) {
        const std::string text = inlineScript(source);
        const record::Digest digest = record::sha256(std::as_bytes(std::span(text)));
        scripts.hashes += fmt::format(
            " 'sha256-{}'", encodeBase64({reinterpret_cast<const char*>(digest.data()), digest.size()}));
        scripts.elements += "<script>" + text + "</script>\n";
    }
    return scripts;
}

std::string headOf(const Input& input, const Scripts& scripts) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
        "'unsafe-inline'; script-src{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"celltwin "
        "{}\">\n"
        "<title>{}</title>\n<style>{}</style>\n<style>{}</style>\n<style>{}</style>\n</head>\n",
        scripts.hashes, escapeHtml(input.before.info.header.program_version),
        escapeHtml(input.before.scenario.name), inlineStyle(embedded::leafletCss()),
        inlineStyle(embedded::dygraphsCss()), embedded::pageCss());
}

std::string titleOf(const Comparison& comparison) {
    const Input& input = comparison.input();
    const std::string& description = input.before.scenario.description;
    std::size_t crossed = 0;
    for (const ExpectationResult& e : input.expectations) crossed += !e.holds;
    std::string verdict;
    if (!input.expectations.empty())
        verdict = fmt::format(
            R"(<p class="verdict {}"><a href="#expectations">{}</a></p>)", crossed ? "fails" : "holds",
            crossed ? fmt::format("\u2717 {} of {} expectations crossed", crossed, input.expectations.size())
                    : fmt::format("\u2713 all {} expectations hold", input.expectations.size()));
    return fmt::format(
        R"(<header><p class="name">{}</p><h1>{}</h1>{}{}</header>)", escapeHtml(input.before.scenario.name),
        escapeHtml(answerSentence(comparison)), verdict,
        description.empty() ? "" : "<p class=\"description\">" + escapeHtml(description) + "</p>");
}

}  // namespace

std::string renderHtml(const Input& input) {
    const Comparison comparison(input);
    const std::optional<Rasters> rasters = buildRasters(input);
    const std::vector<Timeline> timelines = buildTimelines(input);
    const Scripts scripts = collectScripts();
    std::string page = headOf(input, scripts);
    page += "<body>\n<main>\n";
    for (const std::string& part :
         {titleOf(comparison), measurementSection(input), networkSection(comparison),
          behaviourSection(comparison), cellSection(comparison), mapSection(comparison, rasters),
          timelineSection(timelines), distributionSection(input), eventSection(input),
          expectationSection(input), allCellsSection(comparison), evidenceSection(input), licenceSection()})
        if (!part.empty()) page += part + "\n";
    page += "</main>\n<script type=\"application/json\" id=\"data\">" +
            pageData(comparison, rasters, timelines) + "</script>\n";
    return page + scripts.elements + "</body>\n</html>\n";
}

}  // namespace celltwin::report
