function (doc, old, user) {
  /* exchange-<iso3>: what one country and the Secretariat give each other. Reviews and
   * receipts come from the Secretariat, everything else from the country. A submission is
   * frozen: its SHA-256 stands in its id, and only a moderator removes it. A courier may bring one
   * with the signature of its author. */
  function has(role) { return user.roles.indexOf(role) >= 0; }
  var type = doc._id.split(':')[0], country = '@COUNTRY@';
  var ours = ['review', 'receipt', 'notice'].indexOf(type) >= 0;

  if (has('_admin')) return;
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (!/^[a-z][a-z0-9-]*:./.test(doc._id)) throw({ forbidden: 'The id must be type:name.' });
  if (type === 'submission' && !/^submission:[^:]+:[0-9a-f]{64}$/.test(doc._id))
    throw({ forbidden: 'The id of a submission must be submission:cycle:hash.' });
  if (type === 'submission' && doc._deleted && !has('moderator'))
    throw({ forbidden: 'A submission stays.' });
  if (ours && !has('secretariat'))
    throw({ forbidden: 'Only the Secretariat writes this.' });
  if (!ours && !has('party-' + country) && !(has('courier-' + country) && type === 'submission') &&
      !(has('moderator') && doc._deleted))
    throw({ forbidden: 'Only the country writes this.' });
  if (doc._deleted) return;
  if (!ours && !has('party-' + country) && !/^[^:]+:[a-z0-9]+:[A-Za-z0-9+\/]{86}==$/.test(doc.sig))
    throw({ forbidden: 'A courier brings only what its author signed.' });
  if (doc.type !== type)
    throw({ forbidden: 'The type and the id differ.' });
  if (typeof doc.party !== 'string' || doc.party.toLowerCase() !== country)
    throw({ forbidden: 'This belongs to another country.' });
  if (doc.v !== undefined && !(doc.v >= 0 && doc.v <= 1 && doc.v === Math.floor(doc.v)))
    throw({ forbidden: 'This version of the document is not known here.' });
}
