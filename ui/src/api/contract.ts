// What the screens know of the desk: the generated operations, and names for the parts of their answers.
import type { Event, Operations, Problem } from './operations';

export type { Operations };
export type OperationName = keyof Operations;
export type Input<Name extends OperationName> = Operations[Name]['input'];
export type Output<Name extends OperationName> = Operations[Name]['output'];

/** What a call answers: the value, the tables it wrote, the tables it read. */
export interface Answer<Value> { value: Value; touched: string[]; seen: string[] }
export interface Page<Row> { rows: Row[]; total: number }
export type CallProblem = Problem;
export type DeskEvent = Event;

export type StoreStatus = Output<'store.status'>;
export type StoreView = Output<'store.init'>;
export type ActorView = NonNullable<StoreView['actor']>;
export type RecentStore = StoreStatus['recent'][number];
export type DirectoryView = Output<'directory.list'>[number];
export type CertificateView = Output<'directory.certificate'>;
export type PopulationCertificate = CertificateView['certificate'];
export type JobView = Output<'job.show'>;
export type PrincipalRow = Output<'principal.list'>['rows'][number];
export type PrincipalView = Output<'principal.show'>;
export type PrincipalKind = 'user' | 'group' | 'servicePrincipal' | 'directoryRole' | 'azureRole';
export type GrantRow = Output<'grant.list'>['rows'][number];
export type ReviewLine = Output<'review.list'>['rows'][number];
export type ReviewView = Output<'review.show'>;
export type InstanceView = ReviewView['instances'][number];
export type ReviewProgress = Output<'review.progress'>;
export type Count = ReviewProgress['count'];
export type PlanView = NonNullable<Output<'plan.show'>>;
export type Hold = PlanView['holds'][number];
export type ChangeRow = Output<'plan.change.list'>['rows'][number];
export type TaskRow = Output<'task.list'>[number];
export type EvidenceReport = Output<'evidence.verify'>;
export type EntryRow = Output<'audit.list'>['rows'][number];

/** What a job of `directory.probe` answers. */
export interface ProbeReport {
  server: string;
  account: string;
  namingContexts: string[];
  controls: string[];
  incremental: boolean;
  readable: { attribute: string; seen: number; of: number }[];
  /** What the account may change. */
  writable: string[];
  /** Rights it lacks, by the directory's own names, and what is not done without them. */
  missing: { permission: string; without: string }[];
  remarks: string[];
}

/** What an LDAP directory is added with; the password goes beside it. */
export interface LdapSettings {
  url: string;
  startTls?: boolean;
  allowPlaintext?: boolean;
  caPem?: string;
  bindDn: string;
  base: string;
  userFilter?: string;
  groupFilter?: string;
  guestRule?: { attribute?: string; values?: string[]; under?: string };
  placeholderMember?: string;
}

/** Settings of an Active Directory domain. `url` may name several controllers, with spaces between them. */
export interface DomainSettings {
  url: string;
  startTls?: boolean;
  caPem?: string;
  /** `name@domain`, `DOMAIN\\name` or a distinguished name. */
  bindDn: string;
  /** Without it, the whole domain. */
  base?: string;
  userFilter?: string;
  groupFilter?: string;
  guestRule?: { attribute?: string; values?: string[]; under?: string };
}

/** Settings of a tenant of Entra ID; a client secret goes beside them. */
export interface EntraSettings {
  tenant: string;
  clientId: string;
  cloud?: 'global' | 'us-gov' | 'us-gov-dod' | 'china';
  /** The application itself, or a person who types a code. */
  signIn?: 'application' | 'deviceCode';
  certificateFile?: string;
  applications?: boolean;
  roles?: boolean;
  /** Subscriptions of Azure whose roles are read. */
  subscriptions?: string[];
}

/** One of the files that make a directory; what is absent is guessed from it. */
export interface FileSetting {
  path: string;
  format?: 'csv' | 'xlsx' | 'ldif';
  table?: 'people' | 'grants';
  sheet?: string;
  delimiter?: string;
  resource?: string;
  resourceKind?: 'application' | 'group' | 'directoryRole' | 'azureRole';
  /** Field to heading; an empty heading takes the field from none. */
  mapping?: Record<string, string>;
}
