/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <glib/gi18n-lib.h>

#include "core/base/gw-time.h"
#include "core/keys/gw-key-book.h"
#include "ctl/gw-ctl-error.h"
#include "ctl/gw-ctl-groups.h"

static char *option_code;
static char *option_to;

static const GOptionEntry confirm_options[] = {
  { "code", 0, 0, G_OPTION_ARG_STRING, &option_code, N_("The digits that the person reads to you"), "DIGITS" },
  { NULL },
};

static const GOptionEntry hand_over_options[] = {
  { "to", 0, 0, G_OPTION_ARG_STRING, &option_to, N_("The account of the successor"), "NAME" },
  { NULL },
};

/* All that the commands below stand on. */
typedef struct
{
  GwProfile *profile;
  GwStore *store;
  GwKeys *keys;
  GwKeyDesk *desk;
} Own;

static void
own_clear (Own *own)
{
  g_clear_pointer (&own->keys, gw_keys_unref);
  g_clear_pointer (&own->desk, gw_key_desk_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static gboolean
explain (GError  *problem,
         GError **error)
{
  g_autoptr (GError) own = problem;

  if (g_error_matches (own, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOUND))
    return gw_ctl_refuse (error, _("No code of that name is known here (%s)."), own->message);
  if (g_error_matches (own, GW_KEY_ERROR, GW_KEY_ERROR_NOT_FOR_US))
    return gw_ctl_refuse (error, "%s", _("These keys were handed over to somebody else. Nothing was changed."));
  if (g_error_matches (own, GW_KEY_ERROR, GW_KEY_ERROR_INVALID))
    return gw_ctl_refuse (error, "%s", _("This is nothing that a predecessor handed over, or it was altered. "
                                         "Nothing was changed."));
  if (own->domain == GW_KEY_ERROR)
    return gw_ctl_refuse (error, _("The keys of this computer cannot be read or written (%s)."), own->message);
  g_propagate_error (error, g_steal_pointer (&own));

  return FALSE;
}

static gboolean
find_own (GwCtl   *ctl,
          Own     *own,
          GError **error)
{
  GError *problem = NULL;

  own->store = gw_ctl_open_store (ctl, error);
  own->profile = own->store != NULL ? gw_ctl_open_profile (ctl, error) : NULL;
  if (own->profile == NULL)
    return FALSE;
  own->desk = gw_key_desk_new (own->profile, NULL);
  own->keys = gw_key_desk_open_keys (own->desk, &problem);

  return own->keys != NULL || explain (problem, error);
}

/* A code belongs to an account: a desk without a name has none that others could ask for. */
static GwKey *
find_own_key (Own     *own,
              GError **error)
{
  GwKey *key = gw_key_desk_dup_key (own->desk, own->keys);

  if (key != NULL)
    return key;
  gw_ctl_refuse (error, "%s", _("This desk has no name yet. Give it one with “godwitctl profile set --name NAME”."));

  return NULL;
}

static void
say_key (GwCtl      *ctl,
         GwKey      *key,
         GwKeyTrust  trust,
         gint64      confirmed)
{
  JsonObject *line = json_object_new ();
  g_autofree char *code = gw_key_dup_code (key);
  g_autofree char *created = gw_time_format (gw_key_get_created (key));

  json_object_set_string_member (line, "account", gw_key_get_account (key));
  json_object_set_string_member (line, "desk", gw_key_get_desk (key));
  json_object_set_string_member (line, "country", gw_key_get_country (key));
  json_object_set_string_member (line, "created", created);
  json_object_set_string_member (line, "code", code);
  json_object_set_string_member (line, "trust", gw_key_trust_get_name (trust));
  if (confirmed != 0) {
    g_autofree char *time = gw_time_format (confirmed);

    json_object_set_string_member (line, "confirmed", time);
  }
  gw_ctl_say (ctl, line, "%s:%s\t%s\t%s", gw_key_get_account (key), gw_key_get_desk (key), code,
              gw_key_trust_get_name (trust));
}

static gboolean
run_show (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GwKey) key = NULL;

  if (!find_own (ctl, &own, error))
    return FALSE;
  key = find_own_key (&own, error);
  if (key != NULL)
    say_key (ctl, key, gw_key_book_judge (own.store, own.keys, key, NULL), 0);

  return key != NULL;
}

static gboolean
run_list (GwCtl              *ctl,
          const char *const  *arguments,
          GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GPtrArray) entries = NULL;

  if (!find_own (ctl, &own, error))
    return FALSE;
  entries = gw_key_book_list (own.store, own.keys, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const GwKeyEntry *entry = g_ptr_array_index (entries, i);

    say_key (ctl, entry->key, entry->trust, entry->confirmed);
  }

  return entries != NULL;
}

/* (nullable): the one desk of that name. */
static GwKey *
find_one (Own         *own,
          const char  *name,
          GError     **error)
{
  GError *problem = NULL;
  g_autoptr (GPtrArray) found = gw_key_book_find (own->store, own->keys, name, &problem);

  if (found == NULL) {
    explain (problem, error);
    return NULL;
  }
  if (found->len > 1) {
    gw_ctl_refuse (error, _("“%s” has several computers. Say which, as “godwitctl key list” shows it."), name);
    return NULL;
  }

  return gw_key_ref (((const GwKeyEntry *) found->pdata[0])->key);
}

static char *
dup_digits (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    int value = g_unichar_digit_value (g_utf8_get_char (text));

    if (value >= 0)
      g_string_append_c (digits, '0' + value);
  }

  return g_string_free (g_steal_pointer (&digits), FALSE);
}

static gboolean
run_confirm (GwCtl              *ctl,
             const char *const  *arguments,
             GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GwKey) key = NULL;
  g_autofree char *code = NULL;
  g_autofree char *here = NULL;
  g_autofree char *said = NULL;

  if (option_code == NULL || !g_utf8_validate (option_code, -1, NULL))
    return gw_ctl_misuse (error, _("Say the digits that the person read to you, with --code DIGITS."));
  key = find_own (ctl, &own, error) ? find_one (&own, arguments[0], error) : NULL;
  if (key == NULL)
    return FALSE;
  code = gw_key_dup_code (key);
  here = dup_digits (code);
  said = dup_digits (option_code);
  if (strcmp (here, said) != 0)
    return gw_ctl_refuse (error, "%s", _("These are not the digits of the code that is known here. Nothing was "
                                         "confirmed. Please compare them once more; if they still differ, the "
                                         "code is somebody else’s."));
  if (!gw_key_book_confirm (own.store, key, error))
    return FALSE;
  say_key (ctl, key, gw_key_book_judge (own.store, own.keys, key, NULL), gw_time_now ());

  return TRUE;
}

static gboolean
run_renew (GwCtl              *ctl,
           const char *const  *arguments,
           GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GwKey) key = NULL;
  GError *problem = NULL;
  GwKeys *renewed;

  if (!find_own (ctl, &own, error))
    return FALSE;
  renewed = gw_key_desk_renew_keys (own.desk, &problem);
  if (renewed == NULL)
    return explain (problem, error);
  gw_keys_unref (own.keys);
  own.keys = renewed;
  key = find_own_key (&own, error);
  if (key == NULL || !gw_key_book_publish (own.store, own.desk, own.keys, error))
    return FALSE;
  say_key (ctl, key, GW_KEY_TRUST_OWN, 0);

  return TRUE;
}

static gboolean
run_withdraw (GwCtl              *ctl,
              const char *const  *arguments,
              GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GwKey) key = find_own (ctl, &own, error) ? find_one (&own, arguments[0], error) : NULL;
  GError *problem = NULL;

  if (key == NULL)
    return FALSE;
  if (g_strcmp0 (gw_key_get_account (key), gw_key_desk_get_account (own.desk)) != 0)
    return gw_ctl_refuse (error, "%s", _("Only the account itself can withdraw a code of its own."));
  if (!gw_key_book_withdraw (own.store, own.desk, key, NULL, &problem))
    return explain (problem, error);
  say_key (ctl, key, GW_KEY_TRUST_WITHDRAWN, 0);

  return TRUE;
}

static gboolean
write_parcel (const char  *path,
              const char  *parcel,
              GError     **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return gw_ctl_refuse (error, "%s", _("There is already a file of this name. It was left as it is. Please choose "
                                         "another name."));

  return g_file_set_contents_full (path, parcel, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

/* The successor opens what was sealed for this desk; from then on nothing is sealed for it any more. */
static gboolean
run_hand_over (GwCtl              *ctl,
               const char *const  *arguments,
               GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GwKey) key = NULL, successor = NULL;
  g_autofree char *parcel = NULL;
  GError *problem = NULL;

  if (option_to == NULL)
    return gw_ctl_misuse (error, _("Say who takes over, with --to NAME."));
  if (!find_own (ctl, &own, error))
    return FALSE;
  key = find_own_key (&own, error);
  successor = key != NULL ? find_one (&own, option_to, error) : NULL;
  if (successor == NULL)
    return FALSE;
  if (gw_key_book_judge (own.store, own.keys, successor, NULL) != GW_KEY_TRUST_CONFIRMED)
    return gw_ctl_refuse (error, "%s", _("Compare the code of your successor first, with “godwitctl key confirm”. "
                                         "Nothing was handed over."));
  parcel = gw_keys_hand_over (own.keys, key, successor, &problem);
  if (parcel == NULL)
    return explain (problem, error);
  if (!write_parcel (arguments[0], parcel, error)
      || !gw_key_book_withdraw (own.store, own.desk, key, gw_key_get_account (successor), error))
    return FALSE;
  say_key (ctl, successor, GW_KEY_TRUST_CONFIRMED, 0);

  return TRUE;
}

static gboolean
run_take_over (GwCtl              *ctl,
               const char *const  *arguments,
               GError            **error)
{
  g_auto (Own) own = { NULL };
  g_autoptr (GwKey) predecessor = NULL;
  g_autofree char *parcel = gw_ctl_read_input (arguments[0], error);
  GError *problem = NULL;
  GwKeys *keys;

  if (parcel == NULL || !find_own (ctl, &own, error))
    return FALSE;
  keys = gw_keys_take_over (gw_profile_get_directory (own.profile), parcel, &predecessor, &problem);
  if (keys == NULL)
    return explain (problem, error);
  gw_keys_unref (own.keys);
  own.keys = keys;
  say_key (ctl, predecessor, gw_key_book_judge (own.store, own.keys, predecessor, NULL), 0);

  return TRUE;
}

static const GwCtlCommand commands[] = {
  { "show", "", N_("Say the code of this desk, which a colleague compares once."), NULL, 0, 0, run_show },
  { "list", "", N_("List the codes that are known here, and which of them were compared."), NULL, 0, 0, run_list },
  { "confirm", "NAME --code DIGITS",
    N_("Say that the code of a colleague is the one that you heard from the person."), confirm_options, 1, 1,
    run_confirm },
  { "renew", "", N_("Take new keys; who confirmed the old ones need not be asked again."), NULL, 0, 0, run_renew },
  { "withdraw", "NAME",
    N_("Withdraw the code of a computer of this account that was lost: nothing is sealed for it any more, and "
       "what it signs is refused."), NULL, 1, 1, run_withdraw },
  { "hand-over", "FILE --to NAME",
    N_("Write what lets a successor open what was sealed for this desk, and withdraw this desk’s code."),
    hand_over_options, 1, 1, run_hand_over },
  { "take-over", "FILE", N_("Take over from a predecessor what was handed over."), NULL, 1, 1, run_take_over },
  { NULL },
};

const GwCtlGroup gw_ctl_key = { "key", N_("Who signs and opens bundles, by codes that people compare."), commands };
