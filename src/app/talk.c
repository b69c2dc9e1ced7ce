/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While a turn is heard, SIGINT writes a byte to a pipe that the wait looks at.
 * A turn has an id once a model has it; a stop asked for before that is kept
 * until the id is known.
 */
#include "app/talk.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { PRINTED_MAX = 1 << 20, PATH_MAX_BYTES = 128 };

struct talking {
	struct px_remote *remote;
	bool live, stop, stopped;
	char id[64];           /* of the turn; "" while it has none */
	struct px_buf printed; /* of the answer */
	json_t *turn, *problem;
};

/* The handler gets no argument of ours. */
static int wake[2] = { -1, -1 };

static void on_interrupt(int number)
{
	ssize_t ignored = write(wake[1], "", 1);

	(void)number;
	(void)ignored;
}

/* Asked for once: the answer, which waits for the turn's end, is heard as an event as well. */
static void stop_turn(struct talking *talking)
{
	struct px_error ignored;
	char path[PATH_MAX_BYTES];
	json_t *turn = NULL;

	if (!talking->stop || talking->stopped || !talking->id[0])
		return;
	talking->stopped = true;
	snprintf(path, sizeof(path), "/api/v1/turns/%s", talking->id);
	(void)!px_remote_call(talking->remote, "DELETE", path, NULL, &turn, &ignored); /* it may just have ended */
	json_decref(turn);
}

static void on_wake(void *arg)
{
	struct talking *talking = arg;
	char bytes[16];

	while (read(wake[0], bytes, sizeof(bytes)) > 0)
		talking->stop = true;
	stop_turn(talking);
}

static void print(struct talking *talking, struct px_str text)
{
	if (!talking->live)
		return;
	fwrite(text.data, 1, text.size, stdout);
	fflush(stdout);
	(void)px_buf_str(&talking->printed, text);
}

static void on_event(void *arg, struct px_str name, struct px_str data)
{
	struct talking *talking = arg;
	json_t *json = NULL;

	if (px_json_parse(data, &json, NULL) != PX_OK)
		return;
	const char *id = json_string_value(json_object_get(json, "turn_id"));
	if (px_str_eq(name, PX_STR("chat:delta")))
		print(talking, px_json_string(json_object_get(json, "text")));
	else if (px_str_eq(name, PX_STR("chat:status")) && id)
		snprintf(talking->id, sizeof(talking->id), "%s", id);
	else if (px_str_eq(name, PX_STR("chat:message")))
		talking->turn = json_incref(json);
	else if (px_str_eq(name, PX_STR("error")))
		talking->problem = json_incref(json);
	json_decref(json);
	stop_turn(talking);
}

const char *px_talk_reply(const json_t *turn)
{
	const char *text = json_string_value(json_object_get(json_object_get(turn, "reply"), "text"));

	return text ? text : "";
}

bool px_talk_was_stopped(const json_t *turn)
{
	return px_str_eq(px_json_string(json_object_get(turn, "state")), PX_STR("cancelled"));
}

/* The kept answer goes on from what was shown, or, where it was put right, takes its place. */
static void print_rest(struct talking *talking)
{
	struct px_str whole = px_str(px_talk_reply(talking->turn)), shown = px_buf_view(&talking->printed);

	if (px_str_starts(whole, shown))
		print(talking, px_str_n(whole.data + shown.size, whole.size - shown.size));
	else
		printf("\n\n%s", whole.data);
	puts("");
}

static enum px_err listen_while_interruptible(struct talking *talking, const json_t *body, struct px_error *error)
{
	struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND }, before;
	const bool piped = pipe2(wake, O_CLOEXEC | O_NONBLOCK) == 0;
	const struct px_remote_ear ear = { on_event, piped ? wake[0] : -1, on_wake, talking };

	sigemptyset(&action.sa_mask);
	if (piped)
		sigaction(SIGINT, &action, &before);
	enum px_err err = px_remote_events(talking->remote, "/api/v1/messages", body, &ear, error);
	if (piped) {
		sigaction(SIGINT, &before, NULL);
		close(wake[0]);
		close(wake[1]);
	}
	return err;
}

static enum px_err outcome(const struct talking *talking, struct px_error *error)
{
	const char *detail = json_string_value(json_object_get(talking->problem, "detail"));

	if (talking->problem)
		return px_fail(error, PX_UNAVAILABLE, NULL, "%s", detail ? detail : "the server could not answer");
	return json_is_object(talking->turn) ? PX_OK : px_fail(error, PX_UNAVAILABLE, NULL, "the answer broke off");
}

enum px_err px_talk(struct px_remote *remote, const struct px_talk *talk, const char *text, json_t **turn,
		    struct px_error *error)
{
	struct talking talking = { .remote = remote, .live = talk->live, .printed = PX_BUF_INIT(PRINTED_MAX) };
	json_t *body = json_pack("{s:s#}", "text", text, strlen(text));

	*turn = NULL;
	if (!body)
		return px_fail(error, PX_INVALID, "text", "that text is not valid UTF-8");
	if (talk->conversation)
		json_object_set_new(body, "conversation_id", json_string(talk->conversation));
	enum px_err err = listen_while_interruptible(&talking, body, error);
	json_decref(body);
	if (!err)
		err = outcome(&talking, error);
	if (!err && talk->live)
		print_rest(&talking);
	else if (talking.printed.size)
		puts(""); /* what is said about the error stands in a line of its own */
	if (!err)
		*turn = json_incref(talking.turn);
	json_decref(talking.turn);
	json_decref(talking.problem);
	px_buf_release(&talking.printed);
	return err;
}
