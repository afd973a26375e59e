function (doc, old, user) {
  /* party-<iso3>: the working papers of one country's office. Everybody in the office may
   * change everything. A courier may bring answers, submissions and posts, nothing else, each with the
   * signature of its author: a rule cannot verify it, whoever reads it does. */
  function has(role) { return user.roles.indexOf(role) >= 0; }
  var type = doc._id.split(':')[0], country = '@COUNTRY@';

  if (has('_admin')) return;
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (!/^[a-z][a-z0-9-]*:./.test(doc._id)) throw({ forbidden: 'The id must be type:name.' });
  if (!has('party-' + country)) {
    if (!has('courier-' + country)) throw({ forbidden: 'Only this country writes here.' });
    if (['answer', 'submission', 'post'].indexOf(type) < 0 || doc._deleted)
      throw({ forbidden: 'A courier brings answers, submissions and posts only.' });
    if (!/^[^:]+:[a-z0-9]+:[A-Za-z0-9+\/]{86}==$/.test(doc.sig))
      throw({ forbidden: 'A courier brings only what its author signed.' });
  }
  if (doc._deleted) return;
  /* What desks wrote before they said it does says neither its type nor a version, and may still wait to be sent. */
  if (doc.type !== type && !(doc.type === undefined && doc.v === undefined && has('party-' + country)))
    throw({ forbidden: 'The type and the id differ.' });
  if (doc.party !== undefined && (typeof doc.party !== 'string' || doc.party.toLowerCase() !== country))
    throw({ forbidden: 'This belongs to another country.' });
  if (doc.v !== undefined && !(doc.v >= 0 && doc.v <= 1 && doc.v === Math.floor(doc.v)))
    throw({ forbidden: 'This version of the document is not known here.' });
  for (var name in doc)
    if (typeof doc[name] === 'string' && doc[name].length > 65536)
      throw({ forbidden: 'The text is too long.' });
}
