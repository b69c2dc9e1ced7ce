/* SPDX-License-Identifier: Apache-2.0 */
#include "api/chat_input.h"

#include "base/clock.h"
#include "domain/conversation.h"
#include "domain/file.h"
#include "sys/shard.h"

static enum px_err read_text(const json_t *input, struct px_turn_input *turn, struct px_error *error)
{
	turn->text = px_json_string(json_object_get(input, "text"));
	if (!turn->text.data || px_str_trim(turn->text).size == 0)
		return px_fail(error, PX_INVALID, "text", "text must be a string that isn't empty");
	if (turn->text.size > PX_MESSAGE_MAX)
		return px_fail(error, PX_TOO_LARGE, "text", "a message has at most %d bytes", PX_MESSAGE_MAX);
	return PX_OK;
}

static enum px_err read_id(const json_t *input, const char *name, struct px_id *id, struct px_error *error)
{
	const json_t *value = json_object_get(input, name);

	if (value && !json_is_null(value) && !px_id_parse(px_json_string(value), id))
		return px_fail(error, PX_INVALID, name, "%s must be an id", name);
	return PX_OK;
}

static enum px_err read_optional(const json_t *input, struct px_turn_input *turn, struct px_arena *arena,
				 struct px_error *error)
{
	const json_t *client = json_object_get(input, "client_id"), *zone = json_object_get(input, "zone");
	enum px_err err = read_id(input, "conversation_id", &turn->conversation, error);

	if (!err)
		err = read_id(input, "replaces", &turn->replaces, error);
	if (err)
		return err;
	if (client && !json_is_null(client)) {
		turn->client_id = px_json_string(client);
		if (turn->client_id.size == 0 || turn->client_id.size > PX_CLIENT_ID_MAX)
			return px_fail(error, PX_INVALID, "client_id", "client_id must have 1 to %d bytes",
				       PX_CLIENT_ID_MAX);
	}
	if (zone && !json_is_null(zone)) {
		if (!json_is_string(zone))
			return px_fail(error, PX_INVALID, "zone", "zone must be an IANA time zone");
		turn->zone = px_arena_str(arena, px_json_string(zone));
	}
	return PX_OK;
}

static enum px_err read_files(const json_t *files, struct px_turn_input *turn, struct px_arena *arena, struct px_error *error)
{
	size_t count = json_array_size(files);
	struct px_id *ids;

	if (!files || json_is_null(files) || (json_is_array(files) && !count))
		return PX_OK;
	if (!json_is_array(files))
		return px_fail(error, PX_INVALID, "files", "files must be a list of ids of files");
	if (count > PX_MESSAGE_FILES_MAX)
		return px_fail(error, PX_TOO_LARGE, "files", "files takes %d at most", PX_MESSAGE_FILES_MAX);
	ids = PX_ARENA_ARRAY(arena, struct px_id, count);
	for (size_t i = 0; i < count; i++) {
		if (!px_id_parse(px_json_string(json_array_get(files, i)), &ids[i]))
			return px_fail(error, PX_INVALID, "files", "files must be a list of ids of files");
	}
	turn->files = ids;
	turn->file_count = count;
	return PX_OK;
}

/* "on", "ask", "off", as the settings table has checked. */
static enum px_memory_auto memory_auto(const struct px_config *config)
{
	return config->memory_auto[0] == 'a' ? PX_MEMORY_AUTO_ASK :
	       strcmp(config->memory_auto, "off") == 0 ? PX_MEMORY_AUTO_OFF : PX_MEMORY_AUTO_ON;
}

enum px_err px_chat_input(const struct px_api_parts *parts, const json_t *input, struct px_id user, struct px_arena *arena,
			  struct px_turn_input *turn, struct px_error *error)
{
	static const char *const known[] = { "text", "conversation_id", "client_id", "zone", "files", "replaces" };
	enum { KNOWN = sizeof(known) / sizeof(known[0]) };
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)input, key, value) {
		size_t i = 0;
		while (i < KNOWN && strcmp(known[i], key) != 0)
			i++;
		if (i == KNOWN)
			return px_fail(error, PX_INVALID, key, "there is no field \"%.40s\" here", key);
	}
	*turn = (struct px_turn_input){ .user = user, .memory_auto = memory_auto(parts->config), .memory = parts->memory, .now = px_clock_now(),
					.parts = px_shard_data() };
	enum px_err err = read_text(input, turn, error);
	if (!err)
		err = read_optional(input, turn, arena, error);
	turn->blobs = parts->blobs;
	return err ? err : read_files(json_object_get(input, "files"), turn, arena, error);
}
