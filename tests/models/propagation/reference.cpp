// SPDX-License-Identifier: BSD-3-Clause
//
// path_loss_reference.py against the models: the reports' formulas a second time, in Python.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "models/propagation/catalogue.h"
#include "tests/models/propagation/links.h"

namespace celltwin::propagation {
namespace {

/// The reference's own names are models that a scenario cannot write, with other parameters.
std::unique_ptr<PathLossModel> modelOf(const std::string& name) {
    if (name == "uma-optional") return makeTr38901Uma(NlosLoss::optional);
    if (name == "umi-optional") return makeTr38901Umi(NlosLoss::optional);
    if (name == "inh-optional") return makeTr38901InH(Office::open, NlosLoss::optional);
    if (name == "rma-wide") return makeTr38901Rma({40.0, 10.0});
    if (name == "inf-dh-tall") return makeTr38901InF(Factory::dh, {2.0, 0.6, 6.0});
    if (name == "nlos-suburb")
        return makeItuP1411Nlos({12.0, 15.0, 40.0, 30.0, {}, Centre::medium_city_or_suburban});
    return makePathLossModel(name);
}

struct PipeCloser {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
};

std::string referenceText() {
    const std::string command = std::string(CELLTWIN_PYTHON) +
                                " -B " CELLTWIN_SOURCE_DIR "/tests/models/propagation/path_loss_reference.py";
    const std::unique_ptr<std::FILE, PipeCloser> pipe(popen(command.c_str(), "r"));
    std::string text;
    char buffer[4096];
    for (std::size_t n = 0; pipe && (n = std::fread(buffer, 1, sizeof buffer, pipe.get())) > 0;)
        text.append(buffer, n);
    return text;
}

TEST(Reference, LossLosShareAndSigma) {
    std::istringstream lines(referenceText());
    std::map<std::string, std::unique_ptr<PathLossModel>> models;
    std::string name;
    double d = 0, bs = 0, ue = 0, ghz = 0, loss = 0, share = 0, sigma = 0;
    int los = 0, cases = 0;
    while (lines >> name >> d >> bs >> ue >> ghz >> los >> loss >> share >> sigma) {
        auto& model = models[name];
        if (!model) model = modelOf(name);
        SCOPED_TRACE(::testing::Message() << name << ' ' << d << " m, BS " << bs << " m, UE " << ue << " m, "
                                          << ghz << " GHz, " << (los != 0 ? "LOS" : "NLOS"));
        EXPECT_NEAR(lossDb(*model, d, bs, ue, ghz, los != 0), loss, 1e-6);
        EXPECT_NEAR(losShare(*model, d, bs, ue), share, 1e-9);
        EXPECT_EQ(sigmaDb(*model, d, bs, ue, ghz, los != 0 ? LinkState::los : LinkState::nlos), sigma);
        ++cases;
    }
    EXPECT_EQ(cases, 1156);
}

}  // namespace
}  // namespace celltwin::propagation
