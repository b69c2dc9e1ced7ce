/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Namespaces and rooms of one loop.  Both exist while somebody is in them.
 */
#include "net/sio_internal.h"

#include "base/mem.h"

#include <stdlib.h>

static struct px_sio_room *room_new(struct px_sio_nsp *nsp, const char *name)
{
	size_t size = strlen(name) + 1;
	struct px_sio_room *room = px_alloc(sizeof(*room) + size);

	room->nsp = nsp;
	room->first = NULL;
	memcpy(room->name, name, size);
	return room;
}

struct px_sio_nsp *px_sio_nsp_use(struct px_sio_home *home, struct px_str name)
{
	struct px_sio_nsp *nsp = px_map_get(&home->nsps, name);

	if (!nsp) {
		nsp = px_calloc(1, sizeof(*nsp) + name.size + 1);
		nsp->home = home;
		nsp->name_size = name.size;
		memcpy(nsp->name, name.data, name.size);
		nsp->everybody = room_new(nsp, "");
		px_map_init(&nsp->rooms);
		px_map_put(&home->nsps, name, nsp);
	}
	nsp->users++;
	return nsp;
}

void px_sio_nsp_release(struct px_sio_nsp *nsp)
{
	if (--nsp->users > 0)
		return;
	px_map_remove(&nsp->home->nsps, px_str_n(nsp->name, nsp->name_size));
	px_map_release(&nsp->rooms);
	free(nsp->everybody);
	free(nsp);
}

/* Membership */

static void enter(struct px_sio_room *room, struct px_sio_membership *member,
		  struct px_sio_socket *socket)
{
	member->socket = socket;
	member->room = room;
	member->prev = NULL;
	member->next = room->first;
	if (room->first)
		room->first->prev = member;
	room->first = member;
}

/* Out of the room's list; walks under way go on with the next member. */
static void unlink_member(struct px_sio_membership *member)
{
	struct px_sio_room *room = member->room;

	for (struct px_sio_cursor *c = room->nsp->home->cursors; c; c = c->outer) {
		if (c->next == member)
			c->next = member->next;
	}
	if (member->prev)
		member->prev->next = member->next;
	else
		room->first = member->next;
	if (member->next)
		member->next->prev = member->prev;
}

static void leave(struct px_sio_membership *member)
{
	struct px_sio_room *room = member->room;
	struct px_sio_nsp *nsp = room->nsp;

	unlink_member(member);
	free(member);
	if (room->first)
		return;
	px_map_remove(&nsp->rooms, px_str(room->name));
	atomic_fetch_sub(&nsp->home->server->counters.rooms, 1);
	free(room);
}

void px_sio_enter_everybody(struct px_sio_socket *socket)
{
	enter(socket->nsp->everybody, &socket->everybody, socket);
}

void px_sio_join(struct px_sio_socket *socket, const char *name)
{
	struct px_sio_nsp *nsp = socket->nsp;

	if (socket->state != PX_SIO_CONNECTED)
		return;
	for (struct px_sio_membership *m = socket->rooms; m; m = m->other) {
		if (strcmp(m->room->name, name) == 0)
			return;
	}
	struct px_sio_room *room = px_map_get(&nsp->rooms, px_str(name));
	if (!room) {
		room = room_new(nsp, name);
		px_map_put(&nsp->rooms, px_str(name), room);
		atomic_fetch_add(&nsp->home->server->counters.rooms, 1);
	}
	struct px_sio_membership *member = px_alloc(sizeof(*member));
	enter(room, member, socket);
	member->other = socket->rooms;
	socket->rooms = member;
}

void px_sio_leave(struct px_sio_socket *socket, const char *name)
{
	for (struct px_sio_membership **at = &socket->rooms; *at; at = &(*at)->other) {
		struct px_sio_membership *member = *at;
		if (strcmp(member->room->name, name) != 0)
			continue;
		*at = member->other;
		leave(member);
		return;
	}
}

void px_sio_leave_all(struct px_sio_socket *socket)
{
	while (socket->rooms) {
		struct px_sio_membership *member = socket->rooms;
		socket->rooms = member->other;
		leave(member);
	}
	unlink_member(&socket->everybody);
}

struct px_sio_room *px_sio_room_find(struct px_sio_home *home, const char *nsp_name,
				     const char *room)
{
	struct px_sio_nsp *nsp = px_map_get(&home->nsps, px_str(nsp_name));

	if (!nsp)
		return NULL;
	return room ? px_map_get(&nsp->rooms, px_str(room)) : nsp->everybody;
}

/* Brings the memory of the next members near, each a step further along its pointers. */
static void expect(const struct px_sio_membership *next)
{
	if (!next)
		return;
	px_eio_expect(px_sio_session(next->socket), true);
	const struct px_sio_membership *second = next->next;
	if (!second)
		return;
	px_eio_expect(px_sio_session(second->socket), false);
	if (second->next)
		__builtin_prefetch(second->next);
}

void px_sio_room_each(struct px_sio_home *home, struct px_sio_room *room,
		      void (*each)(struct px_sio_socket *socket, void *arg), void *arg)
{
	struct px_sio_cursor cursor = { room->first, home->cursors };

	home->cursors = &cursor;
	while (cursor.next) {
		struct px_sio_membership *member = cursor.next;
		cursor.next = member->next;
		expect(cursor.next);
		each(member->socket, arg);
	}
	home->cursors = cursor.outer;
}
