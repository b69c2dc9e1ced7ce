/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items live in one array per user (projects, tasks, events as they came),
 * their texts in one arena that only grows; after enough changes the whole is
 * read anew, which also drops what fell out of the window of days.
 */
#include "agent/context.h"

#include "agent/last_said.h"
#include "agent/title_index.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/project.h"

#include <stdlib.h>

enum {
	APPLY_MAX = 2000, /* changes before reading anew */
	INVITED = 12,     /* titles that a text is looked up for */
	INVITED_MAX = 300, /* guests before reading anew */
	PAGE = 1000,
	CATCH_UP_MAX = 32, /* actions of others that are applied one by one */
};

struct names {
	const char *list[PX_CONTEXT_NAMES + 1]; /* NULL-terminated */
	size_t count;
};

struct px_context {
	struct px_id user;
	int64_t seq;         /* of the user, up to which it is true */
	bool shared;         /* it came from the shard's parts, which own it */
	bool read;           /* it holds what was read as of `seq` */
	char zone[64];
	int32_t day;         /* on which it was read */
	size_t applied;
	struct px_arena arena;
	struct px_nlu_titles *titles; /* of the items, in the arena */
	struct px_nlu_item *items; /* heap */
	size_t count, room;
	struct names tags, people;
	struct px_title_index *index; /* of all titles, if there are more than the items; else NULL */
	size_t invited;      /* items that came by the index */
	bool kept;           /* the last open found it true */
	struct px_id main;   /* conversation, or PX_ID_NONE */
	bool remembered;
	struct px_context_memo memo; /* texts: the buffers below */
	struct px_buf locale, state, said_before, replied;
};

static void context_free(struct px_context *context)
{
	if (!context)
		return;
	px_arena_release(&context->arena);
	px_buf_release(&context->said_before);
	px_buf_release(&context->replied);
	px_buf_release(&context->locale);
	px_buf_release(&context->state);
	free(context->items);
	px_title_index_free(context->index);
	free(context);
}

static void evict(void *piece)
{
	context_free(piece);
}

/* 500 tasks take 300 KB, and an index of 50,000 tasks and 20,000 events 6 MB. */
const struct px_shard_part px_context_part = { "context", 32 << 20, 64 << 20, evict };

static size_t size_of(const struct px_context *context)
{
	return sizeof(*context) + px_arena_size(&context->arena) + context->room * sizeof(*context->items) +
	       context->locale.capacity + context->state.capacity + context->said_before.capacity +
	       context->replied.capacity + px_title_index_bytes(context->index);
}

static struct px_context *context_new(struct px_id user)
{
	struct px_context *context = px_calloc(1, sizeof(*context));

	context->user = user;
	context->main = PX_ID_NONE;
	px_arena_init(&context->arena);
	px_buf_init(&context->said_before, PX_LAST_SAID_MAX + 1);
	px_buf_init(&context->replied, PX_LAST_SAID_MAX + 1);
	px_buf_init(&context->locale, 64);
	px_buf_init(&context->state, 8192);
	return context;
}

static const char *keep(struct px_context *context, const char *text)
{
	return text ? px_arena_str(&context->arena, px_str(text)) : NULL;
}

static struct px_nlu_item *find_item(struct px_context *context, struct px_id id)
{
	for (size_t i = 0; i < context->count; i++) {
		if (px_id_eq(context->items[i].id, id))
			return &context->items[i];
	}
	return NULL;
}

static void remove_item(struct px_context *context, struct px_id id)
{
	struct px_nlu_item *item = find_item(context, id);

	if (!item)
		return;
	size_t after = context->count - (size_t)(item - context->items) - 1;
	memmove(item, item + 1, after * sizeof(*item));
	context->count--;
}

/* Adds or replaces; texts are copied. */
static void put_item(struct px_context *context, const struct px_nlu_item *item)
{
	struct px_nlu_item *slot = find_item(context, item->id);

	if (!slot) {
		if (context->count == context->room) {
			context->room = context->room ? context->room * 2 : 64;
			context->items = px_realloc(context->items,
						    context->room * sizeof(*context->items));
		}
		slot = &context->items[context->count++];
	}
	*slot = *item;
	slot->title = keep(context, item->title);
	slot->words = slot->title ? px_nlu_titles_add(context->titles, slot->title) : NULL;
	slot->project = keep(context, item->project);
	slot->recurrence = keep(context, item->recurrence);
	slot->beside = keep(context, item->beside);
}

static void put_name(struct px_context *context, struct names *names, struct px_str name)
{
	name = px_str_trim(name);
	if (!name.size || names->count == PX_CONTEXT_NAMES)
		return;
	for (size_t i = 0; i < names->count; i++) {
		if (px_str_eq_case(px_str(names->list[i]), name))
			return;
	}
	names->list[names->count++] = px_arena_str(&context->arena, name);
	names->list[names->count] = NULL;
}

/* Tags are a JSON array of plain strings that the domain wrote. */
static void put_tags(struct px_context *context, const char *tags)
{
	json_t *list = NULL, *one;
	size_t i;

	if (!tags || px_json_parse(px_str(tags), &list, NULL) != PX_OK)
		return;
	json_array_foreach(list, i, one)
		put_name(context, &context->tags, px_json_string(one));
	json_decref(list);
}

static void put_people(struct px_context *context, const char *attendees)
{
	struct px_str rest = px_str(attendees);

	while (rest.data && rest.size)
		put_name(context, &context->people, px_str_cut(rest, ',', &rest));
}

static const char *project_name(struct px_context *context, struct px_id project)
{
	struct px_nlu_item *item = px_id_is_none(project) ? NULL : find_item(context, project);

	return item ? item->title : NULL;
}

struct px_nlu_item px_context_task_item(const struct px_domain *domain, const struct px_task *task,
					const char *project)
{
	return (struct px_nlu_item){
		.kind = PX_NLU_TASK, .id = task->id, .title = task->title, .project = project,
		.start = task->due == PX_TIME_NONE ? PX_TIME_NONE
						   : px_tz_to_local(domain->tz, task->due),
		.end = PX_TIME_NONE, .due_day = task->due_day, .recurrence = task->recurrence,
		.priority = task->priority,
	};
}

struct px_nlu_item px_context_event_item(const struct px_domain *domain,
					 const struct px_occurrence *occurrence)
{
	const struct px_event *event = occurrence->event;
	int64_t start = px_tz_to_local(domain->tz, occurrence->start);

	return (struct px_nlu_item){
		.kind = PX_NLU_EVENT, .id = event->id, .title = event->title, .start = start,
		.end = px_tz_to_local(domain->tz, occurrence->end),
		/* A day besides the start marks an all-day event. */
		.due_day = event->all_day ? px_civil_ms_day(start) : PX_DAY_NONE,
		.recurrence = event->recurrence, .priority = PX_PRIORITY_NORMAL,
	};
}

struct px_occurrence px_context_next_occurrence(const struct px_domain *domain,
						const struct px_event *event)
{
	struct px_occurrence found = { event, event->start, event->end };

	if (event->recurrence && event->end <= domain->now)
		(void)px_event_occurrences(domain, event, domain->now, domain->now + 400 * PX_MS_DAY,
					   &found, 1);
	return found;
}

static void put_task(struct px_context *context, const struct px_domain *domain,
		     const struct px_task *task)
{
	struct px_nlu_item item = px_context_task_item(domain, task,
						       project_name(context, task->project_id));

	put_item(context, &item);
	put_tags(context, task->tags);
}

static void put_event(struct px_context *context, const struct px_domain *domain,
		      const struct px_event *event)
{
	struct px_occurrence next = px_context_next_occurrence(domain, event);
	struct px_nlu_item item = px_context_event_item(domain, &next);

	if (event->location && event->attendees)
		item.beside = px_arena_printf(domain->arena, "%s, %s", event->location, event->attendees);
	else
		item.beside = event->location ? event->location : event->attendees;
	put_item(context, &item);
	put_people(context, event->attendees);
}

static void put_project(struct px_context *context, const struct px_project *project)
{
	struct px_nlu_item item = { .kind = PX_NLU_PROJECT, .id = project->id, .title = project->name,
				    .start = PX_TIME_NONE, .end = PX_TIME_NONE,
				    .due_day = PX_DAY_NONE, .priority = PX_PRIORITY_NORMAL };

	put_item(context, &item);
}

static enum px_err read_tasks(struct px_context *context, struct px_domain *domain,
			      struct px_error *error)
{
	struct px_store_filter open = { "status", PX_OP_LE, { .integer = PX_TASK_IN_PROGRESS } };
	struct px_store_query query = { .filters = &open, .filter_count = 1, .descending = true,
					.limit = PX_CONTEXT_TASKS };
	size_t count;
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_task_record, &query, domain->arena, &rows,
					 &count, error);
	for (size_t i = 0; !err && i < count; i++)
		put_task(context, domain, &((struct px_task *)rows)[i]);
	return err;
}

/* How far a span is from now; a series is always near. */
static int64_t distance(const struct px_store_span *span, int64_t now)
{
	if (span->recurring || (span->start <= now && span->end >= now))
		return 0;
	return span->start > now ? span->start - now : now - span->end;
}

static int nearest_first(const void *a, const void *b, void *now)
{
	int64_t left = distance(a, *(int64_t *)now), right = distance(b, *(int64_t *)now);

	return left < right ? -1 : left > right;
}

static enum px_err read_events(struct px_context *context, struct px_domain *domain,
			       struct px_error *error)
{
	struct px_store_span *spans;
	size_t count;

	enum px_err err = px_store_overlaps(domain->tx,
					    domain->now - PX_CONTEXT_PAST_DAYS * PX_MS_DAY,
					    domain->now + PX_CONTEXT_AHEAD_DAYS * PX_MS_DAY,
					    domain->arena, &spans, &count, error);
	if (!err && count > PX_CONTEXT_EVENTS)
		qsort_r(spans, count, sizeof(*spans), nearest_first, &domain->now);
	for (size_t i = 0; !err && i < count && i < PX_CONTEXT_EVENTS; i++) {
		struct px_event event;
		err = px_event_get(domain, spans[i].event, &event, error);
		if (!err)
			put_event(context, domain, &event);
	}
	return err;
}

/* Puts the titles of all rows that the filter leaves into the index, newest first. */
static enum px_err index_rows(struct px_context *context, struct px_domain *domain, const struct px_record *record,
			      enum px_nlu_kind kind, const struct px_store_filter *filter, struct px_error *error)
{
	const struct px_field *title = px_record_field(record, PX_STR("title"));
	struct px_store_query query = { .filters = filter, .filter_count = filter ? 1 : 0,
					.descending = true, .limit = PAGE };
	struct px_arena arena;
	enum px_err err;
	size_t count;
	void *rows;

	px_arena_init(&arena);
	do {
		px_arena_clear(&arena);
		err = px_store_query(domain->tx, record, &query, &arena, &rows, &count, error);
		for (size_t i = 0; !err && i < count; i++) {
			const char *row = (const char *)rows + i * record->size;
			query.after_id = *(const struct px_id *)row;
			px_title_index_add_older(context->index, kind, query.after_id,
						 *(const char *const *)px_field_in(title, row));
		}
		query.after = true;
		query.after_value.id = query.after_id;
	} while (!err && count == query.limit);
	px_arena_release(&arena);
	return err;
}

static size_t count_items(const struct px_context *context, enum px_nlu_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < context->count; i++)
		count += context->items[i].kind == kind;
	return count;
}

/* Makes the index, if the items are not all that there is. */
static enum px_err read_index(struct px_context *context, struct px_domain *domain, struct px_error *error)
{
	struct px_store_filter open = { "status", PX_OP_LE, { .integer = PX_TASK_IN_PROGRESS } };
	int64_t tasks = 0, events = 0;
	enum px_err err = px_store_count(domain->tx, &px_task_record, &open, 1, &tasks, error);

	if (!err)
		err = px_store_count(domain->tx, &px_event_record, NULL, 0, &events, error);
	if (err || ((size_t)tasks <= count_items(context, PX_NLU_TASK) &&
		    (size_t)events <= count_items(context, PX_NLU_EVENT)))
		return err;
	context->index = px_title_index_new();
	err = index_rows(context, domain, &px_task_record, PX_NLU_TASK, &open, error);
	return err ? err : index_rows(context, domain, &px_event_record, PX_NLU_EVENT, NULL, error);
}

/* `same`: nothing has changed since it was read, and the index is still true. */
static enum px_err read_all(struct px_context *context, struct px_domain *domain, bool same,
			    struct px_error *error)
{
	struct px_project *projects;
	size_t count;

	context->count = 0;
	context->applied = context->invited = 0;
	context->tags.count = context->people.count = 0;
	context->tags.list[0] = context->people.list[0] = NULL;
	px_arena_clear(&context->arena);
	context->titles = px_nlu_titles_new(&context->arena);
	snprintf(context->zone, sizeof(context->zone), "%s", px_tz_name(domain->tz));
	context->day = px_domain_today(domain);
	enum px_err err = px_project_list(domain, false, &projects, &count, error);
	for (size_t i = 0; !err && i < count; i++)
		put_project(context, &projects[i]);
	if (!err)
		err = read_tasks(context, domain, error);
	if (!err)
		err = read_events(context, domain, error);
	if (err || (same && context->index && !px_title_index_is_worn(context->index)))
		return err;
	px_title_index_free(context->index);
	context->index = NULL;
	return read_index(context, domain, error);
}

/* Whether what it holds can be brought to the day, the zone and any number without reading all anew. */
static bool is_usable(const struct px_context *context, const struct px_domain *domain, int64_t seq)
{
	return context->read && context->seq <= seq && context->applied < APPLY_MAX &&
	       context->day == px_domain_today(domain) && strcmp(context->zone, px_tz_name(domain->tz)) == 0;
}

/* Tasks carry the name: a renamed project needs them read anew. */
static void apply_project(struct px_context *context, const struct px_project *project, bool gone)
{
	const struct px_nlu_item *known = find_item(context, project->id);

	if (gone || project->archived) {
		remove_item(context, project->id);
		return;
	}
	if (known && strcmp(known->title, project->name) != 0)
		context->applied = APPLY_MAX;
	put_project(context, project);
}

static void index_change(struct px_context *context, const struct px_change *change, bool gone)
{
	bool task = strcmp(change->entity, "task") == 0;
	const struct px_task *row = change->row;

	if (!task && strcmp(change->entity, "event") != 0)
		return;
	if (gone || (task && row->status > PX_TASK_IN_PROGRESS))
		px_title_index_remove(context->index, change->id);
	else
		px_title_index_put(context->index, task ? PX_NLU_TASK : PX_NLU_EVENT, change->id,
				   task ? row->title : ((const struct px_event *)change->row)->title);
}

static void apply_one(struct px_context *context, const struct px_domain *domain,
		      const struct px_change *change)
{
	bool gone = strcmp(change->verb, "deleted") == 0;
	struct px_str entity = px_str(change->entity);

	if (px_str_eq(entity, PX_STR("task"))) {
		const struct px_task *task = change->row;
		if (gone || task->status > PX_TASK_IN_PROGRESS)
			remove_item(context, task->id);
		else
			put_task(context, domain, task);
	} else if (px_str_eq(entity, PX_STR("event"))) {
		if (gone)
			remove_item(context, change->id);
		else
			put_event(context, domain, change->row);
	} else if (px_str_eq(entity, PX_STR("project"))) {
		apply_project(context, change->row, gone);
	}
	if (context->index)
		index_change(context, change, gone);
}

/* The row as it is now, as a change that is applied. */
static enum px_err apply_row(struct px_context *context, struct px_domain *domain, const char *entity,
			     struct px_id id, struct px_error *error)
{
	union { struct px_task task; struct px_event event; struct px_project project; } row;
	const struct px_record *record = strcmp(entity, "task") == 0	? &px_task_record
					 : strcmp(entity, "event") == 0	  ? &px_event_record
					 : strcmp(entity, "project") == 0 ? &px_project_record : NULL;
	struct px_change change = { .entity = entity, .verb = "updated", .id = id, .row = &row };

	if (!record)
		return PX_OK;
	enum px_err err = px_store_get(domain->tx, record, id, domain->arena, &row, error);
	if (err == PX_NOT_FOUND) {
		change.verb = "deleted";
		px_record_init(record, &row);
		memcpy(&row, &id, sizeof(id)); /* the first field of every record */
		err = PX_OK;
	}
	if (!err)
		apply_one(context, domain, &change);
	return err;
}

static enum px_err apply_action(struct px_context *context, struct px_domain *domain,
				const struct px_action *action, struct px_error *error)
{
	json_t *images = NULL, *image;
	struct px_id id;
	size_t i;
	enum px_err err = px_json_parse(px_str(action->changes), &images, error);

	json_array_foreach(images, i, image) {
		const char *entity = json_string_value(json_object_get(image, "entity"));
		if (!err && entity && px_id_parse(px_json_string(json_object_get(image, "id")), &id))
			err = apply_row(context, domain, entity, id, error);
	}
	context->applied += i;
	json_decref(images);
	return err;
}

/*
 * Brings what was read at another number up to date by the actions since;
 * *done is false if there are too many of them.
 */
static enum px_err catch_up(struct px_context *context, struct px_domain *domain, bool *done,
			    struct px_error *error)
{
	struct px_store_filter since = { "seq", PX_OP_GT, { .integer = context->seq } };
	struct px_store_query query = { .filters = &since, .filter_count = 1, .order = "seq",
					.limit = CATCH_UP_MAX + 1 };
	size_t count;
	void *rows;
	enum px_err err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows, &count,
					 error);

	*done = !err && count <= CATCH_UP_MAX;
	for (size_t i = 0; !err && *done && i < count; i++)
		err = apply_action(context, domain, &((const struct px_action *)rows)[i], error);
	return err;
}

enum px_err px_context_open(const struct px_context_keep *keep, struct px_domain *domain,
			    int64_t seq, struct px_context **opened,
			    struct px_error *error)
{
	struct px_context *context = px_shard_part_get(keep->parts, &px_context_part, domain->user,
						       keep->epoch);
	enum px_err err = PX_OK;

	if (!context)
		context = context_new(domain->user);
	bool usable = is_usable(context, domain, seq);
	context->kept = usable && context->seq == seq;
	if (usable && !context->kept)
		err = catch_up(context, domain, &usable, error);
	context->remembered = context->remembered && context->kept;
	if (!err && !usable)
		err = read_all(context, domain, context->read && context->seq == seq, error);
	context->read = !err;
	*opened = context;
	if (err) {
		px_context_drop(keep, context);
		*opened = NULL;
	}
	return err;
}

void px_context_drop(const struct px_context_keep *keep, struct px_context *context)
{
	if (context && context->shared)
		px_shard_part_drop(keep->parts, &px_context_part, context->user);
	else
		context_free(context);
}

void px_context_close(const struct px_context_keep *keep, struct px_context *context,
		      int64_t seq)
{
	if (!keep->parts) {
		context_free(context);
		return;
	}
	context->seq = seq;
	bool shared = context->shared;
	context->shared = true;
	if (shared)
		(void)px_shard_part_update(keep->parts, &px_context_part, context->user, keep->epoch,
					   size_of(context));
	else
		(void)px_shard_part_put(keep->parts, &px_context_part, context->user, keep->epoch, context,
					size_of(context));
}

bool px_context_was_kept(const struct px_context *context)
{
	return context->kept;
}

const struct px_context_memo *px_context_memo(const struct px_context *context)
{
	return context->kept && context->remembered ? &context->memo : NULL;
}

void px_context_remember(struct px_context *context, const struct px_context_memo *memo)
{
	context->memo = *memo;
	if (!px_id_is_none(memo->main))
		context->main = memo->main;
	px_buf_clear(&context->locale);
	px_buf_clear(&context->state);
	(void)px_buf_text(&context->locale, memo->locale);
	(void)px_buf_text(&context->state, memo->state ? memo->state : "");
	px_buf_clear(&context->said_before);
	px_buf_clear(&context->replied);
	(void)px_buf_text(&context->said_before, memo->said_before ? memo->said_before : "");
	(void)px_buf_text(&context->replied, memo->replied ? memo->replied : "");
	context->memo.said_before = memo->said_before ? context->said_before.data : NULL;
	context->memo.replied = memo->replied ? context->replied.data : NULL;
	context->memo.locale = context->locale.data;
	context->memo.state = memo->state ? context->state.data : NULL;
	context->remembered = !context->locale.overflow && !context->state.overflow && !context->said_before.overflow &&
			      !context->replied.overflow;
}

const struct px_context *px_context_peek(const struct px_context_keep *keep, struct px_id user,
					 int64_t now, struct px_context_memo *memo)
{
	struct px_context *context = px_shard_part_get(keep->parts, &px_context_part, user, keep->epoch);

	if (!context || !context->remembered || context->index ||
	    context->day != px_civil_ms_day(px_tz_to_local(context->memo.tz, now)))
		return NULL;
	*memo = context->memo;
	return context;
}

struct px_id px_context_main(const struct px_context_keep *keep, struct px_id user)
{
	const struct px_context *context = px_shard_part_get(keep->parts, &px_context_part, user, keep->epoch);

	return context ? context->main : PX_ID_NONE;
}

void px_context_apply(struct px_context *context, const struct px_domain *domain,
		      const struct px_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		apply_one(context, domain, &changes[i]);
	context->applied += count;
}

static enum px_err invite_event(struct px_context *context, struct px_domain *domain,
				const struct px_title_hit *hit, struct px_error *error)
{
	struct px_event event;
	enum px_err err = px_event_get(domain, hit->id, &event, error);

	/* What is long over is meant only by its whole name. */
	if (!err && (hit->in_full || event.recurrence ||
		     event.end >= domain->now - PX_CONTEXT_PAST_DAYS * PX_MS_DAY))
		put_event(context, domain, &event);
	return err;
}

static enum px_err invite_task(struct px_context *context, struct px_domain *domain,
			       const struct px_title_hit *hit, struct px_error *error)
{
	struct px_task task;
	enum px_err err = px_task_get(domain, hit->id, &task, error);

	if (!err)
		put_task(context, domain, &task);
	return err;
}

enum px_err px_context_invite(struct px_context *context, struct px_domain *domain, struct px_str text,
			      struct px_error *error)
{
	struct px_title_hit hits[INVITED];
	enum px_err err = PX_OK;

	if (!context->index)
		return PX_OK;
	size_t count = px_title_index_find(context->index, text, domain->arena, hits, INVITED);
	for (size_t i = 0; !err && i < count; i++) {
		if (find_item(context, hits[i].id))
			continue;
		err = hits[i].kind == PX_NLU_TASK ? invite_task(context, domain, &hits[i], error)
						  : invite_event(context, domain, &hits[i], error);
		if (++context->invited > INVITED_MAX)
			context->applied = APPLY_MAX;
	}
	return err;
}

void px_context_fill(const struct px_context *context, struct px_nlu_context *nlu)
{
	nlu->items = context->items;
	nlu->item_count = context->count;
	nlu->titles = context->titles;
	nlu->tags = context->tags.list;
	nlu->people = context->people.list;
}
