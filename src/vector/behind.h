/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A driver over that of a server: changes are made by a thread of its own, so that nobody waits for the server with a
 * transaction open.  Private to vector/.
 */
#ifndef PX_VECTOR_BEHIND_H
#define PX_VECTOR_BEHIND_H

#include "vector/vector_driver.h"

extern const struct px_vector_driver px_vector_behind_driver;

/* *out is the `self` of px_vector_behind_driver.  Takes the family `self` of `inner`, also on failure. */
enum px_err px_vector_behind_over(const struct px_vector_driver *inner, void *self, void **out,
				  struct px_error *error) PX_MUST_CHECK;

#endif
