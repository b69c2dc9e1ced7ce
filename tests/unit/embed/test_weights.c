/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A weight file comes back as it was written, and any damage is told.
 */
#include "embed/weights.h"

#include "../../support/temp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void make(struct px_buf *out)
{
	const uint32_t parameters[] = { 3, 14 };

	px_buf_init(out, 1 << 20);
	assert_int_equal(px_weights_begin(out, "test"), PX_OK);
	assert_int_equal(px_weights_add(out, 1, "hello", 5), PX_OK);
	assert_int_equal(px_weights_add(out, 7, "worlds and more", 15), PX_OK);
	assert_int_equal(px_weights_add(out, 7, "again", 5), PX_INVALID);
	assert_int_equal(px_weights_end(out, parameters, 2), PX_OK);
}

static void write_file(const char *path, const struct px_buf *bytes)
{
	FILE *out = fopen(path, "wb");

	assert_int_equal(fwrite(bytes->data, 1, bytes->size, out), bytes->size);
	fclose(out);
}

static void comes_back(void **state)
{
	struct px_weights weights;
	struct px_error error;
	struct temp_dir dir;
	struct px_buf file;
	const void *data;
	char path[256], hash[65];

	(void)state;
	make(&file);
	temp_dir_make(&dir);
	temp_dir_file(&dir, "w", path);
	write_file(path, &file);
	assert_int_equal(px_weights_map(path, &weights, &error), PX_OK);
	assert_string_equal(weights.header->id, "test");
	assert_int_equal(weights.header->parameters[1], 14);
	assert_int_equal(px_weights_get(&weights, 7, 15, &data, &error), PX_OK);
	assert_memory_equal(data, "worlds and more", 15);
	assert_int_equal((uintptr_t)data % PX_WEIGHTS_ALIGN, 0);
	assert_int_equal(px_weights_get(&weights, 7, 14, &data, &error), PX_CORRUPT);
	assert_int_equal(px_weights_get(&weights, 2, 1, &data, &error), PX_CORRUPT);
	px_weights_hash_text(&weights, hash);
	assert_int_equal(strlen(hash), 64);
	px_weights_release(&weights);
	assert_int_equal(px_weights_map("/nonexistent/file", &weights, &error), PX_NOT_FOUND);
	assert_int_equal(px_weights_map(dir.path, &weights, &error), PX_CORRUPT);
	px_buf_release(&file);
	temp_dir_remove(&dir);
}

/* Two users of one file have one mapping, which stays until both let go; another file at that path is another mapping. */
static void a_file_is_mapped_once(void **state)
{
	struct px_weights first, second, other;
	char path[256], read[15];
	struct px_error error;
	struct temp_dir dir;
	struct px_buf file;
	const void *data;

	(void)state;
	make(&file);
	temp_dir_make(&dir);
	temp_dir_file(&dir, "w", path);
	write_file(path, &file);
	assert_int_equal(px_weights_map(path, &first, &error), PX_OK);
	assert_int_equal(px_weights_map(path, &second, &error), PX_OK);
	assert_ptr_equal(first.data, second.data);
	assert_int_equal(remove(path), 0);
	write_file(path, &file);
	assert_int_equal(px_weights_map(path, &other, &error), PX_OK);
	assert_ptr_not_equal(first.data, other.data);
	px_weights_release(&first);
	px_weights_release(&other);
	assert_int_equal(px_weights_get(&second, 7, 15, &data, &error), PX_OK);
	assert_ptr_equal(px_weights_read(&second, data, 15, read), read);
	assert_memory_equal(read, "worlds and more", 15);
	px_weights_release(&second);
	px_weights_release(&second); /* as nothing */
	px_buf_release(&file);
	temp_dir_remove(&dir);
}

/* What lies in memory is read there. */
static void weights_in_memory_have_no_file(void **state)
{
	_Alignas(PX_WEIGHTS_ALIGN) static uint8_t copy[1 << 16];
	struct px_weights weights;
	struct px_error error;
	struct px_buf file;
	char read[15] = "";
	const void *data;

	(void)state;
	make(&file);
	assert_in_range(file.size, 1, sizeof(copy));
	memcpy(copy, file.data, file.size);
	assert_int_equal(px_weights_view(copy, file.size, &weights, &error), PX_OK);
	assert_int_equal(px_weights_get(&weights, 7, 15, &data, &error), PX_OK);
	assert_ptr_equal(px_weights_read(&weights, data, 15, read), data);
	px_weights_release(&weights);
	px_buf_release(&file);
}

/* Any byte of the body, and every one of the header that is used. */
static void every_damage_is_told(void **state)
{
	struct px_weights weights;
	struct px_error error;
	struct px_buf file;

	(void)state;
	make(&file);
	_Alignas(PX_WEIGHTS_ALIGN) static uint8_t copy[1 << 16];
	assert_in_range(file.size, 1, sizeof(copy));
	memcpy(copy, file.data, file.size);
	assert_int_equal(px_weights_view(copy, file.size, &weights, &error), PX_OK);
	for (size_t i = sizeof(struct px_weights_header); i < file.size; i++) {
		copy[i] ^= 0x10;
		assert_int_equal(px_weights_view(copy, file.size, &weights, &error), PX_CORRUPT);
		copy[i] ^= 0x10;
	}
	for (size_t size = 0; size < file.size; size++)
		assert_int_equal(px_weights_view(copy, size, &weights, &error), PX_CORRUPT);
	struct px_weights_header *header = (struct px_weights_header *)copy;
	header->sections[7].size = file.size;
	assert_int_equal(px_weights_view(copy, file.size, &weights, &error), PX_CORRUPT);
	header->sections[7] = (struct px_weights_section){ UINT64_MAX - 63, 64 };
	assert_int_equal(px_weights_view(copy, file.size, &weights, &error), PX_CORRUPT);
	header->version = 2;
	assert_int_equal(px_weights_view(copy, file.size, &weights, &error), PX_UNSUPPORTED);
	px_buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back), cmocka_unit_test(a_file_is_mapped_once),
		cmocka_unit_test(weights_in_memory_have_no_file),
		cmocka_unit_test(every_damage_is_told),
	};

	return cmocka_run_group_tests_name("weights", tests, NULL, NULL);
}
