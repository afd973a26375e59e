function (doc, old, user) {
  /* <database>-chunks: parts of files, each under the SHA-256 of its content. A rule cannot count a
   * hash; whoever reads a part does: what was overwritten with something else is refused by every
   * reader, and sent anew under its name by whoever has it. */
  function has(role) { return user.roles.indexOf(role) >= 0; }
  var writers = '@WRITERS@'.split(' ');

  if (has('_admin')) return;
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (!writers.some(has)) throw({ forbidden: 'You may not write this here.' });
  if (doc._deleted) throw({ forbidden: 'Parts of files stay.' });
  if (!/^c:[0-9a-f]{64}$/.test(doc._id)) throw({ forbidden: 'The id must be that of a part of a file.' });
  if (doc.type !== 'chunk' || typeof doc.data !== 'string' || doc.data.length > 65536
      || !/^[A-Za-z0-9+\/]*=*$/.test(doc.data))
    throw({ forbidden: 'This is no part of a file.' });
  for (var name in doc)
    if (name.charAt(0) !== '_' && name !== 'type' && name !== 'data')
      throw({ forbidden: 'A part of a file holds nothing else.' });
}
