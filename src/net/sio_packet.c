/* SPDX-License-Identifier: Apache-2.0 */
#include "net/sio_packet.h"

#include "base/json.h"
#include "base/utf8.h"

/* Names with a meaning of their own in the reference implementation. */
static const char *const reserved[] = { "connect",	"connect_error", "disconnect",
					"disconnecting", "newListener",	 "removeListener" };

static bool is_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

static const char *white(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* Decimal digits, at most PX_SIO_ID_MAX; false if there is none or it is larger. */
static bool take_number(const char **p, const char *end, int64_t *value)
{
	if (!is_digit(*p, end))
		return false;
	*value = 0;
	for (; is_digit(*p, end); (*p)++) {
		*value = *value * 10 + (**p - '0');
		if (*value > PX_SIO_ID_MAX)
			return false;
	}
	return true;
}

static unsigned hex4(const char *p)
{
	unsigned value = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];
		value = value << 4 | (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return value;
}

/* The code point of the \u escape at p (validated before), a surrogate pair included. */
static const char *unicode_escape(const char *p, const char *end, uint32_t *code)
{
	*code = hex4(p + 2);
	p += 6;
	if (*code >= 0xd800 && *code <= 0xdbff && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
		unsigned low = hex4(p + 2);
		if (low >= 0xdc00 && low <= 0xdfff) {
			*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
			return p + 6;
		}
	}
	if (*code >= 0xd800 && *code <= 0xdfff)
		*code = 0xfffd;
	return p;
}

/* Resolves the escapes of a valid JSON string's inside, in place; returns the new length. */
static size_t unescape(char *text, size_t size)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *p = text, *end = text + size;
	char *out = text;

	while (p < end) {
		if (*p != '\\') {
			*out++ = *p++;
		} else if (p[1] == 'u') {
			uint32_t code;
			char encoded[4];
			p = unicode_escape(p, end, &code);
			size_t n = px_utf8_encode(code, encoded);
			memcpy(out, encoded, n);
			out += n;
		} else {
			*out++ = to[strchr(from, p[1]) - from];
			p += 2;
		}
	}
	return (size_t)(out - text);
}

static bool is_reserved(struct px_str name)
{
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++) {
		if (px_str_eq(name, px_str(reserved[i])))
			return true;
	}
	return false;
}

/* Takes the name off the (valid) event array in `data` and makes the rest an array. */
static enum px_err split_event(char *data, size_t size, struct px_sio_packet *packet)
{
	char *end = data + size;
	char *name = (char *)(uintptr_t)white(data + 1, end);
	bool is_string = *name == '"';

	if (!is_string && *name != '-' && !is_digit(name, end))
		return PX_INVALID;
	size_t taken = px_sio_json_skip(px_str_n(name, (size_t)(end - name)));
	char *rest = (char *)(uintptr_t)white(name + taken, end);
	packet->event = px_str_n(name, taken);
	if (is_string)
		packet->event = px_str_n(name + 1, unescape(name + 1, taken - 2));
	if (is_string && is_reserved(packet->event))
		return PX_INVALID;
	if (*rest == ']') {
		packet->args = PX_STR("[]");
	} else {
		*rest = '[';
		packet->args = px_str_n(rest, (size_t)(end - rest));
	}
	return PX_OK;
}

/* What the reference's isPayloadValid asks of each type, and "mandatory" of the document. */
static enum px_err check_data(char *data, size_t size, struct px_sio_packet *packet)
{
	packet->data = px_str_n(data, size);
	if (size > 0 && !px_sio_json_valid(packet->data))
		return PX_INVALID;
	const char *start = white(data, data + size);
	char first = start < data + size ? *start : 0;

	switch (packet->type) {
	case PX_SIO_CONNECT:
		return size == 0 || first == '{' ? PX_OK : PX_INVALID;
	case PX_SIO_DISCONNECT:
		return size == 0 ? PX_OK : PX_INVALID;
	case PX_SIO_CONNECT_ERROR:
		return size == 0 || first == '{' || first == '"' ? PX_OK : PX_INVALID;
	case PX_SIO_ACK:
	case PX_SIO_BINARY_ACK:
		packet->args = packet->data;
		return first == '[' ? PX_OK : PX_INVALID;
	case PX_SIO_EVENT:
	case PX_SIO_BINARY_EVENT:
		if (first != '[')
			return PX_INVALID;
		size -= (size_t)(start - data);
		return split_event(data + (start - data), size, packet);
	}
	return PX_INVALID;
}

enum px_err px_sio_packet_decode(char *text, size_t size, unsigned max_attachments,
				 struct px_sio_packet *packet)
{
	const char *p = text, *end = text + size;
	int64_t number;

	if (size == 0 || *p < '0' || *p > '6')
		return PX_INVALID;
	*packet = (struct px_sio_packet){
		.type = (enum px_sio_type)(*p++ - '0'), .id = PX_SIO_NO_ID, .nsp = PX_STR("/")
	};
	if (packet->type == PX_SIO_BINARY_EVENT || packet->type == PX_SIO_BINARY_ACK) {
		if (!take_number(&p, end, &number) || p == end || *p++ != '-' || number < 1)
			return PX_INVALID;
		if (number > max_attachments)
			return PX_TOO_LARGE;
		packet->attachments = (unsigned)number;
	}
	if (p < end && *p == '/') {
		const char *comma = memchr(p, ',', (size_t)(end - p));
		packet->nsp = px_str_n(p, (size_t)((comma ? comma : end) - p));
		p = comma ? comma + 1 : end;
	}
	if (is_digit(p, end) && !take_number(&p, end, &packet->id))
		return PX_INVALID;
	return check_data(text + (p - text), (size_t)(end - p), packet);
}

void px_sio_packet_head(struct px_buf *buf, enum px_sio_type type, size_t attachments,
			struct px_str nsp, int64_t id)
{
	(void)px_buf_char(buf, (char)('0' + type));
	if (attachments) {
		(void)px_buf_int(buf, (int64_t)attachments);
		(void)px_buf_char(buf, '-');
	}
	if (!px_str_eq(nsp, PX_STR("/"))) {
		(void)px_buf_str(buf, nsp);
		(void)px_buf_char(buf, ',');
	}
	if (id != PX_SIO_NO_ID)
		(void)px_buf_int(buf, id);
}

/* The inside of a JSON array's brackets, or nothing. */
static struct px_str elements(struct px_str array)
{
	array = px_str_trim(array);
	return array.size < 2 ? PX_STR("") : px_str_trim(px_str_n(array.data + 1, array.size - 2));
}

void px_sio_packet_event(struct px_buf *buf, struct px_str event, struct px_str args)
{
	struct px_str rest = elements(args);

	(void)px_buf_char(buf, '[');
	px_json_quote(buf, event);
	if (rest.size) {
		(void)px_buf_char(buf, ',');
		(void)px_buf_str(buf, rest);
	}
	(void)px_buf_char(buf, ']');
}
