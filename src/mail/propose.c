/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/propose.h"

#include "agent/proposals.h"
#include "base/fold.h"
#include "base/uri.h"
#include "domain/event.h"
#include "mail/match.h"

#include <string.h>
#include <strings.h>

enum { NOTES_MAX = 1500, EVENTS_MAX = 50, SEEN_MAX = 200, KEYS_MAX = 60000, LINK_MAX = 1200 };

struct work {
	const struct px_tool_context *context;
	struct px_domain *domain;
	const struct px_mail_parsed *parsed;
	struct px_mail_row *mail;
	struct px_error *error;
	bool always;             /* the person said so of this sender */
	struct earlier {
		struct px_mail_row *rows;
		size_t count;
	} earlier[2];            /* mails with findings: of the thread, of the sender */
};

/* -------------------------------------------------------------- what is known */

static bool holds_key(const char *findings, const char *key)
{
	json_t *list = NULL, *value;
	bool found = false;
	size_t i;

	if (findings && px_json_parse(px_str(findings), &list, NULL) == PX_OK)
		json_array_foreach(list, i, value)
			found |= strcmp(json_string_value(value) ? json_string_value(value) : "", key) == 0;
	json_decref(list);
	return found;
}

static enum px_err earlier_mails(struct work *work, const char *field, const char *value, struct earlier *earlier)
{
	const struct px_store_filter filters[] = {
		{ field, PX_OP_EQ, { .text = px_str(value) } }, { "findings", PX_OP_NOT_NULL, { .integer = 0 } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .descending = true, .limit = SEEN_MAX };
	void *found = NULL;
	enum px_err err = px_store_query(work->domain->tx, &px_mail_record, &query, work->domain->arena, &found, &earlier->count, work->error);

	earlier->rows = found;
	return err;
}

/* What the sender's and the thread's mails before it said; none of that changes while this one's findings are proposed. */
static enum px_err read_earlier(struct work *work)
{
	const struct px_mail_row *mail = work->mail;
	enum px_err err = mail->thread ? earlier_mails(work, "thread", mail->thread, &work->earlier[0]) : PX_OK;

	return err || !mail->sender ? err : earlier_mails(work, "sender", mail->sender, &work->earlier[1]);
}

static bool is_known(const struct work *work, const char *key)
{
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < work->earlier[f].count; i++)
			if (holds_key(work->earlier[f].rows[i].findings, key))
				return true;
	return false;
}

/* Whether notes_of wrote them for a mail of this sender about this uid: others may not touch what it became. */
static bool is_about(const struct work *work, const char *notes, const char *uid)
{
	struct px_str rest, all = px_str(notes ? notes : ""), first = px_str_cut(all, '\n', &rest);
	const char *sender = work->mail->sender;

	return sender && px_str_starts(all, PX_STR("Mail: ")) &&
	       px_str_ends(first, px_str(px_arena_printf(work->domain->arena, ", %s", sender))) &&
	       px_str_ends(rest, px_str(px_arena_printf(work->domain->arena, "\nRef: %s", uid)));
}

/* The event that an earlier mail with this uid became, by the lines in its notes. */
static enum px_err find_event(struct work *work, const struct px_mail_finding *found, struct px_event *event, bool *there)
{
	const char *mark = px_arena_printf(work->domain->arena, "Ref: %s", found->uid);
	const struct px_store_filter filters[] = { { "notes", PX_OP_CONTAINS, { .text = px_str(mark) } } };
	const struct px_store_query query = { .filters = filters, .filter_count = 1, .descending = true, .limit = EVENTS_MAX };
	void *rows = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(work->domain->tx, &px_event_record, &query, work->domain->arena, &rows, &count, work->error);
	const struct px_event *events = rows;

	*there = false;
	for (size_t i = 0; !err && i < count && !*there; i++) {
		*there = is_about(work, events[i].notes, found->uid);
		if (*there)
			*event = events[i];
	}
	return err;
}

static bool proposes(const struct work *work, const struct px_proposal_row *row, const char *uid)
{
	json_t *arguments = NULL;
	bool same = row->source_kind && strcmp(row->source_kind, "mail") == 0 && px_json_parse(px_str(row->arguments), &arguments, NULL) == PX_OK &&
		    is_about(work, json_string_value(json_object_get(arguments, "notes")), uid);

	json_decref(arguments);
	return same;
}

/* A proposal of the same invitation that nobody decided on: a newer mail takes its place. */
static enum px_err drop_open(struct work *work, const struct px_mail_finding *found)
{
	struct px_proposal_row *rows, gone;
	size_t count = 0;
	bool again;
	enum px_err err = px_proposals_open(work->domain, &rows, &count, work->error);

	for (size_t i = 0; !err && i < count; i++)
		if (proposes(work, &rows[i], found->uid))
			err = px_proposal_decide(work->domain, rows[i].id, PX_PROPOSAL_DECLINED, &gone, &again, work->error);
	return err;
}

/* ------------------------------------------------------------------ arguments */

static void set(json_t *object, const char *key, const char *value)
{
	if (value)
		json_object_set_new(object, key, json_string(value));
}

/* RFC 2392's relative: mail programs open "message:" links by the Message-ID. */
static void write_link(const char *id, struct px_buf *out)
{
	struct px_str rest = px_str(id);

	(void)px_buf_text(out, "message:%3C");
	do { /* its @ stands for itself */
		px_uri_escape(out, px_str_cut(rest, '@', &rest));
		if (rest.data)
			(void)px_buf_char(out, '@');
	} while (rest.data);
	(void)px_buf_text(out, "%3E");
}

/* Where it comes from: whose mail, its link, its place, and what a later mail about the same thing names. */
static const char *notes_of(const struct work *work, const struct px_mail_finding *found)
{
	const struct px_mail_row *mail = work->mail;
	struct px_buf notes = PX_BUF_INIT(NOTES_MAX + LINK_MAX * 4);

	(void)px_buf_printf(&notes, "Mail: %s%s%s", mail->subject ? mail->subject : "(no subject)", mail->sender ? ", " : "",
			    mail->sender ? mail->sender : "");
	if (mail->message_id) {
		(void)px_buf_char(&notes, '\n');
		write_link(mail->message_id, &notes);
	}
	(void)px_buf_printf(&notes, "\n%s, UID %lld", mail->folder, (long long)mail->uid);
	if (found->detail)
		(void)px_buf_printf(&notes, "\nNo. %s", found->detail);
	if (found->uid)
		(void)px_buf_printf(&notes, "\nRef: %s", found->uid);
	const char *text = px_arena_str(work->domain->arena, px_buf_view(&notes));
	px_buf_release(&notes);
	return text;
}

static json_t *event_arguments(const struct work *work, const struct px_mail_finding *found)
{
	json_t *arguments = json_object(), *names;

	set(arguments, "title", found->title);
	set(arguments, "start", found->start);
	set(arguments, "end", found->end);
	if (found->all_day)
		json_object_set_new(arguments, "all_day", json_true());
	set(arguments, "location", found->location);
	set(arguments, "recurrence", found->rule);
	if (found->attendees && px_json_parse(px_str(found->attendees), &names, NULL) == PX_OK)
		json_object_set_new(arguments, "attendees", names);
	set(arguments, "notes", notes_of(work, found));
	return arguments;
}

static json_t *task_arguments(const struct work *work, const struct px_mail_finding *found)
{
	json_t *arguments = json_object();

	set(arguments, "title", found->title);
	set(arguments, "due", found->start);
	set(arguments, "notes", notes_of(work, found));
	return arguments;
}

/* What is new about an event that is in the calendar already. */
static json_t *change_arguments(const struct px_mail_finding *found, const struct px_event *event)
{
	json_t *arguments = json_object();
	char id[PX_ID_TEXT + 1];

	px_id_format(event->id, id);
	set(arguments, "id", id);
	if (found->kind == PX_FOUND_CANCELLED)
		return arguments;
	set(arguments, "title", found->title);
	set(arguments, "start", found->start);
	set(arguments, "end", found->end);
	set(arguments, "location", found->location);
	return arguments;
}

/* ------------------------------------------------------------------- proposing */

/* Mail alone must not keep other proposals out: where there is no room, the oldest of its own goes. */
static enum px_err make_room(struct work *work)
{
	struct px_proposal_row *rows, gone;
	size_t count = 0;
	bool again;
	enum px_err err = px_proposals_open(work->domain, &rows, &count, work->error);

	for (size_t i = 0; !err && count >= PX_PROPOSALS_OPEN_MAX && i < count; i++)
		if (rows[i].source_kind && strcmp(rows[i].source_kind, "mail") == 0)
			return px_proposal_decide(work->domain, rows[i].id, PX_PROPOSAL_DECLINED, &gone, &again, work->error);
	return err;
}

static enum px_err make_proposal(struct work *work, const char *tool, const json_t *arguments, const struct px_mail_finding *found)
{
	const struct px_proposal_source source = { "mail", work->mail->id, found->quote };
	struct px_proposal_row made;
	enum px_err err = make_room(work);

	return err ? err : px_proposal_make(work->context, work->domain, PX_ID_NONE, PX_PROPOSAL_FOREIGN, tool, arguments, &source, &made, work->error);
}

static enum px_err do_at_once(struct work *work, const char *tool, const json_t *arguments)
{
	struct px_tool_result result = { 0 };
	enum px_err err = px_domain_number_rest(work->domain, work->error);

	if (!err)
		err = px_tool_run(work->context, tool, arguments, &result, work->error);
	for (size_t i = 0; !err && i < result.change_count; i++)
		px_domain_adopt(work->domain, &result.changes[i]);
	px_tool_result_release(&result);
	return err;
}

/* What is called off or moved in words: the one event that it can be, unless the sender is in doubt. */
static enum px_err match_event(struct work *work, const struct px_mail_finding *found, struct px_mail_match *match)
{
	const struct px_mail_row *mail = work->mail;
	const struct px_mail_told told = { found->title, found->quote, mail->sender_name, mail->sender, found->absent, found->was };

	*match = (struct px_mail_match){ 0 };
	if (px_mail_is_doubtful(work->parsed))
		return PX_OK;
	return px_mail_match_event(work->domain, &told, match, work->error);
}

/* Taking out, or moving, the one occurrence that is meant. */
static json_t *match_arguments(const struct work *work, const struct px_mail_finding *found, const struct px_mail_match *match)
{
	json_t *arguments = json_object();
	char id[PX_ID_TEXT + 1], day[PX_CIVIL_TEXT];

	px_id_format(match->one.event->id, id);
	set(arguments, "id", id);
	if (match->one.event->recurrence) {
		px_civil_format_day(px_civil_ms_day(px_tz_to_local(work->domain->tz, match->one.start)), day);
		set(arguments, "occurrence", day);
	}
	if (found->kind != PX_FOUND_CANCELLED) {
		set(arguments, "start", found->start);
		set(arguments, "end", found->end);
	}
	return arguments;
}

static enum px_err propose_change(struct work *work, const struct px_mail_finding *found, const struct px_mail_match *match)
{
	json_t *arguments = match_arguments(work, found, match);
	enum px_err err = make_proposal(work, found->kind == PX_FOUND_CANCELLED ? "delete_event" : "update_event", arguments, found);

	json_decref(arguments);
	return err;
}

/* Already where it was moved to: the calendar knows it. */
static bool is_there_already(const struct work *work, const struct px_mail_finding *found, const struct px_mail_match *match)
{
	int64_t ms;
	bool offset;

	return found->start && px_civil_parse_ms(px_str(found->start), &ms, &offset) && px_tz_to_utc(work->domain->tz, ms, NULL) == match->one.start;
}

static enum px_err propose_in_words(struct work *work, const struct px_mail_finding *found, bool *add, bool *done)
{
	struct px_mail_match match;
	enum px_err err = match_event(work, found, &match);

	*add = found->moved && match.count != 1 && !(found->key_as_new && is_known(work, found->key_as_new));
	if (err || match.count != 1 || (found->moved && is_there_already(work, found, &match)))
		return err;
	err = propose_change(work, found, &match);
	*done = !err;
	return err;
}

static enum px_err propose_one(struct work *work, const struct px_mail_finding *found, bool *done)
{
	struct px_event event;
	bool there = false, adds, goes_on = true;
	enum px_err err = found->uid ? find_event(work, found, &event, &there) : PX_OK;

	*done = false;
	if (!err && found->uid)
		err = drop_open(work, found);
	else if (!err && (found->kind == PX_FOUND_CANCELLED || found->moved))
		err = propose_in_words(work, found, &goes_on, done);
	if (err || !goes_on || (found->kind == PX_FOUND_CANCELLED && !there))
		return err; /* what is not in the calendar needs no taking out */
	adds = !there;
	const char *tool = found->kind == PX_FOUND_CANCELLED ? "delete_event" : there ? "update_event" : found->event ? "create_event" : "create_task";
	json_t *arguments = there ? change_arguments(found, &event) : found->event ? event_arguments(work, found) : task_arguments(work, found);
	err = work->always && adds ? do_at_once(work, tool, arguments) : make_proposal(work, tool, arguments, found);
	json_decref(arguments);
	*done = !err;
	return err;
}

/* In a savepoint: what is refused of one finding (a title too long, a time that is none) is no proposal, and no error. */
static enum px_err attempt(struct work *work, const struct px_mail_finding *found, bool *done)
{
	struct px_domain_mark mark = px_domain_mark(work->domain);
	enum px_err err = px_store_savepoint(work->domain->tx, work->error);

	*done = false;
	if (err)
		return err;
	err = propose_one(work, found, done);
	if (!err) {
		px_store_release(work->domain->tx);
		return PX_OK;
	}
	*done = false;
	px_store_revert(work->domain->tx);
	px_domain_rewind(work->domain, mark);
	return err == PX_INVALID || err == PX_CONFLICT || err == PX_NOT_FOUND || err == PX_TOO_LARGE || err == PX_UNSUPPORTED ? PX_OK : err;
}

static enum px_err read_rule(struct work *work, bool *ignore)
{
	struct px_mail_sender sender;
	enum px_err err = work->mail->sender ? px_mail_sender_find(work->domain, work->mail->sender, &sender, NULL) : PX_NOT_FOUND;

	if (err == PX_NOT_FOUND)
		return PX_OK;
	*ignore = !err && sender.rule == PX_MAIL_RULE_IGNORE;
	work->always = !err && sender.rule == PX_MAIL_RULE_ACCEPT && !px_mail_is_doubtful(work->parsed);
	return err ? px_fail(work->error, err, NULL, "the rule for the sender can't be read") : PX_OK;
}

static bool is_over(const struct work *work, const struct px_mail_finding *found)
{
	int64_t ms;
	int32_t day;
	bool offset;

	if (!found->start || found->kind == PX_FOUND_CANCELLED || found->rule)
		return false;
	if (px_civil_parse_day(px_str(found->start), &day))
		return day < px_domain_today(work->domain);
	if (!px_civil_parse_ms(px_str(found->start), &ms, &offset))
		return true;
	return (offset ? ms : px_tz_to_utc(work->domain->tz, ms, NULL)) < work->domain->now - PX_MS_DAY;
}

enum px_err px_mail_propose(const struct px_tool_context *context, struct px_domain *domain, const struct px_mail_parsed *parsed,
			    const struct px_mail_account *account, struct px_mail_row *mail, struct px_error *error)
{
	struct work work = { .context = context, .domain = domain, .parsed = parsed, .mail = mail, .error = error };
	struct px_mail_finding_context where = { mail->sent, domain->tz, context->user->locale, account->address, context->user->name, NULL, NULL };
	struct px_mail_findings findings;
	struct px_buf keys = PX_BUF_INIT(KEYS_MAX);
	struct px_json json;
	size_t images = px_domain_mark(domain).images;
	bool ignore = false;
	enum px_err err = read_rule(&work, &ignore);

	if (err || ignore)
		return err;
	px_mail_find(parsed, &where, domain->arena, &findings);
	err = findings.count ? read_earlier(&work) : PX_OK;
	px_json_init(&json, &keys);
	px_json_open_array(&json);
	for (size_t i = 0; !err && i < findings.count; i++) {
		const struct px_mail_finding *found = &findings.list[i];
		bool done = false;
		if (found->doubtful)
			continue;
		if (!is_known(&work, found->key) && !is_over(&work, found))
			err = attempt(&work, found, &done);
		px_json_text(&json, found->key);
		if (found->key_as_new)
			px_json_text(&json, found->key_as_new);
		mail->proposals += done;
	}
	px_json_close_array(&json);
	if (findings.count && !keys.overflow)
		mail->findings = px_arena_str(domain->arena, px_buf_view(&keys));
	px_buf_release(&keys);
	/* That something is proposed is no action of the person's, which undo would take back. */
	px_domain_rewind(domain, (struct px_domain_mark){ domain->change_count, images });
	return err;
}
