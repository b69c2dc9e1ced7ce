/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small files that only their owner may read: the token and the secret.
 */
#ifndef PX_AUTH_PRIVATE_FILE_H
#define PX_AUTH_PRIVATE_FILE_H

#include "base/buf.h"

/*
 * Appends the whole file (at most the buffer's cap).  PX_NOT_FOUND if there
 * is none; PX_FORBIDDEN if group or others have any right to it or it belongs
 * to another user; PX_INVALID if it is not a plain file.
 */
enum px_err px_private_file_read(const char *path, struct px_buf *out, struct px_error *error) PX_MUST_CHECK;
/* Replaces the file as a whole (written aside, synced, renamed), mode 0600 from the first byte. */
enum px_err px_private_file_write(const char *path, struct px_str content, struct px_error *error) PX_MUST_CHECK;

#endif
