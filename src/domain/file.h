/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that a person has sent to be kept as they are: pictures, archives.
 *
 * A row names bytes in blob/ by their hash.  A picture has a second hash: that
 * of the smaller JPEG made of it, which is what a language model is shown.
 * Bytes go by the job PX_DOCUMENT_CLEAN once no row, and no deletion that can
 * be undone, names them.  What is to be read and found is a document.
 */
#ifndef PX_DOMAIN_FILE_H
#define PX_DOMAIN_FILE_H

#include "base/json.h"
#include "domain/domain.h"

enum { PX_FILE_NAME_MAX = 200, PX_MESSAGE_FILES_MAX = 8 };
#define PX_FILE_UNNAMED "file"

/* Fills id, user, times and version.  The same bytes may be kept under several names. */
enum px_err px_file_create(struct px_domain *domain, struct px_file *file, struct px_error *error) PX_MUST_CHECK;
enum px_err px_file_get(struct px_domain *domain, struct px_id id, struct px_file *file, struct px_error *error) PX_MUST_CHECK;
/* Deletes and records the action, so that it can be undone; with `for_good` it can't, and nothing of it is recorded. */
enum px_err px_file_delete(struct px_domain *domain, struct px_id id, bool for_good, struct px_error *error) PX_MUST_CHECK;

/*
 * What a message keeps of the files that were sent with it: a JSON array of {id, name, media_type, size}, NULL if
 * there are none.  PX_INVALID names a file that is not there.
 */
enum px_err px_files_of_message(struct px_domain *domain, const struct px_id *ids, size_t count, const char **json,
				struct px_error *error) PX_MUST_CHECK;
/* The files that such a JSON array names and that are still there. */
enum px_err px_files_read(struct px_domain *domain, const char *json, struct px_file *files, size_t room, size_t *count,
			  struct px_error *error) PX_MUST_CHECK;

/* Whether a message that keeps `json` was sent with exactly these files, in this order. */
bool px_files_are(const char *json, const struct px_id *ids, size_t count);

/* Who still needs the bytes of a hash. */
enum px_file_need {
	PX_FILE_NOT_NEEDED,
	PX_FILE_FOR_UNDO, /* no row, but a deletion that can be undone */
	PX_FILE_IN_USE,   /* a document or a file */
};
enum px_err px_file_need_of(struct px_domain *domain, const char *hash, enum px_file_need *need, struct px_error *error) PX_MUST_CHECK;

#endif
