/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* XPath as ODK XForms needs it: our own lexer, parser and evaluator, because libxml2's cannot
 * give number text, dates, roots in predicates, pinned rows and lazy branches. */

#include <glib.h>

#include "core/forms/gw-form-arena.h"

G_BEGIN_DECLS

#define GW_XPATH_MAX_TEXT (4 * 1024 * 1024)

typedef enum
{
  GW_REF_NODE = 1,
  GW_REF_RECORD,
} GwRefTag;

/* One node of a node-set: a schema node in a row, or a record of a secondary instance. @what
 * is a GwFormNode or a GwFormInstance and begins with its tag; @where is a GwFormRow or a
 * record number. The node of the document itself, above the root, has a NULL @what. */
typedef struct
{
  gpointer what;
  gpointer where;
} GwRef;

typedef enum
{
  GW_XPATH_NUMBER,
  GW_XPATH_STRING,
  GW_XPATH_BOOLEAN,
  GW_XPATH_SET,
} GwXPathType;

/* Texts and sets live in the evaluation's arena, or belong to the form or a cell. */
typedef struct
{
  GwXPathType type;
  gboolean is_date; /* a text that a date function gave */
  gboolean is_direct; /* a set from a path that names one node, which may be hidden */
  double number;    /* also 0 or 1 for a boolean */
  const char *text;
  GwRef *refs;
  guint n_refs;
} GwXPathValue;

typedef enum
{
  GW_OP_NUMBER,
  GW_OP_STRING,
  GW_OP_NEGATE,
  GW_OP_OR,
  GW_OP_AND,
  GW_OP_EQ,
  GW_OP_NE,
  GW_OP_LT,
  GW_OP_LE,
  GW_OP_GT,
  GW_OP_GE,
  GW_OP_ADD,
  GW_OP_SUBTRACT,
  GW_OP_MULTIPLY,
  GW_OP_DIVIDE,
  GW_OP_MODULO,
  GW_OP_UNION,
  GW_OP_CALL,
  GW_OP_PATH,
} GwXPathOp;

typedef enum
{
  GW_AXIS_CHILD,
  GW_AXIS_PARENT,
  GW_AXIS_SELF,
  GW_AXIS_ATTRIBUTE,
  GW_AXIS_DESCENDANT,
  GW_AXIS_DESCENDANT_OR_SELF,
  GW_AXIS_ANCESTOR,
  GW_AXIS_ANCESTOR_OR_SELF,
  GW_AXIS_FOLLOWING_SIBLING,
  GW_AXIS_PRECEDING_SIBLING,
} GwXPathAxis;

typedef enum
{
  GW_START_CONTEXT,
  GW_START_ROOT,
  GW_START_CURRENT,
  GW_START_EXPRESSION,
} GwXPathStart;

typedef struct _GwXPathExpr GwXPathExpr;
typedef struct _GwXPathFunction GwXPathFunction;
typedef struct _GwXPath GwXPath;
typedef struct _GwXPathRun GwXPathRun;

typedef struct
{
  GwXPathAxis axis;
  const char *name; /* interned in the form; NULL for any */
  GwXPathExpr **predicates;
  guint n_predicates;
} GwXPathStep;

struct _GwXPathExpr
{
  GwXPathOp op;
  double number;
  const char *string;
  GwXPathExpr **args;
  guint n_args;
  const GwXPathFunction *function;
  GwXPathStart start;
  GwXPathStep *steps;
  guint n_steps;
  gboolean is_bare; /* an argument that no row pins: of indexed-repeat and itemsets */
  gpointer direct;  /* GwFormNode: the one node that the path means in each context row */
  gpointer target;  /* GwFormNode: the node that the path ends at, in whatever rows */
  gboolean has_totals; /* names one node in each row of a repeat: gw-form-totals.c */
  gboolean uses_context;  /* means another thing in another context node */
  gboolean uses_position; /* asks for position() or last() */
  guint height;
};

struct _GwXPath
{
  const char *source;
  int line;
  GwXPathExpr *root;
  gpointer context; /* GwFormNode */
  gboolean reads_clock;
  gboolean reads_language;
};

/* What is wrong with a text that is no expression. */
typedef struct
{
  int code; /* GwFormIssueCode */
  char *message;
} GwXPathFault;

typedef const char *(*GwXPathInternFunc) (gpointer     data,
                                          const char  *name,
                                          gssize       length);

GwXPathExpr *gw_xpath_parse (const char         *text,
                             GwFormArena        *arena,
                             GwXPathInternFunc   intern,
                             gpointer            intern_data,
                             GwXPathFault       *fault);

/* Functions */
typedef void (*GwXPathCall) (GwXPathRun        *run,
                             const GwXPathExpr *call,
                             GwXPathValue      *result);

struct _GwXPathFunction
{
  const char *name;
  int least;
  int most; /* -1 for any number */
  GwXPathCall call;
  guint flags;
};

enum
{
  GW_FUNCTION_READS_CLOCK = 1 << 0,
  GW_FUNCTION_READS_LANGUAGE = 1 << 1,
  GW_FUNCTION_ONCE = 1 << 2,
  GW_FUNCTION_OF_CONTEXT = 1 << 3,  /* without arguments it is about the context node */
  GW_FUNCTION_OF_POSITION = 1 << 4, /* without arguments it is about the place in a set */
};

const GwXPathFunction *gw_xpath_find_function (const char *name);

/* One evaluation */
struct _GwXPathRun
{
  gpointer session; /* GwFormSession */
  GwFormArena *arena;
  GwRef node;    /* the context node: another one inside a predicate */
  GwRef current; /* the bound node, always */
  guint position;
  guint size;
  guint64 *steps;
  guint64 most_steps;
  gboolean failed;
};

gboolean     gw_xpath_work          (GwXPathRun *run, guint64 steps);
void         gw_xpath_eval          (GwXPathRun *run, const GwXPathExpr *expr, GwXPathValue *result);
double       gw_xpath_eval_number   (GwXPathRun *run, const GwXPathExpr *expr);
const char  *gw_xpath_eval_string   (GwXPathRun *run, const GwXPathExpr *expr);
gboolean     gw_xpath_eval_boolean  (GwXPathRun *run, const GwXPathExpr *expr);

const char  *gw_xpath_to_string     (GwXPathRun *run, const GwXPathValue *value);
double       gw_xpath_to_number     (GwXPathRun *run, const GwXPathValue *value);
double       gw_xpath_to_quantity   (GwXPathRun *run, const GwXPathValue *value);
gboolean     gw_xpath_to_boolean    (GwXPathRun *run, const GwXPathValue *value);
const char  *gw_xpath_take_text     (GwXPathRun *run, const GString *text);
const char  *gw_xpath_ref_string    (GwXPathRun *run, GwRef ref);
gboolean     gw_xpath_ref_is_shown  (GwRef ref);
void         gw_xpath_set_number    (GwXPathValue *value, double number);
void         gw_xpath_set_string    (GwXPathValue *value, const char *text);
void         gw_xpath_set_boolean   (GwXPathValue *value, gboolean boolean);
GwXPathValue gw_xpath_shown_only    (GwXPathRun *run, const GwXPathValue *set);

/* What several numbers come to. */
typedef struct
{
  double sum, least, most; /* none of them a number where one of the numbers is none */
  guint n;                 /* those that were not blank */
} GwXPathAmounts;

void         gw_xpath_add_amount    (GwXPathRun *run, const GwXPathValue *value, gpointer amounts);

/* Numbers and texts */
double       gw_xpath_parse_number  (const char *text);
const char  *gw_xpath_format_number (GwFormArena *arena, double number);

/* Dates: days since 1970-01-01T00:00Z */
gboolean     gw_xpath_looks_like_date (const char *text);
double       gw_xpath_parse_date    (GwXPathRun *run, const char *text);
const char  *gw_xpath_fit_moment    (GwXPathRun *run, const char *text, gboolean with_date, gboolean with_time);
void         gw_xpath_call_today    (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_now      (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_date     (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_date_time (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_format_date (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_format_date_time (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_decimal_date (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_decimal_time (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);

/* Geography */
void         gw_xpath_call_area     (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_distance (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_geofence (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_intersects (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);

/* Functions that need the form: gw-xpath-nodes.c */
void         gw_xpath_call_instance (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_current  (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_position (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_once     (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_indexed_repeat (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_randomize (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_pulldata (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_choice_name (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_itext    (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_uuid     (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_random   (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);
void         gw_xpath_call_name     (GwXPathRun *run, const GwXPathExpr *call, GwXPathValue *result);

G_END_DECLS
