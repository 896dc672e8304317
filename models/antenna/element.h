// SPDX-License-Identifier: BSD-3-Clause
//
// The radiation element of TR 38.901 V17 Table 7.3-1: a parabolic main lobe in dB in either plane over a flat
// floor. Valid where the table is meant: base station elements from 0.5 to 100 GHz, parameters by its user.
// Not modelled: mutual coupling, embedded patterns at the edge of a panel, frequency.
#pragma once

namespace celltwin::antenna {

struct Tr38901Element {
    double gain_dbi = 8.0;  ///< maximum of one element, G_E,max
    double horizontal_beamwidth_deg = 65.0;
    double vertical_beamwidth_deg = 65.0;
    double side_lobe_db = 30.0;      ///< SLA_V
    double front_to_back_db = 30.0;  ///< A_max
};

/// Throws ConfigError naming the field and its range.
void checkElement(const Tr38901Element& element);

/// Gain in dBi towards `azimuth_deg` (from boresight, any turn; the element is symmetric) and `elevation_deg`
/// above the element's own horizon. As in the table, straight up and down the gain depends on the azimuth
/// from which they are approached.
double elementGainDbi(const Tr38901Element& element, double azimuth_deg, double elevation_deg);

}  // namespace celltwin::antenna
