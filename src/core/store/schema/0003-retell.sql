-- SPDX-License-Identifier: GPL-3.0-or-later
-- Leaves that the server has, but not what they were made on: it shows an ancestor beside them as if
-- two people had written apart. They are sent once more with their whole ancestry, which joins the two.
-- Apart from the outbox: nothing of a person's waits here, and that the server knows the leaf says
-- nothing.
CREATE TABLE retell (
  rev INTEGER PRIMARY KEY REFERENCES rev (rev) ON DELETE CASCADE,
  db TEXT NOT NULL
);
