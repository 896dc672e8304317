// SPDX-License-Identifier: BSD-3-Clause
//
// How an objective of the loads answers to demands, gains, noise and powers, at a solution. With Lambda(a)
// the loads at activities a and u = dJ/dload,
//   dJ/dtheta = lambda^T dLambda/dtheta,  lambda = u + (dLambda/da a'(load))^T lambda,
// so one linear system answers for one objective and all parameters (adjoint). It is solved by Neumann
// iteration, lambda <- u + ... lambda, which converges as Picard iteration does: the spectral radius at the
// fixed point is below 1.
//
// Decibels, since gains and powers are fitted in them; demands in bit/s. Activities of overloaded cells do
// not answer (a' = 0), their loads do. Valid between the kinks of the cost curve, where max_load is not just
// reached, and while each pixel stays with its cell. Interferers without a row of their own answer as one: a
// cell's power moves 1 / cells of their sum.
#pragma once

#include <span>
#include <vector>

#include "models/load_coupling/solve.h"

namespace celltwin::load_coupling {

/// Derivatives of the objective. Vectors of pixels are in the network's order.
struct Gradient {
    std::vector<double> load;       ///< cell: lambda, what one more unit of load of its own does
    std::vector<double> demand;     ///< pixel, by bit/s
    std::vector<double> signal_db;  ///< pixel, by the serving cell's gain
    std::vector<double> noise_db;   ///< pixel
    std::vector<double> power_db;   ///< cell, by its power towards everyone
    /// By the gain of one interferer to one pixel: column k of cell c at pixel p (counted in the cell) is
    /// [interferer_begin[c] + k * pixels of c + p]. The cell is columnsOf(c)[k].
    std::vector<double> interferer_db;
    std::vector<std::size_t> interferer_begin;
    int rounds = 0;
    bool converged = false;
};

enum class Interferer : std::uint8_t { summed, each };

/// `by_load`: dJ/dload for each cell. interferer_db is filled for Interferer::each only.
void differentiate(const Network& network, const Solution& solution, std::span<const double> by_load,
                   const SolveOptions& options, Interferer interferer, Scratch& scratch, Gradient& gradient);

}  // namespace celltwin::load_coupling
