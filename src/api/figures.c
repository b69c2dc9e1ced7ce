/* SPDX-License-Identifier: Apache-2.0 */
#include "api/figures.h"

#include <stdio.h>

void px_figures_rows_add(struct px_figures_rows *rows, const struct px_change *changes, size_t count)
{
	for (size_t i = 0; i < count && rows->count < PX_FIGURES_ROWS; i++)
		rows->rows[rows->count++] = changes[i].id;
}

static bool has_row(const struct px_figures_rows *rows, struct px_id id)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (px_id_eq(rows->rows[i], id))
			return true;
	}
	return false;
}

static bool meet(const struct px_figures_rows *one, const struct px_figures_rows *other)
{
	for (size_t i = 0; i < one->count; i++) {
		if (has_row(other, one->rows[i]))
			return true;
	}
	return false;
}

static void add(_Atomic uint64_t *counter, uint64_t count)
{
	atomic_fetch_add_explicit(counter, count, memory_order_relaxed);
}

static struct px_figures_person *person_of(struct px_figures *figures, struct px_id user)
{
	struct px_figures_person *person =
		&figures->people[px_str_hash(px_str_n((const char *)&user, sizeof(user))) % PX_FIGURES_PEOPLE];

	if (!px_id_eq(person->user, user))
		*person = (struct px_figures_person){ .user = user };
	return person;
}

void px_figures_turn(struct px_figures *figures, struct px_id user, bool thought, const struct px_figures_rows *changed)
{
	struct px_figures_person *person = person_of(figures, user);
	bool corrects = false;

	add(thought ? &figures->thought : &figures->built_in, 1);
	add(&figures->changing, changed->count > 0);
	for (size_t i = 0; i < PX_FIGURES_TURNS; i++) {
		if (!meet(&person->turns[i], changed))
			continue;
		corrects = true;
		person->turns[i].count = 0; /* once is enough */
	}
	add(&figures->corrected, corrects);
	memmove(&person->turns[1], &person->turns[0], (PX_FIGURES_TURNS - 1) * sizeof(person->turns[0]));
	person->turns[0] = *changed;
}

void px_figures_call(struct px_figures *figures, bool thought, enum px_figures_result result, uint64_t count)
{
	add(&figures->calls[thought][result], count);
}

static double load(const _Atomic uint64_t *counter)
{
	return (double)atomic_load_explicit(counter, memory_order_relaxed);
}

static void add_histogram(struct px_histogram *sum, const struct px_histogram *one)
{
	for (size_t i = 0; i <= PX_HISTOGRAM_BUCKETS; i++)
		add(&sum->buckets[i], atomic_load_explicit(&one->buckets[i], memory_order_relaxed));
	add(&sum->sum_ns, atomic_load_explicit(&one->sum_ns, memory_order_relaxed));
}

static void write_calls(const double calls[2][PX_FIGURES_RESULTS], struct px_buf *out)
{
	static const char *const results[] = { "done", "failed", "asked" };
	char label[64];

	for (int thought = 0; thought < 2; thought++) {
		for (int result = 0; result < PX_FIGURES_RESULTS; result++) {
			snprintf(label, sizeof(label), "by=\"%s\",result=\"%s\"", thought ? "model" : "built_in", results[result]);
			px_metric_write(out, "pixie_tool_calls_total", label, "counter",
					thought || result ? NULL : "Calls of tools in turns; asked: it was not clear what was meant.",
					calls[thought][result]);
		}
	}
}

void px_figures_write(const struct px_figures *const *all, size_t count, struct px_buf *out)
{
	double built_in = 0, thought = 0, changing = 0, corrected = 0, calls[2][PX_FIGURES_RESULTS] = { 0 };
	struct px_histogram first = { 0 }, whole = { 0 };

	for (size_t i = 0; i < count; i++) {
		built_in += load(&all[i]->built_in);
		thought += load(&all[i]->thought);
		changing += load(&all[i]->changing);
		corrected += load(&all[i]->corrected);
		for (int by = 0; by < 2; by++) {
			for (int result = 0; result < PX_FIGURES_RESULTS; result++)
				calls[by][result] += load(&all[i]->calls[by][result]);
		}
		add_histogram(&first, &all[i]->first);
		add_histogram(&whole, &all[i]->whole);
	}
	px_metric_write(out, "pixie_turns_total", "by=\"built_in\"", "counter", "Turns by who answered.", built_in);
	px_metric_write(out, "pixie_turns_total", "by=\"model\"", "counter", NULL, thought);
	px_metric_write(out, "pixie_turns_without_model_ratio", "", "gauge", "Share of turns that no model was needed for.",
			built_in + thought > 0 ? built_in / (built_in + thought) : 1);
	px_metric_write(out, "pixie_turns_changing_total", "", "counter", "Turns that changed something.", changing);
	px_metric_write(out, "pixie_turns_corrected_total", "", "counter",
			"Of those, how many were undone or changed again within two turns.", corrected);
	write_calls(calls, out);
	px_histogram_write(&first, "pixie_turn_first_seconds", "", "From a message to a model's first words.", out);
	px_histogram_write(&whole, "pixie_turn_whole_seconds", "", "From a message to the end of a model's answer.", out);
}
