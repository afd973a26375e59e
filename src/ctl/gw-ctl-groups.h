/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/gw-ctl.h"

G_BEGIN_DECLS

/* One file per group; main.c has the list. */
extern const GwCtlGroup gw_ctl_profile;
extern const GwCtlGroup gw_ctl_doc;
extern const GwCtlGroup gw_ctl_search;
extern const GwCtlGroup gw_ctl_manual;
extern const GwCtlGroup gw_ctl_checklist;
extern const GwCtlGroup gw_ctl_action;
extern const GwCtlGroup gw_ctl_form;
extern const GwCtlGroup gw_ctl_report;
extern const GwCtlGroup gw_ctl_packet;
extern const GwCtlGroup gw_ctl_sync;
extern const GwCtlGroup gw_ctl_bundle;
extern const GwCtlGroup gw_ctl_nearby;
extern const GwCtlGroup gw_ctl_key;
extern const GwCtlGroup gw_ctl_server;
extern const GwCtlGroup gw_ctl_conflict;
extern const GwCtlGroup gw_ctl_bin;
extern const GwCtlGroup gw_ctl_backup;
extern const GwCtlGroup gw_ctl_restore;
extern const GwCtlGroup gw_ctl_check;

G_END_DECLS
