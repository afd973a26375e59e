/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/forms/gw-form-session.h"

/* Small forms written in a test. */
#define HEAD                                                                                     \
  "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "        \
  "xmlns:jr='http://openrosa.org/javarosa' xmlns:odk='http://www.opendatakit.org/xforms' "       \
  "xmlns:orx='http://openrosa.org/xforms'>\n"                                                   \
  "<h:head><h:title>T</h:title><model odk:xforms-version='1.0.0'>\n"

#define MODEL(rest) HEAD rest "</model></h:head><h:body/></h:html>"
#define BODY(model, body) HEAD model "</model></h:head><h:body>" body "</h:body></h:html>"

/* It has to be sound. */
GwForm        *load_form   (const char        *text);

/* At 2026-03-04T09:20:30Z in UTC, with a seed. */
GwFormSession *open_sample (GwForm            *form,
                            const GwFormDraft *draft);
