/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The data folder: made private to its owner, and the note in it that tells
 * the command line where the running server listens.
 */
#ifndef PX_APP_DATADIR_H
#define PX_APP_DATADIR_H

#include "base/buf.h"

/* Makes the folder (0700) with its parents; PX_INVALID if something else is in the way. */
enum px_err px_datadir_make(const char *folder, struct px_error *error) PX_MUST_CHECK;
/* Whether a server made its database here before: it writes the owner's token only afterwards. */
bool px_datadir_used(const char *folder);
/* Writes <folder>/server (process id and URL), atomically. */
enum px_err px_datadir_announce(const char *folder, const char *url, struct px_error *error) PX_MUST_CHECK;
void px_datadir_withdraw(const char *folder);
/* The URL of the server that runs on this folder; PX_NOT_FOUND if none does. */
enum px_err px_datadir_server(const char *folder, struct px_buf *url) PX_MUST_CHECK;

#endif
