// SPDX-License-Identifier: BSD-3-Clause
#include "service/cli.h"

int main(int argc, char** argv) {
    return celltwin::service::runProgram(argc, argv);
}
