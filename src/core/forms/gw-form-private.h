/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of this folder share: the definition as arrays and pointers, and the values
 * of a session as cells in rows.
 *
 * A *scope* is the root or a repeat. Every schema node belongs to the scope of its nearest
 * repeat (itself, for a repeat) and has a slot there; a row of that scope holds one cell for
 * each slot. So a path that does not enter another repeat is a climb over a few rows and an
 * index, and never a search by name. */

#include <libxml/tree.h>

#include "core/forms/gw-form-arena.h"
#include "core/forms/gw-form-record.h"
#include "core/forms/gw-form-seal.h"
#include "core/forms/gw-form-session.h"
#include "core/forms/gw-form-submission.h"
#include "core/forms/gw-xpath.h"

G_BEGIN_DECLS

#define GW_NS_XFORMS "http://www.w3.org/2002/xforms"
#define GW_NS_XHTML "http://www.w3.org/1999/xhtml"
#define GW_NS_JR "http://openrosa.org/javarosa"
#define GW_NS_ORX "http://openrosa.org/xforms"
#define GW_NS_ODK "http://www.opendatakit.org/xforms"
#define GW_NS_ENTITIES "http://www.opendatakit.org/xforms/entities"
#define GW_NS_GODWIT "urn:godwit:form"
#define GW_NS_EVENTS "http://www.w3.org/2001/xml-events"

/* What no form may need. A fuzzer tries a thousand forms while one of them reaches its limits, so
 * its build has smaller ones. */
#ifdef GW_FORM_SMALL_LIMITS
#define GW_FORM_MAX_NODES 20000
#define GW_FORM_MAX_ROWS 1000
#define GW_FORM_MAX_CELLS 20000
#define GW_FORM_MAX_WALK 50000
#define GW_FORM_MAX_STEPS 100000
#else
#define GW_FORM_MAX_NODES 200000
#define GW_FORM_MAX_ROWS 100000
#define GW_FORM_MAX_CELLS 2000000
#define GW_FORM_MAX_WALK 5000000
#define GW_FORM_MAX_STEPS 20000000
#endif
#define GW_FORM_MAX_LANGUAGES 200
#define GW_FORM_MAX_TEXT_FORMS 64
#define GW_FORM_MAX_INSTANCES 1000
#define GW_FORM_MAX_RECORDS 5000000 /* of all lists together */
#define GW_FORM_MAX_SCRATCH (256 * 1024 * 1024)
#define GW_FORM_MAX_LEVELS 3500 /* of expressions within expressions: the stack has an end */
#define GW_FORM_MAX_NESTING 20  /* of texts and lists that ask for texts and lists */

typedef struct _GwFormNode GwFormNode;
typedef struct _GwFormBody GwFormBody;
typedef struct _GwFormInstance GwFormInstance;
typedef struct _GwFormTextRef GwFormTextRef;
typedef struct _GwFormRow GwFormRow;

/* What of a node or control an expression decides. The first three take part in the order of
 * calculation, the rest are read by nobody but people. */
typedef enum
{
  GW_FORM_PROP_CALCULATE,
  GW_FORM_PROP_RELEVANT,
  GW_FORM_PROP_COUNT,
  GW_FORM_PROP_READONLY,
  GW_FORM_PROP_REQUIRED,
  GW_FORM_PROP_CONSTRAINT,
  GW_FORM_PROP_CHOICES,
  GW_FORM_PROP_TEXTS,
  GW_FORM_N_PROPS,
} GwFormProp;

#define GW_FORM_N_EXPRESSIONS (GW_FORM_PROP_CONSTRAINT + 1)
#define GW_FORM_N_ORDERED (GW_FORM_PROP_COUNT + 1)

/* "When the node that holds this changes, @prop of @node is to be computed again, in all rows
 * of @node's scope that lie under the same row of @join." */
typedef struct
{
  GwFormNode *node;
  GwFormNode *join;
  GwFormBody *body; /* for CHOICES and TEXTS */
  guint8 prop;
  gboolean is_weak; /* reads other rows through a predicate: does not order, does not cycle */
} GwFormEdge;

struct _GwFormNode
{
  GwRefTag tag; /* GW_REF_NODE: so that a GwRef tells what it points at */
  guint index;
  const char *name; /* interned in the form; "@id" for an attribute */
  const char *prefix;
  xmlNode *pattern; /* the first such element: for defaults and for writing */
  xmlNode *template_pattern;
  GwFormNode *parent;
  GwFormNode *first_child;
  GwFormNode *last_child;
  GwFormNode *next;
  guint n_children;
  GHashTable *child_by_name;
  guint depth;
  gboolean is_attribute;
  gboolean is_repeat;
  gboolean has_bind;
  gboolean has_type;
  gboolean is_fickle; /* its calculation may give another text from the same answers */
  int line;

  GwFormNode *scope;
  guint slot;
  guint repeat_slot; /* for a repeat: which list of its parent row */
  /* for a scope: */
  GwFormNode **slots;
  guint n_slots;
  GwFormNode **repeats;
  guint n_repeats;
  gboolean no_add_remove;

  GwFormDataType data_type;
  const char *type_name;
  GwXPath *expressions[GW_FORM_N_EXPRESSIONS];
  GwFormTextRef *constraint_message;
  GwFormTextRef *required_message;
  const char *preload;
  const char *preload_params;
  const char *number; /* under which the item is known, as "IV.1"; NULL for none */
  const char *basis;  /* how far to trust it: "S", "H", "M", "L", "own"; NULL where the form does not say */
  guint max_pixels; /* of an attached picture's long edge; 0 for no limit */
  GPtrArray *bodies; /* of GwFormBody: its controls, or its group */
  GArray *readers;   /* of GwFormEdge */
  guint rank[GW_FORM_N_ORDERED]; /* 1-based place in the order, 0 for none */
};

/* Several pieces shown one after the other. */
typedef struct
{
  const char *literal;
  GwXPath *output; /* where @literal is NULL */
} GwFormTextPiece;

typedef struct
{
  const char *form; /* "", "short", "guidance", "image", ... */
  GwFormTextPiece *pieces;
  guint n_pieces;
} GwFormTextValue;

typedef struct
{
  const char *id;
  GArray **values; /* by language, of GwFormTextValue; NULL where missing */
  gboolean has_outputs;
} GwFormItext;

struct _GwFormTextRef
{
  const char *itext_id;
  GwXPath *itext_expression;
  GwFormTextValue inline_text;
};

typedef struct
{
  const char *value;
  GwFormTextRef *label;
} GwFormInlineChoice;

typedef struct
{
  GwXPath *nodeset;
  GwXPath *value; /* in the context of an item */
  GwXPath *label; /* (nullable) */
} GwFormItemset;

struct _GwFormBody
{
  GwFormItemKind kind;
  GwFormControl control;
  guint index;
  const char *element; /* what the log calls it */
  GwFormNode *node;    /* (nullable) for groups */
  GwFormNode *scope;   /* whose rows hold it */
  GwFormBody *parent;
  GPtrArray *children;
  char **appearances;
  GwFormTextRef *label;
  GwFormTextRef *hint;
  GPtrArray *choices; /* of GwFormInlineChoice */
  GwFormItemset *itemset;
  double range[3];
  gboolean has_range;
  const char *media_type;
  const char *accept; /* endings and types of files, as HTML writes them */
  guint rows;
  gboolean is_note;
};

typedef enum
{
  GW_FORM_EVENT_FIRST_LOAD = 1 << 0,
  GW_FORM_EVENT_NEW_REPEAT = 1 << 1,
  GW_FORM_EVENT_VALUE_CHANGED = 1 << 2,
  GW_FORM_EVENT_LOAD = 1 << 3,
} GwFormEvent;

typedef struct
{
  guint events;
  GwFormNode *source; /* the control's node, the repeat, or NULL in the model */
  GwFormNode *target;
  GwXPath *path;  /* which rows, where the reference has a predicate */
  GwXPath *value; /* NULL: @literal */
  const char *literal;
} GwFormAction;

struct _GwForm
{
  GObject parent_instance;

  xmlDoc *document;
  xmlNode *instance_root;
  xmlNode *added_instance_id; /* where the form has none of its own */
  xmlNode *added_deprecated_id;
  GwFormArena *arena;
  GHashTable *names;
  char *id;
  char *version;
  char *title;
  char *root_ref;
  char *media_folder;
  gboolean pins; /* no odk:xforms-version: absolute paths stay in their row (section 4) */

  GPtrArray *nodes; /* of GwFormNode, document order, attributes after their element */
  GwFormNode *root;
  GwFormBody *body;
  GPtrArray *bodies;
  GPtrArray *actions;
  GHashTable *binds_by_id; /* id -> absolute path, for controls that name a bind */
  GHashTable *qualified; /* (nullable): "{namespace}name" -> the name of nodes beside others of that name */
  GPtrArray *instances; /* of GwFormInstance, the secondary ones */
  GHashTable *instance_by_id;
  guint n_records; /* of the lists that have been read */
  GMutex index_lock;
  GwFormSubmission submission;
  gboolean audits_changes; /* what the audit log shall hold */
  gboolean audits_who;
  gboolean audits_why;

  GPtrArray *languages; /* NULL-terminated */
  guint default_language;
  GHashTable *itexts; /* id -> GwFormItext */
  GPtrArray *itexts_with_outputs; /* of GwFormItext */

  guint n_walked; /* nodes that were passed on the walks over the schema, while loading */
  GPtrArray *order; /* of GwFormVertex */
  GPtrArray *issues;
  GPtrArray *expressions; /* of GwXPath, for freeing */
  GPtrArray *clock_readers; /* of GwFormNode whose calculation reads the clock or chance */
  GPtrArray *texts_of_language; /* of GwFormNode whose calculation reads labels */
};

typedef struct
{
  GwFormNode *node;
  GwFormProp prop;
} GwFormVertex;

/* gw-form.c, shared while loading */
const char *gw_form_intern        (GwForm *self, const char *name, gssize length);
const char *gw_form_find_name     (GwForm *self, const char *name, gssize length);
void        gw_form_add_issue     (GwForm *self, GwFormIssueCode code, int line, const char *node,
                                   const char *expression, const char *format, ...) G_GNUC_PRINTF (6, 7);
char       *gw_form_node_dup_path (const GwFormNode *node);
GwFormNode *gw_form_node_find_child (const GwFormNode *node, const char *interned);
GwFormNode *gw_form_find_element  (GwForm *self, const GwFormNode *parent, const xmlNode *element);
const char *gw_form_find_qualified (GwForm *self, const char *name, gsize length);
GwFormNode *gw_form_find_meta      (GwForm *self, const char *name);
gboolean    gw_form_node_is_under (const GwFormNode *node, const GwFormNode *ancestor);

/* gw-form-schema.c, gw-form-binds.c, gw-form-body.c, gw-form-texts.c, gw-form-graph.c */
void        gw_form_read_schema   (GwForm *self, xmlNode *model);
void        gw_form_mark_repeats  (GwForm *self, xmlNode *element, GwFormNode *context);
void        gw_form_assign_scopes (GwForm *self);
GwFormNode *gw_form_resolve       (GwForm *self, GwFormNode *context, const char *path);
void        gw_form_read_bind_ids (GwForm *self, xmlNode *model);
void        gw_form_read_binds    (GwForm *self, xmlNode *model);
void        gw_form_read_body     (GwForm *self, xmlNode *html_body);
char       *gw_form_dup_ref_attr  (GwForm *self, xmlNode *element, const char *attr);
void        gw_form_read_actions  (GwForm *self, xmlNode *parent, GwFormNode *source);
void        gw_form_read_submission (GwForm *self, xmlNode *model);
void        gw_form_read_itext    (GwForm *self, xmlNode *model);
void        gw_form_read_instances (GwForm *self, xmlNode *model);
void        gw_form_note_readers  (GwForm *self);
void        gw_form_order         (GwForm *self);
GwXPath    *gw_form_compile       (GwForm *self, const char *text, int line, GwFormNode *context);
void        gw_form_bind_paths    (GwForm *self, GwXPath *xpath, GwFormNode *context);
void        gw_form_note_bare_path (GwForm *self, const GwXPathExpr *condition, int line,
                                    const GwFormNode *context, const char *source);
void        gw_form_bind_only     (GwForm *self, GwXPath *xpath, GwFormNode *context);
GwFormTextRef *gw_form_read_text  (GwForm *self, xmlNode *element, GwFormNode *context);
GwFormTextRef *gw_form_read_message (GwForm *self, const char *text, int line, GwFormNode *context);
const GwFormTextValue *gw_form_find_itext (GwForm *self, const char *id, guint language,
                                           const char *form, gboolean shows_dashes,
                                           gboolean *is_other_language);

/* Secondary instances: nodes as records in an array, whatever file they came from. */
#define GW_FORM_NO_RECORD G_MAXUINT

typedef struct
{
  const char *name; /* interned in the form */
  const char *text; /* NULL for an inner node */
  guint parent;
  guint first_child;
  guint last_child;
  guint next;
} GwFormRecord;

struct _GwFormInstance
{
  GwRefTag tag; /* GW_REF_RECORD */
  guint number;
  const char *id;
  GArray *records; /* of GwFormRecord; the first is the `instance` element */
  GStringChunk *texts;
  GHashTable *indexes; /* "parent/item/key" -> value -> GArray of record numbers */
  gboolean is_last_saved; /* empty here: each session has its own */
};

GwFormInstance *gw_form_find_instance  (GwForm *self, const char *id);
GwFormInstance *gw_form_read_last_saved (GwForm *self, GBytes *record);
void            gw_form_imply_table    (GwForm *self, const char *name, int line);
GArray         *gw_form_instance_lookup (GwForm *self, GwFormInstance *instance, guint parent,
                                         const char *item_name, const char *key_name,
                                         const char *value);
gboolean        gw_form_instance_is_worth_index (GwFormInstance *self, guint parent);
void            gw_form_instance_free  (GwFormInstance *self);
#define gw_form_instance_record(self, number) \
  (&g_array_index ((self)->records, GwFormRecord, (number)))

/* --- a session --- */

typedef struct
{
  char *text; /* NULL when empty */
  guint own_relevant : 1;
  guint is_relevant : 1; /* with all above it */
  guint own_readonly : 1;
  guint is_required : 1;
  guint why : 2;
  guint is_queued : 3;  /* one bit for each ordered property */
  guint is_touched : 1; /* its leaf properties are to be computed again */
  guint was_relevant : 1;
  guint is_preset : 1;
  guint is_own : 1; /* a text that no calculation gave */
  guint change; /* 1-based place in the session's list of changes */
} GwFormCell;

typedef struct
{
  GPtrArray *rows;    /* of GwFormRow */
  GPtrArray *dropped; /* of GwFormRow: counted away, kept for when the count grows again */
  gboolean is_queued; /* its count is to be read again */
  gboolean is_counted; /* a blank count no longer means none */
} GwFormRowList;

struct _GwFormRow
{
  GwFormNode *scope;
  GwFormRow *parent;
  guint index;
  char *id;
  gboolean is_gone;
  GHashTable *items; /* GwFormBody -> GwFormItem, made when asked for */
  GwFormRowList *lists;
  GwFormCell cells[];
};

typedef struct
{
  GwFormNode *node;
  GwFormRow *row;
  guint aspects;
  GwFormOrigin origin;
  char *old_value;
  gboolean old_relevant;
  gboolean was_own;
} GwFormTouch;

typedef struct
{
  guint rank;
  GwFormRow *row;
} GwFormTask;

struct _GwFormSession
{
  GObject parent_instance;

  GwForm *form;
  GwFormEnvironment *environment;
  GwFormInstance *last_saved; /* (nullable) */
  guint language;
  int second_language; /* shown beside it; -1 for none */
  GwFormRow *root;
  GwFormArena *scratch;
  guint next_row;
  guint n_rows;  /* all that there are, the dropped ones among them */
  guint n_cells; /* in all of them */
  GRand *rand;
  guint32 shuffle_seed;

  GArray *queue;    /* heap of GwFormTask */
  GArray *touched;  /* of GwFormTouch */
  GHashTable *totals; /* GwFormNode -> GwFormTotals */
  GPtrArray *gone;  /* of GwFormRow removed in this batch */
  GPtrArray *repeats_changed; /* of refs */
  GHashTable *repeats_noted;  /* the same, to be found */
  GwFormStep *step; /* (nullable): the rows that this batch added and removed */
  GwFormStep *gathered; /* (nullable): several batches that are one step */
  guint gathering;
  guint depth;  /* evaluations within evaluations */
  guint levels; /* of the expressions that are being evaluated */
  gboolean is_loading;
  gboolean is_new; /* while loading: there was no draft */
  gboolean is_readonly; /* whoever keeps the answers takes no more */
  guint escape_depth; /* where what an answer shows in a text must not be markup: the depth of its outputs, or 0 */
  gboolean shows_dashes; /* for the log: missing translations as other engines show them */
  gboolean hit_limit;
  gboolean is_busy; /* within a batch, whose steps are counted together */
  guint64 steps;
};

/* gw-form-totals.c */
typedef struct
{
  GwXPathAmounts amounts;
  guint n_shown;
  guint n_rows; /* the first so many rows are in it */
} GwFormTotals;

gboolean    gw_form_path_has_totals (const GwForm *form, const GwXPathExpr *path, gboolean crosses);
const GwFormTotals *gw_form_find_totals (GwXPathRun *run, const GwXPathExpr *path);
void        gw_form_forget_total   (GwFormSession *session, const GwFormNode *node, const GwFormRow *row);
void        gw_form_forget_totals  (GwFormSession *session, const GwFormNode *repeat, guint from);

/* gw-form-evaluate.c: one evaluation in the context of a node. Between begin and end all
 * texts and sets live in the session's scratch arena. */
void        gw_form_run_begin      (GwFormSession *session, GwXPathRun *run, GwFormNode *node,
                                    GwFormRow *row);
void        gw_form_run_end        (GwFormSession *session, GwXPathRun *run);
gboolean    gw_form_compute_boolean (GwFormSession *session, const GwXPath *xpath, GwFormNode *node,
                                     GwFormRow *row, gboolean otherwise);
char       *gw_form_compute_text   (GwFormSession *session, const GwXPath *xpath, GwFormNode *node,
                                    GwFormRow *row, gboolean *failed);
char       *gw_form_compute_answer (GwFormSession *session, const GwXPath *xpath, GwFormNode *node,
                                    GwFormRow *row, gboolean *failed);
gboolean    gw_form_work           (GwFormSession *session, guint64 steps);
GwFormRow  *gw_form_row_climb      (GwFormRow *row, const GwFormNode *scope);
GPtrArray  *gw_form_find_rows_of_whole (const GwFormNode *node, const GwFormRow *row);

/* gw-form-render.c */

/* The depth of an output that is no part of another: one for the run, one for the output. */
#define GW_FORM_OUTPUT_DEPTH 2

void        gw_form_append_escaped (GString *out, const char *text);
char       *gw_form_strip_media    (char *text);
void        gw_form_render_itext   (GwXPathRun *run, const char *id, const char *form, GString *out);
char       *gw_form_render         (GwFormSession *session, const GwFormTextRef *text,
                                    const char *form, GwFormNode *node, GwFormRow *row);

/* gw-form-choices.c */
GPtrArray  *gw_form_choices_list   (GwFormSession *session, GwFormBody *body, GwFormRow *row,
                                    gboolean markdown);
gboolean    gw_form_choices_label  (GwFormSession *session, GwFormBody *body, GwFormRow *row,
                                    const char *value, gboolean markdown, GString *label);
char       *gw_form_choices_clean  (GwFormSession *session, GwFormBody *body, GwFormRow *row,
                                    const char *value, gboolean *lost);
gboolean    gw_form_body_has_choices (const GwFormBody *body);
gboolean    gw_form_node_has_choices (const GwFormNode *node);
gboolean    gw_form_body_is_heading (const GwFormBody *body);

/* gw-form-session.c, for what changes a session from another file: between the two, signals wait */
char       *gw_form_session_dup_uuid (GwFormSession *session);
void        gw_form_session_begin  (GwFormSession *session);
void        gw_form_session_finish (GwFormSession *session);
void        gw_form_session_drop_row (GwFormSession *session, GwFormRow *row);

/* gw-form-step.c */
void        gw_form_step_note_row  (GwFormSession *session, GwFormRow *row, gboolean is_going);
void        gw_form_step_note_count (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent);
void        gw_form_step_note_place (GwFormSession *session, const GwFormNode *node,
                                     const GwFormRow *row);
gboolean    gw_form_step_gather    (GwFormSession *session, GwFormStep *step);
GwFormStep *gw_form_step_end       (GwFormSession *session);

/* gw-form-record.c */
GwFormLoss *gw_form_loss_new       (const char *ref, const char *value);

/* gw-form-drafts.c */
gboolean    gw_form_node_is_editable (const GwFormNode *node);
gboolean    gw_form_node_is_typed_over (const GwFormNode *node);
void        gw_form_draft_save_row (GwFormSession *session, GwFormRow *row, GwFormDraft *draft);
void        gw_form_draft_apply_row (GwFormSession *session, GwFormRow *row,
                                     const GwFormDraft *draft);

/* gw-form-rows.c */
gboolean    gw_form_row_list_has   (const GwFormRowList *list, const char *id);
GwFormRow  *gw_form_row_new        (GwFormSession *session, GwFormNode *scope, GwFormRow *parent,
                                    const char *id);
void        gw_form_row_free       (GwFormSession *session, GwFormRow *row);
gboolean    gw_form_has_room       (const GwFormSession *session, const GwFormNode *repeat);
void        gw_form_row_fill       (GwFormSession *session, GwFormRow *row, xmlNode *element,
                                    gboolean with_values);
gboolean    gw_form_row_id_is_valid (const char *id);
void        gw_form_row_number     (GwFormRowList *list);
char       *gw_form_ref_of         (const GwFormNode *node, const GwFormRow *row, gboolean numbered);
gboolean    gw_form_find_ref       (GwFormSession *session, const char *ref, GwFormNode **node,
                                    GwFormRow **row);
gboolean    gw_form_find_list      (GwFormSession *session, const char *ref, GwFormNode **repeat,
                                    GwFormRow **parent);

/* gw-form-evaluate.c */
GwFormInstance *gw_form_session_find_instance (GwFormSession *session, const char *id);

/* gw-form-actions.c */
void        gw_form_dispatch       (GwFormSession *session, GwFormEvent event, GwFormNode *source,
                                    GwFormRow *row);

/* gw-form-recalc.c */
typedef void (*GwFormRowFunc) (GwFormSession *session, GwFormNode *node, GwFormRow *row, gpointer data);
void        gw_form_for_each_row   (GwFormSession *session, GwFormRow *top, GwFormNode *scope,
                                    GwFormNode *node, GwFormRowFunc func, gpointer data);
GwFormTouch *gw_form_touch         (GwFormSession *session, GwFormNode *node, GwFormRow *row);
gboolean    gw_form_store          (GwFormSession *session, GwFormNode *node, GwFormRow *row,
                                    const char *text, GwFormOrigin origin);
void        gw_form_mark_readers   (GwFormSession *session, GwFormNode *node, GwFormRow *row);
void        gw_form_mark_rows      (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent,
                                    guint from);
void        gw_form_mark_new_row   (GwFormSession *session, GwFormRow *row);
void        gw_form_mark_clock     (GwFormSession *session);
void        gw_form_mark_language  (GwFormSession *session);
void        gw_form_update_relevance (GwFormSession *session, GwFormNode *node, GwFormRow *row);
void        gw_form_settle         (GwFormSession *session);
void        gw_form_recalculate_all (GwFormSession *session);

/* gw-form-row-changes.c */
void        gw_form_note_rows_changed (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent);
void        gw_form_compute_count  (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent);
GwFormRow  *gw_form_insert_row     (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent,
                                    const char *id);
GwFormRow  *gw_form_put_row        (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent,
                                    const char *id, guint index, const GwFormDraft *content);
void        gw_form_put_count      (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent,
                                    guint n_rows);
void        gw_form_take_row       (GwFormSession *session, GwFormRow *row);

/* gw-form-preload.c */
void        gw_form_preload_all    (GwFormSession *session);

/* gw-form-entry.c */
char       *gw_form_prepare_entry  (GwFormSession *session, GwFormNode *node, GwFormRow *row,
                                    const char *value, GError **error);

/* gw-form-session.c */
GwFormItem *gw_form_item_of        (GwFormSession *session, GwFormBody *body, GwFormRow *row,
                                    gboolean make);

/* gw-form-item.c */
GwFormItem *gw_form_item_new       (GwFormSession *session, GwFormBody *body, GwFormRow *row);
void        gw_form_item_set_gone  (GwFormItem *self);
const char *gw_form_item_get_element (GwFormItem *self);
gboolean    gw_form_item_get_place (GwFormItem *self, GwFormBody **body, GwFormRow **row);

/* gw-form-validity.c */
gboolean    gw_form_node_is_readonly (GwFormNode *node, GwFormRow *row);
gboolean    gw_form_repeat_is_relevant (GwFormSession *session, GwFormNode *repeat, GwFormRow *parent);
guint       gw_form_check_node     (GwFormSession *session, GwFormNode *node, GwFormRow *row);
void        gw_form_check_touched  (GwFormSession *session);
void        gw_form_check_row      (GwFormSession *session, GwFormRow *row);

/* gw-form-drafts.c */
void        gw_form_apply_draft    (GwFormSession *session, const GwFormDraft *draft);

G_END_DECLS
