/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/find.h"

#include "base/civil.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "mail/find_internal.h"

#include <string.h>
#include <strings.h>

enum { QUOTE_MAX = 480, UID_MAX = 200 };

const char *const px_mail_finding_names[] = {
	[PX_FOUND_INVITATION] = "invitation", [PX_FOUND_CANCELLED] = "cancelled", [PX_FOUND_RESERVATION] = "reservation",
	[PX_FOUND_BILL] = "bill", [PX_FOUND_PARCEL] = "parcel", [PX_FOUND_APPOINTMENT] = "appointment", [PX_FOUND_REQUEST] = "request",
};

const char *find_text_of(struct finder *finder, const json_t *object, const char *key)
{
	struct px_str text = px_str_trim(px_json_string(json_object_get(object, key)));

	return text.size ? px_arena_str(finder->arena, text) : NULL;
}

bool find_is_past(const struct finder *finder, const char *iso)
{
	const struct px_mail_finding_context *context = finder->context;
	int64_t ms;
	int32_t day, today = px_civil_ms_day(px_tz_to_local(context->tz, context->now));
	bool offset;

	if (px_civil_parse_day(px_str(iso), &day))
		return day < today;
	if (!px_civil_parse_ms(px_str(iso), &ms, &offset))
		return true;
	return px_civil_ms_day(offset ? px_tz_to_local(context->tz, ms) : ms) < today;
}

/* A line without control characters and doubled spaces, cut at a word. */
static const char *clean(struct px_arena *arena, const char *text, size_t most)
{
	char *copy = px_arena_alloc(arena, strlen(text) + 1);
	size_t n = 0;

	for (; *text; text++) {
		bool blank = (unsigned char)*text <= ' ' || *text == 0x7f;
		if (!blank || (n && copy[n - 1] != ' '))
			copy[n++] = blank ? ' ' : *text;
	}
	while (n && copy[n - 1] == ' ')
		n--;
	copy[n] = '\0';
	if (n <= most)
		return copy;
	n = px_utf8_cut(px_str_n(copy, n), most - 3);
	for (size_t back = n; back > n / 2; back--)
		if (copy[back] == ' ') {
			n = back;
			break;
		}
	return px_arena_printf(arena, "%.*s…", (int)n, copy);
}

/* A line short enough to be looked for; of a long one the beginning, and a hash that tells it from others. */
static const char *short_uid(struct px_arena *arena, const char *uid)
{
	const char *line = clean(arena, uid, SIZE_MAX);
	struct px_str whole = px_str(line);

	if (!whole.size)
		return NULL;
	if (whole.size <= UID_MAX)
		return line;
	return px_arena_printf(arena, "%.*s#%016llx", (int)px_utf8_cut(whole, UID_MAX), line, (unsigned long long)px_str_hash(whole));
}

void find_add(struct finder *finder, const struct px_mail_finding *finding)
{
	struct px_mail_findings *findings = finder->findings;
	struct px_mail_finding *made = &findings->list[findings->count];

	if (findings->count == PX_MAIL_FINDINGS_MAX || !finding->title || !*finding->title)
		return;
	*made = *finding;
	made->uid = finding->uid ? short_uid(finder->arena, finding->uid) : NULL;
	made->title = clean(finder->arena, finding->title, PX_MAIL_FINDING_TITLE);
	made->quote = clean(finder->arena, finding->quote ? finding->quote : finding->title, QUOTE_MAX);
	struct px_str title = px_fold(finder->arena, px_str(made->title));
	bool by_title = made->kind == PX_FOUND_REQUEST || made->kind == PX_FOUND_CANCELLED || !made->start; /* several of a day */
	made->key = made->uid ? px_arena_printf(finder->arena, "%s %s %lld", px_mail_finding_names[made->kind], made->uid, (long long)made->sequence)
			      : px_arena_printf(finder->arena, "%s %s %.*s", px_mail_finding_names[made->kind],
						made->start ? made->start : "-",
						by_title ? (int)title.size : 0, title.data);
	if (made->moved) { /* moved there and back is another thing than told once more */
		made->key_as_new = made->key;
		made->key = px_arena_printf(finder->arena, "moved %s %s %.*s", made->start ? made->start : "-", made->was ? made->was : "-", (int)title.size, title.data);
	}
	for (size_t i = 0; i < findings->count; i++)
		if (strcmp(findings->list[i].key, made->key) == 0)
			return;
	findings->count++;
}

static size_t mark_size(const char *subject, const char *const *marks)
{
	for (; *marks; marks++)
		if (strncasecmp(subject, *marks, strlen(*marks)) == 0)
			return strlen(*marks);
	return 0;
}

/* "Re: AW: [list] Fwd: Subject"; *passed_on: the last who wrote passed it on. */
static const char *bare_subject(const char *subject, bool *passed_on)
{
	static const char *const answers[] = { "re:", "aw:", "sv:", "vs:", "antw:", "odp:", "r:", "res:", "回复:", "re :", NULL };
	static const char *const forwards[] = { "fw:", "fwd:", "wg:", "tr:", "rv:", "vb:", "i:", "enc:", "doorst:", "pd:", "转发:", "tr :", NULL };
	const char *first = subject + strspn(subject, " "), *begin;

	*passed_on = false;
	do {
		while (*subject == ' ')
			subject++;
		begin = subject;
		subject += mark_size(subject, answers);
		size_t n = mark_size(subject, forwards);
		*passed_on |= n > 0 && begin == first;
		subject += n;
	} while (subject > begin);
	return subject;
}

static bool is_bulk(const struct px_mail_parsed *mail)
{
	const char *precedence = mail->precedence ? mail->precedence : "";

	return mail->list_id || mail->unsubscribe || strcasecmp(precedence, "bulk") == 0 || strcasecmp(precedence, "list") == 0;
}

void px_mail_find(const struct px_mail_parsed *mail, const struct px_mail_finding_context *context, struct px_arena *arena,
		  struct px_mail_findings *findings)
{
	struct finder finder = {
		.mail = mail, .context = context, .arena = arena, .findings = findings, .bulk = is_bulk(mail),
	};

	finder.subject = bare_subject(mail->subject ? mail->subject : "", &finder.passed_on);
	px_words_init(&finder.words, context->locale, context->tz, context->now);
	findings->count = 0;
	find_in_calendars(&finder);
	if (!findings->count) /* what an invitation says in words is the same again */
		find_in_data(&finder);
	if (!findings->count)
		find_in_text(&finder);
}
