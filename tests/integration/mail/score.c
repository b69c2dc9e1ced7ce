/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_score FOLDER HELPER [-v] [--rules] [--lines]: reads FOLDER/expected.jsonl, {"file", "locale"?, "tz"?,
 * "now", "findings": [{"kind", "when"?, "title"?}]} a line, runs pixie-extract on each mail,
 * and tells how many of what is found is right, how much is found, and how many
 * dates are.  Fails under 90%, 70% and 95%.  --rules: of what the rules find, doubtful or not.
 * --lines: for tools/train_judge, a line of JSON a mail with the features of its sentences and what the rules find.
 */
#include "mail/find.h"
#include "base/civil.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct score {
	int mails, crashes, found, wanted, right, dated, date_right;
	bool loud, rules, lines;
} score;

static void read_file(const char *path, struct px_buf *out)
{
	char part[65536];
	size_t n;
	FILE *file = fopen(path, "rb");

	while (file && (n = fread(part, 1, sizeof(part), file)) > 0)
		(void)px_buf_append(out, part, n);
	if (file)
		fclose(file);
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

/* "2026-01-16" is right for any time of the day where no time is wanted; instants are compared as such. */
static bool same_time(const char *wanted, const char *got, const struct px_tz *tz)
{
	int64_t a, b;
	bool a_offset, b_offset;
	int32_t day_a, day_b;
	bool a_day = px_civil_parse_day(px_str(wanted), &day_a), b_day = got && px_civil_parse_day(px_str(got), &day_b);

	if (!got || a_day != b_day)
		return false;
	if (a_day)
		return day_a == day_b;
	if (!px_civil_parse_ms(px_str(wanted), &a, &a_offset) || !px_civil_parse_ms(px_str(got), &b, &b_offset))
		return false;
	if (!a_offset)
		a = px_tz_to_utc(tz, a, NULL);
	if (!b_offset)
		b = px_tz_to_utc(tz, b, NULL);
	return a == b;
}

static bool holds(const char *text_of, const char *part)
{
	return !*part || strcasestr(text_of, part);
}

/* A finding that is wanted: of that kind, and, where a date is wanted, of that day or at least near. */
static void match(const json_t *wanted, const struct px_mail_findings *got, const struct px_tz *tz, const char *file, bool used[])
{
	json_t *item;
	size_t i;

	json_array_foreach(wanted, i, item) {
		const struct px_mail_finding *best = NULL;
		size_t at = 0;
		for (size_t k = 0; k < got->count; k++) {
			bool fits = !used[k] && strcmp(px_mail_finding_names[got->list[k].kind], text(item, "kind")) == 0 &&
				    holds(got->list[k].title, text(item, "title"));
			bool exact = fits && *text(item, "when") && same_time(text(item, "when"), got->list[k].start, tz);
			if (fits && (!best || exact)) {
				best = &got->list[k];
				at = k;
			}
		}
		score.wanted++;
		if (!best) {
			if (score.loud)
				printf("%s: missed %s %s %s\n", file, text(item, "kind"), text(item, "when"), text(item, "title"));
			continue;
		}
		used[at] = true;
		score.right++;
		if (!*text(item, "when"))
			continue;
		score.dated++;
		bool right = same_time(text(item, "when"), best->start, tz);
		score.date_right += right;
		if (!right && score.loud)
			printf("%s: date %s, not %s (%s)\n", file, best->start ? best->start : "-", text(item, "when"), best->quote);
	}
}

/* What the judge doubts is not put before the person. */
static void drop_doubtful(struct px_mail_findings *findings)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->count; i++)
		if (score.rules || !findings->list[i].doubtful)
			findings->list[kept++] = findings->list[i];
	findings->count = kept;
}

static void keep_features(void *arg, size_t sentence, const uint16_t *features, size_t count)
{
	json_t *list = json_array();

	(void)sentence; /* they come in their order */
	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_integer(features[i]));
	json_array_append_new(arg, list);
}

static void print_line(const json_t *line, json_t *sentences, const struct px_mail_findings *findings, const bool used[])
{
	json_t *found = json_array();

	for (size_t i = 0; i < findings->count; i++) {
		const struct px_mail_finding *one = &findings->list[i];
		json_array_append_new(found, json_pack("[i,i,b]", (int)one->kind, one->told ? (int)one->sentence : -1, used[i]));
	}
	json_t *all = json_pack("{s:s,s:s,s:i,s:O,s:o}", "file", text(line, "file"), "author", text(line, "author"), "wanted",
				(int)json_array_size(json_object_get(line, "findings")), "sentences", sentences, "findings", found);
	char *out = json_dumps(all, JSON_COMPACT);
	puts(out);
	free(out);
	json_decref(all);
}

static void judge(const char *folder, const char *helper, const json_t *line)
{
	struct px_buf bytes = PX_BUF_INIT(64 << 20), path = PX_BUF_INIT(4096);
	struct px_mail_parsed parsed = { 0 };
	struct px_mail_findings findings = { .count = 0 };
	bool used[PX_MAIL_FINDINGS_MAX] = { false }, offset;
	const char *zone = *text(line, "tz") ? text(line, "tz") : "Europe/Berlin";
	struct px_mail_finding_context context = { .tz = px_zoneinfo_get(zone), .locale = *text(line, "locale") ? text(line, "locale") : "en-GB",
						   .address = "anna@example.com", .name = "Anna Berg" };
	json_t *sentences = json_array();
	struct px_arena arena;
	struct px_error error = { 0 };

	px_arena_init(&arena);
	(void)px_buf_printf(&path, "%s/%s", folder, text(line, "file"));
	read_file(path.data, &bytes);
	context.features = score.lines ? keep_features : NULL;
	context.features_arg = sentences;
	(void)!px_civil_parse_ms(px_str(text(line, "now")), &context.now, &offset);
	enum px_err err = px_mail_parse(helper, px_buf_view(&bytes), NULL, &arena, &parsed, &error);
	score.mails++;
	if (err && err != PX_INVALID) {
		score.crashes++;
		printf("%s: %s\n", text(line, "file"), error.message);
	}
	if (!err)
		px_mail_find(&parsed, &context, &arena, &findings);
	drop_doubtful(&findings);
	score.found += (int)findings.count;
	match(json_object_get(line, "findings"), &findings, context.tz, text(line, "file"), used);
	for (size_t k = 0; k < findings.count && score.loud; k++)
		if (!used[k])
			printf("%s: too much: %s %s “%s” (%s)\n", text(line, "file"), px_mail_finding_names[findings.list[k].kind],
			       findings.list[k].start ? findings.list[k].start : "-", findings.list[k].title, findings.list[k].quote);
	if (score.lines)
		print_line(line, sentences, &findings, used);
	json_decref(sentences);
	px_mail_parsed_release(&parsed);
	px_arena_release(&arena);
	px_buf_release(&bytes);
	px_buf_release(&path);
}

static double share(int part, int whole)
{
	return whole ? 100.0 * part / whole : 100;
}

int main(int argc, char **argv)
{
	struct px_buf lines = PX_BUF_INIT(64 << 20), path = PX_BUF_INIT(4096);

	if (argc < 3) {
		fprintf(stderr, "usage: mail_score FOLDER HELPER [-v] [--rules] [--lines]\n");
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		score.loud |= strcmp(argv[i], "-v") == 0;
		score.lines |= strcmp(argv[i], "--lines") == 0;
		score.rules |= score.lines || strcmp(argv[i], "--rules") == 0;
	}
	(void)px_buf_printf(&path, "%s/expected.jsonl", argv[1]);
	read_file(path.data, &lines);
	for (struct px_str rest = px_buf_view(&lines), line; rest.size;) {
		json_t *object = NULL;
		line = px_str_trim(px_str_cut(rest, '\n', &rest));
		if (line.size && px_json_parse(line, &object, NULL) == PX_OK)
			judge(argv[1], argv[2], object);
		json_decref(object);
	}
	double precision = share(score.right, score.found), recall = share(score.right, score.wanted), dates = share(score.date_right, score.dated);
	fprintf(score.lines ? stderr : stdout, "%d mails, %d crashes; %d found of %d: precision %.1f%%, recall %.1f%%; dates %d of %d: %.1f%%\n", score.mails, score.crashes,
	       score.found, score.wanted, precision, recall, score.date_right, score.dated, dates);
	px_buf_release(&lines);
	px_buf_release(&path);
	return score.mails >= 200 && !score.crashes && precision >= 90 && recall >= 70 && dates >= 95 ? 0 : 1;
}
