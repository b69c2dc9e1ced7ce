/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items are a plain array that is copied before each change, which makes undo
 * a swap; dialogues are short.
 */
#include "nlu/report/world.h"

#include <stdlib.h>

void px_world_init(struct px_world *world)
{
	*world = (struct px_world){ 0 };
	px_arena_init(&world->arena);
}

void px_world_release(struct px_world *world)
{
	px_arena_release(&world->arena);
}

static struct px_nlu_item *append(struct px_world *world, struct px_world_items *items,
				  struct px_nlu_item item)
{
	if (items->count == PX_WORLD_ITEMS)
		return NULL;
	if (items->count == items->room) {
		items->room = items->room ? items->room * 2 : 16;
		struct px_nlu_item *grown = PX_ARENA_ARRAY(&world->arena, struct px_nlu_item, items->room);
		if (items->count)
			memcpy(grown, items->at, items->count * sizeof(*grown));
		items->at = grown;
	}
	items->at[items->count] = item;
	return &items->at[items->count++];
}

static bool parse_when(const char *text, int32_t *day, int64_t *ms)
{
	bool offset;

	*day = PX_DAY_NONE;
	*ms = PX_TIME_NONE;
	if (!text)
		return false;
	return px_civil_parse_day(px_str(text), day) || px_civil_parse_ms(px_str(text), ms, &offset);
}

static int priority_of(const char *name)
{
	static const char *const names[] = { "low", "normal", "high", "urgent" };

	for (int i = 0; name && i < 4; i++) {
		if (strcmp(name, names[i]) == 0)
			return i;
	}
	return 1;
}

static struct px_nlu_item blank(enum px_nlu_kind kind)
{
	return (struct px_nlu_item){ .kind = kind, .start = PX_TIME_NONE, .end = PX_TIME_NONE,
				     .due_day = PX_DAY_NONE, .priority = 1 };
}

static const char *member(struct px_value object, const char *key, struct px_arena *arena)
{
	struct px_value value;

	return px_read_member(object, key, &value) ? px_read_string(value, arena) : NULL;
}

static int64_t day_start(int32_t day)
{
	return (int64_t)day * PX_MS_DAY;
}

static struct px_nlu_item read_item(struct px_world *world, struct px_value value, enum px_nlu_kind kind)
{
	struct px_nlu_item item = blank(kind);
	struct px_arena *arena = &world->arena;
	int32_t day;
	int64_t ms;

	if (px_read_is(value, '"')) {
		item.title = px_read_string(value, arena);
		return item;
	}
	item.title = member(value, "title", arena);
	if (!item.title)
		item.title = member(value, "name", arena);
	item.project = member(value, "project", arena);
	item.recurrence = member(value, "recurrence", arena);
	item.beside = member(value, "beside", arena);
	item.priority = priority_of(member(value, "priority", arena));
	if (kind == PX_NLU_TASK) {
		parse_when(member(value, "due", arena), &item.due_day, &item.start);
	} else {
		parse_when(member(value, "start", arena), &day, &ms);
		item.start = day != PX_DAY_NONE ? day_start(day) : ms;
		parse_when(member(value, "end", arena), &day, &ms);
		item.end = day != PX_DAY_NONE ? day_start(day) : ms;
	}
	return item;
}

static bool known(const struct px_world_items *items, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < items->count; i++) {
		const struct px_nlu_item *other = &items->at[i];
		if (other->kind == item->kind && strcmp(other->title, item->title) == 0 &&
		    (item->kind != PX_NLU_EVENT || other->start == item->start))
			return true;
	}
	return false;
}

void px_world_learn(struct px_world *world, struct px_value context)
{
	static const struct { const char *key; enum px_nlu_kind kind; } lists[] = {
		{ "projects", PX_NLU_PROJECT }, { "tasks", PX_NLU_TASK }, { "events", PX_NLU_EVENT },
	};
	struct px_value list, one;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		size_t at = 0;
		if (!px_read_member(context, lists[i].key, &list))
			continue;
		while (px_read_element(list, &at, &one)) {
			struct px_nlu_item item = read_item(world, one, lists[i].kind);
			if (!item.title || known(&world->seen, &item))
				continue;
			append(world, &world->seen, item);
			append(world, &world->items, item);
		}
	}
}

static void save(struct px_world *world)
{
	struct px_world_items *top;

	if (world->undo_count == PX_WORLD_UNDO)
		memmove(world->undo, world->undo + 1, --world->undo_count * sizeof(world->undo[0]));
	top = &world->undo[world->undo_count++];
	*top = world->items;
	world->items.at = PX_ARENA_ARRAY(&world->arena, struct px_nlu_item, world->items.room + 1);
	if (top->count)
		memcpy(world->items.at, top->at, top->count * sizeof(*top->at));
}

static const char *keep(struct px_world *world, const char *text)
{
	return text ? px_arena_str(&world->arena, px_str(text)) : NULL;
}

static struct px_nlu_item *find(struct px_world *world, const char *target, enum px_nlu_kind kind)
{
	for (size_t i = 0; target && i < world->items.count; i++) {
		struct px_nlu_item *item = &world->items.at[i];
		if (item->kind == kind && px_str_eq_case(px_str(item->title), px_str(target)))
			return item;
	}
	return NULL;
}

static void touch(struct px_nlu_outcome *outcome, const struct px_nlu_item *item)
{
	if (outcome->touched_count < sizeof(outcome->touched) / sizeof(outcome->touched[0]))
		outcome->touched[outcome->touched_count++] = *item;
}

/* Milliseconds of an ISO 8601 duration without months; 0 if it is none. */
static int64_t span_ms(const char *text)
{
	int64_t sign = 1, total = 0;
	bool time = false;

	for (const char *p = text ? text : ""; *p; p++) {
		char *end;
		if (*p == '-')
			sign = -1;
		if (*p == 'T')
			time = true;
		if (*p < '0' || *p > '9')
			continue;
		int64_t n = strtol(p, &end, 10);
		if (n > 100000)
			return 0;
		total += n * (*end == 'D' ? PX_MS_DAY : *end == 'W' ? 7 * PX_MS_DAY :
			      *end == 'H' ? PX_MS_HOUR : *end == 'M' && time ? PX_MS_MINUTE : 0);
		p = end;
		if (!*p)
			break;
	}
	return sign * total;
}

static void set_times(struct px_nlu_item *item, const struct px_args *args)
{
	int32_t day;
	int64_t ms, length = item->start != PX_TIME_NONE && item->end != PX_TIME_NONE ?
			     item->end - item->start : PX_MS_HOUR;

	if (parse_when(px_args_get(args, "due"), &day, &ms)) {
		item->due_day = day;
		item->start = ms;
	}
	if (parse_when(px_args_get(args, "start"), &day, &ms)) {
		item->start = ms != PX_TIME_NONE ? ms : day_start(day);
		item->end = ms != PX_TIME_NONE ? ms + length : PX_TIME_NONE;
	}
	if (parse_when(px_args_get(args, "end"), &day, &ms))
		item->end = ms != PX_TIME_NONE ? ms : day_start(day);
	if (px_args_get(args, "duration") && item->start != PX_TIME_NONE)
		item->end = item->start + span_ms(px_args_get(args, "duration"));
	int64_t shift = span_ms(px_args_get(args, "shift"));
	if (item->start != PX_TIME_NONE)
		item->start += shift;
	if (item->end != PX_TIME_NONE)
		item->end += shift;
	if (item->due_day != PX_DAY_NONE)
		item->due_day += (int32_t)(shift / PX_MS_DAY);
}

static void play_create(struct px_world *world, enum px_nlu_kind kind, const struct px_args *args,
			struct px_nlu_outcome *outcome)
{
	struct px_nlu_item item = blank(kind);

	save(world);
	item.title = keep(world, px_args_get(args, "title"));
	if (!item.title)
		return;
	item.project = keep(world, px_args_get(args, "project"));
	item.recurrence = keep(world, px_args_get(args, "recurrence"));
	item.priority = priority_of(px_args_get(args, "priority"));
	set_times(&item, args);
	append(world, &world->items, item);
	struct px_nlu_item project = blank(PX_NLU_PROJECT);
	project.title = item.project;
	if (item.project && !known(&world->items, &project))
		append(world, &world->items, project);
	touch(outcome, &item);
}

static void play_update(struct px_world *world, enum px_nlu_kind kind, const struct px_args *args,
			struct px_nlu_outcome *outcome)
{
	save(world);
	struct px_nlu_item *item = find(world, px_args_get(args, "target"), kind), missing = blank(kind);
	if (!item) {
		missing.title = keep(world, px_args_get(args, "target"));
		item = missing.title ? append(world, &world->items, missing) : NULL;
	}
	if (!item)
		return;
	if (px_args_get(args, "title"))
		item->title = keep(world, px_args_get(args, "title"));
	if (px_args_get(args, "project"))
		item->project = keep(world, px_args_get(args, "project"));
	if (px_args_get(args, "priority"))
		item->priority = priority_of(px_args_get(args, "priority"));
	set_times(item, args);
	touch(outcome, item);
}

static bool in_window(const struct px_nlu_item *item, const char *after, const char *before)
{
	int32_t day;
	int64_t from, to, at = item->start != PX_TIME_NONE ? item->start :
			       item->due_day != PX_DAY_NONE ? day_start(item->due_day) : PX_TIME_NONE;

	if (!after && !before)
		return true;
	if (at == PX_TIME_NONE)
		return false;
	if (parse_when(after, &day, &from) && at < (day != PX_DAY_NONE ? day_start(day) : from))
		return false;
	return !parse_when(before, &day, &to) || at < (day != PX_DAY_NONE ? day_start(day) : to);
}

static bool passes(const struct px_nlu_item *item, const struct px_args *args, bool tasks, int64_t now)
{
	const char *project = px_args_get(args, "project"), *priority = px_args_get(args, "priority");
	int64_t at = item->start != PX_TIME_NONE ? item->start :
		     item->due_day != PX_DAY_NONE ? day_start(item->due_day) : PX_TIME_NONE;

	if (item->kind != (tasks ? PX_NLU_TASK : PX_NLU_EVENT))
		return false;
	if (project && (!item->project || !px_str_eq_case(px_str(project), px_str(item->project))))
		return false;
	if (priority && item->priority != priority_of(priority))
		return false;
	if (px_args_has(args, "undated") && at != PX_TIME_NONE)
		return false;
	if (px_args_has(args, "overdue") && (at == PX_TIME_NONE || at >= now))
		return false;
	return in_window(item, px_args_get(args, tasks ? "due_after" : "start"),
			 px_args_get(args, tasks ? "due_before" : "end"));
}

static int64_t order_of(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE ? item->start :
	       item->due_day != PX_DAY_NONE ? day_start(item->due_day) : INT64_MAX;
}

static void play_list(struct px_world *world, const struct px_args *args, bool tasks, int64_t now,
		      struct px_nlu_outcome *outcome)
{
	const struct px_nlu_item *found[PX_WORLD_ITEMS];
	size_t count = 0;

	for (size_t i = 0; i < world->items.count; i++) {
		const struct px_nlu_item *item = &world->items.at[i];
		if (!passes(item, args, tasks, now))
			continue;
		size_t at = count++;
		for (; at > 0 && order_of(found[at - 1]) > order_of(item); at--)
			found[at] = found[at - 1];
		found[at] = item;
	}
	for (size_t i = 0; i < count; i++)
		touch(outcome, found[i]);
}

static void play_remove(struct px_world *world, enum px_nlu_kind kind, const struct px_args *args, int64_t now,
			struct px_nlu_outcome *outcome)
{
	const char *target = px_args_get(args, "target");
	size_t kept = 0;
	bool all = px_args_has(args, "all");

	save(world);
	for (size_t i = 0; i < world->items.count; i++) {
		struct px_nlu_item item = world->items.at[i];
		bool hit = item.kind == kind && (all ? passes(&item, args, kind == PX_NLU_TASK, now) :
						 target && px_str_eq_case(px_str(item.title), px_str(target)) &&
						 !outcome->touched_count);
		if (hit)
			touch(outcome, &item);
		if (!hit || px_args_has(args, "occurrence"))
			world->items.at[kept++] = item;
	}
	world->items.count = kept;
	if (!outcome->touched_count && target) {
		struct px_nlu_item unknown = blank(kind);
		unknown.title = keep(world, target);
		touch(outcome, &unknown);
	}
}

void px_world_play(struct px_world *world, const struct px_nlu_call *call, int64_t now,
		   struct px_nlu_outcome *outcome)
{
	struct px_args args;
	const char *tool = call->tool;
	enum px_nlu_kind kind = strstr(tool, "event") ? PX_NLU_EVENT : PX_NLU_TASK;

	*outcome = (struct px_nlu_outcome){ .tool = tool, .ok = true, .arguments = call->arguments };
	px_args_read(&args, call->arguments, &world->arena);
	if (strncmp(tool, "create_", 7) == 0)
		play_create(world, kind, &args, outcome);
	else if (strncmp(tool, "update_", 7) == 0)
		play_update(world, kind, &args, outcome);
	else if (strncmp(tool, "complete_", 9) == 0 || strncmp(tool, "delete_", 7) == 0)
		play_remove(world, kind, &args, now, outcome);
	else if (strncmp(tool, "list_", 5) == 0)
		play_list(world, &args, kind == PX_NLU_TASK, now, outcome);
	else if (strcmp(tool, "undo") == 0 && world->undo_count)
		world->items = world->undo[--world->undo_count];
}
