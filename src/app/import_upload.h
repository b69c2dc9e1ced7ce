/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that `pixie import` hands over as they are, for the server to read:
 * PDF, DOCX, ODT, and texts too large or too odd for a line of JSON.
 */
#ifndef PX_APP_IMPORT_UPLOAD_H
#define PX_APP_IMPORT_UPLOAD_H

#include "app/remote.h"
#include "base/str.h"

struct px_uploads {
	struct px_remote *remote; /* borrowed; set before the first upload */
	json_t *waiting;          /* array of [path, id] of documents that are being read */
	size_t created, known, failed;
};

void px_uploads_release(struct px_uploads *uploads);
/* Uploads one file; `changed`: UTC milliseconds.  One that the server refuses is named on standard error and counted. */
enum px_err px_uploads_put(struct px_uploads *uploads, const char *path, const char *name, struct px_str bytes,
			   int64_t changed, struct px_error *error) PX_MUST_CHECK;
/* Waits until all have been read; those that can't be are named on standard error. */
enum px_err px_uploads_wait(struct px_uploads *uploads, struct px_error *error) PX_MUST_CHECK;

#endif
