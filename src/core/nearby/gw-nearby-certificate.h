/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

gboolean gw_nearby_certificate_use (SSL_CTX  *tls);

G_END_DECLS
