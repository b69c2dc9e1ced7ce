/* SPDX-License-Identifier: Apache-2.0 */
/*
 * English words that tell how much thought is asked for.
 *
 *   reason  to weigh, explain, find causes
 *   plan    to make something of several parts
 *   write   to make a text; alone it may be a line
 *   join    clauses; two or more make a text hard
 *   small   asks for little, whatever the other words say
 *   own     the person speaks of themselves
 */
#include "llm/complexity.h"

#include <stddef.h>

const struct px_complexity_word px_complexity_words[] = {
	{ "compare*", PX_WORD_REASON }, { "versus", PX_WORD_REASON }, { "vs", PX_WORD_REASON },
	{ "analy*", PX_WORD_REASON }, { "evaluate", PX_WORD_REASON }, { "assess", PX_WORD_REASON },
	{ "interpret", PX_WORD_REASON }, { "review", PX_WORD_REASON }, { "explain", PX_WORD_REASON },
	{ "reasoning", PX_WORD_REASON }, { "argument*", PX_WORD_REASON }, { "pros and cons", PX_WORD_REASON },
	{ "trade-off*", PX_WORD_REASON }, { "tradeoff*", PX_WORD_REASON }, { "weigh", PX_WORD_REASON },
	{ "decide", PX_WORD_REASON }, { "should i", PX_WORD_REASON }, { "should we", PX_WORD_REASON },
	{ "how should", PX_WORD_REASON }, { "how would you", PX_WORD_REASON }, { "what would you", PX_WORD_REASON },
	{ "how can i", PX_WORD_REASON }, { "how do i get", PX_WORD_REASON }, { "help me", PX_WORD_REASON },
	{ "think through", PX_WORD_REASON }, { "figure out", PX_WORD_REASON }, { "work out", PX_WORD_REASON },
	{ "why did", PX_WORD_REASON }, { "why do i", PX_WORD_REASON }, { "why does my", PX_WORD_REASON },
	{ "what if", PX_WORD_REASON }, { "go wrong", PX_WORD_REASON }, { "pattern*", PX_WORD_REASON },
	{ "in common", PX_WORD_REASON }, { "difference between", PX_WORD_REASON }, { "contradict*", PX_WORD_REASON },
	{ "consistent", PX_WORD_REASON }, { "prioriti*", PX_WORD_REASON }, { "rank", PX_WORD_REASON },
	{ "estimate", PX_WORD_REASON }, { "calculate", PX_WORD_REASON }, { "step by step", PX_WORD_REASON },
	{ "convince", PX_WORD_REASON }, { "the best", PX_WORD_REASON }, { "afford", PX_WORD_REASON },
	{ "the flaw", PX_WORD_REASON }, { "realistic", PX_WORD_REASON }, { "find the", PX_WORD_REASON },
	{ "tell me which", PX_WORD_REASON }, { "tell me where", PX_WORD_REASON }, { "what questions", PX_WORD_REASON },
	{ "suggest", PX_WORD_REASON }, { "recommend", PX_WORD_REASON }, { "what to do", PX_WORD_REASON },

	{ "plan", PX_WORD_PLAN }, { "plans", PX_WORD_PLAN }, { "strategy", PX_WORD_PLAN }, { "schedule", PX_WORD_PLAN },
	{ "routine", PX_WORD_PLAN }, { "agenda", PX_WORD_PLAN }, { "checklist", PX_WORD_PLAN },
	{ "break down", PX_WORD_PLAN }, { "down into", PX_WORD_PLAN }, { "outline", PX_WORD_PLAN },
	{ "devise", PX_WORD_PLAN }, { "set out", PX_WORD_PLAN }, { "programme", PX_WORD_PLAN }, { "design", PX_WORD_PLAN }, { "develop", PX_WORD_PLAN }, { "restructure", PX_WORD_PLAN },
	{ "brainstorm", PX_WORD_PLAN }, { "propose", PX_WORD_PLAN }, { "proposal", PX_WORD_PLAN },
	{ "prepare", PX_WORD_PLAN }, { "three ways", PX_WORD_PLAN }, { "steps", PX_WORD_PLAN },

	{ "write", PX_WORD_WRITE }, { "draft", PX_WORD_WRITE }, { "compose", PX_WORD_WRITE }, { "rewrite", PX_WORD_WRITE },
	{ "summari*", PX_WORD_WRITE }, { "letter", PX_WORD_WRITE }, { "email", PX_WORD_WRITE }, { "essay", PX_WORD_WRITE },
	{ "word it", PX_WORD_WRITE }, { "wording", PX_WORD_WRITE }, { "how do i word", PX_WORD_REASON }, { "how do i say", PX_WORD_REASON },
	{ "speech", PX_WORD_WRITE }, { "story", PX_WORD_WRITE }, { "poem", PX_WORD_WRITE }, { "blog post", PX_WORD_WRITE },
	{ "complaint", PX_WORD_WRITE }, { "feedback", PX_WORD_WRITE }, { "translate", PX_WORD_WRITE },
	{ "paragraph", PX_WORD_WRITE }, { "contract", PX_WORD_WRITE }, { "report", PX_WORD_WRITE },

	{ "because", PX_WORD_JOIN }, { "but", PX_WORD_JOIN }, { "so that", PX_WORD_JOIN }, { "unless", PX_WORD_JOIN },
	{ "although", PX_WORD_JOIN }, { "while", PX_WORD_JOIN }, { "instead", PX_WORD_JOIN }, { "except", PX_WORD_JOIN },
	{ "if", PX_WORD_JOIN }, { "then", PX_WORD_JOIN }, { "whether", PX_WORD_JOIN }, { "without", PX_WORD_JOIN },
	{ "including", PX_WORD_JOIN }, { "given", PX_WORD_JOIN }, { "and what", PX_WORD_JOIN }, { "and how", PX_WORD_JOIN },
	{ "and tell", PX_WORD_JOIN }, { "and explain", PX_WORD_JOIN }, { "and suggest", PX_WORD_JOIN },
	{ "and mention", PX_WORD_JOIN }, { "and ask", PX_WORD_JOIN }, { "and does", PX_WORD_JOIN },

	{ "one sentence", PX_WORD_SMALL }, { "one line", PX_WORD_SMALL }, { "one-line", PX_WORD_SMALL },
	{ "five words", PX_WORD_SMALL }, { "one word", PX_WORD_SMALL }, { "in short", PX_WORD_SMALL },

	{ "my", PX_WORD_OWN }, { "mine", PX_WORD_OWN }, { "our", PX_WORD_OWN }, { "me", PX_WORD_OWN }, { "i", PX_WORD_OWN },
	{ "i'm", PX_WORD_OWN }, { "i've", PX_WORD_OWN }, { "we", PX_WORD_OWN }, { "us", PX_WORD_OWN },
	{ NULL, PX_WORD_REASON },
};
