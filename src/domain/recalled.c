/* SPDX-License-Identifier: Apache-2.0 */
/* Goes by the images of an action, which hold every row that changed. */
#include "domain/recalled.h"

#include "base/clock.h"
#include "domain/image.h"
#include "domain/memory.h"
#include "jobs/jobs.h"

/* The fields whose words are found; a change of others leaves the vector as it is. */
static const struct {
	const struct px_record *record;
	const char *fields[6];
} texts[] = {
	{ &px_task_record, { "title", "notes" } },
	{ &px_event_record, { "title", "notes", "location", "attendees", "start" } },
	{ &px_memory_record, { "text", "speaker", "session", "learned", "secret" } },
	{ &px_chunk_record, { "text" } },
	{ &px_message_record, { "text" } },
	{ &px_document_record, { NULL } }, /* for its passages, which an undo brings back with it */
};

static bool is_new_text(const struct px_image *image, size_t kind)
{
	if (!image->before)
		return true;
	for (size_t i = 0; texts[kind].fields[i]; i++) {
		const struct px_field *field = px_record_field(image->record, px_str(texts[kind].fields[i]));
		if (!px_image_field_equal(field, image->before, image->after))
			return true;
	}
	return false;
}

static struct px_job_spec index_of(struct px_id user)
{
	bool later = !px_clock_is_fixed(); /* else what is due later never comes */

	return (struct px_job_spec){
		.kind = PX_RECALLED_INDEX, .user = user, .key = "index", .due = px_clock_now() + (later ? PX_RECALLED_DELAY_MS : 0),
		.yields_ms = later ? PX_RECALLED_YIELDS_MS : 0,
	};
}

void px_recalled_ahead(struct px_store_tx *tx, struct px_id user)
{
	const struct px_job_spec job = index_of(user);

	px_jobs_ahead(tx, &job);
}

enum px_err px_recalled_request(struct px_store_tx *tx, struct px_id user, struct px_error *error)
{
	const struct px_job_spec job = index_of(user);

	return px_jobs_enqueue(tx, &job, error);
}

enum px_err px_recalled_follow(struct px_domain *domain, struct px_error *error)
{
	enum px_err err = PX_OK;
	bool request = false;

	for (size_t i = 0; !err && i < domain->image_count; i++) {
		const struct px_image *image = &domain->images[i];
		size_t kind = 0, kinds = sizeof(texts) / sizeof(texts[0]);
		while (kind < kinds && texts[kind].record != image->record)
			kind++;
		if (kind == kinds)
			continue;
		if (!image->after)
			err = px_embedding_drop(domain, image->id, error);
		else
			request = request || is_new_text(image, kind);
	}
	return !err && request ? px_recalled_request(domain->tx, domain->user, error) : err;
}
