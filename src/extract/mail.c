/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail by GMime: its headers, the text a reader would see, invitations, data
 * of schema.org, names of attachments.  Of alternatives the plain text is
 * taken, unless it says nothing; TNEF (winmail.dat) is passed over.  Bytes
 * that are not of the charset that they claim are read as UTF-8, or else as
 * Windows-1252.
 */
#include "extract/mail.h"

#include "extract/extract.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 26 << 20, PARTS_MAX = 500, DEPTH_MAX = 20, HEADER_MAX = 2000, LIST_MAX = 100, PLAIN_LEAST = 12 };

struct reading {
	json_t *calendars, *data, *attachments;
	json_t *report;             /* of a mail server about a mail that it could not deliver, or NULL */
	int parts;
	bool html;
};

/* ---------------------------------------------------------------------- bytes */

static char *read_file(size_t *size)
{
	size_t room = 1 << 16;
	char *data = malloc(room + 1);

	*size = 0;
	while (data) {
		ssize_t got = read(STDIN_FILENO, data + *size, room - *size);
		if (got <= 0)
			break;
		*size += (size_t)got;
		if (*size > FILE_MAX)
			break;
		if (*size == room) {
			char *more = realloc(data, (room *= 2) + 1);
			if (!more)
				free(data);
			data = more;
		}
	}
	if (data)
		data[*size] = '\0';
	return data;
}

/* Valid UTF-8 without NUL, whatever it was; to be freed by g_free. */
static char *to_utf8(const char *bytes, size_t size, const char *charset)
{
	char *text = NULL;
	gsize written = 0;

	if (charset && *charset && g_ascii_strcasecmp(charset, "utf-8") != 0)
		text = g_convert(bytes, (gssize)size, "UTF-8", g_mime_charset_iconv_name(charset), NULL, &written, NULL);
	if (!text && g_utf8_validate(bytes, (gssize)size, NULL))
		text = g_strndup(bytes, size);
	if (!text)
		text = g_convert_with_fallback(bytes, (gssize)size, "UTF-8", "WINDOWS-1252", "?", NULL, &written, NULL);
	if (!text)
		text = g_convert(bytes, (gssize)size, "UTF-8", "ISO-8859-1", NULL, &written, NULL);
	if (!text || g_utf8_validate(text, -1, NULL))
		return text;
	char *valid = g_utf8_make_valid(text, -1);
	g_free(text);
	return valid;
}

static char *part_text(GMimePart *part, const char *charset)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = g_mime_stream_mem_new();
	char *text = NULL;

	if (content && g_mime_data_wrapper_write_to_stream(content, stream) >= 0) {
		GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
		size_t size = bytes->len > 4 * MAIL_TEXT_MAX ? 4 * MAIL_TEXT_MAX : bytes->len;
		text = to_utf8(size ? (const char *)bytes->data : "", size, charset); /* of an empty part there is no data */
	}
	g_object_unref(stream);
	return text;
}

/* ---------------------------------------------------------------------- parts */

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
	GMimeContentType *found = g_mime_object_get_content_type(object);

	return found && g_mime_content_type_is_type(found, type, subtype);
}

static bool is_attached(GMimeObject *object)
{
	const char *disposition = g_mime_object_get_disposition(object);

	return disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

static void add_attachment(struct reading *reading, GMimePart *part)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	char *mime = type ? g_mime_content_type_get_mime_type(type) : NULL;
	const char *name = g_mime_part_get_filename(part);
	char *safe = name ? g_utf8_make_valid(name, (gssize)strnlen(name, HEADER_MAX)) : NULL;

	if (json_array_size(reading->attachments) < LIST_MAX)
		json_array_append_new(reading->attachments, json_pack("{s:s*,s:s*}", "name", safe, "type", mime));
	g_free(mime);
	g_free(safe);
}

static bool is_calendar(GMimePart *part)
{
	const char *name = g_mime_part_get_filename(part);

	return is_type(GMIME_OBJECT(part), "text", "calendar") || is_type(GMIME_OBJECT(part), "application", "ics") ||
	       (name && strlen(name) > 4 && g_ascii_strcasecmp(name + strlen(name) - 4, ".ics") == 0);
}

static void read_leaf(struct reading *reading, GMimePart *part, FILE *out)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *charset = type ? g_mime_content_type_get_parameter(type, "charset") : NULL;
	bool calendar = is_calendar(part), html = is_type(GMIME_OBJECT(part), "text", "html");
	bool plain = is_type(GMIME_OBJECT(part), "text", "plain") || !type;

	if (!calendar && (is_attached(GMIME_OBJECT(part)) || (!html && !plain))) {
		add_attachment(reading, part);
		return;
	}
	char *text = part_text(part, charset);
	if (text && calendar && json_array_size(reading->calendars) < LIST_MAX) {
		mail_calendar(text, reading->calendars);
	} else if (text && html) {
		reading->html = true;
		mail_html(text, strlen(text), out, reading->data);
	} else if (text) {
		fputs(text, out);
		fputc('\n', out);
	}
	g_free(text);
}

static void read_object(struct reading *reading, GMimeObject *object, FILE *out, int depth);

static size_t letters_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += (unsigned char)*text > ' ';
	return n;
}

/* The best of the alternatives; each is looked at, as the HTML may hold data and another one an invitation. */
static void read_alternatives(struct reading *reading, GMimeMultipart *multipart, FILE *out, int depth)
{
	char *plain = NULL, *rich = NULL;

	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *object = g_mime_multipart_get_part(multipart, i);
		char *text = NULL;
		size_t size = 0;
		FILE *memory = open_memstream(&text, &size);
		if (!memory)
			break;
		read_object(reading, object, memory, depth + 1);
		fclose(memory);
		char **place = is_type(object, "text", "plain") ? &plain : &rich;
		if (!*place && letters_of(text))
			*place = text;
		else
			free(text);
	}
	if (plain && (!rich || letters_of(plain) >= PLAIN_LEAST))
		fputs(plain, out);
	else if (rich)
		fputs(rich, out);
	free(plain);
	free(rich);
}

static void read_object(struct reading *reading, GMimeObject *object, FILE *out, int depth)
{
	if (!object || depth > DEPTH_MAX || ++reading->parts > PARTS_MAX || ftell(out) > MAIL_TEXT_MAX)
		return;
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *multipart = GMIME_MULTIPART(object);
		if (depth == 0 && is_type(object, "multipart", "report"))
			reading->report = mail_report(multipart);
		if (is_type(object, "multipart", "alternative")) {
			read_alternatives(reading, multipart, out, depth);
			return;
		}
		for (int i = 0; i < g_mime_multipart_get_count(multipart); i++)
			read_object(reading, g_mime_multipart_get_part(multipart, i), out, depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
		if (message)
			read_object(reading, g_mime_message_get_mime_part(message), out, depth + 1);
	} else if (GMIME_IS_PART(object)) {
		read_leaf(reading, GMIME_PART(object), out);
	}
}

/* -------------------------------------------------------------------- headers */

static void set_text(json_t *object, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	char *valid = g_utf8_make_valid(text, (gssize)strnlen(text, HEADER_MAX));
	json_object_set_new(object, key, json_string(g_strstrip(valid)));
	g_free(valid);
}

static json_t *addresses(InternetAddressList *list, bool first)
{
	json_t *array = json_array();

	for (int i = 0; list && i < internet_address_list_length(list) && json_array_size(array) < LIST_MAX; i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);
		json_t *object = json_object();
		set_text(object, "name", internet_address_get_name(address));
		if (INTERNET_ADDRESS_IS_MAILBOX(address))
			set_text(object, "address", internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
		json_array_append_new(array, object);
	}
	if (!first)
		return array;
	json_t *one = json_incref(json_array_get(array, 0));
	json_decref(array);
	return one ? one : json_object();
}

static void set_references(json_t *object, const char *key, const char *text)
{
	GMimeReferences *list = text ? g_mime_references_parse(NULL, text) : NULL;
	json_t *array = json_array();
	int count = list ? g_mime_references_length(list) : 0;

	for (int i = 0; i < count && i < LIST_MAX; i++) {
		json_t *holder = json_object();
		set_text(holder, "id", g_mime_references_get_message_id(list, i));
		json_array_append(array, json_object_get(holder, "id"));
		json_decref(holder);
	}
	json_object_set_new(object, key, array);
	if (list)
		g_mime_references_free(list);
}

static const char *header(GMimeMessage *message, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

/* Of RFC 3834, else of the programs that are older. */
static const char *automatic(GMimeMessage *message)
{
	static const char *const names[] = { "Auto-Submitted", "X-Autoreply", "X-Autorespond", "X-Auto-Reply" };
	const char *value = NULL;

	for (size_t i = 0; !value && i < sizeof(names) / sizeof(names[0]); i++)
		value = header(message, names[i]);
	return value;
}

/* The server that delivers writes the envelope's sender there; that of programs is "<>" (RFC 5321, 4.5.5). */
static bool has_null_sender(GMimeMessage *message)
{
	const char *path = header(message, "Return-Path");

	return path && strcmp(path + strspn(path, " \t"), "<>") == 0;
}

static void set_headers(json_t *object, GMimeMessage *message)
{
	GDateTime *date = g_mime_message_get_date(message);

	json_object_set_new(object, "from", addresses(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_FROM), true));
	json_object_set_new(object, "to", addresses(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_TO), false));
	set_text(object, "subject", g_mime_message_get_subject(message));
	set_text(object, "message_id", g_mime_message_get_message_id(message));
	set_references(object, "references", header(message, "References"));
	set_references(object, "in_reply_to", header(message, "In-Reply-To"));
	set_text(object, "list_id", header(message, "List-Id"));
	set_text(object, "unsubscribe", header(message, "List-Unsubscribe"));
	set_text(object, "precedence", header(message, "Precedence"));
	set_text(object, "auto", automatic(message));
	if (has_null_sender(message))
		json_object_set_new(object, "null_sender", json_true());
	set_text(object, "authentication", header(message, "Authentication-Results"));
	if (date)
		json_object_set_new(object, "date", json_integer(g_date_time_to_unix(date) * 1000));
}

static char *write_message(GMimeMessage *message)
{
	struct reading reading = { json_array(), json_array(), json_array(), NULL, 0, false };
	json_t *object = json_object();
	char *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return NULL;
	set_headers(object, message);
	read_object(&reading, g_mime_message_get_mime_part(message), memory, 0);
	fclose(memory);
	char *valid = g_utf8_make_valid(text, (gssize)(size < MAIL_TEXT_MAX ? size : MAIL_TEXT_MAX));
	json_object_set_new(object, "text", json_string(valid));
	json_object_set_new(object, "html", json_boolean(reading.html));
	json_object_set_new(object, "calendars", reading.calendars);
	json_object_set_new(object, "data", reading.data);
	json_object_set_new(object, "attachments", reading.attachments);
	if (reading.report)
		json_object_set_new(object, "report", reading.report);
	g_free(valid);
	free(text);
	char *written = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	return written;
}

char *mail_json(const char *bytes, size_t size)
{
	g_mime_init();
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	char *written = message ? write_message(message) : NULL;

	if (message)
		g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return written;
}

const char *px_extract_mail(FILE *out)
{
	size_t size = 0;
	char *bytes = read_file(&size);

	if (!bytes)
		return "there is no memory for it";
	if (size > FILE_MAX)
		return "it is larger than 25 MB";
	char *written = mail_json(bytes, size);
	bool read = written != NULL;
	if (read)
		fputs(written, out);
	free(written);
	free(bytes);
	return read ? NULL : "it is no mail, or it is damaged";
}
