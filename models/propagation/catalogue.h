// SPDX-License-Identifier: BSD-3-Clause
//
// The path loss models there are, one maker each. A new model gets a maker here and a line in the table of
// path_loss.cpp.
#pragma once

#include <memory>

#include "models/propagation/path_loss.h"

namespace celltwin::propagation {

std::unique_ptr<PathLossModel> makeTr38901Uma();
std::unique_ptr<PathLossModel> makeTr38901Umi();
std::unique_ptr<PathLossModel> makeTr38901Rma();
std::unique_ptr<PathLossModel> makeCost231Hata();
std::unique_ptr<PathLossModel> makeFreeSpace();

/// Free-space loss between isotropic antennas, dB: 20 log10(4 pi d f / c) (Friis 1946). `distance_3d_m` > 0.
double freeSpaceLossDb(double distance_3d_m, Hertz carrier);

}  // namespace celltwin::propagation
