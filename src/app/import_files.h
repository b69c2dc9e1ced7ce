/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and folders to import, each file one document.
 *
 * Markdown, plain text, HTML and mail (.md .markdown .txt .text .html .htm .eml)
 * become items, whose id is made of path and content, so that an unchanged file is the same
 * item again.  PDF, DOCX and ODT, and texts that are too large for an item or no
 * UTF-8, are uploaded.  What is hidden, or of another kind, is passed over;
 * the latter is named on standard error.
 */
#ifndef PX_APP_IMPORT_FILES_H
#define PX_APP_IMPORT_FILES_H

#include "app/import_upload.h"
#include "base/json.h"

enum { PX_IMPORT_FILE_MAX = 900 * 1024 }; /* of an item */

/* Takes the item. */
typedef enum px_err (*px_import_put_fn)(void *arg, json_t *item, struct px_error *error);

/* `path` is a file or a folder, read with all below it in the order of names; *passed counts what was not taken. */
enum px_err px_import_files(const char *path, px_import_put_fn put, void *arg, struct px_uploads *uploads,
			    size_t *passed, struct px_error *error) PX_MUST_CHECK;

#endif
