/* SPDX-License-Identifier: Apache-2.0 */
/* One function per group of keywords; the path is kept on the stack. */
#include "agent/schema.h"


enum { DEPTH_MAX = 8 };

struct path {
	const struct path *parent;
	const char *key;  /* or */
	size_t index;
};

static void write_path(const struct path *path, struct px_buf *out)
{
	if (!path || (!path->parent && !path->key))
		return;
	if (path->parent && (path->parent->parent || path->parent->key)) {
		write_path(path->parent, out);
		(void)px_buf_char(out, '.');
	}
	if (path->key)
		(void)px_buf_text(out, path->key);
	else
		(void)px_buf_int(out, (int64_t)path->index);
}

static enum px_err bad(struct px_error *error, const struct path *path, const char *what)
{
	struct px_buf name = PX_BUF_INIT(256);

	write_path(path, &name);
	enum px_err err = px_fail(error, PX_INVALID, name.data, "%s", what);
	px_buf_release(&name);
	return err;
}

static bool is_type(const char *type, const json_t *value)
{
	static const struct { const char *name; json_type type; } types[] = {
		{ "object", JSON_OBJECT }, { "array", JSON_ARRAY }, { "string", JSON_STRING },
		{ "integer", JSON_INTEGER }, { "number", JSON_REAL }, { "null", JSON_NULL },
	};

	if (strcmp(type, "boolean") == 0)
		return json_is_boolean(value);
	if (strcmp(type, "number") == 0 && json_is_integer(value))
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(type, types[i].name) == 0)
			return json_typeof(value) == types[i].type;
	}
	return false;
}

/* "must be one of: low, high, null" and the like. */
static enum px_err bad_choice(struct px_error *error, const struct path *path, const char *lead,
			      const char *separator, const json_t *list)
{
	struct px_buf expected = PX_BUF_INIT(256);
	json_t *one;
	size_t i;

	(void)px_buf_text(&expected, lead);
	json_array_foreach(list, i, one) {
		const char *name = json_is_string(one) ? json_string_value(one) : "null";
		(void)px_buf_printf(&expected, "%s%s", i ? separator : "", name);
	}
	if (json_is_string(list))
		(void)px_buf_text(&expected, json_string_value(list));
	enum px_err err = bad(error, path, expected.data);
	px_buf_release(&expected);
	return err;
}

static enum px_err check_type(const json_t *schema, const json_t *value, const struct path *path,
			      struct px_error *error)
{
	const json_t *type = json_object_get(schema, "type");
	json_t *one;
	size_t i;

	if (!type || (json_is_string(type) && is_type(json_string_value(type), value)))
		return PX_OK;
	json_array_foreach(type, i, one) {
		if (is_type(json_string_value(one), value))
			return PX_OK;
	}
	return bad_choice(error, path, "must be of type ", " or ", type);
}

static enum px_err check_enum(const json_t *schema, const json_t *value, const struct path *path,
			      struct px_error *error)
{
	const json_t *list = json_object_get(schema, "enum");
	json_t *one;
	size_t i;

	if (!list)
		return PX_OK;
	json_array_foreach(list, i, one) {
		if (json_equal(one, value))
			return PX_OK;
	}
	return bad_choice(error, path, "must be one of: ", ", ", list);
}

/* True and the number if the keyword is there. */
static bool keyword(const json_t *schema, const char *name, json_int_t *number)
{
	const json_t *value = json_object_get(schema, name);

	*number = json_integer_value(value);
	return value != NULL;
}

static size_t characters(struct px_str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
	return count;
}

static enum px_err check_size(struct px_error *error, const struct path *path, const json_t *schema,
			      const char *const names[2], size_t size, const char *unit)
{
	char what[96];
	json_int_t limit;

	if (keyword(schema, names[0], &limit) && size < (size_t)limit) {
		if (limit == 1)
			return bad(error, path, "must not be empty");
		snprintf(what, sizeof(what), "must have at least %lld %s", (long long)limit, unit);
		return bad(error, path, what);
	}
	if (keyword(schema, names[1], &limit) && size > (size_t)limit) {
		snprintf(what, sizeof(what), "must have at most %lld %s", (long long)limit, unit);
		return bad(error, path, what);
	}
	return PX_OK;
}

static enum px_err check_number(const json_t *schema, const json_t *value, const struct path *path,
				struct px_error *error)
{
	const json_t *low = json_object_get(schema, "minimum");
	const json_t *high = json_object_get(schema, "maximum");
	char what[96];

	if (low && json_number_value(value) < json_number_value(low)) {
		snprintf(what, sizeof(what), "must be at least %g", json_number_value(low));
		return bad(error, path, what);
	}
	if (high && json_number_value(value) > json_number_value(high)) {
		snprintf(what, sizeof(what), "must be at most %g", json_number_value(high));
		return bad(error, path, what);
	}
	return PX_OK;
}

static enum px_err check_value(const json_t *schema, const json_t *value, const struct path *path,
			       int depth, struct px_error *error);

static enum px_err check_array(const json_t *schema, const json_t *value, const struct path *path,
			       int depth, struct px_error *error)
{
	static const char *const limits[2] = { "minItems", "maxItems" };
	const json_t *items = json_object_get(schema, "items");
	json_t *one;
	size_t i;

	enum px_err err = check_size(error, path, schema, limits, json_array_size(value), "elements");
	if (err || !items)
		return err;
	json_array_foreach(value, i, one) {
		struct path inner = { .parent = path, .index = i };
		err = check_value(items, one, &inner, depth + 1, error);
		if (err)
			return err;
	}
	return PX_OK;
}

static enum px_err check_object(const json_t *schema, const json_t *value, const struct path *path,
				int depth, struct px_error *error)
{
	const json_t *properties = json_object_get(schema, "properties");
	const json_t *required = json_object_get(schema, "required");
	const char *key;
	json_t *one;
	size_t i;

	json_array_foreach(required, i, one) {
		struct path inner = { .parent = path, .key = json_string_value(one) };
		if (!json_object_get(value, inner.key))
			return bad(error, &inner, "must be given");
	}
	json_object_foreach((json_t *)value, key, one) {
		const json_t *property = json_object_get(properties, key);
		struct path inner = { .parent = path, .key = key };
		if (!property && json_is_false(json_object_get(schema, "additionalProperties")))
			return bad(error, &inner, "is not a known field");
		if (!property)
			continue;
		enum px_err err = check_value(property, one, &inner, depth + 1, error);
		if (err)
			return err;
	}
	return PX_OK;
}

static enum px_err check_value(const json_t *schema, const json_t *value, const struct path *path,
			       int depth, struct px_error *error)
{
	static const char *const lengths[2] = { "minLength", "maxLength" };

	if (depth > DEPTH_MAX)
		return bad(error, path, "is nested too deeply");
	enum px_err err = check_type(schema, value, path, error);
	if (!err)
		err = check_enum(schema, value, path, error);
	if (err)
		return err;
	if (json_is_string(value))
		return check_size(error, path, schema, lengths, characters(px_json_string(value)),
				  "characters");
	if (json_is_number(value))
		return check_number(schema, value, path, error);
	if (json_is_array(value))
		return check_array(schema, value, path, depth, error);
	return json_is_object(value) ? check_object(schema, value, path, depth, error) : PX_OK;
}

enum px_err px_schema_check(const json_t *schema, const json_t *value, struct px_error *error)
{
	struct path root = { .parent = NULL };

	return check_value(schema, value, &root, 0, error);
}
