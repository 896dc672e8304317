// SPDX-License-Identifier: BSD-3-Clause
//
// Ten thousand seeded mutations of shipped scenarios: ConfigError or a scenario, each within a second of
// processor time. The same property as the libFuzzer target, for machines without clang.
#include <ctime>
#include <random>

#include "fuzz_scenario.h"
#include "helpers.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;

class Mutator {
  public:
    explicit Mutator(std::uint64_t seed) : draw_(seed) {}

    std::string mutate(std::string text) {
        const std::size_t times = 1 + below(3);
        for (std::size_t i = 0; i < times; ++i) {
            switch (below(8)) {
                case 0:
                    flipBytes(text);
                    break;
                case 1:
                    swapWords(text);
                    break;
                case 2:
                    repeatLine(text);
                    break;
                case 3:
                case 4:
                    replaceNumber(text);
                    break;
                case 5:
                    text.insert(below(text.size() + 1), nasty());
                    break;
                case 6:
                    text.erase(below(text.size() + 1), below(60));
                    break;
                default:
                    bend(text);
            }
        }
        return text;
    }

  private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : draw_() % n; }

    void flipBytes(std::string& text) {
        for (std::size_t i = 0; i < 4 && !text.empty(); ++i)
            text[below(text.size())] = static_cast<char>(below(256));
    }
    static bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }
    /// Start and length of a word near a random place.
    std::pair<std::size_t, std::size_t> word(const std::string& text, bool number) {
        for (int tries = 0; tries < 50; ++tries) {
            std::size_t at = below(text.size());
            while (at > 0 && isWord(text[at - 1])) --at;
            std::size_t end = at;
            while (end < text.size() && isWord(text[end])) ++end;
            if (end > at && (!number || std::isdigit(static_cast<unsigned char>(text[at]))))
                return {at, end - at};
        }
        return {0, 0};
    }
    void swapWords(std::string& text) {
        if (text.empty()) return;
        const auto a = word(text, false), b = word(text, false);
        const std::string first = text.substr(a.first, a.second), second = text.substr(b.first, b.second);
        text.replace(b.first, b.second, first);
        if (a.first < b.first) text.replace(a.first, a.second, second);
    }
    void repeatLine(std::string& text) {
        const std::size_t at = text.rfind('\n', below(text.size() + 1));
        const std::size_t start = at == std::string::npos ? 0 : at + 1;
        const std::size_t end = text.find('\n', start);
        const std::string line = text.substr(start, end == std::string::npos ? end : end - start + 1);
        for (std::size_t i = below(4); i > 0; --i) text.insert(start, line);
    }
    void replaceNumber(std::string& text) {
        static const char* const kNumbers[] = {"NaN",     ".nan",  "1e308", "-1",  "99999999999999999999",
                                               "1e-308",  "-0",    "0",     "inf", "2147483648",
                                               "-1e308",  "1e999", "0x10",  "1e6", "1.5",
                                               "1000000", "5 dB",  "true"};
        if (text.empty()) return;
        const auto place = word(text, true);
        text.replace(place.first, place.second, kNumbers[below(std::size(kNumbers))]);
    }
    std::string nasty() {
        switch (below(7)) {
            case 0:
                return std::string(1 + below(3000), "[{"[below(2)]);
            case 1:
                return "\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c "
                       "[*b,*b,*b,*b,*b,*b,*b,*b]\n"
                       "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: "
                       "[*e,*e,*e,*e,*e,*e,*e]\n";
            case 2:
                return "\n---\n";
            case 3:
                return "!!python/object ";
            case 4:
                return std::string(below(20), '\0') + "\x04\xEF\xBB\xBF\xFF";
            case 5:
                return "\n? [a]\n: {b: c}\n%YAML 1.2\n";
            default:
                return std::string("&*|>'\"#@`%")[below(10)] + std::string(below(3), ' ');
        }
    }
    /// Points a file reference at what must not be opened, or takes indentation away.
    void bend(std::string& text) {
        static const char* const kPlaces[] = {"/dev/zero",      "/dev/stdin", "..",
                                              "/proc/self/mem", "/dev/tty",   "/"};
        const std::size_t at = text.find(below(2) == 0 ? "file: " : "csv: ");
        if (at != std::string::npos)
            text.replace(text.find(' ', at) + 1, below(12), kPlaces[below(std::size(kPlaces))]);
        else
            text.insert(below(text.size() + 1), "  ");
    }

    std::mt19937_64 draw_;
};

TEST(Mutations, TenThousandMutatedScenariosAreReadOrRefused) {
    std::vector<std::string> texts;
    for (const std::string& name : libraryNames()) texts.push_back(fileText(libraryPath(name)));
    Mutator mutator(20260512);
    int accepted = 0;
    double slowest_s = 0.0;
    for (int i = 0; i < 10000; ++i) {
        const std::string text = mutator.mutate(texts[static_cast<std::size_t>(i) % texts.size()]);
        const std::clock_t start = std::clock();
        ASSERT_NO_THROW(accepted += acceptsOrRefuses(text, libraryPath("mutated.yaml")) ? 1 : 0)
            << "mutation " << i << ":\n"
            << text;
        const double took_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        slowest_s = std::max(slowest_s, took_s);
        ASSERT_LT(took_s, 1.0) << "mutation " << i << " took too long:\n" << text.substr(0, 4000);
    }
    // Neither a reader that refuses everything nor one that accepts everything passes.
    EXPECT_GT(accepted, 100);
    EXPECT_LT(accepted, 9000);
    RecordProperty("slowest_ms", static_cast<int>(slowest_s * 1000));
}

}  // namespace
}  // namespace celltwin::scenario
