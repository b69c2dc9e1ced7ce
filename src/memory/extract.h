/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the bytes of a file to text that memory/chunk reads.
 *
 * Text, Markdown, HTML and mail are such text already.  PDF, DOCX and ODT are
 * read by another program, pixie-extract (src/extract), because their parsers
 * are large and the files are anybody's: it is given the bytes and limits on
 * time, memory and output, and is killed past them.  Every refusal is a
 * sentence for people with its reason and limit.  Pictures are made small by
 * the same program, under the same limits.
 */
#ifndef PX_MEMORY_EXTRACT_H
#define PX_MEMORY_EXTRACT_H

#include "base/buf.h"
#include "memory/chunk.h"

#include <stdatomic.h>

enum {
	PX_EXTRACT_TEXT_MAX = 16 << 20, /* bytes of text of one file */
	PX_EXTRACT_MS = 30000,          /* until the other program is killed; its own limit is 20 s of processor */
};

/* The media type by the file's name and first bytes, else `declared`; a static or borrowed text. */
const char *px_extract_type(const char *declared, const char *name, struct px_str bytes);
/* Whether files of this media type can be read. */
bool px_extract_reads(const char *media_type);

struct px_extraction {
	const char *helper;         /* path of pixie-extract */
	const char *media_type;
	struct px_str bytes;
	const _Atomic bool *cancel; /* set by another thread: stop soon; may be NULL */
};

/*
 * The text goes into `text` (its cap is a limit, too).  PX_UNSUPPORTED: a kind
 * of file that is not read; PX_INVALID: damaged or locked; PX_TOO_LARGE,
 * PX_TIMEOUT: past a limit; PX_CANCELLED.  Blocks.
 */
enum px_err px_extract(const struct px_extraction *extraction, struct px_buf *text, enum px_chunk_format *format,
		       struct px_error *error) PX_MUST_CHECK;

/* Whether these are the first bytes of a JPEG, PNG, GIF or WebP. */
bool px_picture_is(struct px_str bytes);

struct px_picture {
	struct px_buf jpeg;    /* the caller's: PX_BUF_INIT(PX_PICTURE_MAX), to be released by it */
	int64_t width, height;
};
enum { PX_PICTURE_MAX = (1 << 20) + 64 };
/*
 * The picture as a JPEG without anything but its pixels, the longer side at most `side`; made by pixie-extract.
 * Errors as of px_extract: the sentence goes on from "it".  Blocks.
 */
enum px_err px_picture_shrink(const char *helper, struct px_str bytes, int64_t side, struct px_picture *picture,
			      struct px_error *error) PX_MUST_CHECK;

/* What a mail says, as JSON (extract/mail.c), by the same program under the same limits.  Blocks. */
enum px_err px_extract_mail(const char *helper, struct px_str bytes, const _Atomic bool *cancel, struct px_buf *json,
			    struct px_error *error) PX_MUST_CHECK;

#endif
