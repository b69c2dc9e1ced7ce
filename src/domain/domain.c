/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The work context: collecting changes and images, and writing the action row
 * that undo reads back.
 */
#include "domain/domain.h"

#include "base/record_json.h"
#include "base/utf8.h"
#include "domain/image.h"
#include "domain/recalled.h"
#include "domain/reminder_plan.h"

enum { WIRE_MAX = 1 << 18, ACTION_MAX = 1 << 20, SUMMARY_MAX = 2000 };

void px_domain_init(struct px_domain *domain, struct px_store_tx *tx, struct px_id user,
		    int64_t now, const struct px_tz *tz, struct px_arena *arena)
{
	*domain = (struct px_domain){ .tx = tx, .user = user, .now = now, .tz = tz, .arena = arena };
}

void px_domain_ahead(struct px_store_tx *tx, struct px_id user)
{
	px_store_ahead_get(tx, &px_notification_settings_record, user);
	px_recalled_ahead(tx, user);
}

/* Room for one more element in an arena array. */
static void *grow(struct px_arena *arena, void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return array;
	size_t larger = *room ? *room * 2 : 8;
	void *copy = px_arena_zero(arena, larger, size);
	if (count)
		memcpy(copy, array, count * size);
	*room = larger;
	return copy;
}

static const void *copy_row(struct px_arena *arena, const struct px_record *record, const void *row)
{
	void *copy;

	if (!row)
		return NULL;
	copy = px_arena_alloc(arena, record->size);
	memcpy(copy, row, record->size);
	return copy;
}

static const char *encode(struct px_arena *arena, const struct px_record *record, const void *row)
{
	struct px_buf buf = PX_BUF_INIT(WIRE_MAX);
	struct px_json json;

	px_json_init(&json, &buf);
	px_record_encode(&json, record, row);
	const char *text = px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}

/* `row` lives as long as the domain's arena. */
static void add_change(struct px_domain *domain, const struct px_record *record, const char *verb, const void *row)
{
	/* The first field of every record is its id. */
	struct px_id id = *(const struct px_id *)row;

	domain->changes = grow(domain->arena, domain->changes, domain->change_count,
			       &domain->change_room, sizeof(*domain->changes));
	domain->changes[domain->change_count++] = (struct px_change){
		record->name, verb, id, encode(domain->arena, record, row), row
	};
}

void px_domain_changed(struct px_domain *domain, const struct px_record *record, const char *verb,
		       const void *before, const void *after)
{
	struct px_id id = *(const struct px_id *)(after ? after : before);

	domain->images = grow(domain->arena, domain->images, domain->image_count,
			      &domain->image_room, sizeof(*domain->images));
	struct px_image *image = &domain->images[domain->image_count++];
	*image = (struct px_image){ record, id, copy_row(domain->arena, record, before),
				    copy_row(domain->arena, record, after) };
	add_change(domain, record, verb, after ? image->after : image->before);
}

void px_domain_told(struct px_domain *domain, const struct px_record *record, const char *verb, const void *row)
{
	add_change(domain, record, verb, copy_row(domain->arena, record, row));
}

void px_domain_adopt(struct px_domain *domain, const struct px_change *change)
{
	domain->changes = grow(domain->arena, domain->changes, domain->change_count, &domain->change_room, sizeof(*domain->changes));
	domain->changes[domain->change_count++] = *change;
	domain->numbered = domain->change_count;
}

struct px_domain_mark px_domain_mark(const struct px_domain *domain)
{
	return (struct px_domain_mark){ domain->change_count, domain->image_count };
}

void px_domain_rewind(struct px_domain *domain, struct px_domain_mark mark)
{
	domain->change_count = mark.changes;
	domain->image_count = mark.images;
	if (domain->numbered > mark.changes)
		domain->numbered = mark.changes;
}

/* What a person would call the row: the first of its fields that names or tells it. */
static const char *row_name(const struct px_image *image)
{
	static const char *const names[] = { "title", "name", "text" };
	const void *row = image->after ? image->after : image->before;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct px_field *field = px_record_field(image->record, px_str(names[i]));
		if (field)
			return *(const char *const *)px_field_in(field, row);
	}
	return image->record->name;
}

/* "Added “Water the plants”", "Changed “Lunch” and 2 more". */
static const char *summarise(struct px_domain *domain)
{
	const struct px_image *last = &domain->images[domain->image_count - 1];
	const char *verb = !last->before ? "Added" : last->after ? "Changed" : "Deleted";
	const char *name = row_name(last);
	const char *title = px_arena_strn(domain->arena, name, px_utf8_cut(px_str(name), 200));

	if (domain->image_count > 1)
		return px_arena_printf(domain->arena, "%s “%s” and %zu more", verb, title,
				       domain->image_count - 1);
	return px_arena_printf(domain->arena, "%s “%s”", verb, title);
}

static const char *write_images(struct px_domain *domain, struct px_buf *buf)
{
	struct px_json json;

	px_json_init(&json, buf);
	px_json_open_array(&json);
	for (size_t i = 0; i < domain->image_count; i++)
		px_image_write(&json, &domain->images[i]);
	px_json_close_array(&json);
	return buf->overflow ? NULL : buf->data;
}

/* Numbers the changes of an action and says of each that it is its. */
static enum px_err number_action(struct px_domain *domain, struct px_action *action, struct px_error *error)
{
	size_t first = domain->numbered;
	enum px_err err = px_domain_number(domain, &action->seq, error);

	for (size_t i = first; !err && i < domain->change_count; i++)
		domain->changes[i].action = action->id;
	return err;
}

enum px_err px_domain_number(struct px_domain *domain, int64_t *last, struct px_error *error)
{
	size_t fresh = domain->change_count - domain->numbered;
	enum px_err err = px_store_take_seq(domain->tx, fresh ? (int64_t)fresh : 1, last, error);

	for (size_t i = 0; !err && i < fresh; i++)
		domain->changes[domain->numbered + i].seq = *last - (int64_t)(fresh - 1 - i);
	if (!err)
		domain->numbered = domain->change_count;
	return err;
}

enum px_err px_domain_number_rest(struct px_domain *domain, struct px_error *error)
{
	int64_t last;

	return domain->numbered < domain->change_count ? px_domain_number(domain, &last, error) : PX_OK;
}

enum px_err px_domain_record(struct px_domain *domain, const char *tool, const char *summary,
			     struct px_error *error)
{
	struct px_buf buf = PX_BUF_INIT(ACTION_MAX);
	struct px_action action;

	if (!domain->image_count)
		return PX_OK;
	enum px_err err = px_reminder_follow(domain, error);
	if (err)
		return err;
	px_record_init(&px_action_record, &action);
	action.id = px_id_new();
	action.user_id = domain->user;
	action.message_id = domain->message;
	action.tool = tool;
	action.summary = summary ? summary : summarise(domain);
	if (strlen(action.summary) > SUMMARY_MAX)
		action.summary = px_arena_strn(domain->arena, action.summary,
					       px_utf8_cut(px_str(action.summary), SUMMARY_MAX));
	action.changes = write_images(domain, &buf);
	action.created = domain->now;
	action.version = 1;
	err = action.changes
		? number_action(domain, &action, error)
		: px_fail(error, PX_TOO_LARGE, NULL, "too many changes at once to be undoable");
	if (!err)
		err = px_store_add(domain->tx, &px_action_record, &action, error);
	if (!err)
		err = px_recalled_follow(domain, error);
	px_buf_release(&buf);
	domain->image_count = 0;
	domain->action = err ? PX_ID_NONE : action.id;
	return err;
}

enum px_err px_domain_note(struct px_domain *domain, const char *tool, const char *summary, const char *changes,
			   struct px_error *error)
{
	struct px_action action;

	domain->image_count = 0;
	px_record_init(&px_action_record, &action);
	action.id = domain->action = px_id_new();
	action.user_id = domain->user;
	action.message_id = domain->message;
	action.tool = tool;
	action.summary = summary;
	action.changes = changes;
	action.undone = true;
	action.created = domain->now;
	action.version = 1;
	enum px_err err = number_action(domain, &action, error);
	return err ? err : px_store_add(domain->tx, &px_action_record, &action, error);
}

const struct px_tz *px_domain_zone(const struct px_domain *domain, const char *name)
{
	const struct px_tz *found = NULL;

	if (name && domain->find_zone && strcmp(name, px_tz_name(domain->tz)) != 0)
		found = domain->find_zone(domain->find_zone_arg, name);
	return found ? found : domain->tz;
}

int32_t px_domain_today(const struct px_domain *domain)
{
	return px_civil_ms_day(px_tz_to_local(domain->tz, domain->now));
}
