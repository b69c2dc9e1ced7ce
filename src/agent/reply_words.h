/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of words, each between spaces, for agent/reply_cache. */
#ifndef PX_AGENT_REPLY_WORDS_H
#define PX_AGENT_REPLY_WORDS_H

extern const char px_reply_fleeting[], px_reply_pointing[], px_reply_going_on[], px_reply_asking[], px_reply_doing[], px_reply_light[];

#endif
