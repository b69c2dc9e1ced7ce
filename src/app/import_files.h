/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and folders as items to import: Markdown, plain text, HTML and mail
 * (.md .markdown .txt .text .html .htm .eml), each one document.
 *
 * The id of an item is made of its path and content, so that an unchanged file is the
 * same item again.  What is hidden, larger than the limit or of another kind
 * is named on standard error and passed over.
 */
#ifndef PX_APP_IMPORT_FILES_H
#define PX_APP_IMPORT_FILES_H

#include "base/json.h"

enum { PX_IMPORT_FILE_MAX = 900 * 1024 };

/* Takes the item. */
typedef enum px_err (*px_import_put_fn)(void *arg, json_t *item, struct px_error *error);

/* `path` is a file or a folder, read with all below it in the order of names; *passed counts what was not taken. */
enum px_err px_import_files(const char *path, px_import_put_fn put, void *arg, size_t *passed,
			    struct px_error *error) PX_MUST_CHECK;

#endif
