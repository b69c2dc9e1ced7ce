/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PDF by poppler: the text of each page in reading order, an empty line
 * between pages.
 */
#include "extract/extract.h"

#include <poppler.h>
#include <string.h>
#include <unistd.h>

enum { PAGES_MAX = 10000, TEXT_MAX = 17 << 20 };

static const char *open_error(const GError *error)
{
	if (error && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		return "it is locked with a password";
	return "it is no PDF file, or it is damaged";
}

const char *px_extract_pdf(FILE *out)
{
	GError *error = NULL;
	PopplerDocument *document = poppler_document_new_from_fd(dup(STDIN_FILENO), NULL, &error);
	size_t size = 0;

	if (!document)
		return open_error(error);
	int pages = poppler_document_get_n_pages(document);
	if (pages > PAGES_MAX)
		return "it has more than 10000 pages";
	for (int i = 0; i < pages && size < TEXT_MAX; i++) {
		PopplerPage *page = poppler_document_get_page(document, i);
		char *text = page ? poppler_page_get_text(page) : NULL;
		if (text) {
			size += strlen(text);
			fprintf(out, "%s\n\n", text);
		}
		g_free(text);
		if (page)
			g_object_unref(page);
	}
	g_object_unref(document);
	return NULL;
}
