/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-xpath.h"

G_BEGIN_DECLS

void gw_xpath_eval_path   (GwXPathRun *run, const GwXPathExpr *expr, GwXPathValue *result);
void gw_xpath_eval_places (GwXPathRun *run, const GwXPathExpr *expr, GwXPathValue *result);
void gw_xpath_eval_union  (GwXPathRun *run, const GwXPathExpr *expr, GwXPathValue *result);

G_END_DECLS
