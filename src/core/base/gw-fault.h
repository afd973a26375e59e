/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Faults that can be planted in the program, to see that the simulator (tests/sim) notices them.
 *
 * Only where it is configured with -Dfaults=true: elsewhere GW_FAULT() is FALSE and nothing of it is
 * compiled. Each stands beside the line that it breaks, and is a mistake that somebody could make. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_ALL_FAULTS(FAULT)                                                                       \
  FAULT (NONE, "nothing is wrong")                                                                 \
  FAULT (ROW_SKIPPED, "the last row of a group is passed over, and \"since\" moves past it")       \
  FAULT (ONE_LEAF_WANTED, "of several new versions one is fetched")                                \
  FAULT (CUT_ANSWER_BELIEVED, "an answer that was cut counts as whole")                            \
  FAULT (UPLOAD_BELIEVED, "an upload without an answer counts as arrived")                         \
  FAULT (UNCERTAIN_BELIEVED, "what may have arrived counts as arrived")                            \
  FAULT (ANCESTRY_NOT_SENT, "a revision is sent without those that it was made on")                \
  FAULT (CHECKPOINT_IGNORED, "a server that changed is not noticed")                               \
  FAULT (SINCE_KEPT, "a server that changed is not read from its beginning")                       \
  FAULT (NOT_OFFERED_AGAIN, "what a server forgot is not sent again")                              \
  FAULT (DESK_NOT_RENEWED, "a desk that is put back goes on as the old one")                       \
  FAULT (MERGED_BY_FORCE, "what needs a person is merged: the winner takes all")                   \
  FAULT (UNSEEN_CLOSED, "settling closes a version that nobody looked at")                         \
  FAULT (UNSEEN_COVERED, "settling writes over a version that nobody looked at")                   \
  FAULT (TOMBSTONE_KEPT, "the tombstone of a version that others saw stays here")                  \
  FAULT (SIBLING_COVERED, "what comes takes the place of what is here")                            \
  FAULT (LEAF_NOT_COVERED, "a version stays a leaf when one comes that was made on it")            \
  FAULT (ANCESTRY_NOT_ASKED, "ancestry that is missing is not asked for")                          \
  FAULT (PLACE_TAKEN, "typing takes the place of what left this desk by stick")                    \
  FAULT (STICK_HALF_GIVEN, "a stick gets one version of each document")                            \
  FAULT (STICK_HALF_READ, "a stick is not read to its end")                                        \
  FAULT (STICK_NOT_PASSED_ON, "what came by stick does not go to the server")                      \
  FAULT (STICK_AS_SERVER, "what came by stick counts as had by the server")                        \
  FAULT (RECEIPT_UNFOUNDED, "a receipt counts also without what came before its bundle")           \
  FAULT (PARTNER_NOT_RENEWED, "a desk that was put back counts as having what it once had")        \
  FAULT (SIGNATURE_NOT_VERIFIED, "what somebody changed on its way is taken as its author's")

typedef enum
{
#define FAULT(name, sentence) GW_FAULT_##name,
  GW_ALL_FAULTS (FAULT)
#undef FAULT
  GW_N_FAULTS
} GwFault;

#ifdef GW_FAULTS
extern GwFault gw_fault_planted;
#define GW_FAULT(name) (gw_fault_planted == GW_FAULT_##name)
#else
#define GW_FAULT(name) FALSE
#endif

G_END_DECLS
