/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments, targets and replies, as all handlers need them. */
#include "agent/tool_call.h"

#include "agent/closed.h"
#include "base/record_json.h"
#include "domain/project.h"
#include "domain/recurrence.h"
#include "domain/text.h"

const char *const px_arg_priorities[] = { "low", "normal", "high", "urgent", NULL };

bool px_arg_given(const struct px_tool_call *call, const char *name)
{
	const json_t *value = json_object_get(call->arguments, name);

	return value && !json_is_null(value);
}

bool px_arg_null(const struct px_tool_call *call, const char *name)
{
	return json_is_null(json_object_get(call->arguments, name));
}

bool px_arg_true(const struct px_tool_call *call, const char *name)
{
	return json_is_true(json_object_get(call->arguments, name));
}

struct px_str px_arg_text(const struct px_tool_call *call, const char *name)
{
	return px_json_string(json_object_get(call->arguments, name));
}

const char *px_arg_string(struct px_tool_call *call, const char *name)
{
	struct px_str text = px_arg_text(call, name);

	return text.data ? px_arena_str(call->domain.arena, text) : NULL;
}

int px_arg_enum(const struct px_tool_call *call, const char *name, const char *const *values)
{
	struct px_str text = px_arg_text(call, name);

	for (int i = 0; text.data && values[i]; i++) {
		if (px_str_eq(text, px_str(values[i])))
			return i;
	}
	return -1;
}

bool px_arg_excepts(const struct px_tool_call *call, struct px_id id, const char *title)
{
	const json_t *list = json_object_get(call->arguments, "except");
	struct px_id named;
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		struct px_str words = px_json_string(one);
		if (px_id_parse(words, &named) ? px_id_eq(named, id) : title && strcasestr(title, json_string_value(one)))
			return true;
	}
	return false;
}

enum px_err px_arg_when(struct px_tool_call *call, const char *name, struct px_tool_time *when)
{
	return px_tool_time_read(&call->nlu, name, px_arg_text(call, name), when, call->error);
}

enum px_err px_arg_recurrence(struct px_tool_call *call, const char **rule)
{
	struct px_time_context time = px_tool_time_context(&call->nlu);
	struct px_time_expr found = { 0 };

	*rule = px_arg_string(call, "recurrence");
	if (!*rule || !**rule) {
		*rule = NULL;
		return PX_OK;
	}
	if (strncasecmp(*rule, "RRULE:", 6) == 0 || strncasecmp(*rule, "FREQ=", 5) == 0 ||
	    strchr(*rule, '='))
		return PX_OK; /* the domain checks it */
	px_time_main(&time, px_str(*rule), &found);
	if (!found.value.rrule[0])
		return px_fail(call->error, PX_INVALID, "recurrence",
			       "\"%.80s\" is not a repetition I can read", *rule);
	*rule = px_arena_str(call->domain.arena, px_str(found.value.rrule));
	return PX_OK;
}

enum px_err px_tool_items(struct px_tool_call *call)
{
	if (call->nlu.item_count || call->own)
		return PX_OK;
	enum px_err err = px_context_open(&(struct px_context_keep){ 0 }, &call->domain, 0, &call->own, call->error);
	if (!err)
		px_context_fill(call->own, &call->nlu);
	return err;
}

/* Titles that are the words, but for case: such a title may hold what looks like a time ("Q1 report", "9am run"). */
static void find_in_full(struct px_tool_call *call, unsigned kinds, struct px_str words, struct px_nlu_found *found)
{
	for (size_t i = 0; i < call->nlu.item_count && found->count < PX_NLU_FOUND_MAX; i++) {
		const struct px_nlu_item *item = &call->nlu.items[i];
		if (kinds >> item->kind & 1 && item->title &&
		    px_text_same(call->domain.arena, px_str(item->title), words))
			found->items[found->count++] = item;
	}
}

static enum px_err find_closed(struct px_tool_call *call, unsigned kinds, struct px_str words, struct px_nlu_found *found)
{
	if (found->count || !(kinds >> PX_NLU_TASK & 1))
		return PX_OK;
	return px_closed_find(&call->domain, &call->nlu, words, found, call->error);
}

static enum px_err find_words(struct px_tool_call *call, unsigned kinds, struct px_str words,
			      struct px_nlu_found *found)
{
	enum px_err err = px_tool_items(call);

	*found = (struct px_nlu_found){ .day = PX_TIME_NONE };
	if (!err && call->own) {
		err = px_context_invite(call->own, &call->domain, words, call->error);
		px_context_fill(call->own, &call->nlu);
	}
	if (err)
		return err;
	find_in_full(call, kinds, words, found);
	/* Closed tasks can be meant too, when no open one is; and first of all if one is to be opened again. */
	bool closed_first = px_str_eq(px_arg_text(call, "status"), PX_STR("pending"));
	if (closed_first)
		err = find_closed(call, kinds, words, found);
	if (!err && !found->count)
		px_nlu_find(&call->nlu, kinds, words, call->domain.arena, found);
	return err || closed_first ? err : find_closed(call, kinds, words, found);
}

static enum px_err not_found(struct px_tool_call *call, const char *field, struct px_str words)
{
	const char *text = px_arena_str(call->domain.arena, words);

	call->result->reply = (struct px_reply){ .kind = PX_REPLY_NOT_FOUND, .text = text };
	call->worded = true;
	return px_fail(call->error, PX_NOT_FOUND, field, "nothing matches \"%.200s\"", text);
}

enum px_err px_tool_none(struct px_tool_call *call, enum px_reply_kind kind)
{
	call->result->reply = (struct px_reply){ .kind = kind };
	call->worded = true;
	return px_fail(call->error, PX_NOT_FOUND, NULL, "there is nothing of that kind");
}

/* The numbered question; the candidates become the outcome's. */
static void ask_which(struct px_tool_call *call, const struct px_nlu_found *found, struct px_str words)
{
	for (size_t i = 0; i < found->count; i++)
		px_tool_show(call, found->items[i]);
	call->result->reply = (struct px_reply){ .kind = PX_REPLY_WHICH,
						 .text = px_arena_str(call->domain.arena, words) };
	call->result->outcome.ambiguous = true;
	call->result->outcome.ok = false;
}

/* A call about one occurrence means a series, not what was taken out of it. */
static void keep_series(const struct px_tool_call *call, struct px_nlu_found *found)
{
	size_t kept = 0;

	if (found->count < 2 || !px_arg_given(call, "occurrence"))
		return;
	for (size_t i = 0; i < found->count; i++) {
		if (found->items[i]->recurrence)
			found->items[kept++] = found->items[i];
	}
	found->count = kept ? kept : found->count;
}

enum px_err px_tool_target(struct px_tool_call *call, unsigned kinds,
			   struct px_tool_target *target)
{
	struct px_str id = px_arg_text(call, "id");
	struct px_str words = px_str_trim(px_arg_text(call, "target"));
	struct px_nlu_found found;

	*target = (struct px_tool_target){ .day = PX_TIME_NONE };
	if (id.data) {
		target->found = px_id_parse(id, &target->id);
		return target->found ? PX_OK : px_fail(call->error, PX_INVALID, "id", "is not a UUID");
	}
	if (!words.size)
		return px_fail(call->error, PX_INVALID, "target", "must be given");
	/* Of two things with one title the engine names the id. */
	target->found = px_id_parse(words, &target->id);
	if (target->found)
		return PX_OK;
	enum px_err err = find_words(call, kinds, words, &found);
	if (err)
		return err;
	if (!found.count)
		return not_found(call, "target", words);
	keep_series(call, &found);
	if (found.count > 1) {
		ask_which(call, &found, words);
		return PX_OK;
	}
	target->found = true;
	target->id = found.items[0]->id;
	target->day = found.day;
	return PX_OK;
}

enum px_err px_tool_named(struct px_tool_call *call, const char *argument, unsigned kinds,
			  struct px_id *id)
{
	struct px_str words = px_str_trim(px_arg_text(call, argument));
	struct px_nlu_found found;

	if (px_id_parse(words, id))
		return PX_OK;
	enum px_err err = find_words(call, kinds, words, &found);
	if (err)
		return err;
	if (!found.count)
		return not_found(call, argument, words);
	if (found.count > 1)
		return px_fail(call->error, PX_INVALID, argument, "\"%.*s\" could be several",
			       PX_STR_ARG(words));
	*id = found.items[0]->id;
	return PX_OK;
}

static const char *keep(struct px_tool_call *call, const char *text)
{
	return text ? px_arena_str(call->domain.arena, px_str(text)) : NULL;
}

void px_tool_show(struct px_tool_call *call, const struct px_nlu_item *item)
{
	if (call->shown_count == call->shown_room) {
		size_t larger = call->shown_room ? call->shown_room * 2 : 4;
		struct px_nlu_item *copy = PX_ARENA_ARRAY(call->domain.arena, struct px_nlu_item,
							  larger);
		if (call->shown_count)
			memcpy(copy, call->shown, call->shown_count * sizeof(*copy));
		call->shown = copy;
		call->shown_room = larger;
	}
	struct px_nlu_item *copy = &call->shown[call->shown_count++];
	*copy = *item;
	/* Results outlive the list of items they may come from. */
	copy->title = keep(call, item->title);
	copy->project = keep(call, item->project);
	copy->recurrence = keep(call, item->recurrence);
}

const char *px_tool_project_name(struct px_tool_call *call, struct px_id project)
{
	struct px_project row;

	if (px_id_is_none(project))
		return NULL;
	for (size_t i = 0; i < call->nlu.item_count; i++) {
		if (call->nlu.items[i].kind == PX_NLU_PROJECT &&
		    px_id_eq(call->nlu.items[i].id, project))
			return call->nlu.items[i].title;
	}
	if (px_project_get(&call->domain, project, &row, NULL) != PX_OK)
		return NULL;
	return row.name;
}

void px_tool_show_task(struct px_tool_call *call, const struct px_task *task)
{
	struct px_nlu_item item = px_context_task_item(
		&call->domain, task, px_tool_project_name(call, task->project_id));

	px_tool_show(call, &item);
}

void px_tool_show_event(struct px_tool_call *call, const struct px_occurrence *occurrence)
{
	struct px_nlu_item item = px_context_event_item(&call->domain, occurrence);

	px_tool_show(call, &item);
	call->result->reply.all_day = call->shown_count == 1 && occurrence->event->all_day;
}

void px_tool_changed(struct px_tool_call *call, const char *field, const char *value)
{
	if (call->changed_count < sizeof(call->changed) / sizeof(call->changed[0]))
		call->changed[call->changed_count++] = (struct px_reply_field){ field, value };
}

void px_tool_change_notes(struct px_tool_call *call, const char **notes)
{
	if (json_object_get(call->arguments, "notes")) {
		*notes = px_arg_string(call, "notes");
		px_tool_changed(call, "notes", *notes);
	}
	if (px_arg_given(call, "add_notes")) {
		const char *more = px_arg_string(call, "add_notes");
		*notes = *notes && **notes ? px_arena_printf(call->domain.arena, "%s\n%s", *notes, more) : more;
		px_tool_changed(call, "add_notes", more); /* what there was already need not be told again */
	}
}

void px_tool_before(struct px_tool_call *call, const struct px_nlu_item *item)
{
	struct px_nlu_item *copy = px_arena_alloc(call->domain.arena, sizeof(*copy));

	*copy = *item;
	copy->title = keep(call, item->title);
	copy->project = keep(call, item->project);
	copy->recurrence = keep(call, item->recurrence);
	call->result->reply.before = copy;
}

const char *px_tool_summary(struct px_tool_call *call, const char *verb, const char *nouns)
{
	if (call->shown_count == 1)
		return px_arena_printf(call->domain.arena, "%s “%s”", verb, call->shown[0].title);
	return px_arena_printf(call->domain.arena, "%s %zu %s", verb, call->shown_count, nouns);
}

json_t *px_tool_row(struct px_tool_call *call, const struct px_record *record, const void *row)
{
	struct px_buf buf = PX_BUF_INIT(1 << 18);
	struct px_json json;
	json_t *value = NULL;

	if (!call->context->want_data)
		return NULL;
	px_json_init(&json, &buf);
	px_record_encode(&json, record, row);
	if (px_json_parse(px_buf_view(&buf), &value, NULL) == PX_OK)
		json_array_append_new(call->result->data, value);
	px_buf_release(&buf);
	return value;
}
