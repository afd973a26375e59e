/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/base/gw-fault.h"

#ifdef GW_FAULTS
GwFault gw_fault_planted = GW_FAULT_NONE;
#endif
