/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the command line by the table, and help from the same table.
 */
#include "app/command.h"

#include "base/civil.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/uri.h"

#include <stdlib.h>
#include <unistd.h>

enum { HELP_MAX = 1 << 20 };

static int usage_error(const char *what, const char *why)
{
	fprintf(stderr, "pixie: %s%s (try: pixie --help)\n", what, why);
	return PX_EXIT_USAGE;
}

static void print(struct px_buf *text)
{
	fwrite(text->data, 1, text->size, stdout);
	px_buf_release(text);
}

static int help(void)
{
	struct px_buf out = PX_BUF_INIT(HELP_MAX);

	(void)px_buf_text(&out, "Pixie: a personal assistant that keeps your tasks, calendar and memories.\n\n"
				"usage: pixie COMMAND [OPTIONS]\n\ncommands:\n");
	for (const struct px_command *c = px_commands; c->name; c++)
		(void)px_buf_printf(&out, "  %-10s %-12s %s\n", c->name, c->arguments, c->summary);
	(void)px_buf_text(&out, "\noptions of every command:\n"
				"  --data FOLDER   where Pixie keeps its data [./data]\n"
				"  --json          print what a program can read\n"
				"  --help          explain a command (pixie ask --help)\n"
				"  --version       print the version\n\n"
				"Start with:  pixie serve        then, elsewhere:  pixie ask \"lunch with Priya tomorrow 12:30\"\n");
	print(&out);
	return PX_EXIT_OK;
}

static int help_command(const struct px_command *command)
{
	struct px_buf out = PX_BUF_INIT(HELP_MAX);

	(void)px_buf_printf(&out, "pixie %s - %s\n\nusage: pixie %s%s%s [OPTIONS]\n\n%s\n", command->name,
			    command->summary, command->name, command->arguments[0] ? " " : "",
			    command->arguments, command->text);
	if (command->options)
		(void)px_buf_text(&out, "\nOptions:\n");
	for (const struct px_option *o = command->options; o && o->name; o++)
		(void)px_buf_printf(&out, "  --%s%s%s\n        %s\n", o->name, o->value ? " " : "",
				    o->value ? o->value : "", o->doc);
	if (command->settings)
		px_config_help(&out);
	else
		(void)px_buf_text(&out, "\nAlso --data FOLDER and --json; every setting of `pixie serve --help` may be given too.\n");
	(void)px_buf_text(&out, "\nExit status: 0 done, 1 failed (the reason is on standard error; with --json on standard output), 2 wrong usage.\n");
	print(&out);
	return PX_EXIT_OK;
}

/* The command whose words start argv, that of two words before that of one; *taken is how many. */
static const struct px_command *find_command(int argc, char **argv, int *taken)
{
	const struct px_command *found = NULL;

	for (const struct px_command *c = px_commands; c->name; c++) {
		struct px_str second, first = px_str_cut(px_str(c->name), ' ', &second);
		if (!px_str_eq(first, px_str(argv[0])))
			continue;
		if (!second.data) {
			*taken = 1;
			found = c;
		} else if (argc > 1 && px_str_eq(second, px_str(argv[1]))) {
			*taken = 2;
			return c;
		}
	}
	return found;
}

static int option_index(const struct px_command *command, struct px_str name)
{
	for (int i = 0; command->options && command->options[i].name; i++)
		if (px_str_eq(px_str(command->options[i].name), name))
			return i;
	return -1;
}

static const struct px_setting *find_setting(struct px_str name)
{
	for (const struct px_setting *s = px_settings; s->name; s++)
		if (px_str_eq(px_str(s->name), name))
			return s;
	return NULL;
}

static bool is_setting(struct px_str name)
{
	return find_setting(name) != NULL;
}

/* Everybody on the machine can read a command line, and the shell keeps it. */
static int refuse_secret(const struct px_setting *setting)
{
	fprintf(stderr, "pixie: --%s is a secret, and a command line can be read by others: put it into the environment, "
		"or seal it with: pixie secret set %s\n", setting->name, setting->name);
	return PX_EXIT_USAGE;
}

/* One "--name value", "--name=value" or "--flag"; *used is how many words it took. */
static int take_option(struct px_invocation *invocation, char **words, int left, int *used)
{
	struct px_str value, name = px_str_cut(px_str(words[0] + 2), '=', &value);
	int index = option_index(invocation->command, name);
	struct px_error error;

	*used = 1;
	bool json = px_str_eq(name, PX_STR("json"));
	bool flag = json || (index >= 0 && !invocation->command->options[index].value);
	if (flag && value.data)
		return usage_error(words[0], ": that option takes no value");
	if (json) {
		invocation->json = true;
		return PX_EXIT_OK;
	}
	if (flag) {
		invocation->options[index] = "";
		return PX_EXIT_OK;
	}
	if (index < 0 && !is_setting(name)) {
		char help[64];
		snprintf(help, sizeof(help), " (try: pixie %s --help)", invocation->command->name);
		fprintf(stderr, "pixie: there is no option %s%s\n", words[0], help);
		return PX_EXIT_USAGE;
	}
	if (!value.data && (left < 2 || strncmp(words[1], "--", 2) == 0))
		return usage_error(words[0], left < 2 ? " needs a value"
						      : " needs a value; one that begins with -- goes after =");
	if (!value.data) {
		value = px_str(words[1]);
		*used = 2;
	}
	if (index >= 0) {
		invocation->options[index] = value.data;
		return PX_EXIT_OK;
	}
	if (find_setting(name)->kind == PX_SETTING_SECRET)
		return refuse_secret(find_setting(name));
	if (px_config_set(&invocation->config, px_arena_str(&invocation->config.arena, name), value.data,
			  &error) != PX_OK)
		return usage_error(error.message, "");
	return PX_EXIT_OK;
}

static int take_words(struct px_invocation *invocation, char **words, int count)
{
	bool options = true;

	for (int i = 0; i < count;) {
		int used = 1;
		if (options && strcmp(words[i], "--") == 0) {
			options = false;
		} else if (options && strncmp(words[i], "--", 2) == 0) {
			int status = take_option(invocation, words + i, count - i, &used);
			if (status != PX_EXIT_OK)
				return status;
		} else if (invocation->count == PX_ARGUMENTS_MAX) {
			return usage_error("too many words", "; put the text in quotes");
		} else {
			invocation->arguments[invocation->count++] = words[i];
		}
		i += used;
	}
	if (invocation->count < invocation->command->least)
		return usage_error(invocation->command->name, " needs more words");
	if (invocation->count > invocation->command->most)
		return usage_error(invocation->command->name, " takes fewer words");
	return PX_EXIT_OK;
}

/* --data decides which file is read, so it is looked for ahead of the rest. */
static const char *data_folder(int count, char **words)
{
	const char *folder = getenv("PIXIE_DATA");

	for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
		if (strcmp(words[i], "--data") == 0 && i + 1 < count)
			folder = words[i + 1];
		else if (strncmp(words[i], "--data=", 7) == 0)
			folder = words[i] + 7;
	}
	return folder ? folder : "./data";
}

static enum px_err read_settings(struct px_config *config, int count, char **words, struct px_error *error)
{
	char path[4096];

	px_config_init(config);
	snprintf(path, sizeof(path), "%s/pixie.conf", data_folder(count, words));
	enum px_err err = px_config_read_file(config, path, error);
	if (err && err != PX_NOT_FOUND)
		return err;
	return px_config_read_environment(config, (const char *const *)environ, error);
}

/* Settings that act at once, before any part starts. */
static int apply_settings(const struct px_config *config)
{
	enum px_log_level level;
	int64_t now;
	bool has_offset;

	if (px_log_level_parse(config->log_level, &level))
		px_log_set_level(level);
	if (!config->now[0])
		return PX_EXIT_OK;
	if (!px_civil_parse_ms(px_str(config->now), &now, &has_offset) || !has_offset)
		return usage_error("--now must be an instant such as 2026-01-13T10:00:00Z, not ", config->now);
	px_clock_fix(now);
	return PX_EXIT_OK;
}

static int run(const struct px_command *command, int count, char **words)
{
	struct px_invocation invocation = { .command = command };
	struct px_error error;
	int status;

	if (read_settings(&invocation.config, count, words, &error) != PX_OK) {
		fprintf(stderr, "pixie: %s\n", error.message);
		status = PX_EXIT_USAGE;
	} else {
		/* A command's own server is part of its answer, not a service: only trouble is logged. */
		if (command->run != px_cmd_serve)
			(void)!px_config_set(&invocation.config, "log-level", "warn", NULL);
		status = take_words(&invocation, words, count);
		if (status == PX_EXIT_OK)
			status = apply_settings(&invocation.config);
		if (status == PX_EXIT_OK)
			status = command->run(&invocation);
	}
	px_config_release(&invocation.config);
	return status;
}

static bool is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* "user": the commands that begin so; false if there are none. */
static bool help_group(const char *word)
{
	bool found = false;

	for (const struct px_command *c = px_commands; c->name; c++) {
		struct px_str second, first = px_str_cut(px_str(c->name), ' ', &second);
		if (!second.data || !px_str_eq(first, px_str(word)))
			continue;
		printf("%s  pixie %-10s %-6s %s\n", found ? "" : "usage:\n", c->name, c->arguments, c->summary);
		found = true;
	}
	return found;
}

static int unknown_command(int count, char **words)
{
	if (help_group(words[0]))
		return count > 1 && is_help(words[1]) ? PX_EXIT_OK : PX_EXIT_USAGE;
	if (words[0][0] == '-')
		return usage_error("there is no option ", words[0]);
	return usage_error("there is no command ", words[0]);
}

/* How many words stand before the command: --json, --data FOLDER and settings may. */
static int leading_words(int count, char **words)
{
	int n = 0;

	while (n < count && strncmp(words[n], "--", 2) == 0) {
		struct px_str value, name = px_str_cut(px_str(words[n] + 2), '=', &value);
		bool json = px_str_eq(name, PX_STR("json"));
		if (!json && !is_setting(name))
			break;
		n += json || value.data ? 1 : 2;
	}
	return n < count ? n : count;
}

static int run_command(int count, char **words)
{
	int taken, leading = leading_words(count, words);

	if (leading == count)
		return usage_error("name a command", " after the options");
	const struct px_command *command = find_command(count - leading, words + leading, &taken);
	if (!command)
		return unknown_command(count - leading, words + leading);
	for (int i = leading + taken; i < count && strcmp(words[i], "--") != 0; i++)
		if (is_help(words[i]))
			return help_command(command);
	memmove(words + taken, words, (size_t)leading * sizeof(*words)); /* over the command's own words */
	return run(command, count - taken, words + taken);
}

int px_command_main(int argc, char **argv)
{
	bool help_of = argc > 2 && strcmp(argv[1], "help") == 0;
	int taken;

	if (argc < 2 || is_help(argv[1]) || (strcmp(argv[1], "help") == 0 && !help_of))
		return help();
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) {
		puts("pixie " PIXIE_VERSION);
		return PX_EXIT_OK;
	}
	if (!help_of)
		return run_command(argc - 1, argv + 1);
	const struct px_command *command = find_command(argc - 2, argv + 2, &taken);
	if (command)
		return help_command(command);
	return help_group(argv[2]) ? PX_EXIT_OK : unknown_command(argc - 2, argv + 2);
}

const char *px_command_member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

void px_command_query(struct px_buf *path, const char *name, const char *value)
{
	if (!value)
		return;
	(void)px_buf_char(path, strchr(path->data, '?') ? '&' : '?');
	(void)px_buf_printf(path, "%s=", name);
	px_uri_escape(path, px_str(value));
}

const char *px_command_option(const struct px_invocation *invocation, const char *name)
{
	int index = option_index(invocation->command, px_str(name));

	return index < 0 ? NULL : invocation->options[index];
}

/* Rules are worded to follow the field's name: "email" "is not an email address". */
static bool follows_name(struct px_str message)
{
	return px_str_starts(message, PX_STR("is ")) || px_str_starts(message, PX_STR("must ")) ||
	       px_str_starts(message, PX_STR("has "));
}

int px_command_fail(const struct px_invocation *invocation, const struct px_error *error)
{
	if (invocation->json) {
		json_t *object = json_pack("{s:{s:s,s:s,s:s}}", "error", "code", px_err_name(error->code), "field",
					   error->field, "message", error->message);
		px_command_print_json(object);
		json_decref(object);
	} else {
		bool follows = error->field[0] && follows_name(px_str(error->message));
		fprintf(stderr, "pixie: %s%s%s\n", follows ? error->field : "", follows ? " " : "", error->message);
	}
	return PX_EXIT_FAILED;
}

int px_command_call(struct px_invocation *invocation, const char *method, const char *path, const json_t *body,
		    void (*show)(const json_t *answer, const void *arg), const void *arg)
{
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *answer = NULL;
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);

	if (!err)
		err = px_remote_call(remote, method, path, body, &answer, &error);
	if (!err && invocation->json && answer)
		px_command_print_json(answer);
	else if (!err)
		show(answer, arg);
	json_decref(answer);
	px_remote_close(remote);
	return err ? px_command_fail(invocation, &error) : PX_EXIT_OK;
}

void px_command_say(const json_t *answer, const void *text)
{
	(void)answer;
	puts(text);
}

void px_command_text(const struct px_invocation *invocation, struct px_buf *out)
{
	for (int i = 0; i < invocation->count; i++) {
		if (i)
			(void)px_buf_char(out, ' ');
		(void)px_buf_text(out, invocation->arguments[i]);
	}
}

void px_command_print_json(const json_t *value)
{
	char *text = value ? json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY) : NULL;

	puts(text ? text : "null");
	free(text);
}
