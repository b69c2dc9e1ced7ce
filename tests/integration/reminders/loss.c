/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a reminder ever lost, or heard twice?
 *
 * A year of twelve people in twelve zones is played on a simulated clock: tasks,
 * events and reminders are made, moved, finished and deleted, people travel, the
 * clock is set back and forth, the machine is off for days.  A child process is
 * Pixie (store, jobs, proactive); it is killed at random instants and started
 * again.  The parent is the provider: it refuses every third notification, and
 * keeps what it took, as a device would (the same id again is the same).
 *
 * What should have been heard is worked out here, by other means than those of
 * the domain: each item is one, or a weekly one, and its instants are computed
 * from its wall clock.  At the end every expected reminder was heard once, and
 * what was late was late because of an outage, a set clock, quiet hours, or a
 * refusal.
 *
 * With --faults the store fails, too: of what the jobs ask of it, one call in at most so many, whichever that is.
 *
 *   reminder_loss [--items N] [--kills N] [--jumps N] [--outages N] [--days N] [--seed N] [--faults N]
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/event.h"
#include "domain/notification.h"
#include "domain/reminder.h"
#include "domain/task.h"
#include "domain/user.h"
#include "jobs/jobs.h"
#include "proactive/channel.h"
#include "proactive/proactive.h"
#include "store/fault.h"
#include "support/temp.h"
#include "sys/zoneinfo.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PEOPLE = 12, ITEMS_MAX = 4000, OPS_MAX = 10000, SPANS_MAX = 4000, HEARD_MAX = 40000, TAG = 8, SOME_LOOKS = 50 };

static const char *const zones[PEOPLE] = {
	"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "America/Sao_Paulo", "Asia/Kolkata",
	"Pacific/Auckland", "Africa/Nairobi", "America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu",
};

enum item_kind { A_TASK, A_DAY_TASK, AN_EVENT, A_REMINDER, A_WEEKLY_EVENT, A_DAILY_TASK };

/* One time an item stands at; a move begins the next. */
struct span {
	int item;
	int64_t from;      /* the clock when it came to stand there */
	int64_t until;     /* when it was moved away or ended; INT64_MAX: never */
	int64_t local;     /* its wall clock time (of a day: midnight) */
};

struct item {
	enum item_kind kind;
	int person;
	struct px_id id;
	int count;         /* of a recurring one: how many occurrences */
};

enum op_kind { MAKE, MOVE, DELETE, TRAVEL, JUMP, OUTAGE };

struct op {
	enum op_kind kind;
	int64_t at;        /* simulated; of jumps and outages: by how much in `amount` */
	int item;
	int64_t local;     /* where a made or moved item goes */
	int64_t amount;
	int person, zone;
};

/* Shared with the child, so that what it had done by its death is known. */
struct shared {
	_Atomic int64_t clock;
	_Atomic int op;             /* the next one */
	_Atomic int over;
	_Atomic uint64_t faults;    /* calls of the store that failed */
	int64_t ran[OPS_MAX];       /* the clock when each ran */
	int span_count;
};

static struct item items[ITEMS_MAX];
static struct op ops[OPS_MAX];
static int item_count, op_count;
static struct shared *shared;
static struct px_id people[PEOPLE];
static int64_t year_start, year_end;
static uint64_t seed = 1;
static struct temp_dir dir;
static char path[256];

static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static int64_t random_below(int64_t n)
{
	return (int64_t)(next_random() % (uint64_t)n);
}

#define OK(call) \
	do { \
		enum px_err err_ = (call); \
		if (err_) { \
			fprintf(stderr, "%s:%d: %s: %s: %s\n", __FILE__, __LINE__, #call, px_err_name(err_), error.message); \
			abort(); \
		} \
	} while (0)

/* ------------------------------------------------------------------ the script */

static void add_op(struct op op)
{
	if (op_count == OPS_MAX)
		abort();
	ops[op_count++] = op;
}

static int by_time(const void *a, const void *b)
{
	const struct op *x = a, *y = b;

	return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->item - y->item;
}

/* A wall clock time at least `after` from the instant: by day, so that few are in quiet hours, but some. */
static int64_t random_local(int person, int64_t after, int64_t spread, bool day)
{
	const struct px_tz *tz = px_zoneinfo_get(zones[person]);
	int64_t date = px_civil_ms_day(px_tz_to_local(tz, after + random_below(spread))) + 1;
	int64_t minute = random_below(10) ? 8 * 60 + random_below(12 * 60) : random_below(24 * 60);

	return date * PX_MS_DAY + (day ? 0 : minute * PX_MS_MINUTE);
}

static void script_item(int index, int64_t days)
{
	struct item *item = &items[index];
	int64_t made = year_start + random_below((days - 20) * PX_MS_DAY);

	item->kind = (enum item_kind)random_below(6);
	item->person = (int)random_below(PEOPLE);
	item->count = item->kind >= A_WEEKLY_EVENT ? 2 + (int)random_below(6) : 1;
	int64_t local = random_local(item->person, made + PX_MS_DAY, 10 * PX_MS_DAY, item->kind == A_DAY_TASK);
	add_op((struct op){ .kind = MAKE, .at = made, .item = index, .local = local });
	if (random_below(4) == 0) {
		int64_t moved = made + PX_MS_HOUR + random_below(6 * PX_MS_DAY);
		add_op((struct op){ .kind = MOVE, .at = moved, .item = index,
				    .local = random_local(item->person, moved + PX_MS_DAY, 10 * PX_MS_DAY, item->kind == A_DAY_TASK) });
		made = moved;
	}
	if (random_below(8) == 0)
		add_op((struct op){ .kind = DELETE, .at = made + PX_MS_HOUR + random_below(9 * PX_MS_DAY), .item = index });
}

static void write_script(int jumps, int outages, int64_t days)
{
	for (int i = 0; i < item_count; i++)
		script_item(i, days);
	for (int i = 0; i < jumps; i++) {
		int64_t hours = 1 + random_below(5);
		add_op((struct op){ .kind = JUMP, .at = year_start + random_below(days * PX_MS_DAY), .item = -1,
				    .amount = (i % 2 ? -hours : hours) * PX_MS_HOUR });
	}
	for (int i = 0; i < outages; i++)
		add_op((struct op){ .kind = OUTAGE, .at = year_start + random_below((days - 20) * PX_MS_DAY), .item = -1,
				    .amount = (1 + random_below(4)) * PX_MS_DAY });
	for (int i = 0; i < PEOPLE * 2; i++)
		add_op((struct op){ .kind = TRAVEL, .at = year_start + random_below(days * PX_MS_DAY), .item = -1,
				    .person = i % PEOPLE, .zone = (int)random_below(PEOPLE) });
	qsort(ops, (size_t)op_count, sizeof(ops[0]), by_time);
}

/* ------------------------------------------------------------------ the child: Pixie */

static struct px_store *store;
static int provider = -1;
static int fault_every;             /* 0: the store does not fail */
static struct px_store_fault fault;

/* The jobs' calls fail, those of the script do not: what it does is done once.  [main thread] */
static void spare_script(void)
{
	uint64_t at = atomic_exchange(&fault.fail_at, 0);

	if (at && atomic_load(&fault.calls) >= at)
		atomic_fetch_add(&shared->faults, 1);
}

static void fail_jobs(void)
{
	if (fault_every)
		atomic_store(&fault.fail_at, atomic_load(&fault.calls) + 1 + (uint64_t)random_below(fault_every));
}

static enum px_err is_ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	(void)arg;
	(void)domain;
	(void)out;
	(void)error;
	*yes = true;
	return PX_OK;
}

static pthread_mutex_t provider_lock = PTHREAD_MUTEX_INITIALIZER;

/* One packet there, one byte back: taken, or refused. */
static void send_out(void *arg, struct px_outgoing *out)
{
	static const struct px_error refusal = { PX_UNAVAILABLE, "", "the provider is busy" };
	const struct px_notification *row = &out->notification;
	struct px_buf packet = PX_BUF_INIT(100000);
	char id[PX_ID_TEXT + 1], subject[PX_ID_TEXT + 1], answer = 0;
	struct px_json json;

	(void)arg;
	px_id_format(row->id, id);
	px_id_format(row->subject_id, subject);
	px_json_init(&json, &packet);
	px_json_open_object(&json);
	px_json_key(&json, "id");
	px_json_text(&json, id);
	px_json_key(&json, "subject");
	px_json_text(&json, subject);
	px_json_key(&json, "occurrence");
	px_json_int(&json, row->occurrence);
	px_json_key(&json, "planned");
	px_json_int(&json, row->planned);
	px_json_key(&json, "created");
	px_json_int(&json, row->created);
	px_json_key(&json, "kind");
	px_json_int(&json, row->kind);
	px_json_key(&json, "items");
	px_json_raw(&json, px_str(row->items ? row->items : "null"));
	px_json_close_object(&json);
	pthread_mutex_lock(&provider_lock);
	bool taken = send(provider, packet.data, packet.size, MSG_NOSIGNAL) == (ssize_t)packet.size &&
		     recv(provider, &answer, 1, 0) == 1 && answer == 'y';
	pthread_mutex_unlock(&provider_lock);
	px_buf_release(&packet);
	px_delivery_done(out, taken ? PX_OK : PX_UNAVAILABLE, taken ? NULL : &refusal);
}

static const struct px_channel double_channel = { .name = "push", .ready = is_ready, .send = send_out };

static enum px_err do_nothing(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)run;
	(void)error;
	return PX_OK;
}
static const struct px_job_kind nudge_kind = { .name = "test.nudge", .apply = do_nothing };
static const struct px_job_kind index_kind = { .name = "memory.index", .apply = do_nothing, .concurrency = 8 };

static void set_clock(int64_t at)
{
	atomic_store(&shared->clock, at);
	px_clock_fix(at);
}

static const struct px_record *const *records(void)
{
	static const struct px_record *all[64];
	size_t n = 0;

	for (; px_records[n]; n++)
		all[n] = px_records[n];
	all[n] = &px_job_record;
	return all;
}

static void open_store(void)
{
	struct px_store_config config = { .driver = "sqlite", .path = path, .shards = 1, .records = records() };
	struct px_error error = { 0 };

	OK(px_store_open_faulty(&config, &fault, &store, &error));
}

static int64_t next_due(void)
{
	const struct px_store_filter filter = { "state", PX_OP_EQ, { .integer = PX_JOB_WAITING } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "due", .limit = 1 };
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	struct px_arena arena;
	void *rows;
	size_t count;

	px_arena_init(&arena);
	OK(px_store_begin(store, PX_ID_NONE, PX_STORE_READ, &tx, &error));
	OK(px_store_query(tx, &px_job_record, &query, &arena, &rows, &count, &error));
	int64_t due = count ? ((struct px_job_row *)rows)->due : INT64_MAX;
	px_store_rollback(tx);
	px_arena_release(&arena);
	return due;
}

static bool is_running(void)
{
	const struct px_store_filter filter = { "state", PX_OP_EQ, { .integer = PX_JOB_RUNNING } };
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	int64_t count = 0;

	OK(px_store_begin(store, PX_ID_NONE, PX_STORE_READ, &tx, &error));
	OK(px_store_count(tx, &px_job_record, &filter, 1, &count, &error));
	px_store_rollback(tx);
	return count > 0;
}

static void nudge(void)
{
	struct px_job_spec spec = { .kind = "test.nudge" }; /* another one each time: the runner looks */
	struct px_error error = { 0 };
	struct px_store_tx *tx;

	OK(px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error));
	OK(px_jobs_enqueue(tx, &spec, &error));
	px_store_commit(tx, NULL, NULL);
}

/* Everything that is due by the clock is done. */
static void settle(struct px_jobs *jobs)
{
	struct px_jobs_stats stats;

	nudge();
	for (int looks = 1;; looks++) {
		fail_jobs();
		usleep(100);
		spare_script();
		px_jobs_get_stats(jobs, &stats);
		if (!stats.running && next_due() > px_clock_now() && !is_running())
			return;
		if (fault_every && looks % SOME_LOOKS == 0) { /* what failed is tried again after a second or more: it passes */
			set_clock(px_clock_now() + PX_MS_SECOND);
			nudge();
		}
	}
}

static void start_work(struct px_domain *domain, struct px_arena *arena, int person)
{
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	struct px_user user;

	OK(px_store_begin(store, people[person], PX_STORE_WRITE, &tx, &error));
	OK(px_user_get(tx, people[person], arena, &user, &error));
	px_domain_init(domain, tx, people[person], px_clock_now(), px_zoneinfo_get(user.zone), arena);
	domain->find_zone = px_zoneinfo_find;
}

static void fill_task(const struct item *item, int64_t local, struct px_task *task)
{
	const struct px_tz *tz = px_zoneinfo_get(zones[item->person]);

	task->zone = zones[item->person];
	if (item->kind == A_DAY_TASK)
		task->due_day = px_civil_ms_day(local);
	else
		task->due = px_tz_to_utc(tz, local, NULL);
}

static const char *rule_of(const struct item *item, struct px_arena *arena)
{
	return px_arena_printf(arena, "FREQ=%s;COUNT=%d", item->kind == A_WEEKLY_EVENT ? "WEEKLY" : "DAILY", item->count);
}

static void make(const struct op *op, struct px_domain *domain)
{
	const struct item *item = &items[op->item];
	const struct px_tz *tz = px_zoneinfo_get(zones[item->person]);
	struct px_error error = { 0 };

	if (item->kind == A_REMINDER) {
		struct px_reminder row;
		px_record_init(&px_reminder_record, &row);
		row.id = item->id;
		row.text = "r";
		row.zone = zones[item->person];
		row.due = px_tz_to_utc(tz, op->local, NULL);
		OK(px_reminder_create(domain, &row, &error));
	} else if (item->kind == AN_EVENT || item->kind == A_WEEKLY_EVENT) {
		struct px_event row;
		px_record_init(&px_event_record, &row);
		row.id = item->id;
		row.title = "e";
		row.zone = zones[item->person];
		row.start = px_tz_to_utc(tz, op->local, NULL);
		row.recurrence = item->kind == A_WEEKLY_EVENT ? rule_of(item, domain->arena) : NULL;
		OK(px_event_create(domain, &row, &error));
	} else {
		struct px_task row;
		px_record_init(&px_task_record, &row);
		row.id = item->id;
		row.title = "t";
		row.reminders = item->kind == A_DAY_TASK ? "[\"-PT0S\"]" : NULL;
		fill_task(item, op->local, &row);
		row.recurrence = item->kind == A_DAILY_TASK ? rule_of(item, domain->arena) : NULL;
		OK(px_task_create(domain, &row, &error));
	}
}

static void move_item(const struct op *op, struct px_domain *domain)
{
	const struct item *item = &items[op->item];
	int64_t at = px_tz_to_utc(px_zoneinfo_get(zones[item->person]), op->local, NULL);
	struct px_error error = { 0 };

	if (item->kind == A_REMINDER) {
		struct px_reminder row;
		OK(px_reminder_get(domain, item->id, &row, &error));
		row.due = at;
		OK(px_reminder_update(domain, &row, -1, &error));
	} else if (item->kind == AN_EVENT || item->kind == A_WEEKLY_EVENT) {
		struct px_event row;
		OK(px_event_get(domain, item->id, &row, &error));
		row.end += at - row.start;
		row.start = at;
		OK(px_event_update(domain, &row, -1, &error));
	} else {
		struct px_task row;
		OK(px_task_get(domain, item->id, &row, &error));
		fill_task(item, op->local, &row);
		OK(px_task_update(domain, &row, -1, &error));
	}
}

static void delete_item(const struct op *op, struct px_domain *domain)
{
	const struct item *item = &items[op->item];
	struct px_error error = { 0 };
	enum px_err err = item->kind == A_REMINDER ? px_reminder_delete(domain, item->id, -1, &error)
			  : item->kind == AN_EVENT || item->kind == A_WEEKLY_EVENT ? px_event_delete(domain, item->id, -1, &error)
										 : px_task_delete(domain, item->id, -1, &error);
	if (err && err != PX_NOT_FOUND)
		OK(err);
}

static bool is_there(const struct op *op, struct px_domain *domain)
{
	const struct item *item = &items[op->item];
	struct px_error error;
	union { struct px_task task; struct px_event event; struct px_reminder reminder; } row;
	enum px_err err = item->kind == A_REMINDER ? px_reminder_get(domain, item->id, &row.reminder, &error)
			  : item->kind == AN_EVENT || item->kind == A_WEEKLY_EVENT ? px_event_get(domain, item->id, &row.event, &error)
										 : px_task_get(domain, item->id, &row.task, &error);
	return err == PX_OK;
}

static void travel(const struct op *op)
{
	struct px_error error = { 0 };
	struct px_arena arena;
	struct px_store_tx *tx;
	struct px_user user;

	px_arena_init(&arena);
	OK(px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error));
	OK(px_user_get(tx, people[op->person], &arena, &user, &error));
	user.zone = zones[op->zone];
	OK(px_user_update(tx, px_clock_now(), &user, -1, &arena, &error));
	OK(px_store_commit_wait(tx, &error));
	px_arena_release(&arena);
}

/* A killed child may have done it: it is done so that once more makes no difference. */
static void change_item(const struct op *op)
{
	struct px_error error = { 0 };
	struct px_domain domain;
	struct px_arena arena;

	px_arena_init(&arena);
	start_work(&domain, &arena, items[op->item].person);
	bool there = is_there(op, &domain);
	if (op->kind == MAKE && !there)
		make(op, &domain);
	else if (op->kind == MOVE && there)
		move_item(op, &domain);
	else if (op->kind == DELETE && there)
		delete_item(op, &domain);
	OK(px_domain_record(&domain, "test", NULL, &error));
	OK(px_store_commit_wait(domain.tx, &error));
	px_arena_release(&arena);
}

static void run_op(int index, struct px_jobs *jobs)
{
	const struct op *op = &ops[index];

	shared->ran[index] = px_clock_now();
	if (op->kind == TRAVEL)
		travel(op);
	else if (op->item >= 0)
		change_item(op);
	atomic_store(&shared->op, index + 1);
	if (op->kind == JUMP)
		set_clock(px_clock_now() + op->amount);
	if (op->kind == OUTAGE) {
		set_clock(px_clock_now() + op->amount);
		_exit(0);
	}
	settle(jobs);
}

static void be_pixie(void)
{
	struct px_error error = { 0 };
	struct px_loop *loop;
	struct px_shards *shards;
	struct px_jobs *jobs;

	px_log_set_level(PX_LOG_NONE);
	px_clock_fix(atomic_load(&shared->clock));
	open_store();
	OK(px_loop_new(0, &loop, &error));
	OK(px_shards_new(2, NULL, &shards, &error));
	OK(px_jobs_new(store, loop, &jobs, &error));
	px_jobs_add(jobs, &nudge_kind, NULL);
	px_jobs_add(jobs, &index_kind, NULL);
	struct px_proactive *proactive = px_proactive_new(jobs, store);
	px_proactive_add_channel(proactive, &double_channel, NULL);
	px_jobs_start(jobs, shards);
	settle(jobs);
	for (;;) {
		int index = atomic_load(&shared->op);
		int64_t due = next_due(), op_at = index < op_count ? ops[index].at : INT64_MAX, now = px_clock_now();
		int64_t at = due < op_at ? due : op_at;
		if (at > year_end)
			break;
		if (at > now)
			set_clock(at);
		settle(jobs);
		if (index < op_count && ops[index].at <= px_clock_now())
			run_op(index, jobs);
	}
	atomic_store(&shared->over, 1);
	_exit(0);
}

/* ------------------------------------------------------------------ the parent: provider and judge */

struct heard {
	struct px_id notification, subject;
	int64_t occurrence, planned, created, count;
};
static struct heard heard[HEARD_MAX];
static size_t heard_count;
static uint64_t refused, taken, repeated;

static void hear(struct px_id notification, int64_t created, const char *subject, int64_t occurrence, int64_t planned, int64_t count)
{
	struct heard *h = &heard[heard_count++];

	if (heard_count == HEARD_MAX)
		abort();
	*h = (struct heard){ .notification = notification, .occurrence = occurrence, .planned = planned, .created = created,
			     .count = count };
	if (!px_id_parse(px_str(subject ? subject : ""), &h->subject))
		h->subject = PX_ID_NONE;
}

static int64_t instant_of(const json_t *value)
{
	int64_t ms = PX_TIME_NONE;
	bool offset;

	if (json_is_string(value))
		(void)px_civil_parse_ms(px_json_string(value), &ms, &offset);
	return ms;
}

static void take(const json_t *packet)
{
	json_t *item, *list = json_object_get(packet, "items");
	struct px_id id;
	size_t i;
	int64_t created = json_integer_value(json_object_get(packet, "created"));

	if (json_integer_value(json_object_get(packet, "kind")) > PX_NOTIFY_MISSED)
		return; /* briefs */
	if (!px_id_parse(px_json_string(json_object_get(packet, "id")), &id))
		abort();
	for (i = 0; i < heard_count; i++)
		if (px_id_eq(heard[i].notification, id)) {
			repeated++; /* the device knows it by its id */
			return;
		}
	if (!json_is_array(list)) {
		hear(id, created, json_string_value(json_object_get(packet, "subject")),
		     json_integer_value(json_object_get(packet, "occurrence")),
		     json_integer_value(json_object_get(packet, "planned")), 1);
		return;
	}
	json_array_foreach(list, i, item)
		hear(id, created, json_string_value(json_object_get(item, "subject_id")),
		     instant_of(json_object_get(item, "occurrence")), instant_of(json_object_get(item, "planned")),
		     json_integer_value(json_object_get(item, "count")));
}

static void serve(int fd)
{
	static char packet[200000];
	ssize_t n = recv(fd, packet, sizeof(packet), 0);
	json_t *value = NULL;

	if (n <= 0 || px_json_parse(px_str_n(packet, (size_t)n), &value, NULL) != PX_OK)
		return;
	bool refuse = random_below(10) < 3, silent = !refuse && random_below(50) == 0;
	if (refuse) {
		refused++;
	} else {
		taken++;
		take(value);
	}
	json_decref(value);
	/* Taken, and the answer is lost: it comes again. */
	(void)!send(fd, refuse || silent ? "n" : "y", 1, MSG_NOSIGNAL);
}

static pid_t start_child(int *fd)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0)
		abort();
	pid_t pid = fork();
	if (pid == 0) {
		close(pair[0]);
		provider = pair[1];
		be_pixie();
	}
	close(pair[1]);
	*fd = pair[0];
	return pid;
}

static int play(int kills)
{
	int killed = 0, fd;
	pid_t pid = start_child(&fd);
	/* Spread over the year: a kill each time so many operations more were done. */
	int64_t step = kills ? (year_end - year_start) / (kills + 1) : INT64_MAX, next_kill = year_start + step;

	for (;;) {
		struct pollfd poller = { fd, POLLIN, 0 };
		int status;
		if (poll(&poller, 1, 1) > 0 && poller.revents & POLLIN)
			serve(fd);
		if (killed < kills && atomic_load(&shared->clock) >= next_kill) {
			usleep((useconds_t)random_below(3000)); /* anywhere in what it does then */
			kill(pid, SIGKILL);
			next_kill += step;
			killed++;
		}
		if (waitpid(pid, &status, WNOHANG) != pid)
			continue;
		close(fd);
		if (atomic_load(&shared->over))
			return killed;
		if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
			fprintf(stderr, "the child failed\n");
			exit(1);
		}
		if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL) {
			fprintf(stderr, "the child crashed: signal %d\n", WTERMSIG(status));
			exit(1);
		}
		pid = start_child(&fd);
	}
}

/* ------------------------------------------------------------------ the verdict */

static const char *zone_at(int person, int64_t at)
{
	const char *zone = zones[person];

	for (int i = 0; i < op_count; i++)
		if (ops[i].kind == TRAVEL && ops[i].person == person && shared->ran[i] && shared->ran[i] <= at)
			zone = zones[ops[i].zone];
	return zone;
}

static bool travels_near(int person, int64_t at)
{
	for (int i = 0; i < op_count; i++)
		if (ops[i].kind == TRAVEL && ops[i].person == person && shared->ran[i] &&
		    llabs(shared->ran[i] - at) < 2 * PX_MS_DAY)
			return true;
	return false;
}

/* When it can be said at the earliest: an outage, or a clock that was set forward, goes past it. */
static int64_t sayable(int64_t when)
{
	for (int i = 0; i < op_count; i++) {
		int64_t from = shared->ran[i], to = from + ops[i].amount;
		if ((ops[i].kind == JUMP || ops[i].kind == OUTAGE) && from && from <= when && when < to)
			when = to;
	}
	return when;
}

/* Outages and clocks that were set, between these instants. */
static bool disturbed(int64_t from, int64_t to)
{
	for (int i = 0; i < op_count; i++) {
		if (ops[i].kind != JUMP && ops[i].kind != OUTAGE)
			continue;
		int64_t a = shared->ran[i], b = a + ops[i].amount, low = a < b ? a : b, high = a < b ? b : a;
		if (shared->ran[i] && low <= to && high >= from - PX_MS_MINUTE)
			return true;
	}
	return false;
}

static bool is_quiet(const char *zone, int64_t at)
{
	int64_t local = px_tz_to_local(px_zoneinfo_get(zone), at);
	int64_t hour = (local - px_civil_ms_day(local) * PX_MS_DAY) / PX_MS_HOUR;

	return hour >= 22 || hour < 7;
}

struct tally {
	int expected, optional, lost, doubled, late, unexplained, outage, quiet;
};

/* What happened to an item, for whoever looks for the reason. */
static void tell_story(const struct item *item)
{
	for (int i = 0; i < op_count; i++)
		if (ops[i].item >= 0 && &items[ops[i].item] == item)
			fprintf(stderr, "  op %d at %lld: to local %lld\n", ops[i].kind, (long long)shared->ran[i], (long long)ops[i].local);
	for (size_t i = 0; i < heard_count; i++)
		if (px_id_eq(heard[i].subject, item->id))
			fprintf(stderr, "  heard at %lld: of %lld, planned for %lld, %lld times\n", (long long)heard[i].created,
				(long long)heard[i].occurrence, (long long)heard[i].planned, (long long)heard[i].count);
	for (int i = 0; i < op_count; i++)
		if (ops[i].kind == JUMP || ops[i].kind == OUTAGE)
			fprintf(stderr, "  clock at %lld: by %lld\n", (long long)shared->ran[i], (long long)ops[i].amount);
}

static void explain(const struct item *item, const struct heard *h, int64_t when, struct tally *tally)
{
	int64_t lateness = h->created - when;

	if (lateness < -PX_MS_MINUTE && item->kind != A_DAY_TASK && !disturbed(h->created, when)) {
		tally->unexplained++;
		fprintf(stderr, "early: %lld ms\n", (long long)-lateness);
	}
	if (lateness <= PX_MS_MINUTE)
		return;
	tally->late++;
	if (disturbed(when, h->created))
		tally->outage++;
	else if (is_quiet(zone_at(item->person, when), when) && lateness < 10 * PX_MS_HOUR)
		tally->quiet++;
	else if (item->kind == A_DAY_TASK && travels_near(item->person, when))
		tally->outage++;
	else {
		tally->unexplained++;
		fprintf(stderr, "late by %lld min: kind %d\n", (long long)(lateness / PX_MS_MINUTE), item->kind);
		if (tally->unexplained == 1)
			tell_story(item);
	}
}

/* One expected reminder; `must`: it was surely to be heard. */
static void judge(const struct item *item, int64_t occurrence, int64_t when, bool must, struct tally *tally)
{
	int times = 0;

	for (size_t i = 0; i < heard_count; i++) {
		struct heard *h = &heard[i];
		if (!px_id_eq(h->subject, item->id))
			continue;
		/* A recurring one that was missed several times names the last, and how many. */
		int64_t step = item->kind == A_WEEKLY_EVENT ? 7 * PX_MS_DAY : PX_MS_DAY;
		bool covers = h->occurrence == occurrence ||
			      (h->count > 1 && occurrence < h->occurrence &&
			       occurrence >= h->occurrence - (h->count - 1) * step - 2 * PX_MS_HOUR);
		if (!covers)
			continue;
		times++;
		explain(item, h, when, tally);
	}
	tally->expected += must;
	tally->optional += !must;
	if (must && !times) {
		tally->lost++;
		fprintf(stderr, "lost: kind %d, planned for %lld (quiet %d)\n", item->kind, (long long)when,
			is_quiet(zone_at(item->person, when), when));
		if (tally->lost == 1)
			tell_story(item);
	}
	if (times > 1) {
		tally->doubled++;
		fprintf(stderr, "heard %d times: kind %d, planned for %lld\n", times, item->kind, (long long)when);
	}
}

/* The occurrences of an item that stands at a wall clock time between two instants of the clock. */
static void judge_span(int index, int64_t local, int64_t from, int64_t until, bool unsure, struct tally *tally)
{
	const struct item *item = &items[index];
	const struct px_tz *tz = px_zoneinfo_get(zones[item->person]);
	int64_t step = item->kind == A_WEEKLY_EVENT ? 7 : 1;

	for (int n = 0; n < item->count; n++) {
		int64_t occurrence = px_tz_to_utc(tz, local + n * step * PX_MS_DAY, NULL), when = occurrence;
		if (item->kind == AN_EVENT || item->kind == A_WEEKLY_EVENT)
			when -= 15 * PX_MS_MINUTE;
		if (item->kind == A_DAY_TASK)
			when = px_tz_to_utc(px_zoneinfo_get(zone_at(item->person, occurrence + 9 * PX_MS_HOUR)),
					    local + 9 * PX_MS_HOUR, NULL);
		/*
		 * Near the ends of its stay, what quiet hours hold, travel and set clocks decide whether it was heard; what the
		 * provider refused is not sent again when its item is gone by then.
		 */
		bool prompt = item->kind == A_TASK || item->kind == A_REMINDER || item->kind == A_DAILY_TASK;
		int64_t slack = prompt ? PX_MS_HOUR : 10 * PX_MS_HOUR;
		bool sure = !unsure && when > from + PX_MS_MINUTE && sayable(when) < until - slack && when < year_end - PX_MS_DAY;
		if (item->kind == A_DAY_TASK && travels_near(item->person, when))
			sure = false;
		if (disturbed(until - PX_MS_MINUTE, until) && when > until - 6 * PX_MS_HOUR)
			sure = false; /* the clock was set around the end of it */
		if (disturbed(from, from + PX_MS_MINUTE) && when < from + 6 * PX_MS_HOUR)
			sure = false;
		judge(item, occurrence, when, sure, tally);
	}
}

static struct tally give_verdict(void)
{
	struct tally tally = { 0 };

	for (int index = 0; index < item_count; index++) {
		int64_t local = 0, from = 0;
		bool stands = false, unsure = false;
		for (int i = 0; i < op_count; i++) {
			const struct op *op = &ops[i];
			if (op->item != index || op->kind > DELETE)
				continue;
			if (stands)
				judge_span(index, local, from, shared->ran[i] ? shared->ran[i] : INT64_MAX, unsure, &tally);
			/* A reminder that was said is gone, and can't be moved. */
			if (stands && items[index].kind == A_REMINDER &&
			    px_tz_to_utc(px_zoneinfo_get(zones[items[index].person]), local, NULL) < shared->ran[i] + PX_MS_DAY)
				unsure = true;
			stands = op->kind != DELETE && (op->kind == MAKE || stands);
			local = op->local;
			from = shared->ran[i];
			if (op->kind == DELETE)
				break;
		}
		if (stands)
			judge_span(index, local, from, INT64_MAX / 2, unsure, &tally);
	}
	return tally;
}

/* ------------------------------------------------------------------ main */

static void make_people(void)
{
	struct px_error error = { 0 };
	struct px_store_tx *tx;

	open_store();
	for (int i = 0; i < PEOPLE; i++) {
		struct px_user user;
		px_record_init(&px_user_record, &user);
		user.name = zones[i];
		user.zone = zones[i];
		user.locale = i % 2 ? "en-US" : "de-DE";
		OK(px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error));
		OK(px_user_create(tx, px_clock_now(), &user, &error));
		OK(px_store_commit_wait(tx, &error));
		people[i] = user.id;
	}
	px_store_close(store);
}

static int64_t option(int argc, char **argv, const char *name, int64_t usual)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return strtoll(argv[i + 1], NULL, 10);
	return usual;
}

int main(int argc, char **argv)
{
	int64_t days = option(argc, argv, "--days", 365);
	int kills = (int)option(argc, argv, "--kills", 300);

	px_log_set_level(PX_LOG_NONE);
	signal(SIGPIPE, SIG_IGN);
	item_count = (int)option(argc, argv, "--items", 1100);
	fault_every = (int)option(argc, argv, "--faults", 0);
	seed = (uint64_t)option(argc, argv, "--seed", 20261128) * 2654435761u + 1;
	if (item_count > ITEMS_MAX || days < 40)
		return 2;
	year_start = px_civil_day(2026, 1, 1) * PX_MS_DAY;
	year_end = year_start + days * PX_MS_DAY;
	px_clock_fix(year_start);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	for (int i = 0; i < item_count; i++)
		items[i].id = px_id_new();
	write_script((int)option(argc, argv, "--jumps", 30), (int)option(argc, argv, "--outages", 5), days);
	atomic_store(&shared->clock, year_start);
	temp_dir_make(&dir);
	temp_dir_file(&dir, "pixie.db", path);
	make_people();
	int killed = play(kills);
	struct tally tally = give_verdict();
	printf("%d reminders expected, %d that might be heard or not; %zu heard in all, %llu taken, %llu refused, %llu repeated, %d kills, %llu calls of the store failed\n"
	       "lost %d, doubled %d; late %d: %d by outages and set clocks, %d by quiet hours, %d unexplained\n",
	       tally.expected, tally.optional, heard_count, (unsigned long long)taken, (unsigned long long)refused,
	       (unsigned long long)repeated, killed, (unsigned long long)atomic_load(&shared->faults), tally.lost, tally.doubled, tally.late, tally.outage, tally.quiet,
	       tally.unexplained);
	temp_dir_remove(&dir);
	return tally.lost || tally.doubled || tally.unexplained || !tally.expected ? 1 : 0;
}
