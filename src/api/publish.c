/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells every connection of a user, by the bus, what changed.
 */
#include "api/api_internal.h"

#include "base/log.h"

void px_publish(struct px_api *api, struct px_id user, const char *name, const char *json, int64_t seq)
{
	char id[PX_ID_TEXT + 1], topic[64];

	px_id_format(user, id);
	snprintf(topic, sizeof(topic), "user:%s", id);
	struct px_bus_event event = { px_str(topic), px_str(name), px_str(json), seq };
	if (px_bus_publish(api->parts.bus, &event) != PX_OK)
		px_log(PX_LOG_ERROR, "api", "event not published", PX_LF("name", name));
}

/* What Pixie said by itself in a conversation: in the form of a turn, of which it is the only message. */
static void publish_message(struct px_api *api, struct px_id user, const struct px_change *change)
{
	const struct px_message *message = change->row;
	struct px_buf json = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX);
	char id[PX_ID_TEXT + 1];

	px_id_format(message->conversation_id, id);
	(void)px_buf_printf(&json, "{\"conversation_id\":\"%s\",\"message\":", id);
	(void)px_buf_text(&json, change->json);
	(void)px_buf_text(&json, ",\"reply\":null,\"state\":\"done\",\"effects\":[],\"grounds\":[],\"can_undo\":false}");
	if (!json.overflow)
		px_publish(api, user, "chat:message", json.data, change->seq);
	px_buf_release(&json);
}

void px_publish_changes(struct px_api *api, struct px_id user, const struct px_change *changes,
			size_t count)
{
	struct px_buf json = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX);
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; i < count; i++) {
		if (strcmp(changes[i].entity, "message") == 0) {
			publish_message(api, user, &changes[i]);
			continue;
		}
		px_buf_clear(&json);
		(void)px_buf_printf(&json, "{\"verb\":\"%s\",\"%s\":", changes[i].verb, changes[i].entity);
		(void)px_buf_text(&json, changes[i].json);
		px_id_format(changes[i].action, id);
		if (px_id_is_none(changes[i].action)) /* of a job */
			(void)px_buf_char(&json, '}');
		else
			(void)px_buf_printf(&json, ",\"action_id\":\"%s\"}", id);
		if (!json.overflow)
			px_publish(api, user, changes[i].entity, json.data, changes[i].seq);
	}
	px_buf_release(&json);
}

void px_job_changed(void *arg, struct px_id user, const struct px_change *changes, size_t count)
{
	struct px_api *api = arg;

	px_cache_bump(api->cache, user);
	px_publish_changes(api, user, changes, count);
}
