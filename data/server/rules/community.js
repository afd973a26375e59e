function (doc, old, user) {
  /* community: what focal points tell each other. Every id names its owner,
   * type:owner:rest; only the owner writes it. A moderator may correct and remove, a courier
   * may bring what others wrote (each carries its author's signature, which readers check). */
  function has(role) { return user.roles.indexOf(role) >= 0; }
  var parts = doc._id.split(':'), type = parts[0];

  if (has('_admin')) return;
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (!/^[a-z][a-z0-9-]*:[^:]+:./.test(doc._id))
    throw({ forbidden: 'The id must be type:owner:name.' });
  if (parts[1] !== user.name && !has('moderator') && !(has('courier') && type === 'post'))
    throw({ forbidden: 'This belongs to somebody else.' });
  if (doc._deleted) {
    if (parts[1] !== user.name && !has('moderator'))
      throw({ forbidden: 'Only the owner or a moderator may remove this.' });
    return;
  }
  if (parts[1] !== user.name && !has('moderator')) {
    if (!/^[^:]+:[a-z0-9]+:[A-Za-z0-9+\/]{86}==$/.test(doc.sig) || doc.sig.split(':')[0] !== parts[1])
      throw({ forbidden: 'A courier brings only what its author signed.' });
  }
  if (doc.type !== type)
    throw({ forbidden: 'The type and the id differ.' });
  if (doc.author !== parts[1])
    throw({ forbidden: 'The author and the id differ.' });
  if (doc.v !== undefined && !(doc.v >= 0 && doc.v <= 1 && doc.v === Math.floor(doc.v)))
    throw({ forbidden: 'This version of the document is not known here.' });
  for (var name in doc)
    if (typeof doc[name] === 'string' && doc[name].length > 65536)
      throw({ forbidden: 'The text is too long.' });
}
