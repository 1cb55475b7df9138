/* SPDX-License-Identifier: MIT
 * Copyright 2026 The netoproc authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each writes a few good inputs of its targets into folders of theirs below @folder, with names that say what they are.
 * They are made when the tests are built, so that they always are of the formats of the day. */

void netop_fuzz_seed_packets (const char *folder);
void netop_fuzz_seed_streams (const char *folder);
void netop_fuzz_seed_files (const char *folder);
void netop_fuzz_seed_dns (const char *folder);
void netop_fuzz_seed_kernel (const char *folder);

void netop_fuzz_seed_write (const char *folder, const char *target, const char *name, const GByteArray *bytes);
void netop_fuzz_seed_add (GByteArray *bytes, guint64 value, guint n_bytes);

G_END_DECLS
