/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading settings from text, file and environment, and printing the table.
 */
#include "config/config.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MAX_BYTES = 1 << 20, SECRET_MAX_BYTES = 4096 };

static const struct px_setting *find(struct px_str name)
{
	for (const struct px_setting *s = px_settings; s->name; s++)
		if (px_str_eq(px_str(s->name), name))
			return s;
	return NULL;
}

static bool is_choice(const char *choices, struct px_str value)
{
	struct px_str rest = px_str(choices);

	while (rest.data)
		if (px_str_eq(px_str_cut(rest, '|', &rest), value))
			return true;
	return false;
}

static enum px_err parse_bool(const struct px_setting *setting, struct px_str value, bool *out,
			      struct px_error *error)
{
	if (is_choice("true|yes|on|1", value))
		*out = true;
	else if (is_choice("false|no|off|0", value))
		*out = false;
	else
		return px_fail(error, PX_INVALID, setting->name, "--%s must be true or false, not \"%.*s\"",
			       setting->name, PX_STR_ARG(value));
	return PX_OK;
}

/*
 * "https://pixie.example/" is kept as "https://pixie.example", so that what is
 * joined to it has one slash.  No user, query or fragment: links are made of it.
 */
static enum px_err parse_url(const struct px_setting *setting, struct px_str *value, struct px_error *error)
{
	struct px_str https = PX_STR("https://"), http = PX_STR("http://");
	size_t lead = px_str_starts(*value, https) ? https.size : px_str_starts(*value, http) ? http.size : 0;

	while (value->size > lead && value->data[value->size - 1] == '/')
		value->size--;
	bool good = value->size == 0 || (lead > 0 && value->size > lead && value->data[lead] != '/');
	for (size_t i = 0; i < value->size; i++)
		good &= (unsigned char)value->data[i] > ' ' && (unsigned char)value->data[i] < 0x7f &&
			!strchr("?#@\\\"<>", value->data[i]);
	return good ? PX_OK : px_fail(error, PX_INVALID, setting->name, "--%s must be a URL such as "
				      "https://pixie.example, not \"%.*s\"", setting->name, PX_STR_ARG(*value));
}

static enum px_err parse_address(const struct px_setting *setting, struct px_str value, struct px_error *error)
{
	char text[INET6_ADDRSTRLEN], address[16];

	if (value.size < sizeof(text)) {
		snprintf(text, sizeof(text), "%.*s", PX_STR_ARG(value));
		if (inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1)
			return PX_OK;
	}
	return px_fail(error, PX_INVALID, setting->name, "--%s takes a numeric address, such as 127.0.0.1, 0.0.0.0 "
		       "or ::1, not \"%.*s\"", setting->name, PX_STR_ARG(value));
}

/* Says nothing of the value: it may be a secret in the wrong place. */
static enum px_err check_secret(const struct px_setting *setting, struct px_str value, struct px_error *error)
{
	for (size_t i = 0; i < value.size; i++) {
		if ((unsigned char)value.data[i] < ' ' || value.data[i] == 0x7f)
			return px_fail(error, PX_INVALID, setting->name, "%s must be one line of text", setting->name);
	}
	return value.size <= SECRET_MAX_BYTES ? PX_OK
		: px_fail(error, PX_INVALID, setting->name, "%s has at most %d bytes", setting->name, SECRET_MAX_BYTES);
}

static enum px_err store_value(struct px_config *config, const struct px_setting *setting,
			       struct px_str value, struct px_error *error)
{
	void *where = (char *)config + setting->offset;
	int64_t number;
	enum px_err err = PX_OK;

	switch (setting->kind) {
	case PX_SETTING_BOOL:
		return parse_bool(setting, value, where, error);
	case PX_SETTING_INT:
		if (!px_str_to_int64(value, &number) || number < setting->min || number > setting->max)
			return px_fail(error, PX_INVALID, setting->name,
				       "--%s must be a number from %lld to %lld, not \"%.*s\"", setting->name,
				       (long long)setting->min, (long long)setting->max, PX_STR_ARG(value));
		*(int64_t *)where = number;
		return PX_OK;
	case PX_SETTING_CHOICE:
		if (!is_choice(setting->choices, value))
			return px_fail(error, PX_INVALID, setting->name, "--%s must be one of %s, not \"%.*s\"",
				       setting->name, setting->choices, PX_STR_ARG(value));
		break;
	case PX_SETTING_TEXT:
		if (value.size && memchr(value.data, '\0', value.size))
			return px_fail(error, PX_INVALID, setting->name, "--%s holds a NUL", setting->name);
		break;
	case PX_SETTING_URL:
		err = parse_url(setting, &value, error);
		break;
	case PX_SETTING_ADDRESS:
		err = parse_address(setting, value, error);
		break;
	case PX_SETTING_SECRET:
		err = check_secret(setting, value, error);
		break;
	}
	if (err)
		return err;
	*(const char **)where = px_arena_str(&config->arena, value);
	return PX_OK;
}

void px_config_init(struct px_config *config)
{
	memset(config, 0, sizeof(*config));
	px_arena_init(&config->arena);
	for (const struct px_setting *s = px_settings; s->name; s++)
		(void)!store_value(config, s, px_str(s->fallback), NULL); /* the unit test checks each default */
}

void px_config_release(struct px_config *config)
{
	px_arena_release(&config->arena);
	memset(config, 0, sizeof(*config));
}

enum px_err px_config_set(struct px_config *config, const char *name, const char *value,
			  struct px_error *error)
{
	const struct px_setting *setting = find(px_str(name));

	if (!setting)
		return px_fail(error, PX_INVALID, name, "there is no setting \"%s\"", name);
	return store_value(config, setting, px_str(value), error);
}

static enum px_err read_line(struct px_config *config, struct px_str line, struct px_error *error)
{
	struct px_str value, name = px_str_trim(px_str_cut(line, '=', &value));

	if (name.size == 0 || name.data[0] == '#')
		return PX_OK;
	if (!value.data)
		return px_fail(error, PX_INVALID, NULL, "\"%.*s\" is not \"name = value\"", PX_STR_ARG(name));
	const struct px_setting *setting = find(name);
	if (!setting)
		return px_fail(error, PX_INVALID, NULL, "there is no setting \"%.*s\"", PX_STR_ARG(name));
	return store_value(config, setting, px_str_trim(value), error);
}

enum px_err px_config_read_file(struct px_config *config, const char *path, struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(FILE_MAX_BYTES);
	enum px_err err = PX_OK;
	FILE *file = fopen(path, "re");
	char chunk[4096];
	size_t n;

	if (!file)
		return px_fail(error, errno == ENOENT ? PX_NOT_FOUND : PX_IO, NULL, "%s: %s", path,
			       strerror(errno));
	while (!err && (n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		err = px_buf_append(&text, chunk, n);
	fclose(file);
	if (err)
		px_fail(error, err, NULL, "%s: larger than %d bytes", path, FILE_MAX_BYTES);
	struct px_str rest = px_buf_view(&text);
	for (int line = 1; !err && rest.data; line++) {
		struct px_error why;
		err = read_line(config, px_str_cut(rest, '\n', &rest), &why);
		if (err)
			px_fail(error, err, why.field, "%s:%d: %s", path, line, why.message);
	}
	px_buf_release(&text);
	return err;
}

/* "PIXIE_HTTP_PORT" -> "http-port" */
static void name_from_variable(struct px_str variable, char *name, size_t size)
{
	size_t n = variable.size < size - 1 ? variable.size : size - 1;

	for (size_t i = 0; i < n; i++)
		name[i] = variable.data[i] == '_' ? '-' : (char)tolower((unsigned char)variable.data[i]);
	name[n] = '\0';
}

enum px_err px_config_read_environment(struct px_config *config, const char *const *environment,
				       struct px_error *error)
{
	const struct px_str prefix = PX_STR("PIXIE_");

	for (; *environment; environment++) {
		struct px_str value, variable = px_str_cut(px_str(*environment), '=', &value);
		char name[64];
		if (!px_str_starts(variable, prefix) || !value.data)
			continue;
		name_from_variable(px_str_n(variable.data + prefix.size, variable.size - prefix.size), name,
				   sizeof(name));
		const struct px_setting *setting = find(px_str(name));
		if (!setting)
			return px_fail(error, PX_INVALID, NULL, "%.*s: there is no setting \"%s\"",
				       PX_STR_ARG(variable), name);
		enum px_err err = store_value(config, setting, value, error);
		if (err)
			return err;
	}
	return PX_OK;
}

static const char *kind_hint(const struct px_setting *setting)
{
	switch (setting->kind) {
	case PX_SETTING_INT: return "N";
	case PX_SETTING_BOOL: return "true|false";
	case PX_SETTING_CHOICE: return setting->choices;
	case PX_SETTING_URL: return "URL";
	case PX_SETTING_ADDRESS: return "ADDRESS";
	case PX_SETTING_SECRET: return "SECRET";
	case PX_SETTING_TEXT: break;
	}
	return "TEXT";
}

/* A secret has no option: "  PIXIE_OPENAI_KEY=SECRET". */
static void print_variable(struct px_buf *out, const struct px_setting *setting)
{
	(void)px_buf_text(out, "  PIXIE_");
	for (const char *p = setting->name; *p; p++)
		(void)px_buf_char(out, *p == '-' ? '_' : (char)toupper((unsigned char)*p));
	(void)px_buf_printf(out, "=SECRET\n        %s", setting->doc);
}

void px_config_help(struct px_buf *out)
{
	const char *group = "";

	for (const struct px_setting *s = px_settings; s->name; s++) {
		if (strcmp(group, s->group) != 0)
			(void)px_buf_printf(out, "\n%s:\n", s->group);
		group = s->group;
		if (s->kind == PX_SETTING_SECRET)
			print_variable(out, s);
		else
			(void)px_buf_printf(out, "  --%s %s\n        %s", s->name, kind_hint(s), s->doc);
		if (s->fallback[0])
			(void)px_buf_printf(out, " [%s]", s->fallback);
		(void)px_buf_char(out, '\n');
	}
}

void px_config_markdown(struct px_buf *out)
{
	const char *group = "";

	for (const struct px_setting *s = px_settings; s->name; s++) {
		if (strcmp(group, s->group) != 0)
			(void)px_buf_printf(out, "\n## %s\n\n| setting | values | default | meaning |\n|---|---|---|---|\n",
					    s->group);
		group = s->group;
		(void)px_buf_printf(out, "| `%s` | ", s->name);
		if (s->kind == PX_SETTING_INT)
			(void)px_buf_printf(out, "%lld to %lld", (long long)s->min, (long long)s->max);
		for (const char *p = kind_hint(s); s->kind != PX_SETTING_INT && *p; p++)
			(void)px_buf_text(out, *p == '|' ? ", " : (char[]){ *p, '\0' });
		(void)px_buf_printf(out, " | `%s` | %s |\n", s->fallback, s->doc);
	}
}
