/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/gw-doc.h"

G_BEGIN_DECLS

/* The version of the form of documents that this program writes: the member "v". */
#define GW_DOC_VERSION 1

/**
 * GwFieldKind:
 * @GW_FIELD_VALUE: a number, a choice, a date: changed on both sides, a person decides
 * @GW_FIELD_TEXT: words: changed on both sides, a person decides and may be shown a joined text
 * @GW_FIELD_SET: an array whose order means nothing: union, minus what one side took out
 * @GW_FIELD_STATE: a simple state: the one that stands first in its order wins
 * @GW_FIELD_KEEP_FIRST: never changes once set, as "created": the ancestor's value stays
 * @GW_FIELD_GREATEST: the greater of the two, as "changed" (a note of a time, never a reason)
 * @GW_FIELD_WINNER: follows the winning revision, as "author" of the last change
 *
 * How a field of a document is merged when two desks changed it apart.
 */
typedef enum
{
  GW_FIELD_VALUE,
  GW_FIELD_TEXT,
  GW_FIELD_SET,
  GW_FIELD_STATE,
  GW_FIELD_KEEP_FIRST,
  GW_FIELD_GREATEST,
  GW_FIELD_WINNER,
} GwFieldKind;

/**
 * GwFieldRule:
 * @name: the member of the body; NULL ends the table
 * @kind: how it is merged
 * @order: (nullable): for %GW_FIELD_STATE the states, strongest first, ended by NULL
 *
 * A field that no rule names is a %GW_FIELD_VALUE.
 */
typedef struct
{
  const char *name;
  GwFieldKind kind;
  const char *const *order;
} GwFieldRule;

/**
 * GwDocType:
 * @name: what stands before the colon of the id: "answer", "action"
 * @database: the local name of the database its documents live in
 * @fields: (nullable): rules for merging, ended by a NULL name; NULL: the whole document is one
 *   value, so that two different versions always wait for a person
 * @dup_title: (nullable): the line under which a document is listed; any thread
 * @dup_search_text: (nullable): the words under which it is found; NULL: it is not searched
 * @home_card: (nullable): the name of the card on Home that counts these documents
 *
 * What the program has to know about a kind of document. Static data of the folder that owns
 * the type.
 */
typedef struct
{
  const char *name;
  const char *database;
  const GwFieldRule *fields;
  char *(*dup_title) (GwDoc *doc);
  char *(*dup_search_text) (GwDoc *doc);
  const char *home_card;
} GwDocType;

void               gw_doc_type_register   (const GwDocType *type);
const GwDocType   *gw_doc_type_find       (const char      *id);
GPtrArray         *gw_doc_type_list       (void) G_GNUC_WARN_UNUSED_RESULT;
const GwFieldRule *gw_doc_type_find_field (const GwDocType *type,
                                           const char      *name);

G_END_DECLS
