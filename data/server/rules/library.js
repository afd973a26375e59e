function (doc, old, user) {
  /* library: the manual, checklists and forms. Members read; editors write.
   * Rules judge the document by itself: for a replicated revision whose ancestry the server
   * does not know, `old` is null, so nothing may hang on it. */
  if (user.roles.indexOf('_admin') >= 0) return;
  if (user.roles.indexOf('library-editor') < 0)
    throw({ forbidden: 'Only editors of the library may change it.' });
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (!/^[a-z][a-z0-9-]*:./.test(doc._id)) throw({ forbidden: 'The id must be type:name.' });
  if (doc._deleted) return;
  if (doc.type !== doc._id.split(':')[0])
    throw({ forbidden: 'The type and the id differ.' });
  if (doc.v !== undefined && !(doc.v >= 0 && doc.v <= 1 && doc.v === Math.floor(doc.v)))
    throw({ forbidden: 'This version of the document is not known here.' });
}
