/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns that the last run of the program left running are closed when the next
 * one starts, before anybody is served: with an answer that says what was done
 * and what takes it back.  Where several processes serve, turns of others may go
 * on: there those are closed that have run for longer than any may.
 */
#ifndef PX_AGENT_INTERRUPTED_H
#define PX_AGENT_INTERRUPTED_H

#include "domain/turn_row.h"

/* Closes every running turn of every user that began before then, durably; *closed tells how many. */
enum px_err px_turns_interrupt(struct px_store *store, int64_t now, int64_t begun_before, size_t *closed,
			       struct px_error *error) PX_MUST_CHECK;
/* One of them, in the caller's transaction; a turn whose conversation is gone goes too. */
enum px_err px_turn_interrupt(struct px_domain *domain, const struct px_turn_row *turn,
			      struct px_error *error) PX_MUST_CHECK;

#endif
