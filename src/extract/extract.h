/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie-extract: the text of one PDF, DOCX or ODT file.
 *
 *   pixie-extract pdf|docx|odt <FILE >TEXT
 *
 * A program of its own, because it runs large parsers on anybody's files:
 * whatever happens to it, Pixie goes on.  It limits itself before it looks at
 * the file: 20 s of processor, 512 MB of memory, no files to write, no
 * network.  Its output is "+" and the text, or "-" and a sentence that says
 * why there is none.  It uses nothing of Pixie's, whose sanitizers need more
 * memory than it may have.
 */
#ifndef PX_EXTRACT_EXTRACT_H
#define PX_EXTRACT_EXTRACT_H

#include <stdio.h>

/* Write the text of the file on standard input to `out`; NULL, or why they can't.  PDF gives plain text, the others HTML. */
const char *px_extract_pdf(FILE *out);
const char *px_extract_docx(FILE *out);
const char *px_extract_odt(FILE *out);

#endif
