/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#include "config.h"

#include "netop-history.h"

#include <string.h>

/* Samples stand in a block that several histories share: each sees a span of it. Who appends to the history
 * that ends where the block's used part ends writes the next sample into the block, where no older history
 * looks; so that a series costs one small header a sample and not a copy of itself. A block that is full is
 * followed by one that begins with a copy of the span. */

#define FIRST_BLOCK_SAMPLES 8

typedef struct
{
  gatomicrefcount ref_count;
  guint           n_used; /* atomic: claimed by compare and exchange */
  guint           n_samples;
  NetopSample     samples[];
} Block;

struct _NetopHistory
{
  gatomicrefcount ref_count;
  Block          *block;
  guint           end; /* after the newest sample */
  guint           length;
};

static Block *
block_new (guint              n_samples,
           const NetopSample *samples,
           guint              n_used)
{
  Block *block = g_malloc (sizeof *block + n_samples * sizeof samples[0]);

  g_atomic_ref_count_init (&block->ref_count);
  block->n_samples = n_samples;
  block->n_used = n_used;
  if (n_used > 0)
    memcpy (block->samples, samples, n_used * sizeof samples[0]);
  return block;
}

static void
block_unref (Block *block)
{
  if (g_atomic_ref_count_dec (&block->ref_count))
    g_free (block);
}

/* Makes the place after the newest sample ours alone, in this block or in a new one. */
static void
claim_next (NetopHistory *self,
            guint         capacity)
{
  Block *block = self->block;
  guint  kept = MIN (self->length, capacity - 1);

  if (self->end < block->n_samples &&
      g_atomic_int_compare_and_exchange ((gint *)&block->n_used, (gint)self->end, (gint)self->end + 1))
    return;

  self->block = block_new (MIN (2 * capacity, MAX (2 * (kept + 1), FIRST_BLOCK_SAMPLES)),
                           block->samples + self->end - kept,
                           kept);
  self->block->n_used = kept + 1;
  self->end = kept;
  self->length = kept;
  block_unref (block);
}

/* What append() may change: @self, if nobody else has it, else a header of its own over the same block. */
static NetopHistory *
make_own (NetopHistory *self)
{
  NetopHistory *own;

  if (self != NULL && g_atomic_ref_count_compare (&self->ref_count, 1))
    return self;

  own = g_new0 (NetopHistory, 1);
  g_atomic_ref_count_init (&own->ref_count);
  if (self == NULL)
    {
      own->block = block_new (FIRST_BLOCK_SAMPLES, NULL, 0);
      return own;
    }

  own->block = self->block;
  own->end = self->end;
  own->length = self->length;
  g_atomic_ref_count_inc (&own->block->ref_count);
  netop_history_unref (self);
  return own;
}

/**
 * netop_history_append:
 * @self: (transfer full) (nullable): %NULL is the empty history
 * @capacity: samples to keep at most, at least 1
 *
 * Makes the history that has @sample after those of @self. Whoever else holds @self goes on seeing what it
 * saw. Any thread.
 *
 * Returns: (transfer full): the longer history
 */
NetopHistory *
netop_history_append (NetopHistory *self,
                      guint         capacity,
                      NetopSample   sample)
{
  NetopHistory *own;

  g_assert (capacity >= 1);

  own = make_own (self);
  claim_next (own, capacity);
  own->block->samples[own->end++] = sample;
  own->length = MIN (own->length + 1, capacity);
  return own;
}

/**
 * netop_history_append_silence:
 * @self: (transfer full) (nullable): %NULL is the empty history, and has nothing but silence before it anyway
 * @capacity: samples to keep at most, at least 1
 * @n_samples: of 0
 *
 * Like so many calls of netop_history_append(), at no more than the cost of @capacity of them.
 *
 * Returns: (transfer full) (nullable): the longer history, empty where nothing but silence is left of it
 */
NetopHistory *
netop_history_append_silence (NetopHistory *self,
                              guint         capacity,
                              guint         n_samples)
{
  if (self == NULL)
    return NULL;
  if (n_samples >= capacity)
    {
      netop_history_unref (self);
      return NULL;
    }

  for (guint i = 0; i < n_samples; i++)
    self = netop_history_append (self, capacity, (NetopSample){ 0.0f, 0.0f });
  return self;
}

static NetopHistory *
new_silent (guint length)
{
  NetopHistory *self = g_new0 (NetopHistory, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->block = block_new (MAX (2 * length, FIRST_BLOCK_SAMPLES), NULL, 0);
  self->block->n_used = self->end = self->length = length;
  memset (self->block->samples, 0, length * sizeof self->block->samples[0]);
  return self;
}

/* A new block in any case: others may look at the samples that change. */
static NetopHistory *
combine (NetopHistory       *self,
         guint               capacity,
         const NetopHistory *part,
         float               sign)
{
  guint         length = MAX (netop_history_get_length (self), MIN (netop_history_get_length (part), capacity));
  NetopHistory *sum;

  if (netop_history_get_length (part) == 0)
    return self;

  sum = new_silent (length);
  for (guint age = 0; age < length; age++)
    {
      NetopSample ours = netop_history_get (self, age);
      NetopSample theirs = netop_history_get (part, age);

      sum->block->samples[length - 1 - age] = (NetopSample){
        .rx = MAX (ours.rx + sign * theirs.rx, 0.0f),
        .tx = MAX (ours.tx + sign * theirs.tx, 0.0f),
      };
    }
  netop_history_unref (self);
  return sum;
}

/**
 * netop_history_add:
 * @self: (transfer full) (nullable): %NULL is the empty history
 * @capacity: samples to keep at most, at least 1
 * @part: (nullable): whose newest sample is of the same time as that of @self
 *
 * Makes the history that has the samples of both together. Whoever else holds @self goes on seeing what it saw. Any
 * thread.
 *
 * Returns: (transfer full) (nullable): the sum
 */
NetopHistory *
netop_history_add (NetopHistory       *self,
                   guint               capacity,
                   const NetopHistory *part)
{
  return combine (self, capacity, part, 1.0f);
}

/**
 * netop_history_subtract:
 * @self: (transfer full) (nullable):
 * @capacity: samples to keep at most, at least 1
 * @part: (nullable): a part of @self, whose newest sample is of the same time
 *
 * Makes the history that lacks the samples of @part; none is less than zero. Any thread.
 *
 * Returns: (transfer full) (nullable): the difference
 */
NetopHistory *
netop_history_subtract (NetopHistory       *self,
                        guint               capacity,
                        const NetopHistory *part)
{
  return combine (self, capacity, part, -1.0f);
}

/* @sum is at least as long. */
static void
add_samples (NetopHistory       *sum,
             const NetopHistory *part)
{
  guint              n = MIN (netop_history_get_length (part), sum->length);
  NetopSample       *to = sum->block->samples + sum->end - n;
  const NetopSample *from = n > 0 ? part->block->samples + part->end - n : NULL;

  for (guint i = 0; i < n; i++)
    {
      to[i].rx += from[i].rx;
      to[i].tx += from[i].tx;
    }
}

/**
 * netop_history_sum:
 * @parts: (array length=n_parts) (element-type nullable): whose newest samples are all of the same time
 * @capacity: samples to keep at most, at least 1
 *
 * Like netop_history_add() of one after the other, without a copy for each. Any thread.
 *
 * Returns: (transfer full) (nullable): the sum; %NULL where all are empty
 */
NetopHistory *
netop_history_sum (NetopHistory *const *parts,
                   guint                n_parts,
                   guint                capacity)
{
  NetopHistory *sum;
  guint         length = 0;

  for (guint i = 0; i < n_parts; i++)
    length = MAX (length, MIN (netop_history_get_length (parts[i]), capacity));
  if (length == 0)
    return NULL;

  sum = new_silent (length);
  for (guint i = 0; i < n_parts; i++)
    add_samples (sum, parts[i]);
  return sum;
}

/**
 * netop_history_ref:
 * @self: (nullable):
 *
 * Returns: (transfer full) (nullable): @self; any thread
 */
NetopHistory *
netop_history_ref (NetopHistory *self)
{
  if (self != NULL)
    g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * netop_history_unref:
 * @self: (transfer full) (nullable): any thread
 */
void
netop_history_unref (NetopHistory *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  block_unref (self->block);
  g_free (self);
}

/**
 * netop_history_get_length:
 * @self: (nullable):
 *
 * Returns: samples in it
 */
guint
netop_history_get_length (const NetopHistory *self)
{
  return self != NULL ? self->length : 0;
}

/**
 * netop_history_get:
 * @self: (nullable):
 * @age: 0 is the newest sample
 *
 * Returns: the sample, zero where the series does not reach back so far
 */
NetopSample
netop_history_get (const NetopHistory *self,
                   guint               age)
{
  if (age >= netop_history_get_length (self))
    return (NetopSample){ 0.0f, 0.0f };

  return self->block->samples[self->end - 1 - age];
}

/**
 * netop_history_get_peak:
 * @self: (nullable):
 * @n_newest: samples that count; all of them where there are fewer
 *
 * Returns: the highest rx and the highest tx, each by itself
 */
NetopSample
netop_history_get_peak (const NetopHistory *self,
                        guint               n_newest)
{
  NetopSample peak = { 0.0f, 0.0f };
  guint       n = MIN (netop_history_get_length (self), n_newest);

  for (guint age = 0; age < n; age++)
    {
      NetopSample sample = netop_history_get (self, age);

      peak.rx = MAX (peak.rx, sample.rx);
      peak.tx = MAX (peak.tx, sample.tx);
    }

  return peak;
}
