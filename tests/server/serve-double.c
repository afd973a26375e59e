/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The strict double of CouchDB as a program of its own, for what measures clients: serve-double NAME PASSWORD
 *
 * Listens on a free port of the loopback with an empty database "bench" that NAME (an administrator of the
 * server too, as "admin") may read and write, prints the address, and ends with its standard input. The databases
 * of a thousand desks are there as well: "library", "community", and "party-000" to "party-129". */

#include <stdio.h>
#include <unistd.h>

#include "server/couch.h"

#define N_COUNTRIES 130

static void
lay_out (Couch      *couch,
         const char *name,
         const char *password)
{
  couch_add_account (couch, name, password, "bench _admin");
  couch_add_database (couch, "bench", "bench");
  couch_add_database (couch, "library", "bench");
  couch_add_database (couch, "community", "bench");
  for (guint i = 0; i < N_COUNTRIES; i++) {
    g_autofree char *party = g_strdup_printf ("party-%03u", i);

    couch_add_database (couch, party, "bench");
  }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (Couch) couch = NULL;
  g_autoptr (FakeServer) server = NULL;
  char byte;

  if (argc != 3) {
    fprintf (stderr, "usage: serve-double NAME PASSWORD\n");
    return 2;
  }
  couch = couch_new (argv[2]);
  lay_out (couch, argv[1], argv[2]);
  server = fake_server_new (couch_answer, couch);
  printf ("%s\n", fake_server_get_url (server));
  fflush (stdout);
  while (read (STDIN_FILENO, &byte, 1) > 0)
    ;

  return 0;
}
