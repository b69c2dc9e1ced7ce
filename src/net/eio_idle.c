/* SPDX-License-Identifier: Apache-2.0 */
#include "net/eio_idle.h"

#include "base/map.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_MAX = 64 };

struct px_eio_idle_address {
	size_t sessions, idle;
	size_t key_size;
	char key[];
};

struct px_eio_idle {
	pthread_mutex_t lock;
	size_t max, max_per_address;
	size_t count;
	struct px_map addresses;
};

struct px_eio_idle *px_eio_idle_new(size_t max, size_t max_per_address)
{
	struct px_eio_idle *idle = px_calloc(1, sizeof(*idle));

	idle->max = max ? max : SIZE_MAX;
	idle->max_per_address = max_per_address ? max_per_address : SIZE_MAX;
	pthread_mutex_init(&idle->lock, NULL);
	px_map_init(&idle->addresses);
	return idle;
}

void px_eio_idle_free(struct px_eio_idle *idle)
{
	if (!idle)
		return;
	px_map_release(&idle->addresses);
	pthread_mutex_destroy(&idle->lock);
	free(idle);
}

/* What an address counts by: IPv4 whole, also when it is written as IPv6; IPv6 by its first 64 bits. */
static struct px_str key_of(const char *address, char key[KEY_MAX])
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct in6_addr six;
	size_t size = strlen(address);

	if (inet_pton(AF_INET, address, key) == 1)
		return px_str_n(key, 4);
	if (inet_pton(AF_INET6, address, &six) == 1) {
		bool is_mapped = memcmp(six.s6_addr, mapped, sizeof(mapped)) == 0;
		size = is_mapped ? 4 : 8;
		memcpy(key, six.s6_addr + (is_mapped ? sizeof(mapped) : 0), size);
		return px_str_n(key, size);
	}
	if (size > KEY_MAX)
		size = KEY_MAX;
	memcpy(key, address, size);
	return px_str_n(key, size);
}

static struct px_eio_idle_address *use_address(struct px_eio_idle *idle, struct px_str key)
{
	struct px_eio_idle_address *entry = px_map_get(&idle->addresses, key);

	if (entry)
		return entry;
	entry = px_calloc(1, sizeof(*entry) + key.size);
	entry->key_size = key.size;
	memcpy(entry->key, key.data, key.size);
	px_map_put(&idle->addresses, key, entry);
	return entry;
}

int px_eio_idle_enter(struct px_eio_idle *idle, const char *address, struct px_eio_idle_address **out)
{
	char text[KEY_MAX];
	struct px_str key = key_of(address, text);
	int status = 0;

	pthread_mutex_lock(&idle->lock);
	const struct px_eio_idle_address *known = px_map_get(&idle->addresses, key);
	if (known && known->idle >= idle->max_per_address)
		status = 429;
	else if (idle->count >= idle->max)
		status = 503;
	if (!status) {
		*out = use_address(idle, key);
		(*out)->sessions++;
		(*out)->idle++;
		idle->count++;
	}
	pthread_mutex_unlock(&idle->lock);
	return status;
}

/* Locked. */
static void count(struct px_eio_idle *idle, struct px_eio_idle_address *entry, bool is_idle)
{
	entry->idle += is_idle ? 1 : (size_t)-1;
	idle->count += is_idle ? 1 : (size_t)-1;
}

void px_eio_idle_set(struct px_eio_idle *idle, struct px_eio_idle_address *entry, bool is_idle)
{
	pthread_mutex_lock(&idle->lock);
	count(idle, entry, is_idle);
	pthread_mutex_unlock(&idle->lock);
}

void px_eio_idle_leave(struct px_eio_idle *idle, struct px_eio_idle_address *entry, bool is_idle)
{
	pthread_mutex_lock(&idle->lock);
	if (is_idle)
		count(idle, entry, false);
	if (--entry->sessions == 0) {
		px_map_remove(&idle->addresses, px_str_n(entry->key, entry->key_size));
		free(entry);
	}
	pthread_mutex_unlock(&idle->lock);
}

size_t px_eio_idle_count(struct px_eio_idle *idle)
{
	pthread_mutex_lock(&idle->lock);
	size_t count = idle->count;
	pthread_mutex_unlock(&idle->lock);
	return count;
}
