/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keys/gw-key-book.h"
#include "core/packets/gw-packet-error.h"
#include "core/store/gw-store.h"

G_BEGIN_DECLS

/* Questions of a report that somebody else answers; README.md beside this file has the rules and the format. All of
 * it on the thread of the store; files are waited for. Errors are of GW_PACKET_ERROR. */

/**
 * GwPacketDesk:
 * @store: of the desk
 * @keys: its own
 * @key_desk: whose they are
 * @country: of the profile, or ""
 * @author: the name of the person
 * @media_folder: (nullable): where the files of forms are
 *
 * Who gives, opens and takes in.
 */
typedef struct
{
  GwStore    *store;
  GwKeys     *keys;
  GwKeyDesk  *key_desk;
  const char *country;
  const char *author;
  const char *media_folder;
} GwPacketDesk;

/**
 * GwPacketPlan:
 * @report: the id of a report
 * @picked: places of its form: sections, questions, rows
 * @respondent: the name of who is asked
 * @due: (nullable): a day, `YYYY-MM-DD`
 * @note: (nullable): a word to the respondent
 * @account: (nullable): whose keys it is sealed for; NULL: for a passphrase
 * @passphrase: (nullable): for a file, where there is no @account
 * @path: (nullable): the file to make; NULL: a document in "packets", for @account
 */
typedef struct
{
  const char        *report;
  const char *const *picked;
  const char        *respondent;
  const char        *due;
  const char        *note;
  const char        *account;
  const char        *passphrase;
  const char        *path;
} GwPacketPlan;

/**
 * GwPacketState:
 * @id: of the packet
 * @is_ours: whether it was given from this country's desks; FALSE: it was opened here
 * @title: of the report
 * @report: (nullable): its id, where it is ours
 * @respondent: who is asked
 * @due: a day, or ""
 * @note: a word to the respondent, or ""
 * @questions: how many were asked
 * @answered: how many are answered, as far as is known here
 * @created: when it was given, microseconds since 1970
 * @opened: when the respondent opened it, 0: not heard of
 * @returned: when the respondent said to be done, 0: not yet
 * @is_taken_back: whether it was taken back
 */
typedef struct
{
  char    *id;
  gboolean is_ours;
  char    *title;
  char    *report;
  char    *respondent;
  char    *due;
  char    *note;
  guint    questions;
  guint    answered;
  gint64   created;
  gint64   opened;
  gint64   returned;
  gboolean is_taken_back;
} GwPacketState;

/**
 * GwPacketTaken:
 * @id: of the packet
 * @taken: answers and rows that are new here
 * @known: those that were taken in before
 * @waiting: of the new ones those that stand beside what was written here meanwhile
 * @answered: how many questions are answered
 * @questions: how many were asked
 * @is_final: whether the respondent is done
 */
typedef struct
{
  char    *id;
  guint    taken;
  guint    known;
  guint    waiting;
  guint    answered;
  guint    questions;
  gboolean is_final;
} GwPacketTaken;

#define GW_PACKET_PREFIX "packet:"
#define GW_REPLY_PREFIX "reply:"

void           gw_packets_register_types (void);

/* The office: gw-packet-give.c, gw-packet-take.c */
char          *gw_packet_give        (GwPacketDesk        *desk,
                                      const GwPacketPlan  *plan,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_packet_take_back   (GwPacketDesk        *desk,
                                      const char          *id,
                                      GError             **error);
GwPacketTaken *gw_packet_take_in     (GwPacketDesk        *desk,
                                      const char          *path,
                                      gboolean             anyway,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *gw_packet_take_in_all (GwPacketDesk        *desk,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* The respondent: gw-packet-open.c, gw-packet-reply.c */
char          *gw_packet_open        (GwPacketDesk        *desk,
                                      const char          *path,
                                      const char          *passphrase,
                                      gboolean            *is_news,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GStrv          gw_packet_open_all    (GwPacketDesk        *desk,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gw_packet_reply       (GwPacketDesk        *desk,
                                      const char          *id,
                                      const char          *path,
                                      gboolean             is_final,
                                      guint               *n_answered,
                                      GError             **error);
char          *gw_packet_dup_copy_id (const char          *id) G_GNUC_WARN_UNUSED_RESULT;

/* Both: gw-packet.c */
GPtrArray     *gw_packet_list        (GwPacketDesk        *desk,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;

void           gw_packet_state_free  (GwPacketState       *self);
void           gw_packet_taken_free  (GwPacketTaken       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPacketState, gw_packet_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPacketTaken, gw_packet_taken_free)

G_END_DECLS
