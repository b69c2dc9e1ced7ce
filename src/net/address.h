/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which addresses people may have Pixie connect to.
 *
 * A person names a server (a webhook, an IMAP server); what its name resolves
 * to must not be this machine, its own network or a cloud's metadata service,
 * or the person could reach through Pixie what only Pixie can reach.  The
 * address that is really connected to is looked at, never the name.
 */
#ifndef PX_NET_ADDRESS_H
#define PX_NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * False for loopback, private, link-local, shared (100.64/10), multicast,
 * documentation, reserved and unspecified addresses (IANA's special-purpose
 * registries), also where IPv6 carries such an IPv4 address (mapped, NAT64,
 * 6to4, Teredo).
 */
bool px_address_is_public(const struct sockaddr *address);

#define PX_ADDRESS_REFUSED \
	"it is an address of this machine or a private network, which the setting private-addresses allows"

#endif
