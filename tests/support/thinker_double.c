/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread runs the thoughts that can go on, a step at a time; one lock
 * guards all.  Events are told without the lock, as a real thinker would.
 */
#include "support/thinker_double.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

enum { NAMES_MAX = 4096, CALLS_MAX = 20 };

struct thought {
	struct thought *next;
	const struct px_think_events *events;
	void *arg;
	char *script, *at;
	char *result;         /* text of the last */
	char *conclusion;     /* of "lie" */
	char *name;           /* waited for; NULL: none */
	bool holds;           /* being stopped does not end the waiting */
	bool calling, stopped, ended;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool running;
	struct thought *thoughts;
	size_t count;
	char *let_go[NAMES_MAX]; /* names, each for one thought */
	size_t let_go_count;
	void (*waiting)(const char *name);
} the = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static bool take_name(const char *name)
{
	for (size_t i = 0; i < the.let_go_count; i++) {
		if (strcmp(the.let_go[i], name) != 0)
			continue;
		free(the.let_go[i]);
		the.let_go[i] = the.let_go[--the.let_go_count];
		return true;
	}
	return false;
}

static bool can_go_on(struct thought *thought)
{
	if (thought->ended || thought->calling)
		return thought->calling && thought->stopped && !thought->ended;
	if (!thought->name)
		return true;
	if ((thought->stopped && !thought->holds) || take_name(thought->name)) {
		free(thought->name);
		thought->name = NULL;
		return true;
	}
	return false;
}

/* The next step, cut off the script; NULL at its end. */
static char *next_step(struct thought *thought)
{
	char *step = thought->at, *bar = step ? strchr(step, '|') : NULL;

	thought->at = bar ? bar + 1 : NULL;
	if (bar)
		*bar = '\0';
	while (step && *step == ' ')
		step++;
	for (size_t n = step ? strlen(step) : 0; n && step[n - 1] == ' '; n--)
		step[n - 1] = '\0';
	return step;
}

/* "call TOOL JSON & TOOL JSON" */
static void tell_calls(struct thought *thought, char *text)
{
	struct px_think_call calls[CALLS_MAX];
	size_t count = 0;

	while (text && count < CALLS_MAX) {
		char *more = strstr(text, " & ");
		if (more)
			*more = '\0';
		char *arguments = strchr(text, ' ');
		if (arguments)
			*arguments++ = '\0';
		calls[count++] = (struct px_think_call){ PX_STR("call"), px_str(text), px_str(arguments ? arguments : "") };
		text = more ? more + 3 : NULL;
	}
	thought->events->calls(thought->arg, calls, count);
}

static void tell_end(struct thought *thought, enum px_err err, const char *why)
{
	const struct px_think_end end = { err, why, { "double:one", 10, 5, 0 } };

	thought->events->end(thought->arg, &end);
}

/* Whether `step` is this command; *rest is what follows it. */
static bool is(char *step, const char *command, char **rest)
{
	size_t size = strlen(command);

	*rest = step + size;
	return strncmp(step, command, size) == 0;
}

/* With the lock; releases it while something is told. */
static void run_step(struct thought *thought)
{
	char *step = thought->stopped ? NULL : next_step(thought), *rest;
	bool ends = !step || is(step, "fail ", &rest), calls = step && is(step, "call ", &rest);

	thought->calling = calls;
	thought->ended = ends;
	if (step && (is(step, "wait ", &rest) || is(step, "hold ", &rest))) {
		thought->name = px_strdup(rest);
		thought->holds = *step == 'h';
		pthread_cond_broadcast(&the.changed);
	}
	const char *name = thought->name;
	pthread_mutex_unlock(&the.lock);
	if (ends && step && is(step, "fail ", &rest))
		tell_end(thought, PX_UNAVAILABLE, rest);
	else if (ends)
		tell_end(thought, thought->stopped ? PX_CANCELLED : PX_OK, NULL);
	else if (calls && is(step, "call ", &rest))
		tell_calls(thought, rest);
	else if (is(step, "say ", &rest))
		thought->events->text(thought->arg, px_str(rest));
	else if (is(step, "lie ", &rest))
		thought->conclusion = px_strdup(rest);
	else if (is(step, "result", &rest))
		thought->events->text(thought->arg, px_str(thought->result ? thought->result : "(none)"));
	else if (name && the.waiting)
		the.waiting(name);
	pthread_mutex_lock(&the.lock);
}

static void *run(void *arg)
{
	pthread_mutex_lock(&the.lock);
	while (the.running) {
		struct thought *thought = the.thoughts;
		while (thought && !can_go_on(thought))
			thought = thought->next;
		if (thought)
			run_step(thought);
		else
			pthread_cond_wait(&the.changed, &the.lock);
	}
	pthread_mutex_unlock(&the.lock);
	return arg;
}

/* ------------------------------------------------------------------ the table */

static const struct px_str mark = { "think:", 6 };

static bool wants(void *self, const struct px_think_question *question)
{
	(void)self;
	return px_str_starts(question->text, mark);
}

static enum px_err start(void *self, const struct px_think_request *request, const struct px_think_events *events,
			 void *arg, void **out, struct px_error *error)
{
	(void)self;
	if (px_str_eq(request->text, PX_STR("think: refuse")))
		return px_fail(error, PX_UNAVAILABLE, NULL, "the double refuses");
	struct thought *thought = px_calloc(1, sizeof(*thought));
	*thought = (struct thought){ .events = events, .arg = arg };
	thought->script = px_calloc(1, request->text.size + 1);
	memcpy(thought->script, request->text.data, request->text.size);
	thought->at = thought->script + mark.size;
	*out = thought;
	pthread_mutex_lock(&the.lock);
	thought->next = the.thoughts;
	the.thoughts = thought;
	the.count++;
	pthread_cond_broadcast(&the.changed);
	pthread_mutex_unlock(&the.lock);
	return PX_OK;
}

static void resume(void *arg, const struct px_think_result *results, size_t count)
{
	struct thought *thought = arg;

	pthread_mutex_lock(&the.lock);
	free(thought->result);
	thought->result = px_calloc(1, results[count - 1].text.size + 1);
	memcpy(thought->result, results[count - 1].text.data, results[count - 1].text.size);
	thought->calling = false;
	pthread_cond_broadcast(&the.changed);
	pthread_mutex_unlock(&the.lock);
}

static void stop(void *arg)
{
	struct thought *thought = arg;

	pthread_mutex_lock(&the.lock);
	thought->stopped = true;
	pthread_cond_broadcast(&the.changed);
	pthread_mutex_unlock(&the.lock);
}

static enum px_err conclude(void *arg, const struct px_think_conclusion *conclusion, struct px_think_answer *answer,
			    struct px_error *error)
{
	const struct thought *thought = arg;

	(void)error;
	if (thought->conclusion)
		answer->text = px_arena_str(conclusion->domain->arena, px_str(thought->conclusion));
	return PX_OK;
}

static void release(void *arg)
{
	struct thought *thought = arg, **link = &the.thoughts;

	pthread_mutex_lock(&the.lock);
	while (*link != thought)
		link = &(*link)->next;
	*link = thought->next;
	the.count--;
	pthread_mutex_unlock(&the.lock);
	free(thought->script);
	free(thought->result);
	free(thought->conclusion);
	free(thought->name);
	free(thought);
}

static const struct px_thinker thinker = { .wants = wants, .start = start, .resume = resume, .stop = stop,
					  .conclude = conclude, .release = release };

const struct px_thinker *thinker_double_start(void (*waiting)(const char *name))
{
	the.waiting = waiting;
	the.running = true;
	if (pthread_create(&the.thread, NULL, run, NULL) != 0)
		abort();
	return &thinker;
}

void thinker_double_stop(void)
{
	pthread_mutex_lock(&the.lock);
	the.running = false;
	pthread_cond_broadcast(&the.changed);
	pthread_mutex_unlock(&the.lock);
	pthread_join(the.thread, NULL);
	while (the.let_go_count)
		free(the.let_go[--the.let_go_count]);
}

void thinker_double_go(const char *name)
{
	pthread_mutex_lock(&the.lock);
	if (the.let_go_count == NAMES_MAX)
		abort();
	the.let_go[the.let_go_count++] = px_strdup(name);
	pthread_cond_broadcast(&the.changed);
	pthread_mutex_unlock(&the.lock);
}

static bool is_waited_for(const char *name)
{
	for (const struct thought *thought = the.thoughts; thought; thought = thought->next) {
		if (thought->name && strcmp(thought->name, name) == 0)
			return true;
	}
	return false;
}

void thinker_double_await(const char *name)
{
	pthread_mutex_lock(&the.lock);
	while (!is_waited_for(name))
		pthread_cond_wait(&the.changed, &the.lock);
	pthread_mutex_unlock(&the.lock);
}

size_t thinker_double_thoughts(void)
{
	pthread_mutex_lock(&the.lock);
	size_t count = the.count;
	pthread_mutex_unlock(&the.lock);
	return count;
}
