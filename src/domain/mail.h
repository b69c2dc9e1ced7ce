/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail that Pixie reads: a person's accounts, how far each folder was read,
 * the mails that were taken, and what is to be done with certain senders.
 *
 * A mail is taken once: its row and the place in its folder (the last UID) are
 * written in one transaction, and the hash of its bytes is unique in an
 * account, which holds also when a server numbers a folder anew (UIDVALIDITY).
 * Fetching is mail/'s business.  Nothing here is undone: accounts are settings,
 * and the mails themselves stay on their server.
 */
#ifndef PX_DOMAIN_MAIL_H
#define PX_DOMAIN_MAIL_H

#include "domain/domain.h"

enum {
	PX_MAIL_ACCOUNTS_MAX = 10,   /* of one person */
	PX_MAIL_FOLDERS_MAX = 20,    /* of one account */
	PX_MAIL_SENDERS_MAX = 1000,  /* rules of one person */
	PX_MAIL_BACK_DAYS_MAX = 365,
};
#define PX_JOB_MAIL_READ "mail.read" /* payload {"id"}; key: the account's id */

/* Checks, and fills id, user and times; nothing is written yet: the secret is sealed for that id first. */
enum px_err px_mail_account_create(struct px_domain *domain, struct px_mail_account *account,
				   struct px_error *error) PX_MUST_CHECK;
/* Writes it; the job that reads it is due at once. */
enum px_err px_mail_account_add(struct px_domain *domain, struct px_mail_account *account,
				struct px_error *error) PX_MUST_CHECK;
enum px_err px_mail_account_get(struct px_domain *domain, struct px_id id, struct px_mail_account *account,
				struct px_error *error) PX_MUST_CHECK;
/* Of the person, oldest first. */
enum px_err px_mail_accounts(struct px_domain *domain, struct px_mail_account **rows, size_t *count,
			     struct px_error *error) PX_MUST_CHECK;
/* A changed account is tried at once, whatever went wrong before; another server or user is read from its beginning. */
enum px_err px_mail_account_update(struct px_domain *domain, struct px_mail_account *account, int64_t expected,
				   struct px_error *error) PX_MUST_CHECK;
/* With its folders and the rows of its mails.  What came of them stays. */
enum px_err px_mail_account_delete(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* The folders to read, in the arena: those of the account, INBOX if none are named. */
enum px_err px_mail_account_folders(struct px_domain *domain, const struct px_mail_account *account, const char ***folders,
				    size_t *count, struct px_error *error) PX_MUST_CHECK;
/* [job] How the last visit went; version and `updated` stay, as the person changed nothing. */
enum px_err px_mail_account_visited(struct px_domain *domain, struct px_mail_account *account,
				    struct px_error *error) PX_MUST_CHECK;
enum px_err px_mail_read_request(struct px_store_tx *tx, struct px_id user, struct px_id account, int64_t due,
				 struct px_error *error) PX_MUST_CHECK;

/* How far a folder is read; a new row (version 0) if it never was. */
enum px_err px_mail_folder_get(struct px_domain *domain, struct px_id account, const char *name,
			       struct px_mail_folder *folder, struct px_error *error) PX_MUST_CHECK;
enum px_err px_mail_folder_keep(struct px_domain *domain, struct px_mail_folder *folder,
				struct px_error *error) PX_MUST_CHECK;

/* *known: a mail with these bytes was taken from that account before. */
enum px_err px_mail_known(struct px_domain *domain, struct px_id account, const char *hash, bool *known,
			  struct px_error *error) PX_MUST_CHECK;
/* Fills id, user, created; the caller the rest. */
enum px_err px_mail_keep(struct px_domain *domain, struct px_mail_row *mail, struct px_error *error) PX_MUST_CHECK;
/* How many mails there are of a thread, or of a list: what was proposed of one need not be of the next. */
enum px_err px_mail_of_thread(struct px_domain *domain, const char *thread, struct px_mail_row **rows, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;

/* The rule for an address; PX_NOT_FOUND. */
enum px_err px_mail_sender_find(struct px_domain *domain, const char *address, struct px_mail_sender *sender,
				struct px_error *error) PX_MUST_CHECK;
/* Makes or changes the rule for its address. */
enum px_err px_mail_sender_set(struct px_domain *domain, struct px_mail_sender *sender,
			       struct px_error *error) PX_MUST_CHECK;
enum px_err px_mail_sender_delete(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;

#endif
