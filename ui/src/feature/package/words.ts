const roles: Record<string, string> = { member: 'Member', owner: 'Owner', assigned: 'Assigned', eligible: 'Eligible', active: 'Active' };

/** A role on a resource, as a person reads it; an application's own roles stand as the directory has them. */
export const roleWord = (entitlement: string): string => roles[entitlement] ?? entitlement;
