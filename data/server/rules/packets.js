function (doc, old, user) {
  /* packets-<iso3>: sealed hand-overs between a country's office and its respondents. Members
   * see that a packet exists; only those it is sealed for can read it. */
  function has(role) { return user.roles.indexOf(role) >= 0; }
  var type = doc._id.split(':')[0], country = '@COUNTRY@';

  if (has('_admin')) return;
  if (doc._attachments) throw({ forbidden: 'Attachments are not used here.' });
  if (['packet', 'reply', 'key'].indexOf(type) < 0 || !/^[a-z]+:./.test(doc._id))
    throw({ forbidden: 'Only packets, replies and keys are kept here.' });
  if (!has('party-' + country) && !(has('respondent-' + country) && type !== 'packet'))
    throw({ forbidden: 'You may not write this here.' });
  if (doc._deleted) return;
  if (type !== 'key' && typeof doc.sealed !== 'string')
    throw({ forbidden: 'What is kept here must be sealed.' });
}
