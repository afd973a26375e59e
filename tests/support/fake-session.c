/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session manager that writes down what a program asks of it. SIGUSR1 asks the program whether the
 * session may end.
 *
 * usage: fake-session LOG */

#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>

#define MANAGER "/org/gnome/SessionManager"
#define CLIENT "/org/gnome/SessionManager/Client1"

static const char interfaces[] =
  "<node>"
  "  <interface name='org.gnome.SessionManager'>"
  "    <method name='RegisterClient'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='Inhibit'>"
  "      <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='u' direction='in'/><arg type='u' direction='out'/>"
  "    </method>"
  "    <method name='Uninhibit'><arg type='u' direction='in'/></method>"
  "    <method name='UnregisterClient'><arg type='o' direction='in'/></method>"
  "  </interface>"
  "  <interface name='org.gnome.SessionManager.ClientPrivate'>"
  "    <method name='EndSessionResponse'><arg type='b' direction='in'/><arg type='s' direction='in'/></method>"
  "    <signal name='QueryEndSession'><arg type='u'/></signal>"
  "    <signal name='EndSession'><arg type='u'/></signal>"
  "  </interface>"
  "</node>";

static FILE *log_file;

static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  g_autofree char *said = g_variant_print (parameters, FALSE);

  fprintf (log_file, "%s %s\n", method, said);
  fflush (log_file);
  if (g_str_equal (method, "RegisterClient"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", CLIENT));
  else if (g_str_equal (method, "Inhibit"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 7));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
name_acquired_cb (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  fputs ("ready\n", log_file);
  fflush (log_file);
}

static gboolean
ask_cb (gpointer connection)
{
  g_dbus_connection_emit_signal (connection, NULL, CLIENT, "org.gnome.SessionManager.ClientPrivate", "QueryEndSession",
                                 g_variant_new ("(u)", 0), NULL);
  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interfaces, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_assert (argc == 2 && bus != NULL && info != NULL);
  log_file = fopen (argv[1], "w");
  g_assert (log_file != NULL);
  g_dbus_connection_register_object (bus, MANAGER, info->interfaces[0], &vtable, NULL, NULL, NULL);
  g_dbus_connection_register_object (bus, CLIENT, info->interfaces[1], &vtable, NULL, NULL, NULL);
  g_bus_own_name_on_connection (bus, "org.gnome.SessionManager", G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb, NULL,
                                NULL, NULL);
  g_unix_signal_add (SIGUSR1, ask_cb, bus);
  g_main_loop_run (loop);

  return 0;
}
