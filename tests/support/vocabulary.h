/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary of the built-in table, which is that of all-MiniLM-L6-v2, for
 * tests of what needs word pieces but no encoder.
 */
#ifndef TESTS_SUPPORT_VOCABULARY_H
#define TESTS_SUPPORT_VOCABULARY_H

#include "embed/local/wordpiece.h"
#include "embed/static/table.h"
#include "embed/weights.h"

struct test_vocabulary {
	struct px_wordpiece wordpiece;
	struct px_buf pieces, at, slots;
};

static inline enum px_err test_vocabulary_load(struct test_vocabulary *vocabulary)
{
	struct px_weights weights;
	struct px_str text;
	struct px_error error;

	px_buf_init(&vocabulary->pieces, 1 << 20);
	px_buf_init(&vocabulary->at, 1 << 20);
	px_buf_init(&vocabulary->slots, 1 << 20);
	enum px_err err = px_weights_view(px_static_table, (size_t)(px_static_table_end - px_static_table), &weights, &error);
	if (!err)
		err = px_weights_get_any(&weights, PX_STATIC_PIECES, &text, &error);
	if (!err)
		err = px_wordpiece_build(text, &vocabulary->pieces, &vocabulary->at, &vocabulary->slots, &error);
	if (!err)
		err = px_wordpiece_init(&vocabulary->wordpiece, (uint32_t)(vocabulary->at.size / sizeof(uint32_t)) - 1,
					px_buf_view(&vocabulary->pieces), (const uint32_t *)vocabulary->at.data,
					(const uint32_t *)vocabulary->slots.data, &error);
	return err;
}

static inline void test_vocabulary_release(struct test_vocabulary *vocabulary)
{
	px_buf_release(&vocabulary->pieces);
	px_buf_release(&vocabulary->at);
	px_buf_release(&vocabulary->slots);
}

#endif
