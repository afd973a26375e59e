function (doc, old, user) {
  /* packets-<iso3>: sealed hand-overs between a country's office and its respondents. Members
   * see that a packet exists; only those it is sealed for can read it. Whose a document is stands
   * in its id: packet:<respondent>:<name> is the office's, reply:<respondent>:<name> the respondent's,
   * key:<account>:<desk> that of the account. */
  function has(role) { return user.roles.indexOf(role) >= 0; }
  var parts = doc._id.split(':'), type = parts[0], country = '@COUNTRY@';

  if (has('_admin')) return;
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (['packet', 'reply', 'key'].indexOf(type) < 0 || !/^[a-z]+:./.test(doc._id))
    throw({ forbidden: 'Only packets, replies and keys are kept here.' });
  if (!has('party-' + country) && !has('respondent-' + country))
    throw({ forbidden: 'You may not write this here.' });
  if (parts.length < 3 || parts.some(function (part) { return part === ''; }))
    throw({ forbidden: 'The id must be type:owner:name.' });
  if (type === 'packet' ? !has('party-' + country) : parts[1] !== user.name && !(has('moderator') && doc._deleted))
    throw({ forbidden: 'This is not yours.' });
  if (doc._deleted) return;
  if (doc.type !== type)
    throw({ forbidden: 'The type and the id differ.' });
  if (doc.v !== undefined && !(doc.v >= 0 && doc.v <= 1 && doc.v === Math.floor(doc.v)))
    throw({ forbidden: 'This version of the document is not known here.' });
  if (type !== 'key' && typeof doc.sealed !== 'string')
    throw({ forbidden: 'What is kept here must be sealed.' });
}
