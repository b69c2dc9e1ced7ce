/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/parsed.h"

#include "base/civil.h"
#include "memory/extract.h"

#include <string.h>

static const char *text_of(const json_t *object, const char *key, struct px_arena *arena)
{
	struct px_str text = px_json_string(json_object_get(object, key));

	return text.size ? px_arena_str(arena, text) : NULL;
}

static const char *first_of(const json_t *list, struct px_arena *arena)
{
	struct px_str text = px_json_string(json_array_get(list, 0));

	return text.size ? px_arena_str(arena, text) : NULL;
}

enum px_err px_mail_parsed_read(struct px_str json, struct px_arena *arena, struct px_mail_parsed *parsed,
				struct px_error *error)
{
	*parsed = (struct px_mail_parsed){ .date = PX_TIME_NONE };
	enum px_err err = px_json_parse(json, &parsed->root, error);
	if (err || !json_is_object(parsed->root))
		return px_fail(error, PX_CORRUPT, NULL, "what was read of the mail can't be understood");
	const json_t *root = parsed->root, *from = json_object_get(root, "from"), *date = json_object_get(root, "date");
	parsed->from = text_of(from, "address", arena);
	parsed->from_name = text_of(from, "name", arena);
	parsed->subject = text_of(root, "subject", arena);
	parsed->message_id = text_of(root, "message_id", arena);
	parsed->list_id = text_of(root, "list_id", arena);
	parsed->unsubscribe = text_of(root, "unsubscribe", arena);
	parsed->precedence = text_of(root, "precedence", arena);
	parsed->automatic = text_of(root, "auto", arena);
	parsed->null_sender = json_is_true(json_object_get(root, "null_sender"));
	parsed->authentication = text_of(root, "authentication", arena);
	parsed->text = px_json_string(json_object_get(root, "text"));
	if (!parsed->text.data)
		parsed->text = PX_STR("");
	parsed->html = json_is_true(json_object_get(root, "html"));
	parsed->to = json_object_get(root, "to");
	parsed->references = json_object_get(root, "references");
	parsed->calendars = json_object_get(root, "calendars");
	parsed->data = json_object_get(root, "data");
	parsed->attachments = json_object_get(root, "attachments");
	parsed->report = json_object_get(root, "report");
	parsed->in_reply_to = first_of(json_object_get(root, "in_reply_to"), arena);
	parsed->thread = first_of(parsed->references, arena);
	if (!parsed->thread)
		parsed->thread = parsed->in_reply_to ? parsed->in_reply_to : parsed->message_id;
	if (json_is_integer(date) && json_integer_value(date) > 0)
		parsed->date = json_integer_value(date);
	return PX_OK;
}

void px_mail_parsed_release(struct px_mail_parsed *parsed)
{
	json_decref(parsed->root);
	parsed->root = NULL;
}

/* ------------------------------------------------- Authentication-Results, RFC 8601 */

/* Past blanks and comments. */
static size_t skip_blanks(struct px_str text)
{
	size_t depth = 0, i = 0;

	for (; i < text.size; i++) {
		char c = text.data[i];
		if (c == '\\' && depth)
			i++;
		else if (c == '(')
			depth++;
		else if (c == ')' && depth)
			depth--;
		else if (!depth && !strchr(" \t\r\n", c))
			break;
	}
	return i < text.size ? i : text.size;
}

/* Quotes and all; none at the ';' that ends a result, and at the end of all. */
static struct px_str next_word(struct px_str *rest)
{
	size_t begin = skip_blanks(*rest), end = begin;
	bool quoted = false;

	for (; end < rest->size; end++) {
		char c = rest->data[end];
		if (c == '\\' && quoted)
			end++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && strchr("; \t\r\n(", c))
			break;
	}
	end = end < rest->size ? end : rest->size;
	struct px_str word = px_str_n(rest->data + begin, end - begin);
	*rest = px_str_n(rest->data + end, rest->size - end);
	return word;
}

/* Of an address, or of a bare name. */
static struct px_str domain_of(struct px_str address)
{
	size_t at = address.size;

	while (at && address.data[at - 1] != '@')
		at--;
	return px_str_n(address.data + at, address.size - at);
}

/* One result: DMARC vouches for From; DKIM and SPF for the domain that they name, which must be From's. */
static bool vouches(struct px_str *rest, struct px_str domain, bool *failed)
{
	struct px_str word = next_word(rest), value;
	bool dkim = px_str_eq_case(word, PX_STR("dkim=pass")), spf = px_str_eq_case(word, PX_STR("spf=pass"));
	bool dmarc = px_str_eq_case(word, PX_STR("dmarc=pass")), named = false, others = false;

	*failed |= px_str_eq_case(word, PX_STR("dmarc=fail"));
	while ((word = next_word(rest)).size) {
		struct px_str key = px_str_cut(word, '=', &value);
		if ((dkim && (px_str_eq_case(key, PX_STR("header.d")) || px_str_eq_case(key, PX_STR("header.i")))) ||
		    (spf && px_str_eq_case(key, PX_STR("smtp.mailfrom")))) {
			named = true;
			others |= !px_str_eq_case(domain_of(value), domain);
		}
	}
	if (rest->size)
		*rest = px_str_n(rest->data + 1, rest->size - 1);
	return dmarc || (named && !others && domain.size);
}

/* Of a server that says nothing nothing is known. */
bool px_mail_is_doubtful(const struct px_mail_parsed *parsed)
{
	struct px_str rest = px_str(parsed->authentication), domain = domain_of(px_str(parsed->from));
	bool vouched = false, failed = false;

	while (rest.size)
		vouched |= vouches(&rest, domain, &failed);
	return parsed->authentication && (failed || !vouched);
}

enum px_err px_mail_parse(const char *helper, struct px_str bytes, const _Atomic bool *cancel, struct px_arena *arena,
			  struct px_mail_parsed *parsed, struct px_error *error)
{
	struct px_buf json = PX_BUF_INIT(PX_EXTRACT_TEXT_MAX);
	enum px_err err = px_extract_mail(helper, bytes, cancel, &json, error);

	if (!err)
		err = px_mail_parsed_read(px_buf_view(&json), arena, parsed, error);
	px_buf_release(&json);
	return err;
}
