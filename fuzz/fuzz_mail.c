/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The glue around mails: what pixie-extract says (JSON), sentences, dates and
 * rules over any text, replies with their codes.  Whatever is read, findings
 * are bounded UTF-8 without control characters, and a code that we did not
 * make opens nothing.
 */
#include "base/civil.h"
#include "base/utf8.h"
#include "mail/find.h"
#include "mail/reply.h"
#include "mail/reply_time.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	if (text && !px_utf8_valid(px_str(text)))
		abort();
	for (; text && *text; text++)
		if ((unsigned char)*text < ' ')
			abort();
}

static void find_all(const struct px_mail_parsed *parsed, struct px_arena *arena)
{
	struct px_tz *utc = px_tz_fixed(0);
	const struct px_mail_finding_context context = { INT64_C(1796025600000), utc, "en-GB", "anna@example.com", "Anna Berg", NULL, NULL };
	struct px_mail_findings findings;

	px_mail_find(parsed, &context, arena, &findings);
	if (findings.count > PX_MAIL_FINDINGS_MAX)
		abort();
	for (size_t i = 0; i < findings.count; i++) {
		check_text(findings.list[i].title);
		check_text(findings.list[i].quote);
		if (strlen(findings.list[i].title) > PX_MAIL_FINDING_TITLE)
			abort();
	}
	px_tz_free(utc);
}

static void read_reply(struct px_str text, struct px_arena *arena)
{
	static const uint8_t key[PX_REPLY_KEY] = { 7 };
	struct px_tz *utc = px_tz_fixed(0);
	struct px_reply_command commands[PX_REPLY_COMMANDS_MAX];
	struct px_id user, notification;
	const struct px_nlu_context nlu = { .now = INT64_C(1796025600000), .tz = utc, .locale = "de-DE" };
	struct px_reply_time time;
	const char *unread;
	size_t count = px_reply_read(text, arena, commands, &unread);

	for (size_t i = 0; i < count; i++) {
		bool needs_when = commands[i].verb == PX_REPLY_MOVE || commands[i].verb == PX_REPLY_WHEN;
		if (commands[i].count > PX_REPLY_NUMBERS_MAX || (needs_when && !commands[i].when))
			abort();
		for (int alone = 0; alone < 2 && commands[i].when; alone++)
			if (px_reply_time_read(&nlu, px_str(commands[i].when), alone, arena, &time) && !time.day_only &&
			    px_civil_ms_day(px_tz_to_local(nlu.tz, time.instant)) != time.day)
				abort();
		for (size_t k = 0; k < commands[i].count; k++)
			if (commands[i].numbers[k] < 1 || commands[i].numbers[k] > PX_REPLY_NUMBER_MOST)
				abort();
	}
	if (px_reply_id_read(key, text, &user, &notification) || px_sent_id_read(key, text, &user))
		abort();
	px_tz_free(utc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_str text = px_str_n((const char *)data, size);
	struct px_mail_parsed parsed = { 0 };
	struct px_buf lines = PX_BUF_INIT(1 << 20);
	struct px_arena arena;

	px_arena_init(&arena);
	if (px_mail_parsed_read(text, &arena, &parsed, NULL) == PX_OK)
		find_all(&parsed, &arena);
	px_mail_parsed_release(&parsed);
	if (px_utf8_valid(text) && !memchr(data, '\0', size)) {
		parsed = (struct px_mail_parsed){ .text = text, .subject = "Re: Invoice", .from = "ben@example.com", .from_name = "Ben" };
		find_all(&parsed, &arena);
		read_reply(text, &arena);
		const char *copy = px_arena_str(&arena, text);
		px_reply_number_lines(copy, &lines);
		(void)px_reply_line(copy, 3);
	}
	px_buf_release(&lines);
	px_arena_release(&arena);
	return 0;
}
