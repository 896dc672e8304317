// SPDX-License-Identifier: BSD-3-Clause
//
// Carries the precompiled <gmock/gmock.h> that all tests share.
