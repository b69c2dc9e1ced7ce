/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MessagePack (github.com/msgpack/msgpack/blob/master/spec.md) as far as JSON
 * goes: extensions, by which notepack writes `undefined` and dates, are null.
 */
#include "bus/redis/pack.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 32, EVENT = 2 /* of socket.io's packet types */ };

/* ------------------------------------------------------------------ writing */

static void write_be(struct px_buf *out, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		(void)px_buf_char(out, (char)(value >> (8 * i)));
}

/* A head with a count: in the byte itself below `fix_end`, else with 16 or 32 bits behind code16 or the next code. */
static void write_count(struct px_buf *out, size_t count, unsigned fix, size_t fix_end, unsigned code16)
{
	if (count < fix_end) {
		(void)px_buf_char(out, (char)(fix | count));
		return;
	}
	bool small = count <= UINT16_MAX;
	(void)px_buf_char(out, (char)(small ? code16 : code16 + 1));
	write_be(out, count, small ? 2 : 4);
}

static void write_text(struct px_buf *out, struct px_str text)
{
	if (text.size >= 32 && text.size <= UINT8_MAX) {
		(void)px_buf_char(out, (char)0xd9);
		write_be(out, text.size, 1);
	} else {
		write_count(out, text.size, 0xa0, 32, 0xda);
	}
	(void)px_buf_str(out, text);
}

static void write_integer(struct px_buf *out, int64_t value)
{
	bool tiny = value >= -32 && value <= 127;

	if (!tiny)
		(void)px_buf_char(out, (char)0xd3);
	write_be(out, (uint64_t)value, tiny ? 1 : 8);
}

static void write_real(struct px_buf *out, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	(void)px_buf_char(out, (char)0xcb);
	write_be(out, bits, 8);
}

static void write_object(struct px_buf *out, const json_t *value)
{
	const char *key;
	json_t *member;

	write_count(out, json_object_size(value), 0x80, 16, 0xde);
	json_object_foreach((json_t *)value, key, member) {
		write_text(out, px_str(key));
		px_msgpack_write(out, member);
	}
}

void px_msgpack_write(struct px_buf *out, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_object(out, value);
		break;
	case JSON_ARRAY:
		write_count(out, json_array_size(value), 0x90, 16, 0xdc);
		for (size_t i = 0; i < json_array_size(value); i++)
			px_msgpack_write(out, json_array_get(value, i));
		break;
	case JSON_STRING:
		write_text(out, px_json_string(value));
		break;
	case JSON_INTEGER:
		write_integer(out, json_integer_value(value));
		break;
	case JSON_REAL:
		write_real(out, json_real_value(value));
		break;
	default:
		(void)px_buf_char(out, (char)(json_is_true(value) ? 0xc3 : json_is_false(value) ? 0xc2 : 0xc0));
	}
}

enum px_err px_redis_pack(struct px_buf *out, struct px_str uid, const struct px_bus_event *event)
{
	json_t *payload = NULL;
	enum px_err err = px_json_parse(event->json, &payload, NULL);

	if (err)
		return PX_INVALID;
	json_t *message = json_pack("[s%,{s:i,s:[s%,O],s:s},{s:[s%],s:[],s:{}}]", uid.data, uid.size, "type", EVENT, "data",
				    event->name.data, event->name.size, payload, "nsp", "/", "rooms", event->topic.data,
				    event->topic.size, "except", "flags");
	if (message && event->seq) /* for other Pixies; others pass it over */
		json_object_set_new(json_object_get(json_array_get(message, 2), "flags"), "seq", json_integer(event->seq));
	if (message)
		px_msgpack_write(out, message);
	err = !message ? PX_INVALID : out->overflow ? PX_TOO_LARGE : PX_OK;
	json_decref(message);
	json_decref(payload);
	return err;
}

/* ------------------------------------------------------------------ reading */

static json_t *read_value(struct px_str *at, int depth);

static bool take_be(struct px_str *at, int bytes, uint64_t *value)
{
	if (at->size < (size_t)bytes)
		return false;
	*value = 0;
	for (int i = 0; i < bytes; i++)
		*value = *value << 8 | (uint8_t)at->data[i];
	*at = px_str_n(at->data + bytes, at->size - (size_t)bytes);
	return true;
}

static bool take_bytes(struct px_str *at, uint64_t size, struct px_str *bytes)
{
	if (at->size < size)
		return false;
	*bytes = px_str_n(at->data, (size_t)size);
	*at = px_str_n(at->data + size, at->size - (size_t)size);
	return true;
}

static json_t *read_text(struct px_str *at, uint64_t size)
{
	struct px_str text;

	return take_bytes(at, size, &text) ? json_stringn(text.data, text.size) : NULL; /* NULL too if it is no UTF-8 */
}

static json_t *read_array(struct px_str *at, uint64_t count, int depth)
{
	json_t *array = json_array();

	for (uint64_t i = 0; i < count; i++) { /* what is not there ends it, however many it says */
		json_t *member = read_value(at, depth + 1);
		if (!member || json_array_append_new(array, member) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *read_object(struct px_str *at, uint64_t count, int depth)
{
	json_t *object = json_object();

	for (uint64_t i = 0; i < count; i++) {
		json_t *key = read_value(at, depth + 1);
		json_t *member = json_is_string(key) ? read_value(at, depth + 1) : NULL;
		bool ok = member && json_object_set_new(object, json_string_value(key), member) == 0;
		json_decref(key);
		if (!ok) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

static json_t *read_real(struct px_str *at, int bytes)
{
	uint64_t bits;
	double value;

	if (!take_be(at, bytes, &bits))
		return NULL;
	if (bytes == 4) {
		uint32_t half = (uint32_t)bits;
		float single;
		memcpy(&single, &half, sizeof(single));
		value = (double)single;
	} else {
		memcpy(&value, &bits, sizeof(value));
	}
	json_t *real = json_real(value);
	return real ? real : json_null(); /* not finite: as JSON.stringify has it */
}

static json_t *read_integer(struct px_str *at, int bytes, bool is_signed)
{
	uint64_t value;

	if (!take_be(at, bytes, &value))
		return NULL;
	if (is_signed && bytes < 8 && value >> (8 * bytes - 1))
		value |= ~UINT64_C(0) << (8 * bytes);
	if (!is_signed && value > INT64_MAX)
		return json_real((double)value);
	return json_integer((int64_t)value);
}

/* An extension: its type and so many bytes. */
static json_t *skip_extension(struct px_str *at, uint64_t size)
{
	struct px_str bytes;

	return take_bytes(at, size + 1, &bytes) ? json_null() : NULL;
}

static json_t *read_counted(struct px_str *at, unsigned code, int depth)
{
	static const struct { uint8_t code, bytes; char kind; } counted[] = {
		{ 0xd9, 1, 's' }, { 0xda, 2, 's' }, { 0xdb, 4, 's' }, { 0xdc, 2, 'a' }, { 0xdd, 4, 'a' },
		{ 0xde, 2, 'o' }, { 0xdf, 4, 'o' }, { 0xc7, 1, 'x' }, { 0xc8, 2, 'x' }, { 0xc9, 4, 'x' },
	};
	uint64_t count;

	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
		if (counted[i].code != code)
			continue;
		if (!take_be(at, counted[i].bytes, &count))
			return NULL;
		switch (counted[i].kind) {
		case 's': return read_text(at, count);
		case 'a': return read_array(at, count, depth);
		case 'o': return read_object(at, count, depth);
		default: return skip_extension(at, count);
		}
	}
	return NULL; /* 0xc1 is never used; binary data is no JSON */
}

static json_t *read_value(struct px_str *at, int depth)
{
	uint64_t code;

	if (depth > DEPTH || !take_be(at, 1, &code))
		return NULL;
	if (code < 0x80 || code >= 0xe0)
		return json_integer((int8_t)code);
	if (code < 0x90)
		return read_object(at, code & 15, depth);
	if (code < 0xa0)
		return read_array(at, code & 15, depth);
	if (code < 0xc0)
		return read_text(at, code & 31);
	if (code == 0xc0)
		return json_null();
	if (code == 0xc2 || code == 0xc3)
		return json_boolean(code == 0xc3);
	if (code == 0xca || code == 0xcb)
		return read_real(at, code == 0xca ? 4 : 8);
	if (code >= 0xcc && code <= 0xd3)
		return read_integer(at, 1 << ((code - 0xcc) % 4), code >= 0xd0);
	if (code >= 0xd4 && code <= 0xd8)
		return skip_extension(at, UINT64_C(1) << (code - 0xd4));
	return read_counted(at, (unsigned)code, depth);
}

json_t *px_msgpack_read(struct px_str *at)
{
	return read_value(at, 0);
}

/* All of a packet's arguments but the name, with commas between. */
static enum px_err write_arguments(struct px_buf *out, const json_t *data)
{
	for (size_t i = 1; i < json_array_size(data); i++) {
		char *text = json_dumps(json_array_get(data, i), JSON_COMPACT | JSON_ENCODE_ANY);
		if (!text)
			return PX_INVALID;
		(void)px_buf_text(out, i > 1 ? "," : "");
		(void)px_buf_text(out, text);
		free(text);
	}
	return out->overflow ? PX_TOO_LARGE : px_buf_text(out, "");
}

static enum px_err hear(const json_t *packet, const json_t *options, const struct px_redis_reader *reader)
{
	const json_t *data = json_object_get(packet, "data"), *rooms = json_object_get(options, "rooms");
	const json_t *seq = json_object_get(json_object_get(options, "flags"), "seq");
	struct px_str nsp = px_json_string(json_object_get(packet, "nsp")), name = px_json_string(json_array_get(data, 0));
	struct px_buf json = PX_BUF_INIT(PX_BUS_PAYLOAD_MAX);

	if ((nsp.size && !px_str_eq(nsp, PX_STR("/"))) || json_integer_value(json_object_get(packet, "type")) != EVENT || !name.size)
		return PX_OK;
	enum px_err err = write_arguments(&json, data);
	for (size_t i = 0; !err && i < json_array_size(rooms); i++) {
		struct px_str room = px_json_string(json_array_get(rooms, i));
		if (!room.size || room.size > PX_BUS_TOPIC_MAX)
			continue;
		const struct px_bus_event event = { room, name, px_buf_view(&json), json_integer_value(seq) };
		reader->deliver(reader->arg, &event);
	}
	px_buf_release(&json);
	return err;
}

enum px_err px_redis_unpack(struct px_str message, const struct px_redis_reader *reader)
{
	struct px_str at = message;
	json_t *root = px_msgpack_read(&at);
	const json_t *packet = json_array_get(root, 1), *options = json_array_get(root, 2);
	enum px_err err = json_array_size(root) == 3 && json_is_object(packet) && json_is_object(options) && !at.size ? PX_OK : PX_INVALID;

	if (!err && !px_str_eq(px_json_string(json_array_get(root, 0)), reader->own_uid))
		err = hear(packet, options, reader);
	json_decref(root);
	return err;
}
