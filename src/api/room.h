/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rooms of users and sessions: their names, and what a client missed.
 *
 * Events of a room carry numbers of the user's sequence, which the store
 * keeps, so a client that saw number N goes on after N also when the server
 * was started anew meanwhile.
 */
#ifndef PX_API_ROOM_H
#define PX_API_ROOM_H

#include "api/api_internal.h"

enum { PX_ROOM_MAX = 64 };

/* "user:<id>", "session:<id>". */
void px_room_name(char room[PX_ROOM_MAX], const char *kind, struct px_id id);
/* Answers an acknowledgement (NULL: nobody waits for one) with a problem. */
void px_ack_error(struct px_sio_ack *ack, enum px_err err, const struct px_error *error);
/*
 * Answers with what the user's room had after `since`, or that it can't be
 * told any more.  PX_OK: the ack is taken along.
 */
enum px_err px_room_sync(struct px_api *api, struct px_id user, int64_t since, struct px_sio_ack *ack,
			 struct px_error *error) PX_MUST_CHECK;

#endif
