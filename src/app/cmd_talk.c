/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie ask and pixie chat.
 */
#include "app/command.h"
#include "app/talk.h"

#include <editline/readline.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { TEXT_MAX_BYTES = 1 << 21, HISTORY_LINES = 1000 };

/* As it comes where a person looks on; in one piece for a pipe. */
static enum px_err say(struct px_remote *remote, const struct px_invocation *invocation, const char *text,
		       json_t **turn, struct px_error *error)
{
	const struct px_talk talk = { .conversation = px_command_option(invocation, "conversation"),
				      .live = !invocation->json && isatty(1) };
	enum px_err err = px_talk(remote, &talk, text, turn, error);

	if (!err && invocation->json)
		px_command_print_json(*turn);
	else if (!err && !talk.live)
		puts(px_talk_reply(*turn));
	return err;
}

int px_cmd_ask(struct px_invocation *invocation)
{
	struct px_buf text = PX_BUF_INIT(TEXT_MAX_BYTES);
	struct px_remote *remote = NULL;
	struct px_error error;
	json_t *turn = NULL;

	px_command_text(invocation, &text);
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);
	if (!err)
		err = say(remote, invocation, text.data ? text.data : "", &turn, &error);
	int status = err ? px_command_fail(invocation, &error) : px_talk_was_stopped(turn) ? PX_EXIT_STOPPED : PX_EXIT_OK;
	json_decref(turn);
	px_remote_close(remote);
	px_buf_release(&text);
	return status;
}

/* "  + task created: Fix the auth bug" for each thing that changed. */
static void print_effects(const json_t *turn)
{
	const json_t *effects = json_object_get(turn, "effects");
	bool terminal = isatty(1);

	for (size_t i = 0; i < json_array_size(effects); i++) {
		const json_t *effect = json_array_get(effects, i);
		const char *entity = json_string_value(json_object_get(effect, "entity"));
		const char *verb = json_string_value(json_object_get(effect, "verb"));
		const char *title = json_string_value(json_object_get(effect, "title"));
		if (!title)
			title = json_string_value(json_object_get(effect, "name"));
		printf("%s  · %s %s%s%s%s\n", terminal ? "\033[2m" : "", entity ? entity : "", verb ? verb : "",
		       title ? ": " : "", title ? title : "", terminal ? "\033[0m" : "");
	}
}

/*
 * Ctrl-C drops the line that is being typed.  While one is edited the terminal
 * hands the key to the editor instead of sending SIGINT: a signal would find
 * the editor (or a thread of our own server) anywhere, and there is no safe
 * way out of there.  While an answer is awaited it stops the turn (app/talk).
 */
enum { CTRL_C = 3 };

static bool dropped; /* by the key's function, which gets no argument of ours */

static int drop_line(int count, int key)
{
	(void)count;
	(void)key;
	dropped = true;
	rl_done = 1;
	return 0;
}

/*
 * The keys that the terminal would act on itself.  Ctrl-D is among them because
 * the editor shows its prompt a moment before it takes the terminal over: in
 * that moment the terminal would turn the key into an empty byte.
 */
struct keys {
	cc_t interrupt, end;
};

/* Sets them; those before. */
static struct keys set_keys(struct keys keys)
{
	struct termios terminal;

	if (tcgetattr(0, &terminal) != 0)
		return keys;
	struct keys before = { terminal.c_cc[VINTR], terminal.c_cc[VEOF] };
	terminal.c_cc[VINTR] = keys.interrupt;
	terminal.c_cc[VEOF] = keys.end;
	tcsetattr(0, TCSADRAIN, &terminal);
	return before;
}

static char *read_line(const char *prompt)
{
	char *line;

	do {
		struct keys keys = set_keys((struct keys){ _POSIX_VDISABLE, _POSIX_VDISABLE });
		dropped = false;
		rl_done = 0;
		line = readline(prompt);
		set_keys(keys);
		if (dropped)
			puts("^C");
		if (dropped && line) {
			free(line);
			line = NULL;
		}
	} while (dropped);
	return line;
}

static int answer_line(struct px_remote *remote, struct px_invocation *invocation, const char *line)
{
	struct px_error error;
	json_t *turn;

	if (say(remote, invocation, line, &turn, &error) != PX_OK) {
		px_command_fail(invocation, &error);
		return PX_EXIT_FAILED;
	}
	if (!invocation->json)
		print_effects(turn);
	fflush(stdout);
	json_decref(turn);
	return PX_EXIT_OK;
}

static void converse(struct px_remote *remote, struct px_invocation *invocation)
{
	bool terminal = isatty(0);
	char *line;

	while ((line = read_line(terminal ? "you> " : ""))) {
		struct px_str text = px_str_trim(px_str(line));
		bool quit = px_str_eq_case(text, PX_STR("exit")) || px_str_eq_case(text, PX_STR("quit"));
		if (text.size && !quit) {
			add_history(line);
			answer_line(remote, invocation, line);
		}
		free(line);
		if (quit)
			return;
	}
	if (terminal)
		putchar('\n');
}

int px_cmd_chat(struct px_invocation *invocation)
{
	struct px_remote *remote = NULL;
	struct px_error error;
	char history[4096];

	if (px_remote_open(&invocation->config, &remote, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	snprintf(history, sizeof(history), "%s/history", invocation->config.data);
	rl_initialize();
	using_history();
	stifle_history(HISTORY_LINES);
	read_history(history);
	rl_add_defun("drop-line", drop_line, CTRL_C);
	if (isatty(0))
		puts("Tell me what to keep: \"lunch with Priya tomorrow 12:30\". Ctrl-D ends.");
	converse(remote, invocation);
	mode_t before = umask(0077);
	write_history(history);
	umask(before);
	px_remote_close(remote);
	return PX_EXIT_OK;
}
