/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mail server says of a mail that it could not deliver (RFC 3464, RFC
 * 6522): which mail it was, and for each address what became of it.  The words
 * are passed on as they are; whether they are to be believed is the caller's.
 */
#include "extract/mail.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <stdbool.h>
#include <string.h>

enum { TEXT_MAX = 64 << 10, VALUE_MAX = 500, RECIPIENTS_MAX = 20 };

static char *bytes_of(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = g_mime_stream_mem_new();
	char *text = NULL;

	if (content && g_mime_data_wrapper_write_to_stream(content, stream) >= 0) {
		GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
		text = g_utf8_make_valid((const char *)bytes->data, bytes->len > TEXT_MAX ? TEXT_MAX : (gssize)bytes->len);
	}
	g_object_unref(stream);
	return text;
}

/* Lines that begin with a blank belong to the one before. */
static void unfold(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (*from == '\r')
			continue;
		if (*from == '\n' && (from[1] == ' ' || from[1] == '\t'))
			*to++ = ' ';
		else
			*to++ = *from;
	}
	*to = '\0';
}

/* "rfc822; nina@example.com": the type is not said again. */
static char *value_of(const char *line, size_t name, bool typed)
{
	const char *value = line + name + 1, *type = typed ? strchr(value, ';') : NULL;
	char *copy = g_strndup(type ? type + 1 : value, VALUE_MAX);
	char *valid = g_utf8_make_valid(g_strstrip(copy), -1);

	g_free(copy);
	return valid;
}

static bool is_named(const char *line, const char *name)
{
	return g_ascii_strncasecmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':';
}

static void set_field(json_t *recipient, const char *line, const char *name, const char *key, bool typed)
{
	if (!is_named(line, name) || json_object_get(recipient, key))
		return;
	char *value = value_of(line, strlen(name), typed);
	if (*value)
		json_object_set_new(recipient, key, json_string(value));
	g_free(value);
}

/* A block of fields for the report, then one for each address; blank lines part them. */
static void read_status(char *text, json_t *recipients)
{
	char *rest = text;
	json_t *recipient = json_object();

	unfold(text);
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		set_field(recipient, line, "Final-Recipient", "address", true);
		set_field(recipient, line, "Action", "action", false);
		set_field(recipient, line, "Status", "status", false);
		set_field(recipient, line, "Diagnostic-Code", "reason", true);
		if (*line && rest)
			continue;
		if (json_object_get(recipient, "address") && json_array_size(recipients) < RECIPIENTS_MAX)
			json_array_append(recipients, recipient);
		json_decref(recipient);
		recipient = json_object();
	}
	json_decref(recipient);
}

static void read_id(json_t *report, GMimeObject *part)
{
	const char *id = NULL;

	if (GMIME_IS_MESSAGE_PART(part)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
		id = message ? g_mime_message_get_message_id(message) : NULL;
	}
	if (id && *id) {
		char *valid = g_utf8_make_valid(id, (gssize)strnlen(id, VALUE_MAX));
		json_object_set_new(report, "message_id", json_string(valid));
		g_free(valid);
	}
}

/* "Message-ID: <x>" among headers that came as a text. */
static void read_headers(json_t *report, char *text)
{
	char *rest = text;

	unfold(text);
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		if (!is_named(line, "Message-ID"))
			continue;
		char *value = value_of(line, strlen("Message-ID"), false);
		size_t size = strlen(value);
		if (size > 2 && value[0] == '<' && value[size - 1] == '>') {
			value[size - 1] = '\0';
			json_object_set_new(report, "message_id", json_string(value + 1));
		}
		g_free(value);
		return;
	}
}

json_t *mail_report(void *multipart)
{
	GMimeMultipart *parts = GMIME_MULTIPART(multipart);
	json_t *report = json_object(), *recipients = json_array();

	for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
		GMimeObject *part = g_mime_multipart_get_part(parts, i);
		GMimeContentType *type = g_mime_object_get_content_type(part);
		bool status = type && (g_mime_content_type_is_type(type, "message", "delivery-status") ||
				       g_mime_content_type_is_type(type, "message", "global-delivery-status"));
		bool headers = type && g_mime_content_type_is_type(type, "text", "rfc822-headers");
		char *text = GMIME_IS_PART(part) && (status || headers) ? bytes_of(GMIME_PART(part)) : NULL;
		if (text && status)
			read_status(text, recipients);
		else if (text)
			read_headers(report, text);
		else
			read_id(report, part);
		g_free(text);
	}
	json_object_set_new(report, "recipients", recipients);
	return report;
}
