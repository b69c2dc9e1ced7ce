/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An upload: the body of a request on its way into the user's files.
 *
 * The body is a form with a `file` (and perhaps a `title`, or `name`) or the file itself.
 * Nothing of it is read before the caller is known and the file's size and the
 * user's quota allow it; then it goes through in pieces, so its size costs no
 * memory.  Whatever fails, nothing stays.
 */
#ifndef PX_API_UPLOAD_H
#define PX_API_UPLOAD_H

#include "api/api_internal.h"

/*
 * A file that is put away: the state of its call after px_upload_receive (a
 * document to be read) or px_upload_keep (any file), which are PX_PLACE_LOOP
 * steps.  It is not cleaned away before the call has ended.
 */
struct px_uploaded {
	const char *title, *media_type;
	int64_t size;
	char hash[PX_BLOB_HASH + 1];
	/* Of a kept picture: what a model is shown of it; empty, and `problem` says why, if nothing can be. */
	char shown[PX_BLOB_HASH + 1], problem[200];
	int64_t width, height;
};

#endif
