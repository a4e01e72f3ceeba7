/** Whether somebody is guarded against an officer: a condition of the statements that read records for the bureau. */

/** Each argument is a column or a parameter of the statement. */
export const isGuarded = (personId: string, officer: string, day: string) =>
  `exists (select from guarded_person guard
     where guard.person_id = ${personId} and guard.until >= ${day} and coalesce(guard.officer, ${officer}) = ${officer})`;
