// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "models/rrc/events.h"

namespace celltwin::rrc {
namespace {

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

struct Sample {
    std::int64_t now_ns = 0;
    Measurement serving;
    std::vector<Measurement> neighbours;
    std::vector<int> listed;
    int fresh = 0;
};

bool readCase(std::FILE* pipe, EventConfig& config, int& samples) {
    unsigned event = 0;
    long ttt_ms = 0;
    if (std::fscanf(pipe, "%u %lf %lf %lf %lf %ld %d", &event, &config.offset_db, &config.threshold,
                    &config.threshold_2, &config.hysteresis_db, &ttt_ms, &samples) != 7)
        return false;
    config.event = static_cast<Event>(event);
    config.time_to_trigger_ns = ttt_ms * 1'000'000;
    return true;
}

bool readSample(std::FILE* pipe, Sample& s) {
    long now_ms = 0;
    std::size_t neighbours = 0, listed = 0;
    if (std::fscanf(pipe, "%ld %lf %lf %zu", &now_ms, &s.serving.value, &s.serving.offset_db, &neighbours) !=
        4)
        return false;
    s.now_ns = now_ms * 1'000'000;
    s.neighbours.resize(neighbours);
    for (Measurement& m : s.neighbours)
        if (std::fscanf(pipe, "%d %lf %lf", &m.cell, &m.value, &m.offset_db) != 3) return false;
    if (std::fscanf(pipe, "%zu", &listed) != 1) return false;
    s.listed.resize(listed);
    for (int& cell : s.listed)
        if (std::fscanf(pipe, "%d", &cell) != 1) return false;
    return std::fscanf(pipe, "%d", &s.fresh) == 1;
}

// events_reference.py: each event from its whole history, over random walks with gaps in the measurements,
// equal levels and uneven samples. The lists, their order and what is new agree in every sample.
TEST(Events, MatchTheReferenceFromTheWholeHistory) {
    const std::string command = std::string(CELLTWIN_PYTHON) + " -B " CELLTWIN_SOURCE_DIR
                                                               "/tests/models/rrc/events_reference.py 120 7";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(command.c_str(), "r"));
    ASSERT_TRUE(pipe);
    EventConfig config;
    int samples = 0, cases = 0;
    std::size_t came[7] = {};
    for (; readCase(pipe.get(), config, samples); ++cases) {
        EventState state;
        ServingEventState serving_state;
        for (int i = 0; i < samples; ++i) {
            Sample s;
            ASSERT_TRUE(readSample(pipe.get(), s));
            came[static_cast<std::size_t>(config.event)] += static_cast<std::size_t>(s.fresh);
            if (config.event == Event::a1 || config.event == Event::a2) {
                ASSERT_EQ(updateServing(config, s.serving.value, s.now_ns, serving_state), !s.listed.empty())
                    << "case " << cases << " sample " << i;
                continue;
            }
            const Triggered list = update(config, s.serving, s.neighbours, s.now_ns, state);
            ASSERT_EQ(std::vector<int>(list.cells.begin(), list.cells.begin() + list.count), s.listed)
                << "case " << cases << " sample " << i;
            ASSERT_EQ(list.fresh, s.fresh) << "case " << cases << " sample " << i;
        }
    }
    EXPECT_EQ(cases, 120);
    for (int event = 1; event <= 6; ++event) EXPECT_GT(came[event], 20U) << "A" << event << " hardly occurs";
}

}  // namespace
}  // namespace celltwin::rrc
