/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chart: bottom-up application of the rule tables to one run of tokens.
 *
 * Starts are taken from right to left, so when a node is made every node to
 * its right exists; a rule is tried when the node of its first element
 * appears, and the rest of its pattern is matched against finished nodes.
 * Nothing is stored half-matched, and left recursion ("DAY <- DAY YEAR") is
 * only one more node at the same start.  Widths and node counts are bounded,
 * so the work per token is too.
 */
#include "nlu/language.h"
#include "nlu/time/grammar.h"

struct matcher {
	struct px_time_chart *chart;
	const struct px_time_parse *parse;
	const struct px_time_rule *rule;
	uint16_t number;
	size_t begin;
	/* NULL: an optional element that is missing; ends with NULL */
	const struct px_time_node *part[PX_TIME_PATTERN + 1];
};

static const struct {
	uint8_t low, high;
} classes[] = {
	[S_ANY_DAY - S_SYMBOLS] = { S_DAY, S_PERIOD },
	[S_ANY_POINT - S_SYMBOLS] = { S_DAY, S_PART },
	[S_ANY_CLOCK - S_SYMBOLS] = { S_CLOCK, S_CLOCKS },
	[S_ANY_VALUE - S_SYMBOLS] = { S_DAY, S_SPAN },
};

static bool symbol_matches(int wanted, int symbol)
{
	if (wanted < S_SYMBOLS)
		return wanted == symbol;
	return symbol >= classes[wanted - S_SYMBOLS].low && symbol <= classes[wanted - S_SYMBOLS].high;
}

const struct px_time_rule *px_time_rule_at(uint16_t number)
{
	size_t table = number / PX_TIME_ROWS;

	return table < PX_TIME_TABLES ? &px_language()->time->tables[table]->rule[number % PX_TIME_ROWS] : NULL;
}

/* One pass, from the last row to the first, so that each list is in the order of the tables. */
static void index_build(struct px_time_index *index)
{
	size_t tables = 0;

	while (px_language()->time->tables[tables])
		tables++;
	memset(index->head, 0, sizeof index->head);
	for (size_t t = tables; t-- > 0;) {
		const struct px_time_rule *rule = px_language()->time->tables[t]->rule;
		for (size_t i = px_language()->time->tables[t]->count; i-- > 0;) {
			uint16_t *head = &index->head[rule[i].pattern[0] & PX_SYMBOL_MASK];
			uint16_t second = rule[i].pattern[1];
			size_t number = t * PX_TIME_ROWS + i;
			index->entry[number].next = *head;
			index->entry[number].second = second & PX_OPT ? (uint16_t)S_NONE : second;
			*head = (uint16_t)(number + 1);
		}
	}
	index->built = true;
}

/* The tables are constant, so what a thread has built stays. */
static const struct px_time_index *index_of_rules(void)
{
	static _Thread_local struct px_time_index indexes[PX_LANGUAGES];
	struct px_time_index *index = &indexes[px_language()->number];

	if (!index->built)
		index_build(index);
	return index;
}

void px_time_node_init(struct px_time_node *node, int symbol, size_t begin, size_t end)
{
	memset(node, 0, sizeof *node);
	node->symbol = (uint8_t)symbol;
	node->begin = (uint8_t)begin;
	node->end = (uint8_t)end;
	node->wday = -1;
	node->rule = UINT16_MAX;
	node->day = node->until = PX_DAY_NONE;
	node->clock = node->clock_until = PX_TIME_CLOCK_NONE;
}

void px_time_chart_clear(struct px_time_chart *chart, const struct px_token *token, size_t count)
{
	chart->count = 0;
	chart->token = token;
	chart->tokens = count;
	memset(chart->head, -1, sizeof chart->head);
	memset(chart->tail, -1, sizeof chart->tail);
	memset(chart->present, 0, sizeof chart->present);
}

static bool present(const struct px_time_chart *chart, size_t at, int symbol)
{
	if (symbol >= S_SYMBOLS)
		return true;
	return chart->present[at][symbol >> 6] >> (symbol & 63) & 1;
}

/* A reading of the same words as the same symbol that is no worse makes a new one useless. */
static bool known(const struct px_time_chart *chart, const struct px_time_node *node)
{
	if (!present(chart, node->begin, node->symbol))
		return false;
	for (int i = chart->head[node->begin]; i >= 0; i = chart->node[i].next) {
		const struct px_time_node *other = &chart->node[i];
		if (other->symbol == node->symbol && other->end == node->end &&
		    other->weight >= node->weight && node->rule != UINT16_MAX)
			return true;
	}
	return false;
}

void px_time_chart_add(struct px_time_chart *chart, const struct px_time_node *node)
{
	if (chart->count >= PX_TIME_NODES || known(chart, node))
		return;
	int16_t number = (int16_t)chart->count++;
	size_t at = node->begin;
	chart->node[number] = *node;
	chart->node[number].next = -1;
	if (chart->tail[at] >= 0)
		chart->node[chart->tail[at]].next = number;
	else
		chart->head[at] = number;
	chart->tail[at] = number;
	chart->present[at][node->symbol >> 6] |= UINT64_C(1) << (node->symbol & 63);
}

static void produce(const struct matcher *m, size_t end)
{
	struct px_time_node node;

	if (end - m->begin > PX_TIME_WIDTH)
		return;
	px_time_node_init(&node, m->rule->result, m->begin, end);
	node.rule = m->number;
	node.weight = m->rule->weight;
	for (size_t i = 0; m->rule->pattern[i]; i++)
		if (m->part[i])
			node.weight = (int16_t)(node.weight + m->part[i]->weight);
	const px_time_make *makes = px_time_makes[m->number / PX_TIME_ROWS % PX_TIME_TOPICS];
	if (makes[m->rule->make](m->parse, m->part, m->rule->arg, &node))
		px_time_chart_add(m->chart, &node);
}

/* Whether the element `wanted` can begin at `at`. */
static bool possible(const struct px_time_chart *chart, uint16_t wanted, size_t at)
{
	if (at >= chart->tokens || !present(chart, at, wanted & PX_SYMBOL_MASK))
		return false;
	if (wanted & (PX_GLUED | PX_LOOSE))
		return chart->token[at].glued == ((wanted & PX_GLUED) != 0);
	return true;
}

static void match(struct matcher *m, size_t element, size_t at)
{
	uint16_t wanted = element < PX_TIME_PATTERN ? m->rule->pattern[element] : (uint16_t)S_NONE;
	int symbol = wanted & PX_SYMBOL_MASK;

	if (wanted == S_NONE) {
		m->part[element] = NULL;
		produce(m, at);
		return;
	}
	m->part[element] = NULL;
	if (wanted & PX_OPT)
		match(m, element + 1, at);
	if (!possible(m->chart, wanted, at))
		return;
	for (int i = m->chart->head[at]; i >= 0; i = m->chart->node[i].next) {
		const struct px_time_node *node = &m->chart->node[i];
		if (!symbol_matches(symbol, node->symbol))
			continue;
		m->part[element] = node;
		match(m, element + 1, node->end);
	}
	m->part[element] = NULL;
}

static void expand(struct matcher *m, const struct px_time_node *node, int symbol)
{
	const struct px_time_index *index = m->chart->index;
	size_t end = node->end;

	for (uint16_t i = index->head[symbol]; i; i = index->entry[i - 1].next) {
		uint16_t second = index->entry[i - 1].second;
		if (second != S_NONE && !possible(m->chart, second, end))
			continue;
		m->number = (uint16_t)(i - 1);
		m->rule = px_time_rule_at(m->number);
		m->begin = node->begin;
		m->part[0] = node;
		match(m, 1, end);
	}
}

void px_time_chart_run(struct px_time_chart *chart, const struct px_time_parse *parse)
{
	struct matcher m = { .chart = chart, .parse = parse };

	chart->index = index_of_rules();
	for (size_t at = chart->tokens; at-- > 0;) {
		for (int i = chart->head[at]; i >= 0; i = chart->node[i].next) {
			const struct px_time_node *node = &chart->node[i];
			expand(&m, node, node->symbol);
			for (int c = S_SYMBOLS + 1; c < S_CLASS_END && node->symbol >= S_DAY; c++)
				if (symbol_matches(c, node->symbol))
					expand(&m, node, c);
		}
	}
}
