/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/forms/gw-form-arena.h"

#include <string.h>

#define FIRST_CHUNK (16 * 1024)
#define MOST_CHUNK (1024 * 1024)

typedef struct _Chunk Chunk;

struct _Chunk
{
  Chunk *before;
  gsize size;
  gsize used;
};

struct _GwFormArena
{
  Chunk *chunk;
  gsize used;
};

#define CHUNK_HEAD ((sizeof (Chunk) + 15) & ~(gsize) 15)

static void
add_chunk (GwFormArena *self,
           gsize        least)
{
  gsize size = self->chunk != NULL ? MIN (self->chunk->size * 2, MOST_CHUNK) : FIRST_CHUNK;
  Chunk *chunk;

  size = MAX (size, least);
  chunk = g_malloc (CHUNK_HEAD + size);
  chunk->before = self->chunk;
  chunk->size = size;
  chunk->used = 0;
  self->chunk = chunk;
}

GwFormArena *
gw_form_arena_new (void)
{
  return g_new0 (GwFormArena, 1);
}

static void
free_chunks (GwFormArena *self,
             Chunk       *keep)
{
  while (self->chunk != keep) {
    Chunk *chunk = self->chunk;

    self->chunk = chunk->before;
    g_free (chunk);
  }
}

void
gw_form_arena_free (GwFormArena *self)
{
  if (self == NULL)
    return;

  free_chunks (self, NULL);
  g_free (self);
}

/**
 * gw_form_arena_reset:
 *
 * Takes back all memory. The first chunk stays, so that evaluating again needs no allocation.
 */
void
gw_form_arena_reset (GwFormArena *self)
{
  Chunk *first = self->chunk;

  while (first != NULL && first->before != NULL)
    first = first->before;
  free_chunks (self, first);
  if (first != NULL)
    first->used = 0;
  self->used = 0;
}

/**
 * gw_form_arena_alloc:
 *
 * Returns: (transfer none) (not nullable): @size bytes, all zero, aligned for any type
 */
gpointer
gw_form_arena_alloc (GwFormArena *self,
                     gsize        size)
{
  gsize rounded = (size + 15) & ~(gsize) 15;
  char *memory;

  if (self->chunk == NULL || self->chunk->size - self->chunk->used < rounded)
    add_chunk (self, rounded);
  memory = (char *) self->chunk + CHUNK_HEAD + self->chunk->used;
  self->chunk->used += rounded;
  self->used += rounded;
  memset (memory, 0, size);

  return memory;
}

char *
gw_form_arena_strdup (GwFormArena *self,
                      const char  *text,
                      gssize       length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  char *copy = gw_form_arena_alloc (self, size + 1);

  memcpy (copy, text, size);
  return copy;
}

gsize
gw_form_arena_get_used (const GwFormArena *self)
{
  return self->used;
}
