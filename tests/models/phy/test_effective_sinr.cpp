// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "models/base/random.h"
#include "models/phy/bler.h"
#include "models/phy/effective_sinr.h"
#include "models/phy/information_table.h"

namespace celltwin::phy {
namespace {

constexpr int kOrders[] = {2, 4, 6, 8, 10};

float fromDb(double db) {
    return static_cast<float>(std::pow(10.0, db / 10.0));
}
double toDb(double ratio) {
    return 10.0 * std::log10(ratio);
}

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

// mutual_information.py with the trapezoidal rule, at SINRs between the rows of the table, which was computed
// by Gauss-Hermite quadrature.
TEST(MutualInformation, MatchesAnIndependentIntegration) {
    std::string command = std::string(CELLTWIN_PYTHON);
    command += " -B " CELLTWIN_SOURCE_DIR "/tests/models/phy/mutual_information.py trapezoid";
    command += " -17.1 -3.35 2.6 7.9 13.1";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(command.c_str(), "r"));
    ASSERT_TRUE(pipe);
    double snr_db = 0.0;
    int rows = 0;
    for (; std::fscanf(pipe.get(), "%lf", &snr_db) == 1; ++rows)
        for (const int order : kOrders) {
            double loss = 0.0, dispersion = 0.0;
            ASSERT_EQ(std::fscanf(pipe.get(), "%lf %lf", &loss, &dispersion), 2);
            EXPECT_NEAR(referenceMutualInformation(std::pow(10.0, snr_db / 10.0), order), 1.0 - loss, 2e-5)
                << snr_db << " dB, order " << order;
            EXPECT_NEAR(mutualInformation(fromDb(snr_db), order), 1.0 - loss, 6e-5);
            EXPECT_NEAR(informationDispersion(snr_db, order), dispersion, 0.01);
        }
    EXPECT_EQ(rows, 5);
}

// Analytic limits: QPSK is BPSK twice, whose capacity at 0 dB Es/N0 a bit (3 dB QPSK) is 0.7215; capacity of
// any QAM is below Shannon's, and its start at low SINR for QPSK is the Shannon slope 1 / (2 ln 2) a bit.
TEST(MutualInformation, AnalyticLimits) {
    EXPECT_NEAR(mutualInformation(2.0F, 2), 0.7215, 1e-4);
    for (const int order : kOrders) {
        EXPECT_EQ(mutualInformation(0.0F, order), 0.0F);
        EXPECT_EQ(mutualInformation(-1.0F, order), 0.0F);
        EXPECT_EQ(mutualInformation(std::nanf(""), order), 0.0F);
        EXPECT_GT(mutualInformation(fromDb(45.0), order), 0.99999F);
        for (double db = -30.0; db < 40.0; db += 0.5)
            EXPECT_LE(static_cast<double>(order) * static_cast<double>(mutualInformation(fromDb(db), order)),
                      std::log2(1.0 + std::pow(10.0, db / 10.0)) + 1e-4);
    }
    EXPECT_NEAR(static_cast<double>(mutualInformation(1e-4F, 2)) / 1e-4, 0.5 / std::log(2.0), 3e-3);
}

TEST(MutualInformation, RisesAndInverts) {
    for (const int order : kOrders) {
        float previous = -1.0F;
        for (double db = -60.0; db < 60.0; db += 0.01) {
            const float information = mutualInformation(fromDb(db), order);
            ASSERT_GE(information, previous) << db;
            previous = information;
        }
        for (double db = -30.0; db < 10.0; db += 0.7)
            EXPECT_NEAR(toDb(sinrFromMutualInformation(mutualInformation(fromDb(db), order), order)), db,
                        0.01);
        EXPECT_EQ(sinrFromMutualInformation(0.0F, order), 0.0F);
        EXPECT_NEAR(toDb(sinrFromMutualInformation(1.0F, order)), 60.0, 0.5);
    }
}

/// SINRs of a Rayleigh channel about a mean, `count` of them.
std::vector<float> fading(double mean_db, std::size_t count, std::uint64_t draw) {
    const Random random(11);
    std::vector<float> sinr(count);
    for (std::size_t i = 0; i < count; ++i)
        sinr[i] =
            fromDb(mean_db) * static_cast<float>(-std::log1p(-random.uniform(Stream::block_error, draw, i)));
    return sinr;
}

TEST(Miesm, AgreesWithTheReference) {
    for (const int order : kOrders)
        for (const std::size_t count : {1U, 15U, 16U, 17U, 106U, 273U})
            for (int draw = 0; draw < 40; ++draw) {
                const auto sinr = fading(-10.0 + draw, count, static_cast<std::uint64_t>(draw));
                const double reference = referenceMiesmSinr(sinr, order);
                EXPECT_NEAR(toDb(static_cast<double>(miesmSinr(sinr, order))), toDb(reference),
                            reference < 0.01 ? 0.03 : 0.02)
                    << "order " << order << ", " << count << " parts, mean " << -10 + draw << " dB";
            }
}

TEST(Miesm, LiesBetweenItsPartsAndRisesWithEach) {
    for (const int order : kOrders)
        for (int draw = 0; draw < 60; ++draw) {
            auto sinr = fading(-25.0 + draw, 37, static_cast<std::uint64_t>(draw));
            const float whole = miesmSinr(sinr, order);
            EXPECT_GE(whole, *std::min_element(sinr.begin(), sinr.end()));
            EXPECT_LE(whole, *std::max_element(sinr.begin(), sinr.end()));
            for (const std::size_t i : {0U, 16U, 36U}) {
                const float before = sinr[i];
                sinr[i] *= 1.5F;
                EXPECT_GE(miesmSinr(sinr, order), whole * (1.0F - 1e-6F));
                sinr[i] = before;
            }
            const std::vector<float> equal(37, sinr[0]);
            EXPECT_EQ(miesmSinr(equal, order), sinr[0]);
            EXPECT_EQ(eesmSinr(equal, 3.0F), sinr[0]);
        }
    EXPECT_EQ(miesmSinr({}, 4), 0.0F);
    const std::array<float, 3> odd = {0.0F, -1.0F, std::nanf("")};
    EXPECT_EQ(miesmSinr(odd, 4), 0.0F);
}

// exp(-sinr / beta) underflows a float beyond 88 beta: the shift keeps the answer.
TEST(Eesm, AgreesWithTheReferenceWithoutUnderflow) {
    for (const float beta : {1.5F, 7.0F, 60.0F})
        for (int draw = 0; draw < 45; ++draw) {
            const auto sinr = fading(draw - 5.0, 61, static_cast<std::uint64_t>(draw));
            EXPECT_NEAR(toDb(static_cast<double>(eesmSinr(sinr, beta))),
                        toDb(referenceEesmSinr(sinr, static_cast<double>(beta))), 0.01);
        }
    const std::array<float, 2> strong = {9e5F, 1e6F};
    EXPECT_NEAR(static_cast<double>(eesmSinr(strong, 2.0F)), 9e5 + 2.0 * std::log(2.0), 1.0);
}

// Published EESM factors lie near 1.5 for QPSK and grow with the modulation (Brueninghaus et al., PIMRC 2005:
// 1.5 to 1.7 for QPSK, 3.4 to 7.5 for 16QAM).
TEST(Eesm, BetaIsAsPublished) {
    EXPECT_NEAR(eesmBeta(Scheme{0, 2, 512.0}), 1.6, 0.35);
    EXPECT_NEAR(eesmBeta(Scheme{0, 4, 512.0}), 4.6, 1.3);
    EXPECT_GT(eesmBeta(Scheme{0, 6, 512.0}), eesmBeta(Scheme{0, 4, 512.0}));
    const Scheme scheme{0, 4, 616.0};
    const double middle = std::pow(10.0, requiredSinrDb(scheme, 2000) / 10.0);
    const std::array<float, 2> parts = {static_cast<float>(middle * 0.7), static_cast<float>(middle * 1.5)};
    EXPECT_NEAR(toDb(referenceEesmSinr(parts, eesmBeta(scheme))), toDb(referenceMiesmSinr(parts, 4)), 0.1);
}

}  // namespace
}  // namespace celltwin::phy
