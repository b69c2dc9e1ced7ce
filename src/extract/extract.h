/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie-extract: the text of one PDF, DOCX or ODT file, what a mail says, or a
 * picture made small.
 *
 *   pixie-extract pdf|docx|odt|mail <FILE >TEXT
 *   pixie-extract picture SIDE <FILE >JPEG
 *
 * A program of its own, because it runs large parsers on anybody's files:
 * whatever happens to it, Pixie goes on.  It limits itself before it looks at
 * the file: 20 s of processor, 512 MB of memory, no files to write, no
 * network.  Its output is "+" and the result, or "-" and a sentence that says
 * why there is none.  It uses nothing of Pixie's, whose sanitizers need more
 * memory than it may have.
 */
#ifndef PX_EXTRACT_EXTRACT_H
#define PX_EXTRACT_EXTRACT_H

#include <stdio.h>

/* Write the text of the file on standard input to `out`; NULL, or why they can't.  PDF gives plain text, a mail JSON, the others HTML. */
const char *px_extract_pdf(FILE *out);
const char *px_extract_docx(FILE *out);
const char *px_extract_odt(FILE *out);
/*
 * Writes the picture on standard input as "WIDTH HEIGHT\n" and a JPEG of at most PX_EXTRACT_PICTURE_MAX bytes, whose
 * longer side is at most `side` pixels (a number in decimal digits).
 */
enum { PX_EXTRACT_PICTURE_MAX = 1 << 20 };
const char *px_extract_picture(FILE *out, const char *side);
const char *px_extract_mail(FILE *out);

#endif
