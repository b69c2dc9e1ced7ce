/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DOCX (ECMA-376) and ODT (OASIS OpenDocument 1.2): one XML file of a zip
 * archive, written as HTML of headings, paragraphs, list items and tables.
 *
 * A zip bomb is stopped by the size and the ratio of that one entry, as it is
 * unpacked; no other is.  libxml2 follows no entities, and nests 256 deep at most.
 */
#include "extract/extract.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_MAX = 10000, XML_MAX = 64 << 20, RATIO_MAX = 200, RATIO_FROM = 1 << 20 };

#define NO_DOCUMENT "it is no document of this kind, or it is damaged"

struct xml {
	char *data;
	size_t size, room;
};

/* The entry's bytes; NULL or why not. */
static const char *unpack(struct archive *archive, size_t packed, struct xml *xml)
{
	for (;;) {
		if (xml->size == xml->room) {
			size_t room = xml->room ? xml->room * 2 : 1 << 16;
			char *more = room > XML_MAX * 2 ? NULL : realloc(xml->data, room);
			if (!more)
				return "unpacked, it is larger than 64 MB";
			xml->data = more;
			xml->room = room;
		}
		la_ssize_t got = archive_read_data(archive, xml->data + xml->size, xml->room - xml->size);
		if (got < 0)
			return NO_DOCUMENT;
		if (got == 0)
			return NULL;
		xml->size += (size_t)got;
		if (xml->size > XML_MAX)
			return "unpacked, it is larger than 64 MB";
		if (xml->size > RATIO_FROM && xml->size / RATIO_MAX > packed)
			return "unpacked, it is more than 200 times as large as the file, as a zip bomb would be";
	}
}

static const char *read_entry(const char *name, struct xml *xml)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	const char *why = NO_DOCUMENT;
	struct stat file = { 0 };

	fstat(STDIN_FILENO, &file);
	archive_read_support_format_zip(archive);
	if (archive_read_open_fd(archive, STDIN_FILENO, 1 << 16) == ARCHIVE_OK) {
		for (int i = 0; i < ENTRIES_MAX && archive_read_next_header(archive, &entry) == ARCHIVE_OK; i++) {
			const char *path = archive_entry_pathname(entry);
			if (!path || strcmp(path, name) != 0)
				continue;
			why = archive_entry_is_encrypted(entry) ? "it is locked with a password" : unpack(archive, (size_t)file.st_size, xml);
			break;
		}
	}
	archive_read_free(archive);
	return why;
}

/* ------------------------------------------------------------------- writing */

struct writer {
	FILE *out;
	bool odt;
	bool open;      /* inside a paragraph */
	bool text;      /* text of a DOCX run */
	int level;      /* of a heading, 0: none */
	int lists, cells; /* that it stands in */
	bool item;
	char *line;
	size_t size;
	FILE *paragraph;
};

static void escape(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}

static void end_paragraph(struct writer *w)
{
	if (!w->open)
		return;
	fclose(w->paragraph);
	w->open = w->text = false;
	if (w->size && w->cells)
		fprintf(w->out, "%s ", w->line);
	else if (w->size && w->level)
		fprintf(w->out, "<h%d>%s</h%d>\n", w->level, w->line, w->level);
	else if (w->size)
		fprintf(w->out, w->item || w->lists ? "<li>%s</li>\n" : "<p>%s</p>\n", w->line);
	free(w->line);
	w->line = NULL;
}

static void begin_paragraph(struct writer *w)
{
	end_paragraph(w); /* a text box within another paragraph */
	w->paragraph = open_memstream(&w->line, &w->size);
	if (!w->paragraph)
		abort();
	w->open = true;
	w->item = false;
	w->level = 0;
}

static int to_level(const char *text, int add)
{
	int level = text && *text >= '0' && *text <= '9' && !text[1] ? *text - '0' + add : 0;

	return level > 6 ? 6 : level;
}

/* "Heading1", "heading 2", "berschrift1", "Title". */
static int level_of_style(const char *style)
{
	const char *digit = style + strcspn(style, "123456789");

	if (strcmp(style, "Title") == 0 || strcmp(style, "Titel") == 0)
		return 1;
	return strcasestr(style, "heading") || strcasestr(style, "berschrift") ? to_level(digit, 0) : 0;
}

static char *attribute(xmlTextReaderPtr reader, const char *name)
{
	char *found = NULL;

	while (!found && xmlTextReaderMoveToNextAttribute(reader) == 1) {
		if (strcmp((const char *)xmlTextReaderConstLocalName(reader), name) == 0)
			found = strdup((const char *)xmlTextReaderConstValue(reader));
	}
	xmlTextReaderMoveToElement(reader);
	return found;
}

static void table(struct writer *w, const char *tag, bool begins)
{
	if (strcmp(tag, "td") == 0)
		w->cells += begins ? 1 : -1;
	fprintf(w->out, begins ? "<%s>" : "</%s>\n", tag);
}

/* The tag of HTML for a part of a table, or NULL. */
static const char *table_tag(const char *name)
{
	static const char *const tags[][2] = {
		{ "tbl", "table" }, { "tr", "tr" }, { "tc", "td" },
		{ "table", "table" }, { "table-row", "tr" }, { "table-cell", "td" },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (strcmp(tags[i][0], name) == 0)
			return tags[i][1];
	}
	return NULL;
}

static void docx_mark(struct writer *w, xmlTextReaderPtr reader, const char *name)
{
	char *value = attribute(reader, "val");

	if (strcmp(name, "pStyle") == 0 && value)
		w->level = level_of_style(value);
	else if (strcmp(name, "outlineLvl") == 0 && value && !w->level)
		w->level = to_level(value, 1);
	else if (strcmp(name, "numPr") == 0)
		w->item = true;
	free(value);
}

static void begin(struct writer *w, xmlTextReaderPtr reader, const char *name)
{
	const char *tag = table_tag(name);

	if (strcmp(name, "p") == 0) {
		begin_paragraph(w);
	} else if (w->odt && strcmp(name, "h") == 0) {
		char *level = attribute(reader, "outline-level");
		begin_paragraph(w);
		w->level = level ? to_level(level, 0) : 1;
		free(level);
	} else if (tag) {
		table(w, tag, true);
	} else if (w->odt && strcmp(name, "list-item") == 0) {
		w->lists++;
	} else if (!w->open) {
		return;
	} else if (!w->odt && strcmp(name, "t") == 0) {
		w->text = true;
	} else if (strcmp(name, "tab") == 0 || (w->odt && strcmp(name, "s") == 0)) {
		fputc(' ', w->paragraph);
	} else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0 || strcmp(name, "line-break") == 0) {
		fputs("<br>", w->paragraph);
	} else if (!w->odt) {
		docx_mark(w, reader, name);
	}
}

static void finish(struct writer *w, const char *name)
{
	const char *tag = table_tag(name);

	if (strcmp(name, "p") == 0 || (w->odt && strcmp(name, "h") == 0))
		end_paragraph(w);
	else if (tag)
		table(w, tag, false);
	else if (w->odt && strcmp(name, "list-item") == 0)
		w->lists--;
	else if (strcmp(name, "t") == 0)
		w->text = false;
}

/* What is said twice, or was taken back, or says nothing. */
static bool is_passed_over(const char *name)
{
	static const char *const names[] = { "Fallback", "del", "tracked-changes", "annotation", "note-citation", "sequence-decls" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static int write_node(struct writer *w, xmlTextReaderPtr reader)
{
	const char *name = (const char *)xmlTextReaderConstLocalName(reader);

	switch (xmlTextReaderNodeType(reader)) {
	case XML_READER_TYPE_ELEMENT:
		if (is_passed_over(name))
			return xmlTextReaderNext(reader);
		begin(w, reader, name);
		if (xmlTextReaderIsEmptyElement(reader))
			finish(w, name);
		break;
	case XML_READER_TYPE_END_ELEMENT:
		finish(w, name);
		break;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		if (w->open && (w->odt || w->text))
			escape(w->paragraph, (const char *)xmlTextReaderConstValue(reader));
		break;
	default:
		break;
	}
	return xmlTextReaderRead(reader);
}

static void stay_silent(void *arg, const char *message, ...)
{
	(void)arg;
	(void)message;
}

static const char *extract(FILE *out, const char *entry, bool odt)
{
	struct writer writer = { .out = out, .odt = odt };
	struct xml xml = { 0 };
	const char *why = read_entry(entry, &xml);

	if (why)
		return why;
	xmlSetGenericErrorFunc(NULL, stay_silent);
	xmlTextReaderPtr reader = xmlReaderForMemory(xml.data, (int)xml.size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
	int more = reader ? xmlTextReaderRead(reader) : -1;
	while (more == 1)
		more = write_node(&writer, reader);
	end_paragraph(&writer);
	xmlFreeTextReader(reader);
	free(xml.data);
	return more < 0 ? NO_DOCUMENT : NULL;
}

const char *px_extract_docx(FILE *out)
{
	return extract(out, "word/document.xml", false);
}

const char *px_extract_odt(FILE *out)
{
	return extract(out, "content.xml", true);
}
