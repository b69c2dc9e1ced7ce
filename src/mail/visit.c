/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A visit goes through the folders: open one, find the numbers that are new,
 * ask how large these mails are, fetch them in portions; until the visit has
 * enough, which the next one continues.
 *
 * A folder's place is (UIDVALIDITY, last UID).  Where the validity is another,
 * the numbers mean nothing any more: all mails since the account's first day
 * are looked at again, and those that were taken are known by their bytes.
 */
#include "mail/mailboxes_internal.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>

/* With the longest command after that (imap.c) a visit is over before its lease is (mailboxes.c). */
enum { VISIT_S = 180, SET_MAX = 2048, WORDS_MAX = 64, SIZE_SLACK = 1 << 20 };

static void next_folder(struct visit *visit);
static void search(struct visit *visit, bool since);
static void fetch_bodies(struct visit *visit);

/* ----------------------------------------------------------------------- the end */

static void finish_test(struct visit *visit)
{
	visit->tested(visit->tested_arg, visit->err, visit->err ? visit->why : NULL, visit->err ? NULL : px_buf_view(&visit->names).data);
	px_buf_release(&visit->names);
	mailboxes_wipe_secret(visit);
	px_arena_release(&visit->arena);
	free(visit);
}

static void finish(struct visit *visit)
{
	line_leave(visit, !visit->err && visit->run);
	if (visit->run)
		mailboxes_visited(visit);
	else
		finish_test(visit);
}

void visit_failed(struct visit *visit, enum px_err err, const char *why)
{
	if (visit->err)
		return;
	visit->err = err;
	snprintf(visit->why, sizeof(visit->why), "%s", why ? why : "");
	finish(visit);
}

/* ---------------------------------------------------------------------- the mails */

static struct folder_visit *folder_of(struct visit *visit)
{
	return &visit->folders[visit->at];
}

/* Everything up to here was taken, or is not there any more. */
static void move_on(struct visit *visit, int64_t last)
{
	struct folder_visit *folder = folder_of(visit);

	if (last > folder->row.last) {
		folder->row.last = last;
		folder->changed = true;
	}
}

static void folder_done(struct visit *visit)
{
	struct folder_visit *folder = folder_of(visit);
	bool whole = visit->next_number >= visit->numbers.count && !visit->searched_to;

	if (visit->next_number)
		move_on(visit, visit->numbers.list[visit->next_number - 1]);
	if (visit->searched_to && visit->next_number >= visit->numbers.count)
		move_on(visit, visit->searched_to);
	if (whole && folder->found.next > 0)
		move_on(visit, folder->found.next - 1);
	if (whole && folder->found.modseq > 0 && folder->found.modseq != folder->row.modseq) {
		folder->row.modseq = folder->found.modseq;
		folder->changed = true;
	}
	visit->has_more |= !whole;
	visit->at++;
	next_folder(visit);
}

static struct fetched_mail *mail_of(struct visit *visit, int64_t uid)
{
	for (size_t i = visit->first_of_folder; i < visit->mail_count; i++)
		if (visit->mails[i].uid == uid)
			return &visit->mails[i];
	return NULL;
}

static void on_body(void *arg, const struct px_imap_fetched *fetched)
{
	struct visit *visit = ((struct line *)arg)->visit;
	struct fetched_mail *mail = mail_of(visit, fetched->uid);

	if (!mail || mail->problem || mail->bytes.size || !fetched->body.data)
		return;
	if (fetched->body.size > (size_t)mail->size + SIZE_SLACK) { /* sizes are how much a visit takes: they must be true */
		mail->problem = "It is larger than the mail server said.";
		return;
	}
	px_buf_init(&mail->bytes, MAIL_MAX + (1 << 20));
	if (px_buf_str(&mail->bytes, fetched->body) != PX_OK)
		mail->problem = "It is larger than 25 MB.";
}

static void on_bodies(void *arg, enum px_err err, const char *why)
{
	struct visit *visit = ((struct line *)arg)->visit;

	if (err)
		visit_failed(visit, err, why);
	else
		fetch_bodies(visit);
}

static bool time_is_up(const struct visit *visit)
{
	return px_clock_mono() > visit->ends;
}

/* Those whose bodies were not asked for are not of this visit. */
static void leave_rest(struct visit *visit)
{
	int64_t last = visit->asked > visit->first_of_folder ? visit->mails[visit->asked - 1].uid : 0;

	visit->mail_count = visit->asked;
	visit->next_number = 0;
	while (visit->next_number < visit->numbers.count && visit->numbers.list[visit->next_number] <= last)
		visit->next_number++;
}

/* Asks for the next portion of those whose sizes are known; a mail that has gone meanwhile just does not come. */
static void fetch_bodies(struct visit *visit)
{
	struct px_buf set = PX_BUF_INIT(SET_MAX);
	size_t bytes = 0;

	/* One portion there is in any case: else a slow server would never be read. */
	if (time_is_up(visit) && visit->asked && visit->asked < visit->mail_count)
		leave_rest(visit);
	for (; visit->asked < visit->mail_count; visit->asked++) {
		const struct fetched_mail *mail = &visit->mails[visit->asked];
		if (mail->problem)
			continue;
		if (set.size && bytes + (size_t)mail->size > FETCH_BYTES)
			break;
		bytes += (size_t)mail->size;
		(void)px_buf_printf(&set, "%s%lld", set.size ? "," : "", (long long)mail->uid);
	}
	if (set.size)
		px_imap_fetch(visit->line->imap, set.data, true, on_body, on_bodies);
	else
		folder_done(visit);
	px_buf_release(&set);
}

static void on_size(void *arg, const struct px_imap_fetched *fetched)
{
	struct visit *visit = ((struct line *)arg)->visit;
	struct fetched_mail *mail = mail_of(visit, fetched->uid);

	if (!mail || mail->size >= 0)
		return;
	mail->size = fetched->size >= 0 ? fetched->size : 0;
	mail->received = fetched->received;
	if (mail->size > MAIL_MAX)
		mail->problem = "It is larger than 25 MB.";
}

/* Of the mails asked for, those that are there, as many as the visit has room for. */
static void on_sizes(void *arg, enum px_err err, const char *why)
{
	struct visit *visit = ((struct line *)arg)->visit;
	size_t kept = visit->first_of_folder, seen = 0;

	if (err) {
		visit_failed(visit, err, why);
		return;
	}
	for (size_t i = visit->first_of_folder; i < visit->mail_count; i++, seen++) {
		struct fetched_mail *mail = &visit->mails[i];
		if (mail->size < 0)
			continue;
		size_t size = mail->problem ? 0 : (size_t)mail->size;
		if (visit->bytes && visit->bytes + size > VISIT_BYTES)
			break;
		visit->bytes += size;
		visit->mails[kept++] = *mail;
	}
	visit->next_number += seen;
	visit->mail_count = kept;
	visit->asked = visit->first_of_folder;
	fetch_bodies(visit);
}

/* The sizes of the first new mails. */
static void fetch_sizes(struct visit *visit)
{
	struct px_buf set = PX_BUF_INIT(SET_MAX);

	visit->first_of_folder = visit->mail_count;
	for (size_t i = 0; i < visit->numbers.count && visit->mail_count < VISIT_MAILS; i++) {
		int64_t uid = visit->numbers.list[i];
		visit->mails[visit->mail_count++] = (struct fetched_mail){ .folder = visit->at, .uid = uid, .size = -1, .received = -1 };
		(void)px_buf_printf(&set, "%s%lld", set.size ? "," : "", (long long)uid);
	}
	if (set.size)
		px_imap_fetch(visit->line->imap, set.data, false, on_size, on_sizes);
	else
		folder_done(visit);
	px_buf_release(&set);
}

/* -------------------------------------------------------------------- the numbers */

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* "17:*" also names the last mail, whatever its number; what was taken is left out. */
static void on_numbers(void *arg, enum px_err err, const char *why)
{
	struct visit *visit = ((struct line *)arg)->visit;
	struct px_imap_numbers *numbers = &visit->numbers;
	size_t kept = 0;

	if (err) {
		visit_failed(visit, err, why);
		return;
	}
	if (numbers->count)
		qsort(numbers->list, numbers->count, sizeof(*numbers->list), by_number);
	for (size_t i = 0; i < numbers->count; i++)
		if (numbers->list[i] > folder_of(visit)->row.last && (!kept || numbers->list[i] != numbers->list[kept - 1]))
			numbers->list[kept++] = numbers->list[i];
	numbers->count = kept;
	if (!kept && visit->searched_to) { /* a span that was deleted: the next one */
		move_on(visit, visit->searched_to);
		if (++visit->empty_spans < EMPTY_SPANS_MAX && !time_is_up(visit))
			search(visit, false);
		else
			folder_done(visit); /* the next visit goes on from there */
		return;
	}
	fetch_sizes(visit);
}

/* In spans, as far as the server tells where numbers end: of a large folder all of them are much to list each time. */
static void search(struct visit *visit, bool since)
{
	struct px_buf words = PX_BUF_INIT(WORDS_MAX);
	int32_t day = px_civil_ms_day(visit->account.created) - (int32_t)visit->account.back_days;
	int64_t last = folder_of(visit)->row.last;

	visit->searched_to = !since && folder_of(visit)->found.next > last + 1 + SEARCH_SPAN ? last + SEARCH_SPAN : 0;
	if (visit->searched_to) {
		(void)px_buf_printf(&words, "UID %lld:%lld", (long long)last + 1, (long long)visit->searched_to);
	} else if (since) {
		(void)px_buf_text(&words, "SINCE ");
		px_imap_day(day, &words);
	} else {
		(void)px_buf_printf(&words, "UID %lld:*", (long long)last + 1);
	}
	px_imap_search(visit->line->imap, words.data, &visit->numbers, on_numbers);
	px_buf_release(&words);
}

/* The highest number there is: a server that does not tell the next one. */
static void on_all_numbers(void *arg, enum px_err err, const char *why)
{
	struct visit *visit = ((struct line *)arg)->visit;
	int64_t last = 0;

	if (err) {
		visit_failed(visit, err, why);
		return;
	}
	for (size_t i = 0; i < visit->numbers.count; i++)
		last = visit->numbers.list[i] > last ? visit->numbers.list[i] : last;
	move_on(visit, last);
	visit->numbers.count = 0;
	folder_done(visit);
}

/* ---------------------------------------------------------------------- a folder */

static void on_examined(void *arg, enum px_err err, const char *why)
{
	struct visit *visit = ((struct line *)arg)->visit;
	struct folder_visit *folder = folder_of(visit);
	bool first = folder->row.version == 0 || !folder->row.validity;

	if (err == PX_NOT_FOUND) {
		folder->row.problem = px_arena_str(&visit->arena, px_str(why));
		folder->changed = true;
		visit->at++;
		next_folder(visit);
		return;
	}
	if (err || folder->found.validity < 0) {
		visit_failed(visit, err ? err : PX_UNSUPPORTED, err ? why : "the mail server has no numbers that last (UIDVALIDITY)");
		return;
	}
	if (folder->found.next > UINT32_MAX || folder->found.validity > UINT32_MAX) {
		visit_failed(visit, PX_UNSUPPORTED, "the mail server's numbers are larger than IMAP allows (32 bits)");
		return;
	}
	folder->changed |= folder->row.problem != NULL || first;
	folder->row.problem = NULL;
	folder->anew = !first && folder->row.validity != folder->found.validity;
	if (first || folder->anew) {
		folder->row.validity = folder->found.validity;
		folder->row.last = folder->row.modseq = 0;
		folder->changed = true;
	}
	if (folder->anew || (first && visit->account.back_days))
		search(visit, true);
	else if (first && folder->found.next < 0)
		px_imap_search(visit->line->imap, "ALL", &visit->numbers, on_all_numbers);
	else if (first || folder->found.next == folder->row.last + 1)
		folder_done(visit); /* nothing is new; what was there before the account is not read */
	else
		search(visit, false);
}

static void next_folder(struct visit *visit)
{
	visit->numbers = (struct px_imap_numbers){ .arena = &visit->arena };
	visit->next_number = 0;
	visit->searched_to = 0;
	if (atomic_load(&visit->cancelled)) {
		visit_failed(visit, PX_CANCELLED, "the server stops");
	} else if (visit->at == visit->folder_count) {
		finish(visit);
	} else if (visit->mail_count == VISIT_MAILS || visit->bytes >= VISIT_BYTES || (visit->at && time_is_up(visit))) {
		visit->has_more = true; /* perhaps: the next visit looks */
		finish(visit);
	} else {
		struct folder_visit *folder = folder_of(visit);
		px_imap_examine(visit->line->imap, folder->row.name, &folder->found, on_examined);
	}
}

/* ------------------------------------------------------------------------ a test */

static void on_listed(void *arg, const struct px_imap_listed *listed)
{
	struct visit *visit = ((struct line *)arg)->visit;
	struct px_json json;

	if (listed->closed)
		return;
	(void)px_buf_text(&visit->names, visit->names.size > 1 ? "," : "");
	px_json_init(&json, &visit->names);
	px_json_text(&json, listed->name);
}

static void on_list_done(void *arg, enum px_err err, const char *why)
{
	struct visit *visit = ((struct line *)arg)->visit;

	(void)px_buf_char(&visit->names, ']');
	if (!err && visit->names.overflow)
		err = PX_TOO_LARGE, why = "the mail server has too many folders to list";
	if (err)
		visit_failed(visit, err, why);
	else
		finish(visit);
}

void visit_connected(struct visit *visit)
{
	if (visit->run) {
		unsigned seconds = visit->mailboxes->config.visit_s;
		visit->ends = px_clock_mono() + (seconds ? seconds : VISIT_S) * INT64_C(1000000000);
		next_folder(visit);
		return;
	}
	(void)px_buf_char(&visit->names, '[');
	px_imap_list(visit->line->imap, &visit->arena, on_listed, on_list_done);
}

void visit_start(struct px_job *job)
{
	struct visit *visit = (struct visit *)((char *)job - offsetof(struct visit, job));

	if (visit->gone) {
		line_forget(visit->mailboxes, visit->account.id);
		px_job_prepared(visit->run, PX_OK, NULL);
		return;
	}
	if (visit->mailboxes->stopping || atomic_load(&visit->cancelled))
		visit_failed(visit, PX_CANCELLED, "the server stops");
	else
		line_take(visit);
}
