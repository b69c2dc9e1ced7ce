/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store that fails on purpose: every driver's tests run through it, and so
 * do those of whoever uses a store.
 *
 * Calls that can fail are counted, from 1 at opening: begin, commit,
 * savepoint, insert, update, delete, get, query, count, overlaps, set_span,
 * clear_span, check.  Call number `fail_at` returns PX_IO and does nothing; a
 * failing commit undoes its transaction and tells `done` so at once.
 */
#ifndef PX_STORE_FAULT_H
#define PX_STORE_FAULT_H

#include "store/store.h"

#include <stdatomic.h>

struct px_store_fault {
	_Atomic uint64_t calls;   /* made so far */
	_Atomic uint64_t fail_at; /* 0: never */
};

/* As px_store_open, `fault` outliving the store; it may be changed at any time. */
enum px_err px_store_open_faulty(const struct px_store_config *config, struct px_store_fault *fault,
				 struct px_store **store, struct px_error *error) PX_MUST_CHECK;

#endif
