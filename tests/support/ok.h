/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OK(call) fails the test with what the call said if it does not return PX_OK.
 * The call puts its error into `error` of the test's own world `w`.
 */
#ifndef PX_TESTS_SUPPORT_OK_H
#define PX_TESTS_SUPPORT_OK_H

#include "base/err.h"

#define OK(call) \
	do { \
		enum px_err err_ = (call); \
		if (err_) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), w->error.message); \
	} while (0)

#endif
