// Generated from the table of operations in countersign-app. Do not edit; a test compares it.

export type AcceptInput = { instance: number, 
/**
 * These items; none means all of mine that are undecided.
 */
items?: Array<number>, };
export type AcceptPolicy = "direct" | "automatic";
export type AccessAvailable = { rows: Array<AccessAvailableRow>, total: number, };
export type AccessAvailableInput = { principal?: number, 
/**
 * Part of the name or the description of a package, or of the name of something it gives.
 */
search?: string, offset?: number, limit?: number, };
export type AccessAvailableRow = { package: number, packageName: string, description: string, catalogName: string, 
/**
 * What the package gives, by name.
 */
gives: Array<string>, 
/**
 * The person has it.
 */
assignment: number | null, 
/**
 * They asked for it already.
 */
request: number | null, };
export type AccessExplainInput = { package?: number, packageKey?: string, principal?: number, };
export type AccessHeld = { 
/**
 * It ends within 14 days.
 */
nearEnd: boolean, mayExtend: boolean, mayGiveBack: boolean, assignment: number, package: number, packageName: string, description: string, policy: number, policyName: string, policyVersion: number, state: string, startsAt: string, endsAt: string | null, deliveredAt: string | null, endedAt: string | null, endedBecause: string | null, 
/**
 * The newest request that gave or extended it; none where a rule did.
 */
request: number | null, requestedBy: string | null, justification: string | null, 
/**
 * What the package gives, by name.
 */
gives: Array<string>, };
export type AccessListInput = { 
/**
 * Any account of the person.
 */
principal: number, 
/**
 * As the newest snapshot of each directory by this moment had it …
 */
asOf?: string, 
/**
 * … or as the ledger stood when this snapshot was taken in.
 */
snapshot?: number, 
/**
 * Of the accounts of this directory alone.
 */
directory?: number, 
/**
 * Part of the name of a resource.
 */
search?: string, offset?: number, limit?: number, };
export type AccessMine = { principal: number, displayName: string, rows: Array<AccessHeld>, total: number, 
/**
 * Requests of theirs that are not decided or delivered yet.
 */
requests: number, 
/**
 * Requests that wait for their answer.
 */
approvals: number, };
export type AccessMineInput = { 
/**
 * Somebody else, for those who may see all requests.
 */
principal?: number, 
/**
 * What was held once, instead of what is held.
 */
ended: boolean, offset?: number, limit?: number, };
export type AccessPage = { rows: Array<AccessRow>, total: number, 
/**
 * How many of them come directly.
 */
direct: number, 
/**
 * An account is in more groups than were followed; what comes by the others is missing here.
 */
more: boolean, };
export type AccessRow = { account: number, accountName: string, directory: number, directoryName: string, resource: number, resourceName: string, resourceKind: string, 
/**
 * Its holder can change the rights of others.
 */
privileged: boolean, entitlement: string, 
/**
 * The groups between, nearest to the resource first; empty where the account holds it itself.
 */
path: Array<AccessStep>, direct: boolean, 
/**
 * It comes in other ways too.
 */
otherWays: boolean, 
/**
 * The access packages by which it was given.
 */
packages: Array<string>, 
/**
 * When the first snapshot that saw it was read.
 */
since: string | null, };
export type AccessStep = { principal: number, displayName: string, };
export type AccountRow = { principal: number, displayName: string, userName: string | null, mail: string | null, userType: string | null, enabled: boolean | null, lastSignInAt: string | null, directory: number, directoryName: string, directoryKind: string, 
/**
 * Not in the directory any more.
 */
removed: boolean, 
/**
 * The rule that joined it, or `ruling`; none for the account by which the person is known.
 */
rule: string | null, 
/**
 * What it has in common with the account it was joined to.
 */
value: string | null, with: number | null, withName: string | null, withDirectory: string | null, 
/**
 * `several`, `shared` or `taken`, where it might be more than one person's.
 */
doubt: string | null, 
/**
 * `unowned` or `left`.
 */
standing: string | null, };
export type AcknowledgedState = { 
/**
 * The store.
 */
store: string, 
/**
 * The run of a review …
 */
instance: number | null, 
/**
 * … or the access package.
 */
package: number | null, 
/**
 * The part of one reviewer alone.
 */
reviewer: number | null, 
/**
 * How many items came to what; for a package how many assignments are in which state.
 */
counts: Array<[string, number]>, 
/**
 * Decision events, and the digest over them (see [`Digester`]).
 */
events: number, eventsDigest: string, 
/**
 * Hashes of the plans drawn, oldest first.
 */
plans: Array<string>, 
/**
 * What later reads showed of the denied accesses, by state.
 */
verification: Array<[string, number]>, 
/**
 * The newest entry of the log about it, for a package.
 */
entry: number | null, };
export type AcknowledgementKind = "reviewerSignOff" | "controlOwnerSignOff" | "managementAcknowledgement";
export type AcknowledgementListInput = { instance?: number, package?: number, offset?: number, limit?: number, };
export type AcknowledgementOfInput = { instance?: number, package?: number, };
export type AcknowledgementPage = { rows: Array<AcknowledgementRow>, total: number, };
export type AcknowledgementRow = { acknowledgement: number, kind: AcknowledgementKind, 
/**
 * The run of a review it is about …
 */
instance: number | null, 
/**
 * … or the access package.
 */
package: number | null, 
/**
 * Who signed; none where an administrator did who is nobody of the directory.
 */
principal: number | null, by: string, 
/**
 * The immutable id of who signed, where the directory has one.
 */
byKey: string, 
/**
 * What they signed as.
 */
role: string, statement: string, at: string, 
/**
 * How it was shown who they are.
 */
assurance: string, 
/**
 * The machine it was signed on.
 */
device: string, 
/**
 * SHA-256 over what stood at that moment, hex.
 */
digest: string, 
/**
 * The entry of the log that records it.
 */
entry: number, 
/**
 * Nothing of what was signed changed since.
 */
current: boolean, withdrawnAt: string | null, withdrawnBy: string | null, withdrawnBecause: string | null, };
export type AcknowledgementSignInput = { kind: AcknowledgementKind, instance?: number, package?: number, 
/**
 * The role or title signed in; the act's own where nothing is said.
 */
role?: string, 
/**
 * What is signed, as it was shown.
 */
statement: string, 
/**
 * The digest it was shown with; another one by now refuses the signature.
 */
digest: string, };
export type AcknowledgementWithdrawInput = { acknowledgement: number, reason: string, };
export type Actor = { principal: PrincipalId | null, displayName: string, administrator: boolean, 
/**
 * Reads everything and changes nothing; draws evidence and samples.
 */
complianceOfficer: boolean, 
/**
 * How it was shown that this is who it says.
 */
assurance: Assurance, 
/**
 * By what this human was known when they sat down: principals, and accounts of the operating system.
 */
identities: Array<Identity>, };
export type AddInput = { name: string, 
/**
 * `ldap`, `ad`, `entra`, `files` or `sample`.
 */
kind: string, settings: unknown, 
/**
 * The bind password or the client secret; goes to the keyring, never into the settings.
 */
secret?: string, };
export type AdviceQuality = { quality: RecommendationQuality, 
/**
 * Shares of 1; none where nothing was advised, or nothing was to be found.
 */
precision: number | null, recall: number | null, };
export type ApprovalAnswerInput = { request: number, decision: ApprovalDecision, justification?: string, 
/**
 * The stage that was seen; one that moved on meanwhile is refused.
 */
stage?: number, };
export type ApprovalDecideInput = { 
/**
 * As `approval.received.list` numbers it.
 */
approval: number, 
/**
 * None takes back what was answered and not returned yet.
 */
decision?: ApprovalDecision, justification?: string, };
export type ApprovalDecision = "approve" | "deny";
export type ApprovalDelegateInput = { 
/**
 * None takes back what was handed over.
 */
to?: number, 
/**
 * From now on where nothing is said.
 */
from?: string, until?: string, };
export type ApprovalDisputeFilter = { request?: number, 
/**
 * Those that are settled, too.
 */
settled?: boolean | null, };
export type ApprovalDisputeListInput = { filter?: ApprovalDisputeFilter | null, offset?: number, limit?: number, };
export type ApprovalDisputePage = { rows: Array<ApprovalDisputeRow>, total: number, };
export type ApprovalDisputeRow = { dispute: number, request: number, stage: number, 
/**
 * None where there is no such request.
 */
packageName: string | null, targetName: string | null, 
/**
 * What the request stands at now.
 */
state: string | null, approver: number, approverName: string, decision: ApprovalDecision, justification: string, 
/**
 * When it was answered, by the clock of the device; and when it arrived.
 */
decidedAt: string, arrivedAt: string, device: string, packet: string, 
/**
 * `late`, `notAsked`, `answered`, `unknownRequest`, `conflict`, `revoked`, `hindered` or `refused`.
 */
reason: string, 
/**
 * The same in one sentence.
 */
detail: string, raisedAt: string, 
/**
 * `accepted` or `turnedDown`.
 */
settlement: string | null, settledAt: string | null, settledBy: string | null, settledReason: string | null, };
export type ApprovalDisputeSettleInput = { dispute: number, 
/**
 * Taken all the same, where the stage is still asked; else turned down.
 */
accept: boolean, reason: string, };
export type ApprovalEvent = { position: number, at: string, 
/**
 * 0 is an administrator who is nobody in the directory.
 */
actorId: number, actor: string, decision: ApprovalDecision, justification: string, };
export type ApprovalHandOutInput = { 
/**
 * Where the files are written, one for each approver.
 */
folder: string, 
/**
 * Only for these; everybody whose answer is awaited where none are named.
 */
approvers?: Array<number>, };
export type ApprovalHistory = { rows: Array<RequestRow>, total: number, };
export type ApprovalListInput = { 
/**
 * Those the acting person answered, instead of those that wait for them.
 */
history: boolean, offset?: number, limit?: number, };
export type ApprovalPacketInput = { id: number, };
export type ApprovalPacketListInput = { offset?: number, limit?: number, };
export type ApprovalPacketPage = { rows: Array<ApprovalPacketRow>, total: number, };
export type ApprovalPacketRow = { id: number, 
/**
 * Its identity: 32 hexadecimal digits.
 */
packet: string, approver: number, approverName: string, 
/**
 * The devices it was sealed to; empty: to a passphrase.
 */
devices: Array<number>, approvalCount: number, bytes: number, fileName: string, madeAt: string, madeBy: string, 
/**
 * The newer packet that took its place.
 */
supersededBy: number | null, 
/**
 * How many files of answers came to it, how many of its approvals have an answer of these, and when the last came.
 */
returnCount: number, answeredCount: number, lastReturnAt: string | null, 
/**
 * How many of its approvals still wait for this approver.
 */
waitingCount: number, };
export type ApprovalPage = { rows: Array<PendingApproval>, total: number, };
export type ApprovalReceivedInput = { offset?: number, limit?: number, };
export type ApprovalReceivedPage = { rows: Array<ReceivedRow>, total: number, };
export type ApprovalRevokeInput = { request: number, reason: string, };
export type ApprovalStage = { 
/**
 * After so long without an answer the request expires.
 */
timeOut: Period, 
/**
 * After so long without an answer the alternates are asked too; none where there is no escalation.
 */
escalateAfter: Period | null, 
/**
 * Whether approvers give a reason.
 */
justification: boolean, visibility: ApproverVisibility, primary: Array<PolicySubject>, 
/**
 * Asked where no primary approver can answer.
 */
fallback: Array<PolicySubject>, 
/**
 * The alternates.
 */
escalation: Array<PolicySubject>, escalationFallback: Array<PolicySubject>, };
export type ApprovalSubstitute = { to: number, displayName: string, from: string, until: string, };
export type ApproverForeseen = { principal: number, displayName: string, kind: ApproverKind, reason: string, };
export type ApproverKind = "primary" | "fallback" | "escalation" | "escalationFallback";
export type ApproverVisibility = "default" | "notVisible" | "visible";
export type ArrivalPage = { rows: Array<ArrivalRow>, offset: number, total: number, };
export type ArrivalRow = { id: number, kind: string | null, subject: string | null, state: string, bytes: number | null, seenAt: string, arrivedAt: string | null, acknowledgedAt: string | null, lastProblem: string | null, 
/**
 * SHA-256 of the sealed bytes.
 */
file: string, };
export type AskedReviewer = { principal: number, displayName: string, reason: string, };
export type AssignmentEventRow = { at: string, actor: string, event: string, state: string, reason: string, request: number | null, };
export type AssignmentForeseeInput = { 
/**
 * What would be taken if this assignment ended …
 */
assignment?: number, 
/**
 * … or what would be given if this package …
 */
package?: number, 
/**
 * … were given to this person.
 */
principal?: number, };
export type AssignmentForeseen = { resource: number, resourceName: string, entitlement: string, 
/**
 * `add`, `shared` (another package gives it already), `prior` (held before), `remove`, `keep`, or `gone` (the
 * resource is no longer in the directory).
 */
act: string, 
/**
 * A person must do it.
 */
byHand: boolean, 
/**
 * Why, where there is more to say.
 */
reason: string | null, };
export type AssignmentInput = { assignment: number, };
export type AssignmentListInput = { package?: number, principal?: number, policy?: number, state?: AssignmentState, 
/**
 * Those that have not ended and end within so many days, the nearest first.
 */
nearEndDays?: number, offset?: number, limit?: number, };
export type AssignmentPage = { rows: Array<AssignmentRow>, total: number, };
export type AssignmentRequest = { request: number, kind: RequestKind, state: RequestState, requestor: string, justification: string, createdAt: string, completedAt: string | null, problem: string | null, attempts: number, retryAt: string | null, };
export type AssignmentRow = { assignment: number, 
/**
 * Its identity in files.
 */
key: string, package: number, packageName: string, catalog: number, directory: number, policy: number, policyName: string, policyVersion: number, principal: number, principalName: string, 
/**
 * The account, which tells namesakes apart.
 */
userName: string | null, 
/**
 * The directory holds the person no longer.
 */
principalGone: boolean, state: AssignmentState, 
/**
 * The finer word of the field.
 */
status: string, startsAt: string, endsAt: string | null, deliveredAt: string | null, endedAt: string | null, 
/**
 * Why it ended, as a sentence.
 */
endedBecause: string | null, 
/**
 * The rule of its policy holds no longer; it ends then unless the rule holds again.
 */
leavesAt: string | null, 
/**
 * When it is delivered or taken back next.
 */
deliverAt: string | null, 
/**
 * What stands in the way of a whole delivery.
 */
problem: string | null, };
export type AssignmentState = "delivering" | "delivered" | "partiallyDelivered" | "deliveryFailed" | "removing" | "expired";
export type AssignmentView = { given: Array<GivenRow>, requests: Array<AssignmentRequest>, events: Array<AssignmentEventRow>, 
/**
 * Everything it gives was seen in the directory, or, where it has ended, everything it took was seen gone.
 */
seen: boolean, 
/**
 * The latest of these reads.
 */
seenAt: string | null, assignment: number, 
/**
 * Its identity in files.
 */
key: string, package: number, packageName: string, catalog: number, directory: number, policy: number, policyName: string, policyVersion: number, principal: number, principalName: string, 
/**
 * The account, which tells namesakes apart.
 */
userName: string | null, 
/**
 * The directory holds the person no longer.
 */
principalGone: boolean, state: AssignmentState, 
/**
 * The finer word of the field.
 */
status: string, startsAt: string, endsAt: string | null, deliveredAt: string | null, endedAt: string | null, 
/**
 * Why it ended, as a sentence.
 */
endedBecause: string | null, 
/**
 * The rule of its policy holds no longer; it ends then unless the rule holds again.
 */
leavesAt: string | null, 
/**
 * When it is delivered or taken back next.
 */
deliverAt: string | null, 
/**
 * What stands in the way of a whole delivery.
 */
problem: string | null, };
export type Assurance = "stated" | "workbook" | "passphrase" | "osAccount" | "device" | "directoryBind" | "signIn" | "program";
export type AuditListInput = { instance?: number, offset?: number, limit?: number, };
export type AuditPage = { rows: Array<AuditRow>, total: number, };
export type AuditProof = { 
/**
 * How to read it, and of which version it is.
 */
format: string, entry: number, 
/**
 * The bytes that are hashed, as text: the leaf is SHA-256 over a zero byte and these.
 */
text: string, leaf: string, 
/**
 * The leaf's place, from 0.
 */
index: number, 
/**
 * The hashes beside the way up to the root, from below (RFC 9162 §2.1.3), hexadecimal.
 */
proof: Array<string>, checkpoint: CheckpointView, 
/**
 * What a time-stamping authority answered about the checkpoint's note (RFC 3161), its DER in base64.
 */
timeStamp: string | null, 
/**
 * One decision among those that the entry seals.
 */
decision: DecisionProof | null, };
export type AuditProveInput = { 
/**
 * The number of the entry; of a decision, none is needed.
 */
entry?: number, 
/**
 * A decision that the entry records: the number of its event.
 */
decision?: number, 
/**
 * The checkpoint to prove it by; none takes the newest.
 */
checkpoint?: number, };
export type AuditRow = { seq: number, at: string, actor: string, 
/**
 * How it was shown that the actor is who they say: stated, osAccount, directoryBind, signIn, program.
 */
assurance: string, 
/**
 * The machine it was done on.
 */
device: string, operation: string, subject: string, detail: unknown, 
/**
 * Hexadecimal, over this entry and all before it.
 */
hash: string, };
export type AutomaticHold = { hold: number, policy: number, policyName: string, package: number, packageName: string, catalog: number, version: number, snapshot: number, 
/**
 * So many would lose it …
 */
removals: number, 
/**
 * … of so many who have it by this policy.
 */
holders: number, hash: string, heldAt: string, causedBy: string, signedAt: string | null, signedBy: string | null, };
export type BindInput = { osAccount: string, principal: number, };
export type BindingRow = { id: number, osAccount: string, principal: number, principalName: string, madeAt: string, madeBy: string, 
/**
 * `administrator`, `directoryBind` or `signIn`.
 */
shown: string, };
export type Board = { rows: Array<TaskRow>, total: number, count: TaskCount, };
export type BoardInput = { status?: TaskStatus, offset?: number, limit?: number, };
export type Bridge = { package: number, displayName: string, };
export type CadenceBasis = "stated" | "usual" | "organization";
export type CalendarInput = { 
/**
 * How far to look ahead; 90 days where nothing is said, at most two years.
 */
days?: number, offset?: number, limit?: number, };
export type CalendarPage = { today: string, rows: Array<CalendarRow>, total: number, };
export type CalendarRow = { control: number, code: string, name: string, ownerName: string, 
/**
 * Days from today to the last day in time.
 */
daysLeft: number, state: CoverageState, 
/**
 * Days after the grace of what is latest.
 */
daysLate: number, 
/**
 * The things it covers.
 */
parts: CoverageTally, 
/**
 * The runs of reviews that belong to the period.
 */
instances: Array<number>, 
/**
 * The newest evidence document of each of them that has one.
 */
evidence: Array<number>, 
/**
 * Counted from 1.
 */
number: number, startOn: string, 
/**
 * Its last day.
 */
endOn: string, 
/**
 * The last day on which a run ends in time: the period's last day and the grace.
 */
lastOn: string, 
/**
 * The first moment of the period, the first after it, and the first after the grace.
 */
startAt: string, endAt: string, deadlineAt: string, };
export type CancelInput = { request: number, reason?: string, };
export type Candidate = { principal: number, 
/**
 * The account by which its person is known.
 */
person: number, displayName: string, userName: string | null, mail: string | null, directory: number, directoryName: string, removed: boolean, };
export type CandidateListInput = { 
/**
 * An account in doubt.
 */
principal: number, offset?: number, limit?: number, };
export type CandidatePage = { rows: Array<Candidate>, total: number, };
export type CarryInput = { 
/**
 * The enrolment of the other device.
 */
device: string, 
/**
 * The words that the other device shows.
 */
words: string, 
/**
 * Where the files go, one for each packet.
 */
folder: string, };
export type CarryOutInput = { plan: number, 
/**
 * Looks what would be done and changes nothing.
 */
dryRun?: boolean | null, };
export type CatalogCreateInput = { displayName: string, description?: string, 
/**
 * The directory all its resources are of; none where the store has only one.
 */
directory?: number, 
/**
 * What is in it can be asked for; yes where nothing is said.
 */
published?: boolean, 
/**
 * People of connected organizations may ask, too; yes where nothing is said.
 */
external?: boolean, };
export type CatalogEditInput = { catalog: number, displayName?: string, description?: string, published?: boolean, external?: boolean, };
export type CatalogExportInput = { catalog: number, 
/**
 * Its access packages with their policies, too; yes where nothing is said.
 */
packages?: boolean, };
export type CatalogImportInput = { 
/**
 * Microsoft Graph's `accessPackageCatalog`, with `resources` and `accessPackages` where they are to come along.
 */
definition: unknown, 
/**
 * The directory its resources are of; none where the store has only one.
 */
directory?: number, 
/**
 * Writes over a catalog and over access packages with the same ids.
 */
replace?: boolean, };
export type CatalogImported = { 
/**
 * It was not there before.
 */
created: boolean, resourcesAdded: number, packagesWritten: number, remarks: Array<ImportRemark>, roles: Array<CatalogRole>, may: Array<CatalogTask>, catalog: number, 
/**
 * Its identity in files.
 */
key: string, directory: number, directoryName: string, displayName: string, description: string, 
/**
 * `userManaged`, `serviceDefault` or `serviceManaged`.
 */
kind: string, 
/**
 * Nothing of an unpublished catalog can be asked for.
 */
published: boolean, 
/**
 * People of connected organizations may ask for what is in it.
 */
external: boolean, createdAt: string, createdBy: string, changedAt: string, resourceCount: number, packageCount: number, };
export type CatalogInput = { catalog: number, };
export type CatalogListInput = { 
/**
 * Part of a name.
 */
search?: string, published?: boolean, offset?: number, limit?: number, };
export type CatalogPage = { rows: Array<CatalogRow>, total: number, 
/**
 * Whether the acting person may make one.
 */
mayCreate: boolean, };
export type CatalogRole = "administrator" | "creator" | "owner" | "reader" | "accessPackageManager" | "accessPackageAssignmentManager";
export type CatalogRow = { catalog: number, 
/**
 * Its identity in files.
 */
key: string, directory: number, directoryName: string, displayName: string, description: string, 
/**
 * `userManaged`, `serviceDefault` or `serviceManaged`.
 */
kind: string, 
/**
 * Nothing of an unpublished catalog can be asked for.
 */
published: boolean, 
/**
 * People of connected organizations may ask for what is in it.
 */
external: boolean, createdAt: string, createdBy: string, changedAt: string, resourceCount: number, packageCount: number, };
export type CatalogTask = "appointCreator" | "editOrganization" | "editSettings" | "createCatalog" | "viewCatalog" | "editCatalog" | "deleteCatalog" | "addOwner" | "appointRole" | "addResource" | "removeResource" | "addDirectoryRole" | "createPackage" | "editPackage" | "deletePackage" | "changePackageRole" | "editIncompatible" | "editPolicy" | "editAutomaticPolicy" | "assign" | "removeAssignment" | "viewAssignment" | "viewRequest" | "reprocess" | "cancelRequest";
export type CatalogView = { roles: Array<CatalogRole>, may: Array<CatalogTask>, catalog: number, 
/**
 * Its identity in files.
 */
key: string, directory: number, directoryName: string, displayName: string, description: string, 
/**
 * `userManaged`, `serviceDefault` or `serviceManaged`.
 */
kind: string, 
/**
 * Nothing of an unpublished catalog can be asked for.
 */
published: boolean, 
/**
 * People of connected organizations may ask for what is in it.
 */
external: boolean, createdAt: string, createdBy: string, changedAt: string, resourceCount: number, packageCount: number, };
export type CertificateInput = { 
/**
 * The latest snapshot of this directory …
 */
directory?: number, 
/**
 * … or this snapshot.
 */
snapshot?: number, };
export type CertificateView = { snapshot: number, directory: number, name: string, certificate: PopulationCertificate, 
/**
 * References to nothing that was loaded: the group, and what it names. The first 1 000 …
 */
orphans: Array<OrphanRow>, 
/**
 * … of this many.
 */
orphanTotal: number, };
export type ChangeFile = { name: string, mediaType: string, text: string, 
/**
 * Tasks that are in it …
 */
tasks: number, 
/**
 * … and unfinished ones that need a file of the other kind.
 */
elsewhere: number, };
export type ChangeFileInput = { 
/**
 * This task …
 */
task?: number, 
/**
 * … or all unfinished tasks of this instance.
 */
instance?: number, 
/**
 * Without it, the kind that most of the tasks need.
 */
kind?: ChangeFileKind, };
export type ChangeFileKind = "ldif" | "powerShell";
export type ChangeInput = { plan: number, offset?: number, limit?: number, };
export type ChangePage = { rows: Array<ChangeRow>, total: number, };
export type ChangeRow = { change: number, position: number, 
/**
 * The denied item it follows from, or the assignment.
 */
item: number | null, assignment: number | null, principal: number, principalName: string, resource: number, resourceName: string, entitlement: string, 
/**
 * `addMember`, `removeMember`, `giveRole`, `takeRole`, `endAssignment`, `blockAccount` or `deleteAccount`.
 */
kind: string, 
/**
 * The list that is changed: the resource, or a group within it; the account where that is changed.
 */
list: number, listName: string, 
/**
 * The directory in which it is carried out, and whether that is another one than the plan's: the domain from
 * which the reviewed group is synced.
 */
directoryName: string, directoryKind: string, elsewhere: boolean, 
/**
 * Names of the groups between resource and person, nearest to the resource first.
 */
path: Array<string>, 
/**
 * What else the person loses by it.
 */
also: Array<string>, 
/**
 * How far the leaving of a guest is, and when the account is deleted.
 */
guest: string | null, deleteAt: string | null, memberDn: string, groupDn: string, attemptedAt: string | null, receivedAt: string | null, 
/**
 * `applied`, `alreadySo`, `refused` or `byHand`; none while pending.
 */
outcome: string | null, code: number | null, reason: string | null, carriedBy: string | null, verification: VerificationView | null, 
/**
 * It was seen gone and there again, at whatever time.
 */
cameBack: boolean, };
export type Changed = "came" | "gone" | "changed";
export type CheckView = { sound: boolean, pages: number, auditEntries: number, findings: Array<string>, };
export type CheckpointListInput = { offset?: number, limit?: number, };
export type CheckpointPage = { rows: Array<CheckpointView>, total: number, 
/**
 * Oldest first.
 */
keys: Array<KeyView>, 
/**
 * How many entries the log has.
 */
entries: number, 
/**
 * Where checkpoints are sent to be stamped with the time, if anywhere.
 */
timeStampAuthority: string | null, };
export type CheckpointView = { id: number, at: string, size: number, 
/**
 * Hexadecimal.
 */
root: string, 
/**
 * What is signed, with its signature: text to print, send or paste.
 */
note: string, key: KeyView, 
/**
 * The moment that a time-stamping authority states for it.
 */
stampedAt: string | null, stampedBy: string | null, };
export type ChooseInput = { 
/**
 * Acts as this person; reviewers do.
 */
principal?: number, 
/**
 * The same by an account, a mail address, an immutable id or a DN.
 */
person?: string, 
/**
 * Also holds the administrator's role.
 */
administrator: boolean, };
export type ClockBackView = { entry: number, milliseconds: number, 
/**
 * In words.
 */
note: string, };
export type CloseInput = { task: number, 
/**
 * What was done.
 */
note: string, };
export type CodeInput = { 
/**
 * None takes the code away.
 */
code?: string, 
/**
 * The code that stands, where one does.
 */
before?: string, };
export type CompareInput = { 
/**
 * The checkpoint as text …
 */
note?: string, 
/**
 * … or the file that holds it.
 */
path?: string, };
export type ComparedField = { field: string, before: string | null, after: string | null, };
export type ComparedGrant = { resource: number, resourceName: string, resourceKind: string, entitlement: string, principal: number, principalName: string, principalKind: string, };
export type ComparedGrantInput = { from: number, to: number, 
/**
 * Those that stand in the later one alone; else those that stood in the earlier one alone.
 */
added: boolean, after?: GrantPlace, offset?: number, limit?: number, };
export type ComparedGrantPage = { rows: Array<ComparedGrant>, total: number, next: GrantPlace | null, };
export type ComparedPrincipal = { principal: number, kind: string, change: Changed, 
/**
 * As in the later snapshot, or in the earlier one where it is gone.
 */
displayName: string, userName: string | null, 
/**
 * What differs, where it is there in both.
 */
fields: Array<ComparedField>, };
export type ComparedPrincipalInput = { from: number, to: number, 
/**
 * Those that came, are gone or are changed; else all.
 */
change?: Changed, 
/**
 * Where the page before ended (`next` of its answer).
 */
after?: number, offset?: number, limit?: number, };
export type ComparedPrincipalPage = { rows: Array<ComparedPrincipal>, total: number, next: number | null, };
export type Comparison = { 
/**
 * This log begins with exactly the entries that the checkpoint is over, and one of its keys signed it.
 */
same: boolean, 
/**
 * In words.
 */
finding: string, 
/**
 * `same`, `otherLog`, `shorter`, `rewritten`, `unknownKey` or `falseSignature`.
 */
verdict: string, 
/**
 * Entries that the checkpoint is over, and that this log has.
 */
size: number, entries: number, 
/**
 * The root that the checkpoint says, hexadecimal.
 */
root: string, 
/**
 * The root over as many entries of this log; none where it has fewer.
 */
ownRoot: string | null, 
/**
 * Whose signature it is.
 */
keyName: string | null, };
export type ConfigureInput = { host: string, port: number, security: Security, 
/**
 * Signs in as this user; none does not sign in.
 */
user?: string, 
/**
 * The sender: an address, or a name with its address in angle brackets.
 */
from: string, 
/**
 * The authorities that may have signed the server's certificate; none trusts this machine's.
 */
caFile?: string, 
/**
 * Where notices for the administrators of this store go.
 */
administrator?: string, 
/**
 * The password; none keeps the one that is known for this server and user.
 */
secret?: string, };
export type ConfirmInput = { exception: number, 
/**
 * The day of the next look.
 */
reviewOn?: string, };
export type ConflictCheckInput = { package: number, principal: number, };
export type ConflictExceptInput = { principal: number, 
/**
 * The pair that does not go together.
 */
incompatible: number, 
/**
 * The package of the two that is asked for, where one is.
 */
package?: number, reason: string, 
/**
 * The last day it is in force.
 */
untilOn?: string, 
/**
 * The day to look at it again.
 */
reviewOn?: string, };
export type ConflictExportInput = { 
/**
 * The file to write; one that is there is not overwritten.
 */
path: string, status?: ConflictStatus | null, 
/**
 * On either side.
 */
package?: number, };
export type ConflictListInput = { status?: ConflictStatus | null, incompatible?: number, principal?: number, 
/**
 * On either side. Whoever is no administrator names one, of a catalog that they may view.
 */
package?: number, offset?: number, limit?: number, };
export type ConflictPage = { rows: Array<ConflictRow>, total: number, 
/**
 * The look that found them; none was made yet where this is missing.
 */
look: LookView | null, 
/**
 * Something has changed since: a pair, or what a directory holds.
 */
stale: boolean, };
export type ConflictReason = "assigned" | "holdsAllRoles" | "groupMember" | "givesMembership";
export type ConflictReviewInput = { displayName?: string, 
/**
 * Conflicts of this pair; without it, of all pairs.
 */
incompatible?: number, 
/**
 * Of this package, on either side.
 */
package?: number, 
/**
 * Who reviews people without a manager.
 */
fallback: number, 
/**
 * How long the review runs; fourteen days where nothing is said.
 */
durationInDays?: number, };
export type ConflictRow = { conflict: number, incompatible: number, principal: number, principalName: string, userName: string | null, department: string | null, package: number, packageName: string, 
/**
 * One of these two.
 */
otherPackage: number | null, group: number | null, otherName: string, 
/**
 * Why the two do not go together.
 */
reason: string, 
/**
 * How the package is held: a line for each right, from the person's own grant to the resource.
 */
one: Array<string>, 
/**
 * How the other side is held.
 */
other: Array<string>, foundAt: string, 
/**
 * The last look found it, and no look before.
 */
new: boolean, endedAt: string | null, 
/**
 * An exception about it that was proposed or approved and has not ended.
 */
exception: number | null, 
/**
 * `proposed` or `approved`.
 */
exceptionState: string | null, exceptionUntil: string | null, };
export type ConflictStatus = "standing" | "new" | "ended";
export type ConflictView = { 
/**
 * The pair that says so.
 */
incompatible: number, package: number, packageName: string, 
/**
 * What is held or asked for: one of these two.
 */
otherPackage: number | null, group: number | null, otherName: string, 
/**
 * Why the two do not go together.
 */
reason: string, because: ConflictReason, 
/**
 * The same as a sentence.
 */
sentence: string, 
/**
 * How the person holds it: a line for each right, from their own grant to the resource.
 */
path: Array<string>, exception: CoverView | null, };
export type ConsistencyInput = { 
/**
 * Entries of the earlier log.
 */
from: number, 
/**
 * Entries of the later one; none is all of it.
 */
to?: number, };
export type ConsistencyProof = { from: number, fromRoot: string, to: number, toRoot: string, 
/**
 * RFC 9162 §2.1.4, hexadecimal.
 */
proof: Array<string>, };
export type Contact = { at: string, 
/**
 * Why the place was not met, or what went wrong there.
 */
problem: string | null, };
export type ControlCreateInput = { draft: ControlDraft, };
export type ControlDraft = { 
/**
 * The organization's own id, such as `AC-07`.
 */
code: string, name: string, 
/**
 * The principal who answers for it.
 */
owner: number, 
/**
 * What is promised, in the organization's words.
 */
statement: string, references: Array<RequirementReference>, covers: Array<ControlScope>, 
/**
 * The first day of the first period.
 */
firstOn: string, 
/**
 * No period begins after this day.
 */
untilOn?: string, 
/**
 * Months of a period.
 */
months: number, 
/**
 * Days after the end of a period in which a run may still end in time.
 */
graceDays: number, 
/**
 * Where midnight is meant; none is the organization's zone.
 */
zone?: string, };
export type ControlEditInput = { control: number, draft: ControlDraft, };
export type ControlInput = { control: number, };
export type ControlLine = { control: number, ownerName: string, 
/**
 * Such as `PCI DSS 4.0.1 7.2.4`.
 */
frameworkReferences: Array<string>, 
/**
 * What it covers, in words.
 */
covered: Array<string>, createdAt: string, createdBy: string, 
/**
 * The organization's own id, such as `AC-07`.
 */
code: string, name: string, 
/**
 * The principal who answers for it.
 */
owner: number, 
/**
 * What is promised, in the organization's words.
 */
statement: string, references: Array<RequirementReference>, covers: Array<ControlScope>, 
/**
 * The first day of the first period.
 */
firstOn: string, 
/**
 * No period begins after this day.
 */
untilOn?: string, 
/**
 * Months of a period.
 */
months: number, 
/**
 * Days after the end of a period in which a run may still end in time.
 */
graceDays: number, 
/**
 * Where midnight is meant; none is the organization's zone.
 */
zone?: string, };
export type ControlListInput = { 
/**
 * Part of an id or a name.
 */
search?: string, offset?: number, limit?: number, };
export type ControlPage = { rows: Array<ControlLine>, total: number, };
export type ControlScope = { "kind": "review", review: number, } | { "kind": "package", package: number, } | { "kind": "rule", directory: number | null, 
/**
 * `group`, `servicePrincipal`, `directoryRole`, `azureRole` or `accessPackage`.
 */
resourceKind: string, 
/**
 * Upper and lower case are the same; nothing is every name.
 */
nameHolds: string, };
export type ControlShowInput = { control: number, 
/**
 * The days whose periods are shown; the last two years and the next where nothing is said.
 */
from?: string, to?: string, };
export type ControlView = { cells: Array<CoverageCell>, control: number, ownerName: string, 
/**
 * Such as `PCI DSS 4.0.1 7.2.4`.
 */
frameworkReferences: Array<string>, 
/**
 * What it covers, in words.
 */
covered: Array<string>, createdAt: string, createdBy: string, 
/**
 * The organization's own id, such as `AC-07`.
 */
code: string, name: string, 
/**
 * The principal who answers for it.
 */
owner: number, 
/**
 * What is promised, in the organization's words.
 */
statement: string, references: Array<RequirementReference>, covers: Array<ControlScope>, 
/**
 * The first day of the first period.
 */
firstOn: string, 
/**
 * No period begins after this day.
 */
untilOn?: string, 
/**
 * Months of a period.
 */
months: number, 
/**
 * Days after the end of a period in which a run may still end in time.
 */
graceDays: number, 
/**
 * Where midnight is meant; none is the organization's zone.
 */
zone?: string, };
export type Correlated = { 
/**
 * Accounts that were looked at.
 */
lookedAt: number, 
/**
 * Accounts of which something else is said now.
 */
changed: number, 
/**
 * Accounts that are joined to a person by another account.
 */
joined: number, 
/**
 * Accounts that may be more than one person's.
 */
inDoubt: number, };
export type CorrelationRule = "immutableId" | "userPrincipalName" | "mail" | "employeeId" | "userName";
export type CorrelationSetting = { 
/**
 * The first that finds anybody decides.
 */
rules: Array<CorrelationRule>, 
/**
 * The directory whose people are the organization's; an account of nobody there has no owner. None where no
 * directory is it.
 */
source: number | null, };
export type CorrelationView = { setting: CorrelationSetting, 
/**
 * Every rule there is.
 */
offered: Array<CorrelationRule>, 
/**
 * Accounts that are joined to a person by another account.
 */
joined: number, 
/**
 * Accounts that may be more than one person's.
 */
inDoubt: number, };
export type Count = { total: number, notReviewed: number, approve: number, deny: number, dontKnow: number, };
export type CountersignInput = { policy: number, };
export type CoverView = { exception: number, 
/**
 * `proposed` or `approved`.
 */
state: string, untilOn: string, };
export type CoverageCell = { state: CoverageState, 
/**
 * Days after the grace of what is latest.
 */
daysLate: number, 
/**
 * The things it covers.
 */
parts: CoverageTally, 
/**
 * The runs of reviews that belong to the period.
 */
instances: Array<number>, 
/**
 * The newest evidence document of each of them that has one.
 */
evidence: Array<number>, 
/**
 * Counted from 1.
 */
number: number, startOn: string, 
/**
 * Its last day.
 */
endOn: string, 
/**
 * The last day on which a run ends in time: the period's last day and the grace.
 */
lastOn: string, 
/**
 * The first moment of the period, the first after it, and the first after the grace.
 */
startAt: string, endAt: string, deadlineAt: string, };
export type CoverageInput = { 
/**
 * The days whose periods are looked at; the last two years and the next where nothing is said.
 */
from?: string, to?: string, offset?: number, limit?: number, };
export type CoveragePage = { from: string, to: string, rows: Array<CoverageRow>, total: number, 
/**
 * The periods of all controls, not of this page alone, by how they stand.
 */
periods: CoverageTally, };
export type CoverageRow = { control: number, code: string, name: string, owner: number, ownerName: string, cells: Array<CoverageCell>, };
export type CoverageState = "inTime" | "notYetDue" | "running" | "late" | "missing";
export type CoverageTally = { inTime: number, notYetDue: number, running: number, late: number, missing: number, };
export type CreateInput = { 
/**
 * Microsoft Graph's `accessReviewScheduleDefinition`.
 */
definition: unknown, };
export type Created = { review: number, instance: number, };
export type DecideAllInput = { instance: number, 
/**
 * These items …
 */
items?: Array<number>, 
/**
 * … or all that match; with neither, all of mine that are undecided, where recommendations are taken.
 */
filter?: Filter, 
/**
 * The same answer for all; none takes the recommendation of each.
 */
decision?: Decision, justification?: string | null, };
export type DecideInput = { item: number, decision: Decision, justification?: string | null, 
/**
 * The version that was on screen; none decides whatever it is now.
 */
version?: number, };
export type DecideManyInput = { instance: number, 
/**
 * These items …
 */
items?: Array<number>, 
/**
 * … or all that match.
 */
filter?: Filter, decision: Decision, justification?: string | null, };
export type DecidedMany = { decided: number, 
/**
 * Items left as they are, by reason.
 */
refused: Array<RefusedItem>, 
/**
 * The audit entry, which is the batch.
 */
batch: number, };
export type Decision = "notReviewed" | "approve" | "deny" | "dontKnow";
export type DecisionEventView = { at: string, actorId: number | null, actor: string, decision: string, justification: string, source: string, stage: number, 
/**
 * Why somebody who is not independent decided, or what a carried decision was carried from.
 */
note: string, 
/**
 * The entry of the audit log that sealed it.
 */
auditSeq: number, 
/**
 * How many items the same act decided.
 */
batchSize: number, };
export type DecisionProof = { event: number, 
/**
 * The line that is hashed: item, moment, actor, decision, justification, source, stage, note, id of the actor.
 */
line: string, 
/**
 * Its place among the decisions of the entry, from 0, and how many there are.
 */
index: number, count: number, proof: Array<string>, 
/**
 * As `detail.events.digest` of the entry.
 */
root: string, };
export type DefaultDecision = "noChange" | "approve" | "deny" | "recommendation";
export type DefinitionFile = { 
/**
 * Microsoft Graph's shape.
 */
definition: unknown, };
export type DelegateInput = { instance: number, to: number, items?: Array<number>, reason: string, };
export type DelegationEndInput = { delegation: number, };
export type DelegationGiveInput = { role: CatalogRole, 
/**
 * None for a creator, whose role is over no catalog.
 */
catalog?: number, 
/**
 * A person, a group or an application.
 */
principal: number, };
export type DelegationListInput = { catalog?: number, principal?: number, role?: CatalogRole, 
/**
 * Those that were ended, too.
 */
ended?: boolean, offset?: number, limit?: number, };
export type DelegationPage = { rows: Array<DelegationRow>, total: number, };
export type DelegationRow = { delegation: number, role: CatalogRole, 
/**
 * None for a creator, whose role is over no catalog.
 */
catalog: number | null, catalogName: string | null, principal: number, principalName: string, 
/**
 * `user`, `group` or `servicePrincipal`.
 */
principalKind: string, 
/**
 * Not in the directory any more.
 */
principalGone: boolean, givenAt: string, givenBy: string, endedAt: string | null, endedBy: string | null, };
export type DeliverInput = { 
/**
 * In this directory alone.
 */
directory?: number, };
export type DeviceAcceptInput = { device: number, 
/**
 * Whose it is.
 */
principal: number, 
/**
 * The eight words, as the person read them out.
 */
words: string, };
export type DeviceCandidate = { principal: number, displayName: string, userName: string | null, mail: string | null, };
export type DeviceEndInput = { device: number, reason: string, };
export type DeviceEnrolInput = { 
/**
 * Where the file is written that the organization's administrator gets.
 */
path: string, 
/**
 * What the person calls this machine; its own name where none is said.
 */
deviceName?: string, 
/**
 * The organization knows people by these: whoever sits here, where nothing is said.
 */
displayName?: string, userName?: string, mail?: string, 
/**
 * New keys in the place of those there are.
 */
renew?: boolean | null, replace?: boolean | null, };
export type DeviceEnrolled = { path: string, keyId: string, words: string, };
export type DeviceIntroduceInput = { path: string, replace?: boolean | null, };
export type DeviceListInput = { 
/**
 * `offered`, `accepted`, `turnedDown`, `revoked` or `replaced`.
 */
state?: string, principal?: number, offset?: number, limit?: number, };
export type DeviceOfferInput = { path: string, };
export type DeviceOffered = { device: DeviceView, 
/**
 * People of the directory to whom the mail, the user name or the name fits.
 */
candidates: Array<DeviceCandidate>, 
/**
 * The accepted device whose keys these replace, by what the file says.
 */
replaces: number | null, };
export type DevicePage = { rows: Array<DeviceView>, total: number, };
export type DeviceReplaceInput = { 
/**
 * The device whose time ends.
 */
device: number, 
/**
 * The offered one of the same person that takes its place.
 */
by: number, 
/**
 * The eight words of the new one, as the person read them out.
 */
words: string, };
export type DeviceView = { 
/**
 * Eight words that two people compare.
 */
words: string, device: number, 
/**
 * 32 hexadecimal digits that name its keys.
 */
keyId: string, name: string, 
/**
 * Who the enrolment says it is.
 */
person: { key?: string; displayName: string; userName?: string; mail?: string }, 
/**
 * Whose it is, once it was accepted.
 */
principal: number | null, principalName: string | null, 
/**
 * `offered`, `accepted`, `turnedDown`, `revoked` or `replaced`.
 */
state: string, offeredAt: string, offeredBy: string, acceptedAt: string | null, acceptedBy: string | null, endedAt: string | null, endedBy: string | null, reason: string, replacedBy: number | null, };
export type Difference = { came: number, gone: number, changed: number, grantsAdded: number, grantsRemoved: number, };
export type DirectoryChangeInput = { directory: number, settings: unknown, 
/**
 * The bind password or the client secret; none: the one that is kept.
 */
secret?: string, };
export type DirectoryHealth = { directory: DirectoryView, schedule: ScheduleView, 
/**
 * What it said when it was asked last; none: it never was.
 */
probe: ProbeView | null, 
/**
 * The newest read, whatever came of it.
 */
last: SyncRow | null, 
/**
 * Reads refused in a row, that one among them.
 */
refused: number, };
export type DirectoryImportInput = { directory: number, 
/**
 * Reviews by their ids in the tenant.
 */
reviews: Array<string>, 
/**
 * Catalogs by their ids; each comes with its access packages.
 */
catalogs: Array<string>, };
export type DirectoryInput = { directory: number, };
export type DirectorySecretInput = { directory: number, 
/**
 * The bind password or the client secret; an empty one takes away what is kept.
 */
secret: string, };
export type DirectoryView = { directory: number, name: string, kind: string, settings: unknown, createdAt: string, snapshot: number | null, syncedAt: string | null, certificate: PopulationCertificate | null, };
export type DisputeFilter = { instance?: number, 
/**
 * Those that are settled, too.
 */
settled?: boolean | null, };
export type DisputeListInput = { filter?: DisputeFilter | null, offset?: number, limit?: number, };
export type DisputePage = { rows: Array<DisputeRow>, total: number, };
export type DisputeRow = { dispute: number, instance: number, review: number, reviewName: string, 
/**
 * None where the answer is about an item that is not there.
 */
item: number | null, originItem: number, principalName: string | null, resourceName: string | null, entitlement: string | null, 
/**
 * What the item stands at now.
 */
stands: string | null, reviewer: number, reviewerName: string, decision: string, justification: string, 
/**
 * When it was decided, by the clock of the device; and when it arrived.
 */
decidedAt: string, arrivedAt: string, device: string, packet: string, 
/**
 * `late`, `notAsked`, `unknownItem`, `conflict`, `overruled`, `revoked`, `superseded`, `reset` or `refused`.
 */
reason: string, 
/**
 * The same in one sentence.
 */
detail: string, raisedAt: string, 
/**
 * `accepted`, `turnedDown` or `overtaken`.
 */
settlement: string | null, settledAt: string | null, settledBy: string | null, settledReason: string | null, };
export type DisputeSettleInput = { dispute: number, 
/**
 * Taken all the same, where the stage is still going on; else turned down.
 */
accept: boolean, reason: string, };
export type Dossier = { schema: string, organization: string, 
/**
 * From a practice store: no evidence.
 */
practice: boolean, madeAt: string, madeBy: string, about: DossierAbout, id: number, 
/**
 * What it is about, in one sentence.
 */
sentence: string, 
/**
 * None where the access was asked for by somebody without an account.
 */
person: DossierPerson | null, access: DossierAccess, 
/**
 * Since when and until when reads of the directory showed the grant itself, the oldest first.
 */
held: Array<DossierHeld>, requests: Array<DossierRequest>, assignments: Array<DossierAssignment>, 
/**
 * Every review of the access, the oldest first.
 */
reviews: Array<DossierReview>, tasks: Array<TaskRow>, exceptions: Array<DossierException>, 
/**
 * Entries of the audit log that sealed what stands above, in their order.
 */
log: Array<DossierEntry>, 
/**
 * What one might look for here and does not find, and why.
 */
remarks: Array<string>, };
export type DossierAbout = "item" | "assignment" | "request" | "exception" | "change";
export type DossierAccess = { resource: number, 
/**
 * The immutable id in its directory.
 */
key: string, name: string, kind: string, directory: string, entitlement: string, privileged: boolean, description: string | null, 
/**
 * The directory holds it no longer.
 */
gone: boolean, };
export type DossierAssignment = { given: Array<GivenRow>, events: Array<AssignmentEventRow>, changes: Array<DossierChange>, assignment: number, 
/**
 * Its identity in files.
 */
key: string, package: number, packageName: string, catalog: number, directory: number, policy: number, policyName: string, policyVersion: number, principal: number, principalName: string, 
/**
 * The account, which tells namesakes apart.
 */
userName: string | null, 
/**
 * The directory holds the person no longer.
 */
principalGone: boolean, state: AssignmentState, 
/**
 * The finer word of the field.
 */
status: string, startsAt: string, endsAt: string | null, deliveredAt: string | null, endedAt: string | null, 
/**
 * Why it ended, as a sentence.
 */
endedBecause: string | null, 
/**
 * The rule of its policy holds no longer; it ends then unless the rule holds again.
 */
leavesAt: string | null, 
/**
 * When it is delivered or taken back next.
 */
deliverAt: string | null, 
/**
 * What stands in the way of a whole delivery.
 */
problem: string | null, };
export type DossierChange = { plan: number, 
/**
 * SHA-256 over the plan's changes.
 */
planHash: string, drawnAt: string, drawnBy: string, 
/**
 * The plan waited for a second person.
 */
wasHeld: boolean, countersignedAt: string | null, countersignedBy: string | null, change: number, position: number, 
/**
 * The denied item it follows from, or the assignment.
 */
item: number | null, assignment: number | null, principal: number, principalName: string, resource: number, resourceName: string, entitlement: string, 
/**
 * `addMember`, `removeMember`, `giveRole`, `takeRole`, `endAssignment`, `blockAccount` or `deleteAccount`.
 */
kind: string, 
/**
 * The list that is changed: the resource, or a group within it; the account where that is changed.
 */
list: number, listName: string, 
/**
 * The directory in which it is carried out, and whether that is another one than the plan's: the domain from
 * which the reviewed group is synced.
 */
directoryName: string, directoryKind: string, elsewhere: boolean, 
/**
 * Names of the groups between resource and person, nearest to the resource first.
 */
path: Array<string>, 
/**
 * What else the person loses by it.
 */
also: Array<string>, 
/**
 * How far the leaving of a guest is, and when the account is deleted.
 */
guest: string | null, deleteAt: string | null, memberDn: string, groupDn: string, attemptedAt: string | null, receivedAt: string | null, 
/**
 * `applied`, `alreadySo`, `refused` or `byHand`; none while pending.
 */
outcome: string | null, code: number | null, reason: string | null, carriedBy: string | null, verification: VerificationView | null, 
/**
 * It was seen gone and there again, at whatever time.
 */
cameBack: boolean, };
export type DossierEntry = { seq: number, at: string, actor: string, 
/**
 * How it was shown that the actor is who they say.
 */
assurance: string, device: string, operation: string, subject: string, detail: unknown, 
/**
 * The entry as it was sealed, byte by byte.
 */
entry: string, previous: string, hash: string, };
export type DossierException = { events: Array<ExceptionEvent>, exception: number, principal: number, principalName: string, resource: number, resourceName: string, entitlement: string, policy: string, 
/**
 * The pair of incompatible things that it lets stand together, where it is about one.
 */
incompatible: number | null, reason: string, untilOn: string, reviewOn: string | null, 
/**
 * `proposed`, `approved`, `expired` or `revoked`.
 */
state: string, proposedBy: string, proposedOn: string, approvedBy: string | null, approvedOn: string | null, };
export type DossierHeld = { 
/**
 * The first read that showed it, its end, and its digest.
 */
sinceSnapshot: number, since: string, sinceDigest: string, 
/**
 * The first read that showed it no longer.
 */
untilSnapshot: number | null, until: string | null, untilDigest: string | null, };
export type DossierInput = { about: DossierAbout, 
/**
 * The number of the item, assignment, request, exception or change.
 */
id: number, };
export type DossierPerson = { principal: number, 
/**
 * The immutable id in its directory.
 */
key: string, dn: string, displayName: string, userName: string | null, mail: string | null, kind: string, 
/**
 * `member` or `guest`.
 */
userType: string | null, enabled: boolean | null, department: string | null, title: string | null, managerName: string | null, lastSignInAt: string | null, 
/**
 * As of when all this was so, and where that is known from.
 */
asOf: string | null, source: string, 
/**
 * The directory holds the person no longer.
 */
gone: boolean, };
export type DossierRequest = { answers: unknown, policyInForce: PolicyVersion | null, stages: Array<RequestStage>, approvers: Array<RequestApprover>, answered: Array<ApprovalEvent>, events: Array<RequestEventRow>, request: number, 
/**
 * Its identity in files.
 */
key: string, kind: RequestKind, state: RequestState, 
/**
 * The finer word of Microsoft Graph.
 */
status: string, package: number, packageName: string, catalog: number, policy: number, policyName: string, 
/**
 * The version it is decided under.
 */
policyVersion: number, assignment: number | null, 
/**
 * Who asked; none is the system, or an administrator who is nobody in the directory.
 */
requestor: number | null, requestorName: string, 
/**
 * Who is to hold it; none while an outsider has no account.
 */
target: number | null, targetName: string | null, outsider: unknown, justification: string, startsAt: string | null, endsAt: string | null, 
/**
 * The stage of its approval, counted from 1; 0 where none is asked for.
 */
stage: number, stageCount: number, createdAt: string, 
/**
 * When it was made, where it arrived later.
 */
madeAt: string | null, 
/**
 * The request that it asks for again.
 */
again: number | null, completedAt: string | null, 
/**
 * Why it was refused, or what could not be done.
 */
problem: string | null, attempts: number, retryAt: string | null, };
export type DossierReview = { review: number, reviewName: string, number: number, status: string, startedAt: string | null, dueAt: string | null, endedAt: string | null, 
/**
 * The read of the directory it is about: its end and its digest.
 */
snapshot: number | null, snapshotAt: string | null, snapshotDigest: string | null, changes: Array<DossierChange>, 
/**
 * Later reads of the directory about it.
 */
seen: Array<DossierSeen>, instance: number, mail: string | null, managerName: string | null, dn: string, key: string, accountCreatedAt: string | null, lastSignInField: string | null, resourceDn: string, resourceDescription: string | null, 
/**
 * Since when the grant is known, and by which snapshot.
 */
since: string | null, recommendationSentence: string, recommendationRule: string, 
/**
 * What further helpers said, each with its rule, inputs and one sentence.
 */
insights: Array<Insight>, reviewers: Array<AskedReviewer>, why: Array<PathStep>, events: Array<DecisionEventView>, item: number, principal: number, principalName: string, userName: string | null, userType: string | null, enabled: boolean | null, department: string | null, title: string | null, resource: number, resourceName: string, 
/**
 * `user`, `group` or `servicePrincipal`.
 */
principalKind: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
resourceKind: string, 
/**
 * What the principal holds there: `member`, an application's role, `eligible` or `active`.
 */
entitlement: string, 
/**
 * The membership stands in the group itself, not only in a nested one.
 */
direct: boolean, 
/**
 * Names of the groups in between, nearest to the resource first.
 */
path: Array<string>, lastSignInAt: string | null, recommendation: string, 
/**
 * The last stage it takes part in, and what the stages before came to.
 */
stage: number, standing: string, decision: string, 
/**
 * What the person who asks answered themselves, where the answers of several make the decision;
 * none where the last answer counts, or where nobody of the directory asks.
 */
answer: string | null, justification: string | null, decidedBy: string | null, decidedAt: string | null, source: string | null, version: number, };
export type DossierSeen = { plan: number, readAt: string, 
/**
 * `gone`, `stillDirect`, `stillEffective` or `cameBack`.
 */
state: string, through: string | null, snapshot: number | null, };
export type DoubtListInput = { directory?: number, 
/**
 * Of this account alone.
 */
principal?: number, offset?: number, limit?: number, };
export type DoubtPage = { rows: Array<DoubtRow>, total: number, };
export type DoubtRow = { principal: number, displayName: string, userName: string | null, mail: string | null, directory: number, directoryName: string, 
/**
 * The rule under which it met too many, and the value.
 */
rule: string, value: string, 
/**
 * `several` persons have the value, it is `shared` by accounts of the same directory, or the person has an
 * account of it (`taken`).
 */
doubt: string, 
/**
 * Other accounts that have the value.
 */
candidates: number, };
export type DraftInput = { instance: number, 
/**
 * Where the drafts go; made if it is not there.
 */
folder: string, 
/**
 * The sender; none takes the configured one.
 */
from?: string, };
export type EditInput = { review: number, 
/**
 * The whole definition, as Graph's PUT wants it.
 */
definition: unknown, reason?: string, };
export type EndInput = { assignment: number, reason: string, };
export type EndManyInput = { assignments: Array<number>, reason: string, };
export type Ended = { instance: number, status: string, 
/**
 * Items that the act wrote a decision on.
 */
written: number, };
export type EndedMany = { ended: number, 
/**
 * They had ended already.
 */
unchanged: number, };
export type Event = { "kind": "touched", tables: Array<string>, } | { "kind": "job", job: JobView, } | { "kind": "replaced" };
export type EvidenceDocument = "review" | "package" | "certificate" | "exception" | "conflict" | "task" | "audit" | "coverage";
export type EvidenceListInput = { instance?: number, package?: number, 
/**
 * Such as `exception:7` or `period:2026-01-01/2026-12-31`.
 */
subject?: string, };
export type EvidenceRow = { evidence: number, 
/**
 * The run of a review it is evidence of …
 */
instance: number | null, 
/**
 * … and that review …
 */
review: number | null, 
/**
 * … or the access package …
 */
package: number | null, 
/**
 * … or something else, such as `exception:7`.
 */
subject: string | null, 
/**
 * The name of the review or the package today.
 */
name: string | null, documentId: string, exportedAt: string, exportedBy: string, fileName: string, sha256: string, root: string, pages: number, bytes: number, };
export type ExceptionEvent = { at: string, actor: string, 
/**
 * `proposed`, `approved`, `revoked`, `renewed`, `confirmed` or `expired`.
 */
act: string, reason: string, untilOn: string, };
export type ExceptionInput = { exception: number, };
export type ExceptionListInput = { state?: ExceptionState, offset?: number, limit?: number, };
export type ExceptionPage = { rows: Array<ExceptionRow>, total: number, };
export type ExceptionRow = { exception: number, principal: number, principalName: string, resource: number, resourceName: string, entitlement: string, policy: string, 
/**
 * The pair of incompatible things that it lets stand together, where it is about one.
 */
incompatible: number | null, reason: string, untilOn: string, reviewOn: string | null, 
/**
 * `proposed`, `approved`, `expired` or `revoked`.
 */
state: string, proposedBy: string, proposedOn: string, approvedBy: string | null, approvedOn: string | null, };
export type ExceptionState = "proposed" | "approved" | "expired" | "revoked";
export type ExceptionView = { 
/**
 * Covers its access today.
 */
inForce: boolean, 
/**
 * It is time to look at it again.
 */
reviewDue: boolean, events: Array<ExceptionEvent>, exception: number, principal: number, principalName: string, resource: number, resourceName: string, entitlement: string, policy: string, 
/**
 * The pair of incompatible things that it lets stand together, where it is about one.
 */
incompatible: number | null, reason: string, untilOn: string, reviewOn: string | null, 
/**
 * `proposed`, `approved`, `expired` or `revoked`.
 */
state: string, proposedBy: string, proposedOn: string, approvedBy: string | null, approvedOn: string | null, };
export type ExchangeCount = { 
/**
 * Not sent yet.
 */
waiting: number, 
/**
 * Sent, and not acknowledged.
 */
sent: number, acknowledged: number, 
/**
 * Seen at the place, and not whole.
 */
incoming: number, 
/**
 * Here, and to be opened by a person.
 */
arrived: number, taken: number, refused: number, };
export type ExchangeInput = { 
/**
 * None: there is no exchange, and files are handed over by people.
 */
place?: Place, 
/**
 * The place's secret; none keeps the one that is known for this account.
 */
secret?: string, 
/**
 * Minutes between two looks while the window is open; 0: only when somebody asks.
 */
everyMinutes?: number, };
export type ExchangeListInput = { offset?: number, limit?: number, };
export type ExchangePutInput = { 
/**
 * A sealed file, such as one that “packet make” wrote.
 */
path: string, 
/**
 * The inbox of whoever it is for: 32 digits.
 */
inbox: string, 
/**
 * Who that is, for the list.
 */
recipient: string, subject?: string, };
export type ExchangeStatus = { 
/**
 * None: no place is set.
 */
setting: ExchangeView | null, count: ExchangeCount, 
/**
 * The last look of this program; none since it started.
 */
last: Contact | null, 
/**
 * When something last went out or came.
 */
movedAt: string | null, };
export type ExchangeView = { place: Place, 
/**
 * What a person calls it.
 */
shown: string, everyMinutes: number, 
/**
 * Where others put what is for this installation.
 */
inbox: string, };
export type Exclusion = { reason: string, count: number, examples: Array<string>, };
export type ExplainInput = { 
/**
 * Why the log is not the one that was remembered.
 */
reason: string, };
export type Explained = { principal: number, displayName: string, package: number, packageName: string, may: boolean, 
/**
 * Why not, each a sentence; empty where they may.
 */
reasons: Array<string>, 
/**
 * The policies to choose from; several are equally specific.
 */
choose: Array<PolicyChoice>, hidden: Array<PolicyHidden>, conflicts: Array<string>, assignment: number | null, request: number | null, };
export type ExportExceptionInput = { exception: number, 
/**
 * The PDF to write.
 */
path: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, };
export type ExportInput = { instance: number, 
/**
 * The PDF to write.
 */
path: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, 
/**
 * `full`, or `redacted`: personal data are withheld, the root is that of the full document.
 */
profile?: string, };
export type ExportPackageInput = { package: number, 
/**
 * The start of the period; none is from the making of the package.
 */
from?: string, 
/**
 * Its end; none is now.
 */
to?: string, 
/**
 * The PDF to write.
 */
path: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, 
/**
 * `full`, or `redacted`: personal data are withheld, the root is that of the full document.
 */
profile?: string, };
export type ExportPeriodInput = { from: string, 
/**
 * The first moment after it.
 */
to: string, 
/**
 * The PDF to write.
 */
path: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, };
export type Exported = { definition: unknown, 
/**
 * JSON paths that Microsoft Graph has no word for.
 */
notCarried: Array<string>, };
export type ExtendInput = { assignment: number, 
/**
 * None: it does not end any more.
 */
endsAt?: string, reason: string, };
export type FileRead = { name: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * Of its bytes, as lower-case hex.
 */
sha256: string, 
/**
 * Rows below the headings, or entries of LDIF.
 */
rows: number, loaded: number, 
/**
 * Each field with the heading it was taken from.
 */
columns: Array<string>, };
export type FileRows = { total: number, 
/**
 * As they stand in the record; null where one is too long to be shown.
 */
rows: (Record<string, unknown> | null)[], };
export type FileRowsInput = { path: string, 
/**
 * The list, such as `items`.
 */
section: string, offset?: number | null, 
/**
 * At most 200.
 */
limit?: number, 
/**
 * Looked for in every row's text.
 */
filter?: string, };
export type Filter = { 
/**
 * Items that this person is asked about.
 */
reviewer?: number, decision: Array<Decision>, recommendation: Array<Recommendation>, resource?: number, principal?: number, 
/**
 * Part of a person's name, account or mail, or of the group's name; case does not matter.
 */
search?: string, };
export type FindInput = { reference: string, 
/**
 * `user`, `group`, `servicePrincipal`, `directoryRole` or `azureRole`.
 */
kind: string, };
export type FindingCount = { kind: FindingKind, severity: FindingSeverity, count: number, };
export type FindingKind = "periodMissing" | "cameBack" | "stillEffective" | "disabledHolder" | "accountLeft" | "conflict" | "taskOverdue" | "periodLate" | "undecided" | "exceptionEnded" | "planWaiting" | "accountUnowned" | "accountInDoubt" | "serviceUnowned" | "directoryStale" | "syncFailing" | "logUnsigned" | "exceptionEnding" | "groupUnowned" | "evidenceMissing";
export type FindingLead = { "noun": "control", control: number, period: number, } | { "noun": "instance", review: number, instance: number, } | { "noun": "item", review: number, instance: number, item: number, } | { "noun": "plan", plan: number, review: number | null, instance: number | null, } | { "noun": "task", task: number, instance: number | null, } | { "noun": "exception", exception: number, } | { "noun": "conflict", conflict: number, principal: number, package: number, } | { "noun": "principal", principal: number, } | { "noun": "directory", directory: number, } | { "noun": "audit" };
export type FindingListInput = { kind?: FindingKind, severity?: FindingSeverity, 
/**
 * Findings that this person answers for.
 */
owner?: number, 
/**
 * An exception that ends within so many days is a finding; 30 where nothing is said.
 */
soonDays?: number, 
/**
 * A directory that was not read for so many days is one; 30 where nothing is said.
 */
staleDays?: number, offset?: number, limit?: number, };
export type FindingPage = { rows: Array<FindingRow>, total: number, 
/**
 * How many there are of every kind, whatever is narrowed but the owner.
 */
counts: Array<FindingCount>, };
export type FindingRow = { 
/**
 * The same finding has the same key in every list.
 */
key: string, kind: FindingKind, severity: FindingSeverity, 
/**
 * What is wrong, in one sentence.
 */
sentence: string, 
/**
 * The day or the moment it counts from.
 */
since: string | null, owner: string | null, ownerId: number | null, lead: FindingLead, };
export type FindingSeverity = "high" | "medium" | "low";
export type FindingView = { 
/**
 * By which check: seal, signature, record, log, proof, render.
 */
check: string, 
/**
 * `error` makes the evidence invalid, `note` does not.
 */
severity: string, 
/**
 * The page, attachment or statement.
 */
place: string, message: string, };
export type ForeseeInput = { 
/**
 * Microsoft Graph's `accessReviewScheduleDefinition`.
 */
definition: unknown, };
export type Foreseen = { reason: TaskReason, sentence: string, resource: number, resourceName: string, 
/**
 * Accesses, one shortest way each. Without items yet, of the filters only that for guests is applied.
 */
count: number, };
export type ForeseenField = { field: string, before: string | null, after: string | null, };
export type ForeseenGrant = { principalName: string, resourceName: string, entitlement: string, };
export type ForeseenGrants = { total: number, rows: Array<ForeseenGrant>, };
export type ForeseenPeople = { total: number, rows: Array<ForeseenPerson>, };
export type ForeseenPerson = { principal: number, principalName: string, userName: string | null, };
export type ForeseenPrincipal = { kind: string, key: string, displayName: string, 
/**
 * What is written otherwise, of who was there before.
 */
fields: Array<ForeseenField>, };
export type ForeseenPrincipals = { total: number, rows: Array<ForeseenPrincipal>, };
export type Found = { principal: number, };
export type FrameworkFile = { fileName: string, 
/**
 * Byte for byte what was shipped or brought in.
 */
text: string, };
export type FrameworkImportInput = { 
/**
 * The file, as it is.
 */
text: string, };
export type FrameworkInput = { framework: string, };
export type FrameworkRow = { framework: string, name: string, requirements: number, 
/**
 * Requirements that a control of the organization refers to.
 */
answered: number, 
/**
 * When and by whom its file was brought in; none where it is as it was shipped.
 */
importedAt: string | null, importedBy: string | null, };
export type FrameworkView = { note: string, rows: Array<RequirementRow>, framework: string, name: string, requirements: number, 
/**
 * Requirements that a control of the organization refers to.
 */
answered: number, 
/**
 * When and by whom its file was brought in; none where it is as it was shipped.
 */
importedAt: string | null, importedBy: string | null, };
export type GiveInput = { package: number, 
/**
 * The policy it is given under; where a package has one, that.
 */
policy?: number, principal: number, 
/**
 * None: as long as the policy says, or without an end.
 */
endsAt?: string, justification?: string | null, };
export type Given = { given: number, 
/**
 * Items about the new reviewer's own access, which stay where they were.
 */
own: number, };
export type GivenRow = { resource: number, resourceName: string, resourceKind: string, 
/**
 * The directory holds the resource no longer.
 */
resourceGone: boolean, entitlement: string, state: GivenState, 
/**
 * The package gives it now.
 */
inPackage: boolean, 
/**
 * Held before any package gave it.
 */
prior: boolean, 
/**
 * The package's all the same, by an explicit choice.
 */
adopted: boolean, notedAt: string, 
/**
 * The last change about it, and what the directory answered.
 */
change: number | null, outcome: string | null, receivedAt: string | null, 
/**
 * The later read that showed it so.
 */
seenAt: string | null, 
/**
 * Why it is as it is.
 */
reason: string | null, 
/**
 * The unfinished task of a person who gives it or takes it away.
 */
task: number | null, };
export type GivenState = "waiting" | "held" | "byHand" | "refused" | "kept" | "taken";
export type GovernInput = { principal: number, 
/**
 * Under the rules of access packages from now on, or released from them.
 */
governed: boolean, reason: string, };
export type GovernedInput = { 
/**
 * `present`, `leaving`, `deleted` or `released`.
 */
status?: string, organization?: number, offset?: number, limit?: number, };
export type GovernedPage = { rows: Array<GovernedRow>, total: number, };
export type GovernedRow = { principal: number, principalName: string, mail: string | null, organization: number | null, organizationName: string | null, 
/**
 * The request they came by.
 */
request: number | null, 
/**
 * `present`, `leaving`, `deleted` or `released` from these rules.
 */
status: string, since: string, 
/**
 * The plan they leave by.
 */
plan: number | null, endedAt: string | null, reason: string, 
/**
 * Access packages they have or are about to have.
 */
packageCount: number, 
/**
 * What else they hold: the first few names.
 */
otherAccess: Array<string>, 
/**
 * How far the leaving is: a state of the guests on their way out.
 */
leaving: string | null, deleteAt: string | null, };
export type GrantListInput = { resource?: number, principal?: number, 
/**
 * As known at this moment; none means now.
 */
asOf?: string, offset?: number, limit?: number, };
export type GrantPage = { rows: Array<GrantRow>, total: number, };
export type GrantPlace = { resource: number, entitlement: string, principal: number, };
export type GrantRow = { resource: number, resourceName: string, resourceKind: string, 
/**
 * `member`, `owner`, or a role as the directory names it.
 */
entitlement: string, principal: number, principalName: string, principalKind: string, 
/**
 * When the first snapshot that saw it was read.
 */
since: string, 
/**
 * When the first snapshot that missed it was read.
 */
until: string | null, };
export type Group = { id: number, displayName: string, 
/**
 * The first row of the group in the list.
 */
offset: number, count: number, undecided: number, };
export type GroupInput = { instance: number, filter?: Filter | null, 
/**
 * `resource` or `principal`.
 */
sort?: Sort | null, };
export type GuestLifeCycleAction = "none" | "blockSignIn" | "blockSignInAndDelete";
export type GuestListInput = { instance?: number, 
/**
 * Only those who can still be kept.
 */
revocable?: boolean | null, offset?: number, limit?: number, };
export type GuestPage = { rows: Array<GuestRow>, total: number, };
export type GuestRow = { guest: number, 
/**
 * The review that denied them; none where the last access package of a governed guest has ended.
 */
instance: number | null, plan: number, item: number | null, principal: number, principalName: string, userName: string | null, reviewName: string | null, 
/**
 * `planned`, `blocked`, `due`, `deleted`, `kept` or `byHand`.
 */
status: string, blockedAt: string | null, 
/**
 * When the account is deleted.
 */
deleteAt: string | null, 
/**
 * When it was deleted, kept, or given to a person.
 */
endedAt: string | null, keptBy: string | null, reason: string | null, };
export type GuestSetting = { externalUserLifecycleAction: GuestLifeCycleAction, 
/**
 * From the block to the deletion; `PT0S` deletes at once.
 */
durationUntilExternalUserDeletedAfterBlocked: Period, 
/**
 * Nobody is blocked or deleted while they hold anything else. Entra deletes them all the same
 * (access-governance §2.9).
 */
keepWhileOtherAccess: boolean, };
export type Held = "everything" | "review" | "package" | "person";
export type HistoryExportInput = { filter?: HistoryFilter, path: string, format?: SheetFormat | null, 
/**
 * CSV begins with a byte order mark, by which spreadsheets know UTF-8; so it does unless this is false.
 */
bom?: boolean, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, };
export type HistoryFilter = { 
/**
 * The first moment.
 */
from?: string, 
/**
 * The first moment after.
 */
to?: string, review?: number, 
/**
 * Who decided, or answered.
 */
reviewer?: number, 
/**
 * Whose access it is about.
 */
principal?: number, 
/**
 * The resource, or the access package by its place among the resources.
 */
resource?: number, decision?: Decision, source?: HistorySource, privileged?: boolean, kind?: HistoryKind, };
export type HistoryKind = "review" | "approval";
export type HistoryListInput = { filter?: HistoryFilter, 
/**
 * Only what stands before this place in the order of the log: where the page before ended.
 */
before?: number, 
/**
 * Or so many lines are passed over.
 */
offset?: number, limit?: number, };
export type HistoryMoment = { at: string, 
/**
 * `access`, `request`, `approval`, `assignment`, `decision`, `change`, `verification`, `exception` or `task`.
 */
kind: string, 
/**
 * What happened, in the word of its kind; of a change `kind:outcome`.
 */
act: string, resource: number, resourceName: string, resourceKind: string, entitlement: string, actor: string, 
/**
 * The reason, or through what the access still comes.
 */
text: string, 
/**
 * `snapshot`, `item`, `request`, `assignment`, `change`, `exception` or `task`, and its number.
 */
about: string, aboutId: number, instance: number | null, };
export type HistoryPage = { rows: Array<HistoryRow>, 
/**
 * How many pass the filter, whatever the page.
 */
total: number, 
/**
 * Where the next page begins, for `before`; none where this was the last.
 */
next: number | null, };
export type HistoryPersonInput = { principal: number, 
/**
 * Only what is about this resource.
 */
resource?: number, offset?: number, limit?: number, };
export type HistoryPersonPage = { displayName: string, userName: string | null, rows: Array<HistoryMoment>, total: number, };
export type HistoryRow = { 
/**
 * Its place in the order of the log, counted from 1.
 */
position: number, 
/**
 * `decision:17` or `approval:4`: the id by which it is known outside, for good.
 */
key: string, kind: HistoryKind, at: string, decision: string, source: HistorySource, 
/**
 * The word of the event: `reviewer`, `bulk`, `recommendation`, `undo`, `default`, `reset`, `stands`, `carried`.
 */
sourceWord: string, 
/**
 * Who decided, in words; who is in the directory also by number.
 */
actor: string, actorId: number | null, justification: string, 
/**
 * Why somebody who is not independent decided, or what a carried decision was carried from.
 */
note: string, stage: number, 
/**
 * A later decision on the same item, or an answer in the same stage, took its place.
 */
superseded: boolean, principal: number | null, principalName: string, userName: string, department: string, resource: number, resourceName: string, resourceKind: string, entitlement: string, privileged: boolean, recommendation: string, review: number | null, reviewName: string, instance: number | null, 
/**
 * Which run of the series.
 */
instanceNumber: number | null, item: number | null, package: number | null, request: number | null, 
/**
 * The entry of the audit log that sealed it.
 */
auditSeq: number, };
export type HistorySource = "human" | "bulk" | "default" | "reset";
export type HistorySummary = { runs: Array<ReviewRun>, packages: Array<PackageMonth>, };
export type HistorySummaryInput = { from?: string, 
/**
 * The first moment after.
 */
to?: string, };
export type Hold = { "kind": "wouldEmpty", resource: PrincipalId, displayName: string, members: number, } | { "kind": "shareOfGroup", resource: PrincipalId, displayName: string, members: number, removals: number, percent: number, } | { "kind": "tooMany", 
/**
 * Removals from groups and whole accounts together.
 */
removals: number, 
/**
 * Of these, accounts that are blocked and deleted.
 */
accounts: number, limit: number, };
export type HoldLiftInput = { hold: number, reason: string, };
export type HoldListInput = { 
/**
 * Those that were lifted, too.
 */
lifted?: boolean, offset?: number, limit?: number, };
export type HoldPage = { rows: Array<HoldRow>, total: number, };
export type HoldPlaceInput = { held: Held, review?: number, package?: number, principal?: number, reason: string, };
export type HoldRow = { hold: number, held: Held, review: number | null, package: number | null, principal: number | null, 
/**
 * The name of the review, the package or the person; none where it is about everything.
 */
name: string | null, reason: string, placedAt: string, placedBy: string, liftedAt: string | null, liftedBy: string | null, liftedBecause: string | null, };
export type Identity = { "kind": "principal", principal: PrincipalId, } | { "kind": "osAccount", osAccount: string, };
export type IdentitySetting = { 
/**
 * For deciding, asking and answering.
 */
decide: Assurance, 
/**
 * For what administrators and compliance officers do.
 */
administer: Assurance, 
/**
 * Of both people, where two sign.
 */
countersign: Assurance, 
/**
 * Minutes without a touch until the window locks; 0 never.
 */
lockAfter: number, };
export type ImportInput = { 
/**
 * The PKCS#12 file (`.p12`, `.pfx`).
 */
path: string, 
/**
 * Its password; none is an empty one.
 */
secret?: string, };
export type ImportRemark = { path: string, message: string, };
export type IncompatibleAddInput = { package: number, 
/**
 * One of these two.
 */
otherPackage?: number, group?: number, 
/**
 * Why the two do not go together.
 */
reason: string, };
export type IncompatibleAdded = { 
/**
 * Packages that give both sides: whoever gets one holds both, under the approval of that package.
 */
bridges: Array<Bridge>, 
/**
 * What follows, as sentences for whoever said it.
 */
remarks: Array<string>, incompatible: number, package: number, packageName: string, 
/**
 * The catalog of the package it was said of.
 */
catalog: number, 
/**
 * One of these two.
 */
otherPackage: number | null, group: number | null, otherName: string, reason: string, addedAt: string, addedBy: string, 
/**
 * People who hold both now, by the last look.
 */
conflictCount: number, };
export type IncompatibleInput = { incompatible: number, 
/**
 * Why they go together from now on.
 */
reason: string, };
export type IncompatibleListInput = { 
/**
 * What does not go together with this package, whichever side it was said of; without it, all pairs.
 */
package?: number, offset?: number, limit?: number, };
export type IncompatiblePage = { rows: Array<IncompatibleRow>, total: number, };
export type IncompatibleRow = { incompatible: number, package: number, packageName: string, 
/**
 * The catalog of the package it was said of.
 */
catalog: number, 
/**
 * One of these two.
 */
otherPackage: number | null, group: number | null, otherName: string, reason: string, addedAt: string, addedBy: string, 
/**
 * People who hold both now, by the last look.
 */
conflictCount: number, };
export type InitInput = { path: string, organization: string, practice?: boolean | null, 
/**
 * None puts a real store's key into the keyring.
 */
passphrase?: string, 
/**
 * Adds the sample organization as a directory.
 */
sample?: boolean | null, };
export type Insight = { 
/**
 * The rule's published name and version, such as `peerDistance/1`.
 */
rule: string, recommendation: Recommendation, 
/**
 * One plain sentence.
 */
sentence: string, 
/**
 * What the rule looked at, by name, in the order of the names.
 */
inputs: Record<string, string | number | boolean | null>, };
export type InstanceEditInput = { instance: number, 
/**
 * The last day of the stage that is going on, in the organization's time zone.
 */
dueOn?: string, justification?: JustificationRule, defaultDecision?: DefaultDecision, reason: string, };
export type InstanceInput = { instance: number, };
export type InstanceView = { instance: number, review: number, 
/**
 * Which one of the series, counted from 1.
 */
number: number, 
/**
 * The day it stands for, in the time zone of the series.
 */
scheduledOn: string | null, 
/**
 * Days that passed without an instance because this program was not running.
 */
missed: Array<string>, 
/**
 * Why it has the status `Failed`.
 */
problem: string | null, 
/**
 * The stage that is going on, or the last one.
 */
stage: number, stageCount: number, stages: Array<StageView>, displayName: string, descriptionForReviewers: string, status: string, directory: number | null, snapshot: number | null, 
/**
 * When the directory was read whose people were frozen.
 */
snapshotAt: string | null, startedAt: string | null, startedBy: string | null, dueAt: string | null, endedAt: string | null, endedBy: string | null, itemCount: number, excludedCount: number, 
/**
 * How many accesses were left out, by reason.
 */
exclusions: { [key in string]: number }, 
/**
 * `never`, `onApproval`, `onDenial` or `always`.
 */
justification: string, lookBackDays: number, };
export type InvitationListInput = { 
/**
 * Only those whose person the directory does not show yet.
 */
waiting?: boolean | null, offset?: number, limit?: number, };
export type InvitationPage = { rows: Array<InvitationRow>, total: number, };
export type InvitationRow = { invitation: number, organization: number | null, organizationName: string | null, mail: string, displayName: string, 
/**
 * `planned`, `asked` (the directory made it, and no read has shown it yet), `byHand` or `bound`.
 */
status: string, plan: number | null, madeAt: string, invitedAt: string | null, boundAt: string | null, 
/**
 * Who they are in the directory.
 */
principal: number | null, };
export type ItemListInput = { instance: number, filter?: Filter | null, sort?: Sort | null, offset?: number, limit?: number, };
export type ItemPage = { rows: Array<ItemRow>, offset: number, total: number, count: Count, };
export type ItemRow = { item: number, principal: number, principalName: string, userName: string | null, userType: string | null, enabled: boolean | null, department: string | null, title: string | null, resource: number, resourceName: string, 
/**
 * `user`, `group` or `servicePrincipal`.
 */
principalKind: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
resourceKind: string, 
/**
 * What the principal holds there: `member`, an application's role, `eligible` or `active`.
 */
entitlement: string, 
/**
 * The membership stands in the group itself, not only in a nested one.
 */
direct: boolean, 
/**
 * Names of the groups in between, nearest to the resource first.
 */
path: Array<string>, lastSignInAt: string | null, recommendation: string, 
/**
 * The last stage it takes part in, and what the stages before came to.
 */
stage: number, standing: string, decision: string, 
/**
 * What the person who asks answered themselves, where the answers of several make the decision;
 * none where the last answer counts, or where nobody of the directory asks.
 */
answer: string | null, justification: string | null, decidedBy: string | null, decidedAt: string | null, source: string | null, version: number, };
export type ItemShowInput = { item: number, };
export type ItemShown = { 
/**
 * Every way by which the access comes, by the last snapshot, and what a denial does about it.
 */
removal: Array<RemovalView>, 
/**
 * Policy exceptions in force that cover it.
 */
exceptions: Array<ExceptionRow>, instance: number, mail: string | null, managerName: string | null, dn: string, key: string, accountCreatedAt: string | null, lastSignInField: string | null, resourceDn: string, resourceDescription: string | null, 
/**
 * Since when the grant is known, and by which snapshot.
 */
since: string | null, recommendationSentence: string, recommendationRule: string, 
/**
 * What further helpers said, each with its rule, inputs and one sentence.
 */
insights: Array<Insight>, reviewers: Array<AskedReviewer>, why: Array<PathStep>, events: Array<DecisionEventView>, item: number, principal: number, principalName: string, userName: string | null, userType: string | null, enabled: boolean | null, department: string | null, title: string | null, resource: number, resourceName: string, 
/**
 * `user`, `group` or `servicePrincipal`.
 */
principalKind: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
resourceKind: string, 
/**
 * What the principal holds there: `member`, an application's role, `eligible` or `active`.
 */
entitlement: string, 
/**
 * The membership stands in the group itself, not only in a nested one.
 */
direct: boolean, 
/**
 * Names of the groups in between, nearest to the resource first.
 */
path: Array<string>, lastSignInAt: string | null, recommendation: string, 
/**
 * The last stage it takes part in, and what the stages before came to.
 */
stage: number, standing: string, decision: string, 
/**
 * What the person who asks answered themselves, where the answers of several make the decision;
 * none where the last answer counts, or where nobody of the directory asks.
 */
answer: string | null, justification: string | null, decidedBy: string | null, decidedAt: string | null, source: string | null, version: number, };
export type JobCode = { code: string, 
/**
 * Where it is typed.
 */
address: string, until: string, };
export type JobInput = { job: number, };
export type JobStarted = { job: number, };
export type JobState = "running" | "done" | "problem" | "cancelled";
export type JobView = { id: number, 
/**
 * The operation that started it.
 */
kind: string, subject: string, 
/**
 * The number of what it works on, where the name of that is not its own: two runs of a series share theirs.
 */
about: number | null, state: JobState, phase: string, done: number, total: number | null, problem: Problem | null, result: unknown, startedAt: string, 
/**
 * What its owner types elsewhere, while it waits for that; nobody else sees it.
 */
code: JobCode | null, };
export type JustificationRule = "never" | "onApproval" | "onDenial" | "always";
export type KeepInput = { principal: number, reason: string, };
export type Kept = { principal: number, 
/**
 * The sign-in is blocked; this task lets the guest in again.
 */
task: number | null, };
export type KeyView = { name: string, 
/**
 * The four bytes by which signatures name it, in hexadecimal.
 */
id: string, 
/**
 * For others' programs: name, id and key, parted by plus signs.
 */
publicKey: string, 
/**
 * `keyring`; `store`, inside the encrypted file; `practice`, where whoever has the file has the key.
 */
keeping: string, fromEntry: number, madeAt: string, retiredAt: string | null, };
export type KeyringView = { available: boolean, reason: string | null, };
export type KindCount = { user: number, guest: number, group: number, servicePrincipal: number, container: number, 
/**
 * Direct memberships of a principal in a group.
 */
membership: number, 
/**
 * Ownerships of a resource.
 */
ownership: number, directoryRole: number, azureRole: number, 
/**
 * Direct assignments to applications and roles.
 */
holding: number, };
export type LockView = { locked: boolean, 
/**
 * A code of this account opens it.
 */
byCode: boolean, 
/**
 * The passphrase of the store opens it.
 */
byPassphrase: boolean, 
/**
 * The password of the directory opens it.
 */
byDirectory: boolean, 
/**
 * Who sits there, behind the lock.
 */
actor: Actor | null, osAccount: string, 
/**
 * Minutes without a touch; 0 never.
 */
after: number, };
export type LookView = { look: number, beganAt: string, endedAt: string | null, 
/**
 * The newest snapshot it saw.
 */
snapshot: number, pairCount: number, standing: number, 
/**
 * New since the look before it.
 */
found: number, 
/**
 * Ended since the look before it.
 */
gone: number, };
export type MailView = { host: string, port: number, security: Security, user: string | null, from: string, caFile: string | null, administrator: string | null, };
export type MappingColumn = { heading: string, 
/**
 * What it is taken for; none: it is not read.
 */
fields: Array<string>, 
/**
 * Why.
 */
because: string, 
/**
 * Its first values that are not empty.
 */
samples: Array<string>, };
export type MappingInput = { 
/**
 * A file about which nothing is said yet …
 */
path?: string, 
/**
 * … or one entry of `files` in the settings of a directory, as it is or is about to be.
 */
file: unknown, };
export type MappingView = { 
/**
 * `csv`, `xlsx` or `ldif`.
 */
format: string, encoding: string | null, delimiter: string | null, 
/**
 * The sheet that is read, and all there are.
 */
sheet: string | null, sheets: Array<string>, 
/**
 * The export of a program that it is known for.
 */
known: string | null, 
/**
 * `people` or `grants`; none for LDIF, which says itself what it holds.
 */
table: string | null, 
/**
 * Whether one resource must be named that all rows are about.
 */
needsResource: boolean, headings: Array<string>, 
/**
 * For each field the heading that it is taken from.
 */
mapping: { [key in string]: string }, 
/**
 * The fields that can be given a heading.
 */
fields: Array<string>, columns: Array<MappingColumn>, 
/**
 * The first rows.
 */
rows: Array<Array<string>>, 
/**
 * Why the rows cannot be read so.
 */
problem: string | null, };
export type MembershipRule = string;
export type Mine = { 
/**
 * The newest notice of all.
 */
newest: number, rows: Array<MineRow>, };
export type MineInput = { 
/**
 * The newest notice that was shown before; none answers only which is the newest.
 */
after?: number, };
export type MineRow = { notice: number, instance: number, kind: string, subject: string, 
/**
 * Such as “3 items wait for you until 15 March 2026”.
 */
text: string, };
export type Nominee = { nominee: number, kind: AcknowledgementKind, 
/**
 * For this review alone; with neither, for every review and package.
 */
review: number | null, reviewName: string | null, 
/**
 * For this package alone.
 */
package: number | null, packageName: string | null, principal: number, principalName: string, namedAt: string, namedBy: string, };
export type NomineeDismissInput = { nominee: number, };
export type NomineeListInput = { offset?: number, limit?: number, };
export type NomineeNameInput = { kind: AcknowledgementKind, principal: number, review?: number, package?: number, };
export type NomineePage = { rows: Array<Nominee>, total: number, };
export type Nothing = Record<string, never>;
export type NoticeInput = { notice: number, };
export type NoticeListInput = { 
/**
 * Of this instance; none lists all.
 */
instance?: number, offset?: number, limit?: number, };
export type NoticePage = { rows: Array<NoticeRow>, total: number, 
/**
 * Of all these, how many wait to be sent.
 */
queued: number, };
export type NoticeRow = { notice: number, 
/**
 * The run of a review it is about.
 */
instance: number | null, 
/**
 * The request for an access package it is about.
 */
request: number | null, 
/**
 * The assignment of an access package it is about.
 */
assignment: number | null, stage: number, 
/**
 * `started`, `reminder`, `manualReminder`, `stageStarted`, `completed`, `reassigned`, `taskOpened`; of a request
 * `approvalAsked`, `approvalEscalated`, `approvalReminder`, `approverMissing`, `requestApproved`, `requestDenied`,
 * `requestExpired`; of an assignment `accessDelivered`, `accessEnding` or `accessEnded`.
 */
kind: string, ordinal: number, 
/**
 * The principal told; none for the administrators of the store.
 */
recipient: number | null, name: string, address: string | null, 
/**
 * `queued`, `sending` (its fate is unknown: maybe sent), `sent`, `drafted`, `refused` or `skipped`.
 */
state: string, subject: string, queuedAt: string, sentAt: string | null, 
/**
 * `mail` or `draft`.
 */
channel: string | null, attempts: number, 
/**
 * Why it is not sent.
 */
lastProblem: string | null, };
export type Offer = { kind: AcknowledgementKind, 
/**
 * In what role, where the person says no other.
 */
role: string, 
/**
 * It can be signed now.
 */
open: boolean, 
/**
 * Why it cannot, where it cannot.
 */
because: string | null, 
/**
 * The statement proposed; nothing where it cannot be signed now.
 */
statement: string, 
/**
 * SHA-256 over what stands now; handed back with the signature, so that nobody signs what they did not see.
 */
digest: string, state: AcknowledgedState | null, };
export type OfferListInput = { offset?: number, limit?: number, };
export type OfferPage = { rows: Array<OfferRow>, total: number, };
export type OfferRow = { offer: number, originName: string, person: number, personName: string, package: number, packageName: string, 
/**
 * What the packet says of it.
 */
content: unknown, 
/**
 * When the packet was made that it stands in, and until when requests are taken.
 */
madeAt: string, dueAt: string | null, 
/**
 * A newer packet does not offer it any more.
 */
gone: boolean, 
/**
 * What was asked for last; none where nothing was, it was taken back, or a newer packet shows what became of it.
 */
asked: unknown, askedAt: string | null, 
/**
 * It was returned, and is not changed any more; it can be taken back.
 */
returned: boolean, 
/**
 * What was returned is taken back, and that is not returned yet.
 */
withdrawn: boolean, };
export type Offered = { rows: Array<OfferedRow>, total: number, 
/**
 * What could not be read, a sentence each.
 */
missing: Array<string>, };
export type OfferedKind = "review" | "catalog";
export type OfferedRow = { kind: OfferedKind, 
/**
 * In the tenant.
 */
id: string, displayName: string, 
/**
 * Of a catalog: its access packages, and their policies.
 */
packages: number, policies: number, 
/**
 * Of a review: it comes round by itself, here as well once it is taken in.
 */
recurs: boolean, 
/**
 * It was taken in before.
 */
isHere: boolean, 
/**
 * What stands against it.
 */
problem: Problem | null, 
/**
 * What is kept of it, and not acted on.
 */
remarks: Array<ImportRemark>, };
export type OpenFileInput = { path: string, 
/**
 * The root hash from a printed or otherwise trusted copy, to compare with.
 */
root?: string, };
export type OpenInput = { path: string, passphrase?: string, };
export type OpenedFile = { verdict: VerifyView, 
/**
 * Its parts by name, as JSON; null where one is too long to be shown. Empty where the record cannot be read.
 */
parts: Record<string, unknown>, sections: Array<SectionView>, 
/**
 * The totals it states.
 */
totals: Record<string, number> | null, };
export type OpenedPacket = { instance: number, review: number, displayName: string, 
/**
 * Which run of the series, and which stage of how many.
 */
number: number, stage: number, stageCount: number, packet: string, originName: string, reviewer: number, reviewerName: string, madeAt: string, openedAt: string, dueAt: string | null, items: number, answered: number, 
/**
 * Answers that were not returned from here yet, those carried over from another device among them.
 */
unreturned: number, 
/**
 * How often answers were returned, and when last.
 */
returns: number, returnedAt: string | null, };
export type OrganizationCreateInput = { 
/**
 * Microsoft Graph's `connectedOrganization`; its id is kept.
 */
definition: unknown, };
export type OrganizationEditInput = { organization: number, 
/**
 * The whole organization, in Graph's JSON.
 */
definition: unknown, };
export type OrganizationInput = { organization: number, };
export type OrganizationListInput = { 
/**
 * `configured` or `proposed`.
 */
state?: string, 
/**
 * Part of a name or of a domain.
 */
search?: string, offset?: number, limit?: number, };
export type OrganizationPage = { rows: Array<OrganizationRow>, total: number, };
export type OrganizationRow = { organization: number, 
/**
 * Its identity in files.
 */
key: string, displayName: string, description: string, 
/**
 * `configured` by an administrator, or `proposed` by the request of somebody unknown.
 */
state: string, 
/**
 * The identity sources, in Graph's JSON.
 */
sources: unknown, createdAt: string, createdBy: string, changedAt: string, sponsorCount: number, 
/**
 * Governed guests who came from it and have not left.
 */
guestCount: number, };
export type OrganizationView = { sponsors: Array<SponsorRow>, 
/**
 * The organization in Graph's JSON.
 */
definition: unknown, organization: number, 
/**
 * Its identity in files.
 */
key: string, displayName: string, description: string, 
/**
 * `configured` by an administrator, or `proposed` by the request of somebody unknown.
 */
state: string, 
/**
 * The identity sources, in Graph's JSON.
 */
sources: unknown, createdAt: string, createdBy: string, changedAt: string, sponsorCount: number, 
/**
 * Governed guests who came from it and have not left.
 */
guestCount: number, };
export type Origin = "created" | "imported";
export type OrphanRow = { resource: number, resourceName: string, entitlement: string, reference: string, };
export type OscalExportInput = { 
/**
 * The days whose periods are told of; the last two years and the next where nothing is said.
 */
from?: string, to?: string, 
/**
 * The file to write.
 */
path: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, };
export type OutboxInput = { id: number, };
export type OutboxPage = { rows: Array<OutboxRow>, offset: number, total: number, };
export type OutboxRow = { id: number, kind: string, recipient: string, subject: string, state: string, bytes: number, queuedAt: string, sentAt: string | null, acknowledgedAt: string | null, attempts: number, lastProblem: string | null, inbox: string, 
/**
 * SHA-256 of the sealed bytes.
 */
file: string, };
export type OutsiderInput = { mail: string, displayName: string, };
export type OwnKeyView = { 
/**
 * 32 hexadecimal digits.
 */
keyId: string, 
/**
 * Eight words that two people compare.
 */
words: string, 
/**
 * `keyring`; `store`, inside the encrypted file; `practice`, where whoever has the file has the keys.
 */
keeping: string, madeAt: string, };
export type PackageAcceptInput = { suggestion: number, 
/**
 * The resources that it does not hold are added to it, if the actor may.
 */
catalog: number, 
/**
 * The suggested name where nothing is said.
 */
displayName?: string, description?: string, hidden?: boolean, policy?: AcceptPolicy, 
/**
 * Gives the package to those of its people who hold all of it now.
 */
assign?: boolean, 
/**
 * What they hold is the package's from then on, and lost with it; else it stays with them.
 */
adopts?: boolean, };
export type PackageAccepted = { package: number, displayName: string, policy: number, 
/**
 * Resources that were added to the catalog for it.
 */
added: number, 
/**
 * So many have the package now.
 */
assigned: number, 
/**
 * So many follow in the job.
 */
left: number, 
/**
 * So many of its people were not given it: they do not hold all of it, or the rule does not choose them.
 */
passedOver: number, 
/**
 * Gives the package to the others.
 */
job: number | null, };
export type PackageCreateInput = { catalog: number, displayName: string, description?: string, 
/**
 * Asked for by its link only.
 */
hidden?: boolean, 
/**
 * What a holder had before is lost with it, as in Entra; not so where nothing is said.
 */
adopts?: boolean, };
export type PackageEditInput = { package: number, displayName?: string, description?: string, hidden?: boolean, adopts?: boolean, };
export type PackageEffect = { count: number, sample: Array<PackageEffectSample>, };
export type PackageEffectSample = { principal: number, displayName: string, };
export type PackageExportInput = { package: number, };
export type PackageHideInput = { package: number, hidden: boolean, };
export type PackageImportInput = { 
/**
 * Microsoft Graph's `accessPackage`, with `resourceRoleScopes` and `assignmentPolicies` where they are to come
 * along.
 */
definition: unknown, 
/**
 * The catalog it goes into; none where the file names one that is here.
 */
catalog?: number, 
/**
 * Writes over an access package with the same id.
 */
replace?: boolean, };
export type PackageImported = { 
/**
 * It was not there before.
 */
created: boolean, 
/**
 * Assignments that the change reaches.
 */
holdersReached: number, remarks: Array<ImportRemark>, roles: Array<PackageRoleLine>, policies: Array<PolicyRow>, 
/**
 * Requests for it that have not come to an end.
 */
openRequestCount: number, may: Array<CatalogTask>, package: number, 
/**
 * Its identity in files.
 */
key: string, catalog: number, catalogName: string, 
/**
 * Its row among the resources.
 */
resource: number, displayName: string, description: string, hidden: boolean, 
/**
 * What a holder had before is lost with it.
 */
adopts: boolean, createdAt: string, createdBy: string, changedAt: string, roleCount: number, policyCount: number, 
/**
 * Assignments that have not ended.
 */
assignmentCount: number, };
export type PackageInput = { package: number, };
export type PackageListInput = { catalog?: number, 
/**
 * Part of a name.
 */
search?: string, hidden?: boolean, 
/**
 * Those that give something on this resource.
 */
resource?: number, offset?: number, limit?: number, };
export type PackageMonth = { month: string, package: number, packageName: string, approve: number, deny: number, };
export type PackagePage = { rows: Array<PackageRow>, total: number, };
export type PackagePolicy = { displayName: string, description: string, targets: PolicyTargets, 
/**
 * None where people ask, or administrators assign.
 */
automatic: PolicyAutomatic | null, requestor: PolicyRequestor, approval: PolicyApproval, expiration: PolicyExpiration, 
/**
 * In the order in which they are asked.
 */
questions: Array<Question>, 
/**
 * None where the holders are not reviewed.
 */
review: PolicyReview | null, 
/**
 * Whether people are told of their assignments.
 */
notify: boolean, own: PolicyOwnSettings, };
export type PackageRoleForeseeInput = { package: number, add?: Array<PackageRoleRef> | null, remove?: Array<PackageRoleRef> | null, };
export type PackageRoleForeseen = { holders: number, gains: Array<PackageRoleGain>, losses: Array<PackageRoleLoss>, };
export type PackageRoleGain = { role: PackageRoleRef, resourceName: string, 
/**
 * Who would be given it.
 */
gain: PackageEffect, 
/**
 * Who holds it already: nothing is changed for them.
 */
held: PackageEffect, 
/**
 * Why a person must give it.
 */
byHand: TaskReason | null, sentence: string | null, };
export type PackageRoleInput = { package: number, resource: number, 
/**
 * The role on it; `member` where nothing is said.
 */
entitlement?: string, };
export type PackageRoleLine = { 
/**
 * The sentence of `byHand`.
 */
sentence: string | null, resource: number, 
/**
 * Its immutable id in the directory.
 */
resourceKey: string, resourceName: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
resourceKind: string, entitlement: string, 
/**
 * The directory holds the resource no longer.
 */
gone: boolean, 
/**
 * Why nobody is put into the resource from here; a role other than `member` is always given by hand.
 */
byHand: TaskReason | null, addedAt: string, addedBy: string, };
export type PackageRoleLoss = { role: PackageRoleRef, resourceName: string, 
/**
 * Who would lose it.
 */
lose: PackageEffect, 
/**
 * Who keeps it, because another package gives it too.
 */
otherPackage: PackageEffect, 
/**
 * Who keeps it, because they held it before the package.
 */
prior: PackageEffect, 
/**
 * Why a person must take it away.
 */
byHand: TaskReason | null, sentence: string | null, };
export type PackageRoleRef = { resource: number, entitlement: string, };
export type PackageRow = { package: number, 
/**
 * Its identity in files.
 */
key: string, catalog: number, catalogName: string, 
/**
 * Its row among the resources.
 */
resource: number, displayName: string, description: string, hidden: boolean, 
/**
 * What a holder had before is lost with it.
 */
adopts: boolean, createdAt: string, createdBy: string, changedAt: string, roleCount: number, policyCount: number, 
/**
 * Assignments that have not ended.
 */
assignmentCount: number, };
export type PackageSuggestInput = { 
/**
 * Not needed where a catalog is named.
 */
directory?: number, 
/**
 * Of the people who meet this membership rule alone …
 */
rule?: string, 
/**
 * … or of the members of this group, nested ones too.
 */
group?: number, 
/**
 * On the resources of this catalog alone.
 */
catalog?: number, 
/**
 * On resources of these kinds alone; groups and applications where nothing is said.
 */
kinds?: Array<string>, 
/**
 * Also what packages give already.
 */
withGiven?: boolean, 
/**
 * Fewer people make no package; 3 where nothing is said.
 */
minimumPeople?: number, 
/**
 * Fewer entitlements make no package; 2 where nothing is said.
 */
minimumEntitlements?: number, 
/**
 * A package is also suggested for people who lack at most so many of its entitlements; 0 where nothing is said.
 */
tolerance?: number, 
/**
 * At most so many packages; 50 where nothing is said.
 */
limit?: number, };
export type PackageView = { roles: Array<PackageRoleLine>, policies: Array<PolicyRow>, 
/**
 * Requests for it that have not come to an end.
 */
openRequestCount: number, may: Array<CatalogTask>, package: number, 
/**
 * Its identity in files.
 */
key: string, catalog: number, catalogName: string, 
/**
 * Its row among the resources.
 */
resource: number, displayName: string, description: string, hidden: boolean, 
/**
 * What a holder had before is lost with it.
 */
adopts: boolean, createdAt: string, createdBy: string, changedAt: string, roleCount: number, policyCount: number, 
/**
 * Assignments that have not ended.
 */
assignmentCount: number, };
export type PacketAnswerInput = { instance: number, 
/**
 * Where the files go.
 */
folder: string, 
/**
 * Also writes again what was returned before, in case a file was lost.
 */
again?: boolean | null, };
export type PacketCarryInput = { instance: number, 
/**
 * The enrolment of the other device.
 */
device: string, 
/**
 * The words that the other device shows.
 */
words: string, 
/**
 * The file to write.
 */
path: string, };
export type PacketInput = { id: number, };
export type PacketListInput = { instance?: number, offset?: number, limit?: number, };
export type PacketMakeInput = { instance: number, 
/**
 * Where the files are written, one for each reviewer.
 */
folder: string, 
/**
 * Only for these; everybody who is asked where none are named.
 */
reviewers?: Array<number>, };
export type PacketOpenInput = { 
/**
 * The file that was sent.
 */
path: string, 
/**
 * What opens it, where it was not sealed to this device.
 */
passphrase?: string, 
/**
 * The words of the organization's key, once they were compared; only the first time. With answers from another
 * device, the words that it shows.
 */
accept?: string, };
export type PacketOpenedListInput = { 
/**
 * Only the packet of this run.
 */
instance?: number, offset?: number, limit?: number, };
export type PacketOpenedPage = { rows: Array<OpenedPacket>, total: number, };
export type PacketPage = { rows: Array<PacketRow>, total: number, };
export type PacketPassphrase = { id: number, reviewerName: string, 
/**
 * Eight words.
 */
passphrase: string, };
export type PacketRow = { id: number, 
/**
 * Its identity: 32 hexadecimal digits.
 */
packet: string, instance: number, reviewName: string, stage: number, reviewer: number, reviewerName: string, 
/**
 * The devices it was sealed to; empty: to a passphrase.
 */
devices: Array<number>, itemCount: number, bytes: number, fileName: string, madeAt: string, madeBy: string, 
/**
 * The newer packet that took its place.
 */
supersededBy: number | null, 
/**
 * How many files of answers came to it, how many items have an answer of these, and when the last one came.
 */
returnCount: number, answeredCount: number, lastReturnAt: string | null, 
/**
 * Files of answers that were made, as later ones say by the hash of the one before them, and never came. Two machines
 * that share a passphrase number their files alike, so numbers alone would hide a loss.
 */
missingCount: number, 
/**
 * Its stage still goes on.
 */
open: boolean, };
export type PacketTakeInInput = { 
/**
 * These files …
 */
paths?: Array<string> | null, 
/**
 * … and all answers in this folder.
 */
folder?: string, };
export type Paper = "A4" | "letter";
export type PathInput = { path: string, };
export type PathStep = { principal: number, displayName: string, kind: string, };
export type PendingApproval = { askedAt: string, dueAt: string | null, 
/**
 * The stage was handed to the alternates too.
 */
escalated: boolean, 
/**
 * Why this person is asked.
 */
reason: string, request: number, 
/**
 * Its identity in files.
 */
key: string, kind: RequestKind, state: RequestState, 
/**
 * The finer word of Microsoft Graph.
 */
status: string, package: number, packageName: string, catalog: number, policy: number, policyName: string, 
/**
 * The version it is decided under.
 */
policyVersion: number, assignment: number | null, 
/**
 * Who asked; none is the system, or an administrator who is nobody in the directory.
 */
requestor: number | null, requestorName: string, 
/**
 * Who is to hold it; none while an outsider has no account.
 */
target: number | null, targetName: string | null, outsider: unknown, justification: string, startsAt: string | null, endsAt: string | null, 
/**
 * The stage of its approval, counted from 1; 0 where none is asked for.
 */
stage: number, stageCount: number, createdAt: string, 
/**
 * When it was made, where it arrived later.
 */
madeAt: string | null, 
/**
 * The request that it asks for again.
 */
again: number | null, completedAt: string | null, 
/**
 * Why it was refused, or what could not be done.
 */
problem: string | null, attempts: number, retryAt: string | null, };
export type Period = string;
export type PersonInput = { 
/**
 * Any account of theirs.
 */
principal: number, };
export type PersonListInput = { state?: PersonState, 
/**
 * Part of a name, account or mail.
 */
search?: string, offset?: number, limit?: number, };
export type PersonName = { principal: number, displayName: string, };
export type PersonPage = { rows: Array<PersonRow>, total: number, };
export type PersonRow = { 
/**
 * The principal by which the person is known.
 */
person: number, displayName: string, userName: string | null, mail: string | null, department: string | null, enabled: boolean | null, removed: boolean, 
/**
 * Accounts, those that are gone too.
 */
accounts: number, 
/**
 * The names of their directories, in order.
 */
directories: Array<string>, };
export type PersonState = "joined" | "inDoubt" | "unowned" | "left";
export type PersonView = { 
/**
 * The principal by which the person is known.
 */
person: number, displayName: string, 
/**
 * The one by which the person is known first, those that are gone last.
 */
accounts: Array<AccountRow>, };
export type Place = { "kind": "folder", path: string, } | { "kind": "webDav", url: string, user?: string, caFile?: string, } | { "kind": "s3", bucket: string, region: string, accessKeyId: string, 
/**
 * The server, where it is not Amazon's.
 */
endpoint?: string, 
/**
 * A folder in the bucket.
 */
prefix?: string, caFile?: string, } | { "kind": "azureBlob", account: string, container: string, 
/**
 * The server, where it is not Azure's public cloud.
 */
endpoint?: string, 
/**
 * A folder in the container.
 */
prefix?: string, caFile?: string, };
export type PlanInput = { plan: number, };
export type PlanShowInput = { 
/**
 * This plan …
 */
plan?: number, 
/**
 * … or the newest of this instance.
 */
instance?: number, };
export type PlanView = { plan: number, 
/**
 * The instance it follows from; none where it delivers access packages.
 */
instance: number | null, directory: number, drawnAt: string, drawnBy: string, changeCount: number, taskCount: number, 
/**
 * Why it waits for a second person; empty when it does not.
 */
holds: Array<Hold>, countersignedAt: string | null, countersignedBy: string | null, 
/**
 * Held, and not yet countersigned.
 */
held: boolean, 
/**
 * SHA-256 over its changes.
 */
hash: string, pending: number, 
/**
 * Accounts of blocked guests that are deleted once their thirty days have passed.
 */
waiting: number, applied: number, alreadySo: number, refused: number, byHand: number, seenGone: number, stillThere: number, 
/**
 * Of those still there: seen gone once, and there again.
 */
cameBack: number, unverified: number, };
export type PolicyApproval = { forAdd: boolean, 
/**
 * Extensions go through the same stages.
 */
forUpdate: boolean, requestorJustification: boolean, stages: Array<ApprovalStage>, };
export type PolicyAutomatic = { rule: MembershipRule, 
/**
 * Whether those who meet it are given the package.
 */
add: boolean, 
/**
 * Whether those who meet it no longer lose the package.
 */
remove: boolean, 
/**
 * How long they keep it after that.
 */
grace: Period, };
export type PolicyChoice = { policy: number, displayName: string, description: string, version: number, needsApproval: boolean, needsJustification: boolean, customSchedule: boolean, questions: Array<Question>, stages: Array<StageForeseen>, 
/**
 * If it began now; none does not end.
 */
endsAt: string | null, };
export type PolicyCreateInput = { package: number, 
/**
 * Microsoft Graph's `accessPackageAssignmentPolicy`.
 */
definition: unknown, };
export type PolicyDeleteInput = { policy: number, reason?: string, };
export type PolicyEditInput = { policy: number, 
/**
 * The whole policy, as Graph's PUT wants it.
 */
definition: unknown, reason: string, };
export type PolicyExpiration = { "kind": "never" } | { "kind": "at", "value": string } | { "kind": "after", "value": Period };
export type PolicyForeseeInput = { 
/**
 * This policy as it is …
 */
policy?: number, 
/**
 * … or as it would be …
 */
definition: unknown, 
/**
 * … of this package, where there is no policy yet.
 */
package?: number, 
/**
 * So many names of each kind.
 */
limit?: number, };
export type PolicyForeseen = { gains: ForeseenPeople, loses: ForeseenPeople, stays: ForeseenPeople, 
/**
 * Their grace has begun already.
 */
leaving: ForeseenPeople, 
/**
 * The run would wait for a second person.
 */
held: boolean, };
export type PolicyHidden = { policy: number, displayName: string, because: string, };
export type PolicyInput = { policy: number, };
export type PolicyListInput = { package: number, };
export type PolicyOwnSettings = { 
/**
 * Holders who may not ask any more are found again and again, not only when they ask.
 */
recheck: boolean, 
/**
 * What a holder had before becomes the package's, and is removed with it.
 */
adopt: boolean, 
/**
 * What somebody took away in the directory is given again by itself.
 */
repair: boolean, 
/**
 * An automatic run that takes the package from more than this share of its holders waits for a second person;
 * 50 where nothing is said.
 */
holdPercent: number | null, 
/**
 * … and from more than so many; 10 where nothing is said.
 */
holdAbove: number | null, };
export type PolicyPage = { rows: Array<PolicyRow>, total: number, };
export type PolicyRequestor = { selfAdd: boolean, 
/**
 * Extending and answering again.
 */
selfUpdate: boolean, selfRemove: boolean, 
/**
 * Whether the person may name a later start and an earlier end.
 */
customSchedule: boolean, onBehalfAdd: boolean, onBehalfUpdate: boolean, onBehalfRemove: boolean, 
/**
 * Who may ask for somebody else.
 */
onBehalf: Array<PolicySubject>, };
export type PolicyReview = { silence: PolicyReviewSilence, recommendations: boolean, justification: boolean, selfReview: boolean, primary: Array<PolicySubject>, fallback: Array<PolicySubject>, durationDays: number, recurrence: Recurrence, };
export type PolicyReviewSilence = "keepAccess" | "removeAccess" | "acceptAccessRecommendation";
export type PolicyRow = { policy: number, 
/**
 * Its identity in files.
 */
key: string, package: number, displayName: string, automatic: boolean, version: number, definition: unknown, 
/**
 * The recurring review of its assignments.
 */
review: number | null, createdAt: string, createdBy: string, 
/**
 * Assignments under it that have not ended.
 */
assignmentCount: number, };
export type PolicySimulateInput = { package: number, 
/**
 * What it would be for this person.
 */
principal?: number, };
export type PolicySimulated = { policy: number, displayName: string, 
/**
 * Could ask under it, if no more specific policy is for them. Exact.
 */
people: number, sample: Array<PersonName>, stages: Array<StageForeseen>, endsAt: string | null, questions: Array<Question>, 
/**
 * For whom nobody asks by themselves, and why.
 */
note: string | null, };
export type PolicySubject = { "kind": "user", "reference": string } | { "kind": "servicePrincipal", "reference": string } | { "kind": "group", "reference": string } | { "kind": "rule", "reference": string } | { "kind": "organization", "reference": string } | { "kind": "requestorManager", "reference": number } | { "kind": "targetManager", "reference": number } | { "kind": "internalSponsors" } | { "kind": "externalSponsors" } | { "kind": "targetSponsors" } | { "kind": "resourceOwners" };
export type PolicyTargets = { scope: TargetScope, 
/**
 * Named users, groups, rules, organizations or service principals; empty for the scopes that say "all".
 */
specific: Array<PolicySubject>, };
export type PolicyVersion = { version: number, definition: unknown, changedAt: string, changedBy: string, reason: string, };
export type PolicyView = { rules: PackagePolicy, 
/**
 * What is allowed and may surprise.
 */
warnings: Array<PolicyWarning>, 
/**
 * What other programs do under it and this one does not.
 */
cannotDo: Array<string>, policy: number, 
/**
 * Its identity in files.
 */
key: string, package: number, displayName: string, automatic: boolean, version: number, definition: unknown, 
/**
 * The recurring review of its assignments.
 */
review: number | null, createdAt: string, createdBy: string, 
/**
 * Assignments under it that have not ended.
 */
assignmentCount: number, };
export type PolicyWarning = { field: string, message: string, };
export type Population = "decisions" | "denials" | "approvals" | "removals" | "assignments" | "requests" | "exceptions";
export type PopulationCertificate = { 
/**
 * Product and version, as far as the server says.
 */
server: string, url: string, 
/**
 * The account the directory says it was read with.
 */
account: string, base: string, filter: string, attributes: Array<string>, mode: ReadMode, 
/**
 * Why a full read was made although an incremental one was asked for.
 */
fullBecause: string | null, startedAt: string, endedAt: string, pages: number, 
/**
 * Entries the server sent in this read.
 */
entriesReturned: number, 
/**
 * Entries of this read that were taken in.
 */
entriesLoaded: number, 
/**
 * Entries left out: `entriesReturned` = `entriesLoaded` + the counts here.
 */
excluded: Array<Exclusion>, 
/**
 * Entries taken in with something put right: a name cleaned, a missing name replaced.
 */
adjusted: Array<Exclusion>, 
/**
 * Entries in the base and filter by the server's own count, where it keeps one.
 */
serverReportedCount: number | null, 
/**
 * References to nothing that was loaded; each is listed in the snapshot.
 */
orphans: number, 
/**
 * Principals removed by this snapshot.
 */
removed: number, 
/**
 * What the whole snapshot holds, not only what this read brought.
 */
population: KindCount, 
/**
 * The files that were read, where the directory is made of files.
 */
files: Array<FileRead>, 
/**
 * The server's state before and after the read, where it tells one.
 */
watermarkBefore: string | null, watermarkAfter: string | null, 
/**
 * SHA-256 over all principals and grants, as lower-case hex (see the digest in the ledger).
 */
digest: string, };
export type PopulationFilter = { review?: number, 
/**
 * Who decided, or answered; for decisions and answers alone.
 */
reviewer?: number, principal?: number, resource?: number, 
/**
 * For decisions and answers alone.
 */
decision?: Decision, 
/**
 * For decisions and answers alone.
 */
source?: HistorySource, 
/**
 * For decisions and answers alone.
 */
privileged?: boolean, };
export type PopulationInput = { population: Population, from?: string, 
/**
 * The first moment after.
 */
to?: string, filter?: PopulationFilter, };
export type PopulationView = { count: number, 
/**
 * Sizes that are usual with auditors; all of it where it holds fewer.
 */
suggested: Array<SizeSuggestion>, };
export type PrincipalId = number;
export type PrincipalListInput = { 
/**
 * Part of a name, account or mail.
 */
search?: string, 
/**
 * `user`, `group`, `servicePrincipal`, `directoryRole` or `azureRole`.
 */
kind?: string, offset?: number, limit?: number, };
export type PrincipalPage = { rows: Array<PrincipalRow>, total: number, };
export type PrincipalRow = { principal: number, kind: string, key: string, displayName: string, userName: string | null, mail: string | null, userType: string | null, enabled: boolean | null, department: string | null, dn: string, 
/**
 * Direct members of a group, direct assignments of an application or a role; none for a person.
 */
memberCount: number | null, };
export type PrincipalShowInput = { principal: number, };
export type PrincipalView = { title: string | null, employeeId: string | null, manager: number | null, managerName: string | null, createdAt: string | null, lastSignInAt: string | null, lastSignInField: string | null, 
/**
 * Not in the directory any more.
 */
removed: boolean, attributes: unknown, principal: number, kind: string, key: string, displayName: string, userName: string | null, mail: string | null, userType: string | null, enabled: boolean | null, department: string | null, dn: string, 
/**
 * Direct members of a group, direct assignments of an application or a role; none for a person.
 */
memberCount: number | null, };
export type ProbeView = { at: string, actor: string, report: unknown, problem: { message: string, hint: string | null } | null, };
export type Problem = { 
/**
 * Given only where a caller branches on it.
 */
code: string | null, message: string, hint: string | null, field: string | null, };
export type Progress = { count: Count, 
/**
 * Items that nobody can be asked about; silence decides them.
 */
unasked: number, reviewers: Array<ReviewerProgress>, resources: Array<ResourceProgress>, };
export type ProposeInput = { principal: number, resource: number, 
/**
 * The role on it; `member` where nothing is said.
 */
entitlement?: string, 
/**
 * The policy it goes against.
 */
policy: string, reason: string, 
/**
 * The last day it is in force.
 */
untilOn?: string, 
/**
 * The day to look at it again.
 */
reviewOn?: string, };
export type ProveInput = { 
/**
 * The directory that is asked; without it, the person's own.
 */
directory?: number, principal?: number, 
/**
 * The person by account, mail address, immutable id or DN.
 */
person?: string, password: string, 
/**
 * Also holds the administrator's role.
 */
administrator?: boolean | null, 
/**
 * Binds the account of this computer to the person, who sits down by it alone from then on.
 */
bind?: boolean | null, };
export type ProveItemInput = { 
/**
 * The document, full or redacted.
 */
path: string, 
/**
 * The item to show.
 */
item: number, 
/**
 * The file to write.
 */
out: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, };
export type Proven = { path: string, root: string, 
/**
 * Line of the record.
 */
line: number, 
/**
 * Log entries that are shown with it.
 */
entries: number, };
export type Question = { 
/**
 * Graph's id, by which answers name it; its sequence where the policy is new.
 */
id: string, 
/**
 * Questions are asked in this order; no two share a number.
 */
sequence: number, text: string, required: boolean, 
/**
 * Whether the answer may be changed later.
 */
editable: boolean, localizations: Array<QuestionLocalization>, kind: QuestionKind, };
export type QuestionAnswer = { 
/**
 * [`Question::id`]
 */
question: string, values: Array<string>, };
export type QuestionChoice = { 
/**
 * What is kept; the text is what is shown.
 */
value: string, text: string, localizations: Array<QuestionLocalization>, };
export type QuestionKind = { "type": "text", singleLine: boolean, 
/**
 * A regular expression that the whole answer meets.
 */
pattern: string | null, } | { "type": "choice", multiple: boolean, choices: Array<QuestionChoice>, };
export type QuestionLocalization = { 
/**
 * Such as `de` or `pt-BR`.
 */
language: string, text: string, };
export type ReadMode = "full" | "incremental";
export type ReassignInput = { instance: number, from: number, to: number, 
/**
 * These items; none means all that the person is asked about in the stage that is going on.
 */
items?: Array<number>, reason: string, };
export type Reassignment = { stage: number, from: number, fromName: string, to: number, toName: string, reason: string, at: string, by: string, itemCount: number, };
export type ReceivedRow = { approval: number, originName: string, approver: number, approverName: string, 
/**
 * As the content has them: what is asked for, for whom, and why.
 */
packageName: string, targetName: string, why: string, request: number, stage: number, dueAt: string | null, 
/**
 * When the packet was made that it stands in.
 */
madeAt: string, 
/**
 * What the packet says of it.
 */
content: unknown, 
/**
 * A newer packet does not ask any more.
 */
gone: boolean, 
/**
 * What was answered here.
 */
decision: ApprovalDecision | null, justification: string | null, decidedAt: string | null, 
/**
 * It was returned, and is not changed any more.
 */
returned: boolean, };
export type RecentStore = { path: string, organization: string, practice: boolean, };
export type Recommendation = "approve" | "deny" | "noInfoAvailable";
export type RecommendationQuality = { 
/**
 * Advised to deny, and rightly.
 */
deniedRightly: number, 
/**
 * Advised to deny what was to be kept.
 */
deniedWrongly: number, 
/**
 * To be denied, but advised to approve, or without information.
 */
missed: number, 
/**
 * To be kept, and not advised against.
 */
kept: number, 
/**
 * Without a truth to compare with.
 */
leftOut: number, };
export type Recurrence = { frequency: RecurrenceFrequency, 
/**
 * The first day a run may start on.
 */
startOn: string, 
/**
 * Day of the month, 1 to 31, for frequencies counted in months; a month that is shorter gives its last day.
 */
dayOfMonth: number, end: RecurrenceEnd, 
/**
 * Where midnight is meant.
 */
zone: string, 
/**
 * The zone's name as the definition wrote it; none means that the organization's zone was taken.
 */
zoneWritten: string | null, };
export type RecurrenceEnd = { "kind": "never" } | { "kind": "on", "value": string } | { "kind": "after", "value": number };
export type RecurrenceFrequency = "once" | "weekly" | "monthly" | "quarterly" | "semiAnnual" | "annual";
export type RedactInput = { 
/**
 * The full document.
 */
path: string, 
/**
 * The PDF to write.
 */
out: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, };
export type Redacted = { path: string, 
/**
 * The root of the full document, and of this one.
 */
root: string, sha256: string, pages: number, bytes: number, };
export type RefusedItem = { reason: string, count: number, };
export type ReleaseInput = { item: number, reviewer: number, reason: string, };
export type RemindInput = { instance: number, 
/**
 * A text of one's own, at most 256 characters.
 */
text?: string, };
export type Reminded = { instance: number, 
/**
 * Notices that wait to be sent.
 */
queued: number, 
/**
 * People who cannot be told, each with the reason in the list of notices.
 */
skipped: number, };
export type RemovalView = { 
/**
 * What is done, or what a person must do.
 */
step: string, 
/**
 * Names of the groups between resource and person, nearest to the resource first; empty when direct.
 */
path: Array<string>, 
/**
 * Whether a plan can do it from here.
 */
possible: boolean, reason: TaskReason | null, 
/**
 * The list that is changed.
 */
list: number, listName: string, 
/**
 * What else the person would lose by it.
 */
also: Array<string>, };
export type RenewInput = { exception: number, reason: string, untilOn: string, reviewOn?: string, };
export type ReprocessInput = { request: number, };
export type RequestApprover = { position: number, principal: number, displayName: string, kind: ApproverKind, 
/**
 * The rule that named them.
 */
reason: string, askedAt: string, 
/**
 * Their answer is awaited.
 */
open: boolean, 
/**
 * Why they were asked no longer before the stage ended.
 */
endedBecause: string | null, };
export type RequestDisputeFilter = { person?: number, 
/**
 * Those that are settled, too.
 */
settled?: boolean | null, };
export type RequestDisputeListInput = { filter?: RequestDisputeFilter | null, offset?: number, limit?: number, };
export type RequestDisputePage = { rows: Array<RequestDisputeRow>, total: number, };
export type RequestDisputeRow = { dispute: number, person: number, personName: string, package: number, 
/**
 * None where there is no such package.
 */
packageName: string | null, 
/**
 * `userAdd`, `userUpdate` or `userRemove`.
 */
kind: string, 
/**
 * An earlier request is taken back by it.
 */
withdraws: boolean, justification: string, 
/**
 * What was said, as it came.
 */
content: unknown, 
/**
 * When it was asked for, by the clock of the device; and when it arrived.
 */
madeAt: string, arrivedAt: string, device: string, packet: string, 
/**
 * `late`, `held`, `pending`, `notEligible`, `gone`, `missing`, `answers`, `dates`, `conflict`, `unknownPackage`,
 * `twice`, `revoked`, `hindered` or `refused`.
 */
reason: string, 
/**
 * The same in one sentence.
 */
detail: string, raisedAt: string, 
/**
 * `accepted`, `turnedDown` or `withdrawn`.
 */
settlement: string | null, settledAt: string | null, settledBy: string | null, settledReason: string | null, 
/**
 * What was made of it when it was accepted.
 */
request: number | null, };
export type RequestDisputeSettleInput = { dispute: number, 
/**
 * Taken all the same, where the desk takes it now; else turned down.
 */
accept: boolean, reason: string, };
export type RequestEventRow = { at: string, actorId: number | null, actor: string, 
/**
 * `submit`, or what moved it on.
 */
event: string, 
/**
 * The state after it.
 */
state: string, reason: string, };
export type RequestHandOutInput = { 
/**
 * Where the files are written, one for each person.
 */
folder: string, 
/**
 * For these; everybody with a device that was accepted, or with such a packet, where none are named.
 */
people?: Array<number>, 
/**
 * What comes back after this is not taken by itself.
 */
dueAt?: string, };
export type RequestInput = { request: number, };
export type RequestKind = "userAdd" | "userUpdate" | "userRemove" | "adminAdd" | "adminUpdate" | "adminRemove" | "systemAdd" | "systemUpdate" | "systemRemove" | "onBehalfAdd" | "onBehalfUpdate" | "onBehalfRemove" | "approverRemove";
export type RequestListInput = { 
/**
 * Only those the acting person made, or that are for them; what everybody sees who governs nothing.
 */
mine: boolean, 
/**
 * For this person.
 */
target?: number, package?: number, policy?: number, state?: RequestState, offset?: number, limit?: number, };
export type RequestPacketInput = { id: number, };
export type RequestPacketListInput = { offset?: number, limit?: number, };
export type RequestPacketPage = { rows: Array<RequestPacketRow>, total: number, };
export type RequestPacketRow = { id: number, 
/**
 * Its identity: 32 hexadecimal digits.
 */
packet: string, person: number, personName: string, 
/**
 * The devices it was sealed to; empty: to a passphrase.
 */
devices: Array<number>, offerCount: number, 
/**
 * What comes back after this is not taken by itself.
 */
dueAt: string | null, bytes: number, fileName: string, madeAt: string, madeBy: string, 
/**
 * The newer packet that took its place.
 */
supersededBy: number | null, 
/**
 * How many files came back to it, how many requests stand in these, and when the last came.
 */
returnCount: number, requestCount: number, lastReturnAt: string | null, };
export type RequestPage = { rows: Array<RequestRow>, total: number, };
export type RequestRow = { request: number, 
/**
 * Its identity in files.
 */
key: string, kind: RequestKind, state: RequestState, 
/**
 * The finer word of Microsoft Graph.
 */
status: string, package: number, packageName: string, catalog: number, policy: number, policyName: string, 
/**
 * The version it is decided under.
 */
policyVersion: number, assignment: number | null, 
/**
 * Who asked; none is the system, or an administrator who is nobody in the directory.
 */
requestor: number | null, requestorName: string, 
/**
 * Who is to hold it; none while an outsider has no account.
 */
target: number | null, targetName: string | null, outsider: unknown, justification: string, startsAt: string | null, endsAt: string | null, 
/**
 * The stage of its approval, counted from 1; 0 where none is asked for.
 */
stage: number, stageCount: number, createdAt: string, 
/**
 * When it was made, where it arrived later.
 */
madeAt: string | null, 
/**
 * The request that it asks for again.
 */
again: number | null, completedAt: string | null, 
/**
 * Why it was refused, or what could not be done.
 */
problem: string | null, attempts: number, retryAt: string | null, };
export type RequestStage = { 
/**
 * Counted from 1.
 */
position: number, 
/**
 * `notStarted`, `inProgress`, `escalated`, `completed` or `expired`.
 */
status: string, startedAt: string | null, escalateAt: string | null, escalatedAt: string | null, dueAt: string | null, remindedAt: string | null, endedAt: string | null, 
/**
 * Since when nobody is left to ask, so that an administrator is.
 */
nobodyAt: string | null, 
/**
 * `approve`, `deny` or `expired`.
 */
result: string | null, 
/**
 * Why fallback approvers, or administrators, are asked.
 */
fallback: string | null, };
export type RequestState = "submitted" | "pendingApproval" | "scheduled" | "delivering" | "delivered" | "partiallyDelivered" | "deliveryFailed" | "denied" | "expired" | "canceled";
export type RequestView = { policyRow: PolicyRow | null, 
/**
 * What was asked, in the version it was asked under.
 */
questions: Array<Question>, answers: unknown, events: Array<RequestEventRow>, stages: Array<RequestStage>, 
/**
 * Who was asked and why; left out where the policy does not show it to the person who asks.
 */
approvers: Array<RequestApprover>, answered: Array<ApprovalEvent>, 
/**
 * The acting person's answer is awaited.
 */
awaitsMe: boolean, 
/**
 * The acting person may cancel it now.
 */
mayCancel: boolean, request: number, 
/**
 * Its identity in files.
 */
key: string, kind: RequestKind, state: RequestState, 
/**
 * The finer word of Microsoft Graph.
 */
status: string, package: number, packageName: string, catalog: number, policy: number, policyName: string, 
/**
 * The version it is decided under.
 */
policyVersion: number, assignment: number | null, 
/**
 * Who asked; none is the system, or an administrator who is nobody in the directory.
 */
requestor: number | null, requestorName: string, 
/**
 * Who is to hold it; none while an outsider has no account.
 */
target: number | null, targetName: string | null, outsider: unknown, justification: string, startsAt: string | null, endsAt: string | null, 
/**
 * The stage of its approval, counted from 1; 0 where none is asked for.
 */
stage: number, stageCount: number, createdAt: string, 
/**
 * When it was made, where it arrived later.
 */
madeAt: string | null, 
/**
 * The request that it asks for again.
 */
again: number | null, completedAt: string | null, 
/**
 * Why it was refused, or what could not be done.
 */
problem: string | null, attempts: number, retryAt: string | null, };
export type RequestWithdrawInput = { offer: number, };
export type RequestWriteInput = { 
/**
 * As `request.offer.list` numbers it.
 */
offer: number, 
/**
 * `userAdd` where nothing is said; `userUpdate` and `userRemove` for what is held.
 */
kind?: RequestKind, 
/**
 * Needed where there are several.
 */
policy?: number, justification?: string, answers?: Array<QuestionAnswer> | null, startsAt?: string, endsAt?: string, };
export type RequirementCadence = { months: number, 
/**
 * For privileged access.
 */
privilegedMonths: number, graceDays: number, basis: CadenceBasis, };
export type RequirementControl = { control: number, code: string, };
export type RequirementReference = { framework: string, requirement: string, };
export type RequirementRow = { controls: Array<RequirementControl>, id: string, title: string, 
/**
 * What is asked, in short and in words of our own.
 */
asks: string, cadence: RequirementCadence, 
/**
 * Statements of the evidence that answer it, such as `E14`.
 */
evidence: Array<string>, documents: Array<EvidenceDocument>, 
/**
 * Years that its evidence is kept.
 */
retentionYears: number, };
export type ResourceForeseen = { resource: number, displayName: string, 
/**
 * What a person would have to do; none where it is given and taken from here.
 */
sentence: string | null, 
/**
 * Why the acting person cannot add it to this catalog.
 */
refused: string | null, };
export type ResourceInput = { catalog: number, resource: number, };
export type ResourceLine = { 
/**
 * The sentence of `byHand`.
 */
sentence: string | null, resource: number, 
/**
 * Its immutable id in the directory.
 */
key: string, displayName: string, description: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
kind: string, 
/**
 * The directory holds it no longer.
 */
gone: boolean, 
/**
 * Its holders can change the rights of others.
 */
privileged: boolean, 
/**
 * Why nobody is put into it or taken out of it from here.
 */
byHand: TaskReason | null, addedAt: string, addedBy: string, 
/**
 * Packages of this catalog that give something on it.
 */
packageCount: number, };
export type ResourceListInput = { catalog: number, 
/**
 * Part of a name.
 */
search?: string, 
/**
 * `group`, `servicePrincipal`, `directoryRole` or `azureRole`.
 */
kind?: string, offset?: number, limit?: number, };
export type ResourcePage = { rows: Array<ResourceLine>, total: number, };
export type ResourceProgress = { resource: number, displayName: string, count: Count, };
export type ResourceUse = { package: number, packageName: string, entitlement: string, };
export type ResourceView = { entitlements: Array<string>, uses: Array<ResourceUse>, 
/**
 * The sentence of `byHand`.
 */
sentence: string | null, resource: number, 
/**
 * Its immutable id in the directory.
 */
key: string, displayName: string, description: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
kind: string, 
/**
 * The directory holds it no longer.
 */
gone: boolean, 
/**
 * Its holders can change the rights of others.
 */
privileged: boolean, 
/**
 * Why nobody is put into it or taken out of it from here.
 */
byHand: TaskReason | null, addedAt: string, addedBy: string, 
/**
 * Packages of this catalog that give something on it.
 */
packageCount: number, };
export type RestoreInput = { from: string, path: string, passphrase?: string, };
export type RetentionChooseInput = { review?: number, package?: number, 
/**
 * None takes the choice back.
 */
class?: number, };
export type RetentionClass = { class: number, name: string, years: number, 
/**
 * Who asks for it.
 */
because: string, 
/**
 * It counts where nobody chose another.
 */
standard: boolean, 
/**
 * How many reviews and packages have chosen it.
 */
chosen: number, };
export type RetentionClassInput = { 
/**
 * The class to change; none makes a new one.
 */
class?: number, name: string, years: number, 
/**
 * Who asks for it.
 */
because?: string, };
export type RetentionDueInput = { 
/**
 * Those whose day comes up to this one, too.
 */
untilOn?: string, offset?: number, limit?: number, };
export type RetentionDuePage = { rows: Array<RetentionDueRow>, total: number, 
/**
 * Whose day is over too, and that a hold keeps.
 */
held: number, };
export type RetentionDueRow = { instance: number | null, package: number | null, name: string, endedOn: string, class: string, years: number, destroyAfterOn: string, };
export type RetentionView = { class: RetentionClass, 
/**
 * The end from which the years count; none while it goes on.
 */
fromOn: string | null, 
/**
 * The last day it must be there.
 */
destroyAfterOn: string | null, 
/**
 * That day is over.
 */
past: boolean, 
/**
 * Holds in force, for which it is kept whatever its day.
 */
holds: Array<HoldRow>, };
export type ReturnInput = { 
/**
 * Where the files go.
 */
folder: string, 
/**
 * Also writes again what was returned before, in case a file was lost.
 */
again?: boolean | null, };
export type ReviewInput = { review: number, };
export type ReviewLine = { undecided: number, 
/**
 * Of the acting person, if they are a reviewer.
 */
mine: number, mineUndecided: number, review: number, instance: number, displayName: string, status: string, createdAt: string, startedAt: string | null, dueAt: string | null, endedAt: string | null, itemCount: number, };
export type ReviewListInput = { offset?: number, limit?: number, };
export type ReviewPage = { rows: Array<ReviewLine>, total: number, };
export type ReviewRun = { 
/**
 * `2026-03`, in UTC.
 */
month: string, review: number, reviewName: string, instance: number, number: number, status: string, startedAt: string, dueAt: string | null, endedAt: string | null, items: number, approve: number, deny: number, dontKnow: number, notReviewed: number, 
/**
 * Items that a person decided before the time was up.
 */
onTime: number, 
/**
 * Denied items whose removal the directory acknowledged.
 */
removed: number, 
/**
 * Denied items that a later read showed gone.
 */
seenGone: number, 
/**
 * From the newest denial of an item to the directory's acknowledgement, in seconds; the middle one.
 */
medianRemovalFor: number | null, };
export type ReviewView = { review: number, displayName: string, 
/**
 * The definition as it was given: Microsoft Graph's `accessReviewScheduleDefinition`.
 */
definition: unknown, createdAt: string, createdBy: string, 
/**
 * Instances made so far, the day of the newest, and when the next one starts by itself.
 */
made: number, lastOn: string | null, nextAt: string | null, instances: Array<InstanceView>, };
export type ReviewerProgress = { principal: number, displayName: string, reasons: Array<string>, count: Count, 
/**
 * Decisions that this person recorded, changes included.
 */
ownDecisions: number, };
export type RevokeInput = { exception: number, reason: string, };
export type Role = "administrator" | "complianceOfficer";
export type RoleGiveInput = { role: Role, principal?: number, osAccount?: string, };
export type RoleInput = { id: number, };
export type RoleRow = { id: number, role: Role, principal: number | null, principalName: string | null, osAccount: string | null, 
/**
 * Not in the directory any more.
 */
principalGone: boolean, givenAt: string, givenBy: string, };
export type RoleView = { roles: Array<RoleRow>, bindings: Array<BindingRow>, };
export type Rollback = { 
/**
 * What is wrong, in words.
 */
finding: string, 
/**
 * How many entries the log had when its last checkpoint was made, and when that was.
 */
rememberedSize: number, rememberedAt: string, 
/**
 * Hexadecimal.
 */
rememberedRoot: string, 
/**
 * How many it had when it was opened.
 */
entries: number, };
export type RotateInput = { 
/**
 * Why; it stands in the log.
 */
reason?: string, 
/**
 * The old key is not on this machine any more, so it cannot sign the new one. The log says so.
 */
lost?: boolean | null, };
export type Rotated = { key: KeyView, 
/**
 * The last checkpoint under the old key; it names the new one. None where the old key was lost.
 */
last: CheckpointView | null, };
export type Ruled = { ruling: RulingRow, correlated: Correlated, };
export type RulingInput = { ruling: number, };
export type RulingListInput = { state?: RulingState, 
/**
 * About this account alone.
 */
principal?: number, offset?: number, limit?: number, };
export type RulingMakeInput = { one: number, other: number, 
/**
 * They are one person's; else they are not.
 */
same: boolean, reason: string, };
export type RulingPage = { rows: Array<RulingRow>, total: number, };
export type RulingRow = { ruling: number, one: number, oneName: string, oneDirectory: string, other: number, otherName: string, otherDirectory: string, 
/**
 * They are one person's; else they are not.
 */
same: boolean, reason: string, madeAt: string, madeBy: string, liftedAt: string | null, liftedBy: string | null, };
export type RulingState = "standing" | "lifted";
export type SampleDrawInput = { population: Population, from?: string, 
/**
 * The first moment after.
 */
to?: string, filter?: PopulationFilter, 
/**
 * How many; the whole population where it holds fewer.
 */
size: number, 
/**
 * The auditor's own; without one, sixteen bytes of chance in hexadecimal.
 */
seed?: string, stratify?: Stratify, 
/**
 * What the sample is for.
 */
note?: string, };
export type SampleExportInput = { sample: number, 
/**
 * A new folder, or an empty one.
 */
folder: string, };
export type SampleInput = { sample: number, offset?: number, limit?: number, };
export type SampleLine = { 
/**
 * Counted from 1, in the order in which they were chosen.
 */
position: number, 
/**
 * Such as `decision:17`.
 */
subject: string, 
/**
 * SHA-256 over the seed, a colon and the subject.
 */
digest: string, stratum: string | null, 
/**
 * What its dossier is about: `item`, `assignment`, `request` or `exception`, and its number.
 */
about: string, aboutId: number, at: string | null, principal: number | null, principalName: string, userName: string, resourceName: string, resourceKind: string, entitlement: string, 
/**
 * What was decided, done or asked, in the word of its kind.
 */
act: string, 
/**
 * Who did it.
 */
actor: string, };
export type SampleListInput = { offset?: number, limit?: number, };
export type SamplePage = { rows: Array<SampleView>, total: number, };
export type SampleShown = { 
/**
 * How it was drawn, in words by which anybody can draw it again.
 */
methodText: string, rows: Array<SampleLine>, total: number, sample: number, drawnAt: string, drawnBy: string, method: number, population: string, from: string | null, to: string | null, filter: Record<string, unknown>, stratify: string | null, seed: string, 
/**
 * The auditor gave the seed; otherwise it was made by chance.
 */
seedGiven: boolean, 
/**
 * How many were asked for.
 */
size: number, note: string, populationCount: number, 
/**
 * SHA-256 over the ids of the whole population in its order, a line feed after each.
 */
populationSha256: string, 
/**
 * How many were drawn: fewer than asked for where the population has no more.
 */
rowCount: number, auditSeq: number, };
export type SampleView = { sample: number, drawnAt: string, drawnBy: string, method: number, population: string, from: string | null, to: string | null, filter: Record<string, unknown>, stratify: string | null, seed: string, 
/**
 * The auditor gave the seed; otherwise it was made by chance.
 */
seedGiven: boolean, 
/**
 * How many were asked for.
 */
size: number, note: string, populationCount: number, 
/**
 * SHA-256 over the ids of the whole population in its order, a line feed after each.
 */
populationSha256: string, 
/**
 * How many were drawn: fewer than asked for where the population has no more.
 */
rowCount: number, auditSeq: number, };
export type SaveChangeFileInput = { 
/**
 * The file to write.
 */
path: string, 
/**
 * A file of that name may be replaced; otherwise it is left alone and named in a problem.
 */
replace?: boolean | null, 
/**
 * This task …
 */
task?: number, 
/**
 * … or all unfinished tasks of this instance.
 */
instance?: number, 
/**
 * Without it, the kind that most of the tasks need.
 */
kind?: ChangeFileKind, };
export type SavedChangeFile = { path: string, tasks: number, };
export type ScheduleInput = { directory: number, every: SyncEvery, 
/**
 * Of a day or a week: the time of the day, such as `02:30`, where the organization is.
 */
at?: string, 
/**
 * Of a week: `monday` to `sunday`.
 */
on?: string, };
export type ScheduleView = { every: SyncEvery, at: string | null, on: string | null, 
/**
 * The zone that the time is of.
 */
zone: string, 
/**
 * When it is read next; a moment that has passed means as soon as the program looks.
 */
nextAt: string | null, 
/**
 * The last read was refused, so the next one waits longer than usual, or comes sooner.
 */
afterRefusal: boolean, };
export type SchemaView = { 
/**
 * Its text.
 */
schema: string, };
export type SectionView = { name: string, rows: number, };
export type Security = "tls" | "startTls";
export type SendInput = { 
/**
 * Of this instance; none sends all that waits.
 */
instance?: number, };
export type Setting = { 
/**
 * Where days begin and end, by its IANA name; `UTC` until somebody says otherwise.
 */
timeZone: string, 
/**
 * What evidence is printed on; none leaves it as it is.
 */
paper?: Paper | null, };
export type SheetFormat = "csv" | "xlsx" | "json";
export type Signal = { principal: number, displayName: string, 
/**
 * Decisions recorded, changes and taking back included.
 */
decisions: number, 
/**
 * Of their latest answers, how many approve, in percent.
 */
approvedPercent: number, 
/**
 * Decisions made many at a time, in percent.
 */
bulkPercent: number, 
/**
 * How many reasons are the same as their most frequent one, in percent of the reasons given.
 */
identicalReasonPercent: number | null, 
/**
 * Recommendations followed, in percent of the answers where there was one.
 */
followedPercent: number | null, firstAt: string, lastAt: string, 
/**
 * The median time between two decisions made one by one, pauses of over ten minutes left out.
 */
medianSeconds: number | null, 
/**
 * The most decisions made one by one within one minute.
 */
mostInAMinute: number, };
export type SignatureView = { subject: string, issuer: string, 
/**
 * SHA-256 of the certificate, hex; to compare with what the organization says by another way.
 */
sha256: string, 
/**
 * Nobody else stands behind the certificate.
 */
selfSigned: boolean, notBefore: string, notAfter: string, 
/**
 * What was signed is what is there.
 */
intact: boolean, 
/**
 * It covers the whole file.
 */
wholeFile: boolean, };
export type SigningView = { 
/**
 * Whose it is, as the certificate names them.
 */
subject: string, issuer: string, 
/**
 * Nobody else stands behind it; whoever checks a signature compares `sha256`.
 */
selfSigned: boolean, 
/**
 * SHA-256 of the certificate, hex.
 */
sha256: string, serial: string, notBefore: string, notAfter: string, 
/**
 * `P-256` or `RSA`.
 */
key: string, origin: Origin, 
/**
 * When it was made or brought in here, and by whom.
 */
since: string, by: string, 
/**
 * Certificates that go into each file.
 */
certificates: number, };
export type SimulateInput = { definition: unknown, };
export type Simulated = { package: number, packageName: string, 
/**
 * Whether the catalog lets anybody ask at all, and why not.
 */
closed: string | null, policies: Array<PolicySimulated>, 
/**
 * None where nobody was named.
 */
person: Explained | null, };
export type SimulatedReviewer = { principal: number, displayName: string, items: number, minutes: number, };
export type SimulatedStage = { position: number, dueAt: string | null, 
/**
 * Items that nobody could be asked about.
 */
withoutReviewer: number, 
/**
 * Items that people would decide about their own access.
 */
selfReviewed: number, reviewers: Array<SimulatedReviewer>, };
export type Simulation = { items: number, excluded: { [key in string]: number }, reviewers: number, stages: Array<SimulatedStage>, 
/**
 * How the items would be recommended.
 */
recommendation: { [key in string]: number }, 
/**
 * What silence would write, by decision.
 */
silence: { [key in string]: number }, 
/**
 * Approvals that would be carried forward.
 */
carriedForward: number, secondsForAnItem: number, 
/**
 * Accesses that a denial could not take away by itself, by reason and resource.
 */
foreseen: Array<Foreseen>, };
export type SizeSuggestion = { size: number, reason: string, };
export type SnapshotCompareInput = { 
/**
 * The earlier of two snapshots of one directory.
 */
from: number, to: number, };
export type SnapshotComparison = { from: SnapshotRow, to: SnapshotRow, 
/**
 * How much differs, exactly.
 */
differs: Difference, };
export type SnapshotListInput = { 
/**
 * Of one directory; else of all.
 */
directory?: number, offset?: number, limit?: number, };
export type SnapshotPage = { rows: Array<SnapshotRow>, total: number, };
export type SnapshotRow = { snapshot: number, directory: number, directoryName: string, mode: ReadMode, fullBecause: string | null, startedAt: string, endedAt: string, 
/**
 * Principals that it removed.
 */
removed: number, population: KindCount, };
export type Sort = "resource" | "principal" | "decision" | "recommendation";
export type SponsorInput = { organization: number, principal: number, 
/**
 * `internal` for a member, `external` for a guest.
 */
kind: string, };
export type SponsorRow = { principal: number, principalName: string, mail: string | null, 
/**
 * `internal` or `external`.
 */
kind: string, 
/**
 * The directory holds them no longer.
 */
gone: boolean, };
export type StageForeseen = { position: number, approvers: Array<ApproverForeseen>, 
/**
 * Asked too after the escalation.
 */
alternates: Array<ApproverForeseen>, 
/**
 * Where the approvers depend on the person who asks: what they are to them.
 */
relative: Array<string>, 
/**
 * Why the fallback is asked, or nobody.
 */
why: string | null, timeOut: Period, escalateAfter: Period | null, justification: boolean, };
export type StageView = { position: number, stageId: string, 
/**
 * `NotStarted`, `InProgress` or `Completed`.
 */
status: string, durationDays: number, selfReview: boolean, recommendations: boolean, 
/**
 * How several answers become one: `lastAnswer` is Entra's rule.
 */
strategy: string, 
/**
 * Items at one of these decisions go on to the next stage.
 */
movesOn: Array<string>, startedAt: string | null, dueAt: string | null, endedAt: string | null, endedBy: string | null, itemCount: number | null, 
/**
 * How many items went on when it ended.
 */
movedCount: number | null, };
export type Status = { open: StoreView | null, recent: Array<RecentStore>, keyring: KeyringView, osAccount: string, version: string, };
export type StoreView = { path: string, id: string, organization: string, practice: boolean, actor: Actor | null, 
/**
 * The account of the operating system, as this store takes it.
 */
osAccount: string, 
/**
 * Nothing is answered until the person has shown again who they are.
 */
locked: boolean, now: string, 
/**
 * Where it is one of several workstations: whether it writes, and what it knows of those that do.
 */
workstation: WorkstationStanding | null, 
/**
 * Its log is not the one that is remembered of it: it was put back to an older state, or rewritten.
 */
rollback: Rollback | null, };
export type Stratify = "resource" | "reviewer" | "privileged";
export type SubmitInput = { 
/**
 * `userAdd` where nothing is said.
 */
kind?: RequestKind, 
/**
 * The package, by its number; a hidden one is asked for by its key alone.
 */
package?: number, packageKey?: string, 
/**
 * Needed where several policies are equally specific.
 */
policy?: number, 
/**
 * Who is to hold it; the acting person where nothing is said.
 */
principal?: number, 
/**
 * The assignment to extend or give back, instead of package and person.
 */
assignment?: number, justification?: string, answers: Array<QuestionAnswer>, startsAt?: string, endsAt?: string, 
/**
 * When it was made without network; never later than now.
 */
madeAt?: string, 
/**
 * The request that ended without access and is made anew: what is not said is taken from it.
 */
again?: number, 
/**
 * Somebody without an account, entered by a sponsor of their organization or by an administrator.
 */
outsider?: OutsiderInput, };
export type SuggestedPerson = { principal: number, displayName: string, };
export type SuggestedRole = { resource: number, resourceName: string, 
/**
 * `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
 */
resourceKind: string, entitlement: string, 
/**
 * Why a person must give it and take it away.
 */
sentence: string | null, };
export type SuggestedRule = { text: string, 
/**
 * So many people of the directory meet it.
 */
matches: number, 
/**
 * So many of them are none of the people who would hold the package.
 */
adds: number, 
/**
 * So many who would hold the package do not meet it.
 */
misses: number, };
export type Suggestion = { suggestion: number, 
/**
 * The access package that was made of it.
 */
package: number | null, packageName: string | null, 
/**
 * After what the people have in common.
 */
displayName: string, 
/**
 * The department that nearly all of them have in common, and the title.
 */
department: string | null, title: string | null, entitlements: Array<SuggestedRole>, 
/**
 * So many would hold it.
 */
people: number, 
/**
 * So many of them hold all of it already.
 */
holders: number, sample: Array<SuggestedPerson>, 
/**
 * What it covers that no package before it in the list does.
 */
gives: number, 
/**
 * What it covers in all.
 */
covers: number, 
/**
 * What its people would gain that they do not hold.
 */
adds: number, rule: SuggestedRule | null, };
export type SuggestionInput = { suggestion: number, 
/**
 * Of its people.
 */
offset?: number, limit?: number, };
export type SuggestionListInput = { 
/**
 * The newest one where nothing is said.
 */
run?: number, offset?: number, limit?: number, };
export type SuggestionOutcome = { people: number, entitlements: number, 
/**
 * What these people hold, direct memberships and holdings, each counted once.
 */
total: number, 
/**
 * So much of it the suggested packages cover.
 */
covered: number, 
/**
 * So many packages were found.
 */
packages: number, 
/**
 * Fewer cannot cover everything and nothing else.
 */
atLeast: number, 
/**
 * Left out, because a package gives it already.
 */
given: number, };
export type SuggestionPage = { 
/**
 * Whose packages these are; none where nobody has looked for packages yet.
 */
run: SuggestionRun | null, 
/**
 * The runs that are kept, the newest first.
 */
runs: Array<SuggestionRun>, rows: Array<Suggestion>, total: number, };
export type SuggestionPerson = { principal: number, displayName: string, userName: string | null, department: string | null, title: string | null, 
/**
 * No longer in the directory, or disabled.
 */
gone: boolean, 
/**
 * In the order of the package's entitlements.
 */
holds: Array<boolean>, };
export type SuggestionRun = { run: number, directory: number, directoryName: string, catalog: number | null, catalogName: string | null, snapshot: number, madeAt: string, madeBy: string, asked: PackageSuggestInput, outcome: SuggestionOutcome, };
export type SuggestionView = { run: SuggestionRun, rows: Array<SuggestionPerson>, total: number, suggestion: number, 
/**
 * The access package that was made of it.
 */
package: number | null, packageName: string | null, 
/**
 * After what the people have in common.
 */
displayName: string, 
/**
 * The department that nearly all of them have in common, and the title.
 */
department: string | null, title: string | null, entitlements: Array<SuggestedRole>, 
/**
 * So many would hold it.
 */
people: number, 
/**
 * So many of them hold all of it already.
 */
holders: number, sample: Array<SuggestedPerson>, 
/**
 * What it covers that no package before it in the list does.
 */
gives: number, 
/**
 * What it covers in all.
 */
covers: number, 
/**
 * What its people would gain that they do not hold.
 */
adds: number, rule: SuggestedRule | null, };
export type SyncEvery = "never" | "hour" | "day" | "week";
export type SyncForeseen = { 
/**
 * What it is held against; none: nothing was read yet, and everything is new.
 */
before: number | null, added: ForeseenPrincipals, changed: ForeseenPrincipals, removed: ForeseenPrincipals, gained: ForeseenGrants, lost: ForeseenGrants, 
/**
 * The certificate that the snapshot would have.
 */
certificate: PopulationCertificate, };
export type SyncInput = { directory: number, 
/**
 * Reads everything even where changes alone would do.
 */
full?: boolean | null, };
export type SyncListInput = { directory: number, offset?: number, limit?: number, };
export type SyncOutcome = "done" | "refused" | "cancelled";
export type SyncPage = { rows: Array<SyncRow>, total: number, };
export type SyncRow = { sync: number, beganAt: string, 
/**
 * Milliseconds.
 */
tookFor: number, actor: string, bySchedule: boolean, outcome: SyncOutcome, 
/**
 * What hindered it, as a person was told.
 */
problem: { message: string, hint: string | null } | null, snapshot: number | null, 
/**
 * `full` or `incremental`.
 */
mode: string | null, added: number | null, changed: number | null, removed: number | null, 
/**
 * Principals that were there after it.
 */
population: number | null, };
export type TakeWorkbookInput = { path: string, 
/**
 * Looks at every row and changes nothing.
 */
dryRun?: boolean, };
export type TakenIn = { made: Array<TakenInRow>, refused: Array<TakenInRow>, };
export type TakenInRow = { kind: OfferedKind, id: string, displayName: string, 
/**
 * The number of the review or the catalog here.
 */
number: number | null, 
/**
 * What is kept of it, and not acted on.
 */
remarks: Array<ImportRemark>, problem: Problem | null, };
export type TargetScope = "notSpecified" | "specificDirectoryUsers" | "specificConnectedOrganizationUsers" | "specificDirectoryServicePrincipals" | "allMemberUsers" | "allDirectoryUsers" | "allDirectoryServicePrincipals" | "allConfiguredConnectedOrganizationUsers" | "allExternalUsers" | "allDirectoryAgentIdentities";
export type TaskCount = { open: number, waiting: number, closed: number, reopened: number, 
/**
 * Not closed, and their day has passed.
 */
overdue: number, };
export type TaskReason = "dynamic" | "synced" | "mailEnabled" | "nested" | "throughGroup" | "azureThroughGroup" | "disconnected" | "notAGroup" | "readOnly" | "personGone" | "tooManyWays" | "refused" | "stillThere" | "cameBack" | "guestByHand" | "notAGuest" | "administrator" | "guestKept" | "exceptionEnded" | "inviteByHand" | "give";
export type TaskRow = { task: number, 
/**
 * None of these three where the end of an exception or an assignment opened it.
 */
instance: number | null, plan: number | null, item: number | null, exception: number | null, 
/**
 * The assignment of an access package that it delivers or takes back.
 */
assignment: number | null, reviewName: string | null, directory: number, principal: number, principalName: string, resource: number, resourceName: string, entitlement: string, 
/**
 * The list to change: the resource itself, or a group within it.
 */
cut: number, cutName: string, 
/**
 * Names of the groups between resource and person, nearest to the resource first.
 */
path: Array<string>, 
/**
 * Why no connector does it: a word of `TaskReason`.
 */
kind: string, 
/**
 * The same as a sentence.
 */
reason: string, owner: string, ownerPrincipal: number | null, dueOn: string, createdAt: string, 
/**
 * `open`, `waiting` for the confirming read, `closed` or `reopened`.
 */
status: string, 
/**
 * What a person says was done.
 */
note: string | null, notedAt: string | null, notedBy: string | null, closedAt: string | null, 
/**
 * The read that showed the access gone.
 */
closedBy: string | null, reopenedAt: string | null, 
/**
 * The read that showed it again.
 */
reopenedBy: string | null, };
export type TaskStatus = "open" | "waiting" | "closed" | "reopened";
export type TermRow = { number: number, workstation: number, keyId: string, name: string, 
/**
 * `first`, `handOver`, `emergency` or `restored`.
 */
cause: string, givenAt: string, givenBy: string, reason: string, takenAt: string | null, };
export type Ticked = { 
/**
 * Instances that started.
 */
started: Array<number>, 
/**
 * Instances whose stage ended while the review goes on.
 */
advanced: Array<number>, ended: Array<number>, 
/**
 * Plans drawn because the settings say so; those that nothing holds back are being carried out.
 */
drawn: Array<number>, 
/**
 * Plans that were begun by themselves, did not come to their end, and are taken up again.
 */
resumed: Array<number>, jobs: Array<number>, 
/**
 * Instances whose half-way reminder was queued.
 */
reminded: Array<number>, 
/**
 * Notices that wait for the mail server that is configured; none without one.
 */
unsent: number, 
/**
 * Plans whose blocked guests are being deleted, their thirty days being over.
 */
guests: Array<number>, 
/**
 * Exceptions whose last day has passed.
 */
expired: Array<number>, 
/**
 * Requests for access packages that moved on: escalated, reminded, out of time, started.
 */
requests: Array<number>, 
/**
 * Assignments of access packages that ended, and notices of ends that were made.
 */
assignmentsEnded: number, assignmentsTold: number, 
/**
 * What the rules of automatic policies came to: `gained`, `leaving`, `returned`, `held`; none: nothing.
 */
automatic: { [key in string]: number }, 
/**
 * The checkpoint of the log that was made, once a day.
 */
checkpoint: number | null, 
/**
 * Directories whose schedule began a read.
 */
synced: Array<number>, 
/**
 * What could not be done, and why; everything else was.
 */
problems: Array<string>, };
export type TimeStampAuthority = { 
/**
 * An address that begins with http or https; none stamps nothing.
 */
url?: string, };
export type UndoInput = { item: number, version: number, };
export type UnlockInput = { 
/**
 * The code of this account, or the passphrase of the store.
 */
code: string, };
export type UnmatchedMeant = { principal: number, displayName: string, directoryName: string, 
/**
 * `mail`, `userName` or `employeeId`.
 */
by: string, };
export type UnmatchedPage = { rows: Array<UnmatchedRow>, total: number, };
export type UnmatchedRow = { principal: number, 
/**
 * What the table shows, and how it names them.
 */
displayName: string, named: string, 
/**
 * Entitlements held under that name.
 */
held: number, 
/**
 * People of other directories whose mail address, account or employee id it is; the first, and how many.
 */
meant: UnmatchedMeant | null, meantCount: number, };
export type VerificationView = { readAt: string, 
/**
 * `gone`, `stillDirect`, `stillEffective` or `cameBack`.
 */
state: string, through: string | null, };
export type Verified = { valid: boolean, entries: number, head: string, 
/**
 * The root of the tree over all entries, as checkpoints have it.
 */
root: string, 
/**
 * Checkpoints that were compared with it.
 */
checkpoints: number, 
/**
 * Where it breaks first.
 */
finding: string | null, 
/**
 * The log is whole, and not the one that is remembered of this store.
 */
rollback: Rollback | null, 
/**
 * Where the clock was set back; the numbers of the entries order them all the same. The first hundred …
 */
clockBack: Array<ClockBackView>, 
/**
 * … and how many there are.
 */
clockBackTotal: number, };
export type VerifyInput = { path: string, 
/**
 * The root hash from a printed or otherwise trusted copy, to compare with.
 */
root?: string, 
/**
 * A checkpoint of the log that was kept elsewhere: the signed note.
 */
checkpoint?: string, 
/**
 * Leaves out printing the pages again from the record, the last and longest check.
 */
quick?: boolean | null, };
export type VerifyView = { valid: boolean, 
/**
 * What it is evidence of, `accessReview` or `accessPackage`; none where the record cannot be read.
 */
evidence: string | null, 
/**
 * Written from a practice store: no evidence.
 */
practice: boolean, 
/**
 * Personal data are withheld in so many lines of the record; none in a full document.
 */
withheld: number | null, documentId: string | null, root: string | null, logHead: string | null, 
/**
 * The open store wrote a document with this id and this root; none when no store is open.
 */
knownToStore: boolean | null, 
/**
 * Who signed the file; none where nobody did.
 */
signature: SignatureView | null, 
/**
 * What was checked and against what, in words.
 */
checks: Array<string>, findings: Array<FindingView>, };
export type Waiting = { instance: number, review: number, name: string, kind: AcknowledgementKind, endedAt: string | null, };
export type WayListInput = { 
/**
 * The account that holds it.
 */
principal: number, resource: number, entitlement: string, asOf?: string, snapshot?: number, };
export type Ways = { ways: Array<Array<AccessStep>>, 
/**
 * There are more than these.
 */
more: boolean, };
export type WorkbookInput = { instance: number, 
/**
 * Where the files go.
 */
folder: string, 
/**
 * For this reviewer alone; none: for everybody who is asked.
 */
reviewer?: number, };
export type WorkbookRow = { id: number, 
/**
 * What its file calls it.
 */
code: string, instance: number, stage: number, reviewer: number, 
/**
 * The reviewer's name.
 */
name: string, items: number, madeAt: string, madeBy: string, 
/**
 * When it last came back.
 */
takenAt: string | null, 
/**
 * Decisions taken in of it.
 */
decided: number, };
export type WorkstationAcceptInput = { 
/**
 * The file that the other workstation wrote.
 */
path: string, 
/**
 * Its eight words, as the person there reads them out.
 */
words: string, };
export type WorkstationEndInput = { workstation: number, reason: string, };
export type WorkstationFollowInput = { 
/**
 * The folder that will hold the copies; new or empty, or one that follows already.
 */
path: string, 
/**
 * What people call this workstation.
 */
name: string, 
/**
 * The eight words of the workstation that writes, as its administrator reads them out.
 */
words: string, 
/**
 * Where the exchange happens, as this machine sees it.
 */
place: Place, secret?: string, everyMinutes?: number, 
/**
 * Where the file is written that the administrator there gets.
 */
out: string, 
/**
 * It will follow a practice store.
 */
practice?: boolean | null, replace?: boolean | null, };
export type WorkstationFollowing = { path: string, keyId: string, 
/**
 * Eight words that the administrator there compares.
 */
words: string, };
export type WorkstationFork = { 
/**
 * Entries that both logs begin with.
 */
common: number, 
/**
 * Entries here, and in the copy.
 */
entries: number, copied: number, 
/**
 * Whose copy it is, in which term, and when it was made.
 */
from: string, term: number, madeAt: string, 
/**
 * The copy by its name at the place.
 */
file: string, 
/**
 * Why what is here was set aside; then the copy takes its place.
 */
aside: string | null, };
export type WorkstationHandOverInput = { workstation: number, reason?: string, };
export type WorkstationNameInput = { 
/**
 * What people call this workstation.
 */
name: string, 
/**
 * Minutes that pass at least between two copies for others.
 */
everyMinutes?: number, };
export type WorkstationOver = { from: string, term: number, 
/**
 * Entries that it has and that are not here.
 */
entries: number, madeAt: string, };
export type WorkstationReceiveInput = { 
/**
 * The folder that follows.
 */
path: string, 
/**
 * Of the store that is followed, where it has one.
 */
passphrase?: string, 
/**
 * The eight words of the workstation that writes, where others were given before.
 */
words?: string, };
export type WorkstationSetAsideInput = { reason: string, };
export type WorkstationShown = { words: string, 
/**
 * This one.
 */
own: boolean, 
/**
 * It has the term.
 */
writes: boolean, 
/**
 * The last copy that went out to it from here: entries of the log, when it was made, and when the other said that
 * it has it.
 */
copiedEntries: number | null, copiedAt: string | null, sentAt: string | null, hasAt: string | null, id: number, 
/**
 * 32 hexadecimal digits that name its keys.
 */
keyId: string, name: string, acceptedAt: string, acceptedBy: string, endedAt: string | null, endedBy: string | null, reason: string, };
export type WorkstationStanding = { 
/**
 * What this workstation is called; none: a copy that is no workstation's.
 */
name: string | null, writes: boolean, 
/**
 * Why it does not, and what to do.
 */
why: string | null, hint: string | null, 
/**
 * Who has the term, and which one it is.
 */
holder: string | null, term: number, 
/**
 * The store was handed over to this workstation, and waits to be taken over.
 */
waits: boolean, 
/**
 * Another workstation took the store over meanwhile.
 */
ended: boolean, 
/**
 * When the copy here was made, and by whom; none: it is no copy.
 */
asOf: string | null, from: string | null, entries: number, 
/**
 * A copy came whose log is not that of this one.
 */
fork: WorkstationFork | null, 
/**
 * A workstation goes on writing although its term is over.
 */
over: WorkstationOver | null, };
export type WorkstationTailEntry = { seq: number, at: string, actor: string, device: string, operation: string, subject: string, };
export type WorkstationTailInput = { offset?: number, limit?: number, };
export type WorkstationTailPage = { fork: WorkstationFork | null, rows: Array<WorkstationTailEntry>, total: number, };
export type WorkstationTakeOverInput = { 
/**
 * Needed where the store was not handed over: the workstation that wrote it is lost.
 */
reason?: string, };
export type WorkstationTrustInput = { 
/**
 * The eight words of the workstation that writes now, as its administrator reads them out.
 */
words: string, };
export type WorkstationView = { standing: WorkstationStanding | null, 
/**
 * The words of this workstation, for others to compare.
 */
words: string | null, rows: Array<WorkstationShown>, 
/**
 * The last first.
 */
terms: Array<TermRow>, everyMinutes: number, };

export interface Operations {
  "store.status": { kind: "desk"; input: Nothing; output: Status };
  "store.init": { kind: "desk"; input: InitInput; output: StoreView };
  "store.open": { kind: "desk"; input: OpenInput; output: StoreView };
  "store.close": { kind: "desk"; input: Nothing; output: Nothing };
  "store.check": { kind: "desk"; input: Nothing; output: CheckView };
  "store.backup": { kind: "desk"; input: PathInput; output: Nothing };
  "store.restore": { kind: "desk"; input: RestoreInput; output: StoreView };
  "actor.choose": { kind: "desk"; input: ChooseInput; output: Actor };
  "job.list": { kind: "desk"; input: Nothing; output: Array<JobView> };
  "job.show": { kind: "desk"; input: JobInput; output: JobView };
  "job.cancel": { kind: "desk"; input: JobInput; output: JobView };
  "evidence.verify": { kind: "desk"; input: VerifyInput; output: VerifyView };
  "evidence.redact": { kind: "desk"; input: RedactInput; output: Redacted };
  "evidence.prove": { kind: "desk"; input: ProveItemInput; output: Proven };
  "evidence.open": { kind: "desk"; input: OpenFileInput; output: OpenedFile };
  "evidence.rows": { kind: "desk"; input: FileRowsInput; output: FileRows };
  "evidence.schema": { kind: "desk"; input: Nothing; output: SchemaView };
  "setting.show": { kind: "read"; input: Nothing; output: Setting };
  "setting.change": { kind: "write"; input: Setting; output: Setting };
  "directory.add": { kind: "write"; input: AddInput; output: DirectoryView };
  "directory.list": { kind: "read"; input: Nothing; output: Array<DirectoryView> };
  "directory.certificate": { kind: "read"; input: CertificateInput; output: CertificateView };
  "directory.mapping": { kind: "read"; input: MappingInput; output: MappingView };
  "directory.probe": { kind: "job"; input: DirectoryInput; output: JobStarted };
  "directory.sync": { kind: "job"; input: SyncInput; output: JobStarted };
  "principal.list": { kind: "read"; input: PrincipalListInput; output: PrincipalPage };
  "principal.show": { kind: "read"; input: PrincipalShowInput; output: PrincipalView };
  "principal.find": { kind: "read"; input: FindInput; output: Found };
  "grant.list": { kind: "read"; input: GrantListInput; output: GrantPage };
  "review.create": { kind: "write"; input: CreateInput; output: Created };
  "review.delete": { kind: "write"; input: ReviewInput; output: Nothing };
  "review.edit": { kind: "write"; input: EditInput; output: Created };
  "instance.edit": { kind: "write"; input: InstanceEditInput; output: Nothing };
  "review.stopStage": { kind: "write"; input: InstanceInput; output: Ended };
  "review.reassign": { kind: "write"; input: ReassignInput; output: Given };
  "review.release": { kind: "write"; input: ReleaseInput; output: Nothing };
  "item.delegate": { kind: "write"; input: DelegateInput; output: Given };
  "review.reassignment.list": { kind: "read"; input: InstanceInput; output: Array<Reassignment> };
  "review.stop": { kind: "write"; input: InstanceInput; output: Ended };
  "review.reset": { kind: "write"; input: InstanceInput; output: Ended };
  "review.simulate": { kind: "job"; input: SimulateInput; output: JobStarted };
  "review.signals": { kind: "read"; input: InstanceInput; output: Array<Signal> };
  "review.quality": { kind: "read"; input: ReviewInput; output: AdviceQuality };
  "review.export": { kind: "read"; input: ReviewInput; output: Exported };
  "review.list": { kind: "read"; input: ReviewListInput; output: ReviewPage };
  "review.show": { kind: "read"; input: ReviewInput; output: ReviewView };
  "review.progress": { kind: "read"; input: InstanceInput; output: Progress };
  "instance.show": { kind: "read"; input: InstanceInput; output: InstanceView };
  "review.start": { kind: "job"; input: ReviewInput; output: JobStarted };
  "mail.configure": { kind: "write"; input: ConfigureInput; output: MailView };
  "mail.show": { kind: "read"; input: Nothing; output: MailView | null };
  "review.remind": { kind: "write"; input: RemindInput; output: Reminded };
  "notice.list": { kind: "read"; input: NoticeListInput; output: NoticePage };
  "notice.mine": { kind: "read"; input: MineInput; output: Mine };
  "notice.requeue": { kind: "write"; input: NoticeInput; output: NoticeRow };
  "notice.send": { kind: "job"; input: SendInput; output: JobStarted };
  "notice.draft": { kind: "job"; input: DraftInput; output: JobStarted };
  "item.list": { kind: "read"; input: ItemListInput; output: ItemPage };
  "item.group.list": { kind: "read"; input: GroupInput; output: Array<Group> };
  "item.show": { kind: "read"; input: ItemShowInput; output: ItemShown };
  "item.decide": { kind: "write"; input: DecideInput; output: ItemRow };
  "item.decideMany": { kind: "write"; input: DecideManyInput; output: DecidedMany };
  "item.decideAll": { kind: "job"; input: DecideAllInput; output: JobStarted };
  "item.undo": { kind: "write"; input: UndoInput; output: ItemRow };
  "item.acceptRecommendations": { kind: "write"; input: AcceptInput; output: DecidedMany };
  "plan.draw": { kind: "write"; input: InstanceInput; output: PlanView };
  "plan.show": { kind: "read"; input: PlanShowInput; output: PlanView | null };
  "plan.change.list": { kind: "read"; input: ChangeInput; output: ChangePage };
  "plan.countersign": { kind: "write"; input: PlanInput; output: PlanView };
  "plan.carryOut": { kind: "job"; input: CarryOutInput; output: JobStarted };
  "plan.verify": { kind: "job"; input: PlanInput; output: JobStarted };
  "task.list": { kind: "read"; input: InstanceInput; output: Array<TaskRow> };
  "task.close": { kind: "write"; input: CloseInput; output: TaskRow };
  "task.board": { kind: "read"; input: BoardInput; output: Board };
  "task.changeFile": { kind: "read"; input: ChangeFileInput; output: ChangeFile };
  "task.saveChangeFile": { kind: "write"; input: SaveChangeFileInput; output: SavedChangeFile };
  "guest.list": { kind: "read"; input: GuestListInput; output: GuestPage };
  "guest.keep": { kind: "write"; input: KeepInput; output: Kept };
  "review.foresee": { kind: "read"; input: ForeseeInput; output: Array<Foreseen> };
  "exception.list": { kind: "read"; input: ExceptionListInput; output: ExceptionPage };
  "exception.show": { kind: "read"; input: ExceptionInput; output: ExceptionView };
  "exception.propose": { kind: "write"; input: ProposeInput; output: ExceptionView };
  "exception.approve": { kind: "write"; input: ExceptionInput; output: ExceptionView };
  "exception.revoke": { kind: "write"; input: RevokeInput; output: ExceptionView };
  "exception.renew": { kind: "write"; input: RenewInput; output: ExceptionView };
  "exception.confirm": { kind: "write"; input: ConfirmInput; output: ExceptionView };
  "package.incompatible.list": { kind: "read"; input: IncompatibleListInput; output: IncompatiblePage };
  "package.incompatible.add": { kind: "write"; input: IncompatibleAddInput; output: IncompatibleAdded };
  "package.incompatible.remove": { kind: "write"; input: IncompatibleInput; output: Nothing };
  "conflict.check": { kind: "read"; input: ConflictCheckInput; output: Array<ConflictView> };
  "conflict.list": { kind: "read"; input: ConflictListInput; output: ConflictPage };
  "conflict.look": { kind: "job"; input: Nothing; output: JobStarted };
  "conflict.export": { kind: "job"; input: ConflictExportInput; output: JobStarted };
  "conflict.except": { kind: "write"; input: ConflictExceptInput; output: ExceptionView };
  "conflict.review": { kind: "write"; input: ConflictReviewInput; output: Created };
  "catalog.create": { kind: "write"; input: CatalogCreateInput; output: CatalogView };
  "catalog.edit": { kind: "write"; input: CatalogEditInput; output: CatalogView };
  "catalog.delete": { kind: "write"; input: CatalogInput; output: Nothing };
  "catalog.list": { kind: "read"; input: CatalogListInput; output: CatalogPage };
  "catalog.show": { kind: "read"; input: CatalogInput; output: CatalogView };
  "catalog.export": { kind: "read"; input: CatalogExportInput; output: DefinitionFile };
  "catalog.import": { kind: "write"; input: CatalogImportInput; output: CatalogImported };
  "catalog.resource.add": { kind: "write"; input: ResourceInput; output: ResourceView };
  "catalog.resource.remove": { kind: "write"; input: ResourceInput; output: Nothing };
  "catalog.resource.list": { kind: "read"; input: ResourceListInput; output: ResourcePage };
  "catalog.resource.show": { kind: "read"; input: ResourceInput; output: ResourceView };
  "catalog.resource.foresee": { kind: "read"; input: ResourceInput; output: ResourceForeseen };
  "delegation.give": { kind: "write"; input: DelegationGiveInput; output: DelegationRow };
  "delegation.end": { kind: "write"; input: DelegationEndInput; output: DelegationRow };
  "delegation.list": { kind: "read"; input: DelegationListInput; output: DelegationPage };
  "package.create": { kind: "write"; input: PackageCreateInput; output: PackageView };
  "package.edit": { kind: "write"; input: PackageEditInput; output: PackageView };
  "package.hide": { kind: "write"; input: PackageHideInput; output: PackageView };
  "package.delete": { kind: "write"; input: PackageInput; output: Nothing };
  "package.list": { kind: "read"; input: PackageListInput; output: PackagePage };
  "package.show": { kind: "read"; input: PackageInput; output: PackageView };
  "package.role.add": { kind: "write"; input: PackageRoleInput; output: PackageView };
  "package.role.remove": { kind: "write"; input: PackageRoleInput; output: PackageView };
  "package.role.foresee": { kind: "read"; input: PackageRoleForeseeInput; output: PackageRoleForeseen };
  "package.export": { kind: "read"; input: PackageExportInput; output: DefinitionFile };
  "package.import": { kind: "write"; input: PackageImportInput; output: PackageImported };
  "package.suggest": { kind: "job"; input: PackageSuggestInput; output: JobStarted };
  "package.suggestion.list": { kind: "read"; input: SuggestionListInput; output: SuggestionPage };
  "package.suggestion.show": { kind: "read"; input: SuggestionInput; output: SuggestionView };
  "package.accept": { kind: "job"; input: PackageAcceptInput; output: PackageAccepted };
  "policy.create": { kind: "write"; input: PolicyCreateInput; output: PolicyView };
  "policy.edit": { kind: "write"; input: PolicyEditInput; output: PolicyView };
  "policy.delete": { kind: "write"; input: PolicyDeleteInput; output: Nothing };
  "policy.list": { kind: "read"; input: PolicyListInput; output: PolicyPage };
  "policy.show": { kind: "read"; input: PolicyInput; output: PolicyView };
  "policy.version.list": { kind: "read"; input: PolicyInput; output: Array<PolicyVersion> };
  "policy.simulate": { kind: "read"; input: PolicySimulateInput; output: Simulated };
  "request.submit": { kind: "write"; input: SubmitInput; output: RequestRow };
  "request.cancel": { kind: "write"; input: CancelInput; output: RequestRow };
  "request.reprocess": { kind: "write"; input: ReprocessInput; output: RequestRow };
  "request.list": { kind: "read"; input: RequestListInput; output: RequestPage };
  "request.show": { kind: "read"; input: RequestInput; output: RequestView };
  "approval.list": { kind: "read"; input: ApprovalListInput; output: ApprovalPage };
  "approval.history": { kind: "read"; input: ApprovalListInput; output: ApprovalHistory };
  "approval.missing": { kind: "read"; input: ApprovalListInput; output: ApprovalHistory };
  "approval.answer": { kind: "write"; input: ApprovalAnswerInput; output: RequestRow };
  "approval.revoke": { kind: "write"; input: ApprovalRevokeInput; output: RequestRow };
  "approval.delegate": { kind: "write"; input: ApprovalDelegateInput; output: Nothing };
  "approval.substitute.list": { kind: "read"; input: Nothing; output: Array<ApprovalSubstitute> };
  "access.mine": { kind: "read"; input: AccessMineInput; output: AccessMine };
  "access.available": { kind: "read"; input: AccessAvailableInput; output: AccessAvailable };
  "access.explain": { kind: "read"; input: AccessExplainInput; output: Explained };
  "assignment.list": { kind: "read"; input: AssignmentListInput; output: AssignmentPage };
  "assignment.show": { kind: "read"; input: AssignmentInput; output: AssignmentView };
  "assignment.foresee": { kind: "read"; input: AssignmentForeseeInput; output: Array<AssignmentForeseen> };
  "assignment.give": { kind: "write"; input: GiveInput; output: AssignmentRow };
  "assignment.extend": { kind: "write"; input: ExtendInput; output: AssignmentRow };
  "assignment.end": { kind: "write"; input: EndInput; output: AssignmentRow };
  "assignment.endMany": { kind: "write"; input: EndManyInput; output: EndedMany };
  "assignment.reprocess": { kind: "write"; input: AssignmentInput; output: AssignmentRow };
  "assignment.deliver": { kind: "job"; input: DeliverInput; output: JobStarted };
  "policy.foresee": { kind: "read"; input: PolicyForeseeInput; output: PolicyForeseen };
  "policy.hold.list": { kind: "read"; input: Nothing; output: Array<AutomaticHold> };
  "policy.countersign": { kind: "write"; input: CountersignInput; output: AutomaticHold };
  "organization.list": { kind: "read"; input: OrganizationListInput; output: OrganizationPage };
  "organization.show": { kind: "read"; input: OrganizationInput; output: OrganizationView };
  "organization.create": { kind: "write"; input: OrganizationCreateInput; output: OrganizationView };
  "organization.edit": { kind: "write"; input: OrganizationEditInput; output: OrganizationView };
  "organization.configure": { kind: "write"; input: OrganizationInput; output: OrganizationView };
  "organization.delete": { kind: "write"; input: OrganizationInput; output: Nothing };
  "organization.sponsor.add": { kind: "write"; input: SponsorInput; output: OrganizationView };
  "organization.sponsor.remove": { kind: "write"; input: SponsorInput; output: OrganizationView };
  "organization.invitation.list": { kind: "read"; input: InvitationListInput; output: InvitationPage };
  "organization.invite": { kind: "job"; input: Nothing; output: JobStarted };
  "organization.setting.show": { kind: "read"; input: Nothing; output: GuestSetting };
  "organization.setting.change": { kind: "write"; input: GuestSetting; output: GuestSetting };
  "guest.governed.list": { kind: "read"; input: GovernedInput; output: GovernedPage };
  "guest.govern": { kind: "write"; input: GovernInput; output: GovernedRow };
  "evidence.export": { kind: "job"; input: ExportInput; output: JobStarted };
  "evidence.exportPackage": { kind: "job"; input: ExportPackageInput; output: JobStarted };
  "evidence.exportException": { kind: "job"; input: ExportExceptionInput; output: JobStarted };
  "evidence.exportPeriod": { kind: "job"; input: ExportPeriodInput; output: JobStarted };
  "evidence.list": { kind: "read"; input: EvidenceListInput; output: Array<EvidenceRow> };
  "control.create": { kind: "write"; input: ControlCreateInput; output: ControlView };
  "control.edit": { kind: "write"; input: ControlEditInput; output: ControlView };
  "control.delete": { kind: "write"; input: ControlInput; output: Nothing };
  "control.list": { kind: "read"; input: ControlListInput; output: ControlPage };
  "control.show": { kind: "read"; input: ControlShowInput; output: ControlView };
  "control.coverage": { kind: "read"; input: CoverageInput; output: CoveragePage };
  "control.calendar": { kind: "read"; input: CalendarInput; output: CalendarPage };
  "control.exportOscal": { kind: "job"; input: OscalExportInput; output: JobStarted };
  "framework.list": { kind: "read"; input: Nothing; output: Array<FrameworkRow> };
  "framework.show": { kind: "read"; input: FrameworkInput; output: FrameworkView };
  "framework.export": { kind: "read"; input: FrameworkInput; output: FrameworkFile };
  "framework.import": { kind: "write"; input: FrameworkImportInput; output: FrameworkView };
  "finding.list": { kind: "read"; input: FindingListInput; output: FindingPage };
  "audit.list": { kind: "read"; input: AuditListInput; output: AuditPage };
  "audit.verify": { kind: "read"; input: Nothing; output: Verified };
  "audit.checkpoint": { kind: "write"; input: Nothing; output: CheckpointView };
  "audit.checkpoint.list": { kind: "read"; input: CheckpointListInput; output: CheckpointPage };
  "audit.rotateKey": { kind: "write"; input: RotateInput; output: Rotated };
  "audit.prove": { kind: "read"; input: AuditProveInput; output: AuditProof };
  "audit.consistency": { kind: "read"; input: ConsistencyInput; output: ConsistencyProof };
  "audit.compare": { kind: "read"; input: CompareInput; output: Comparison };
  "audit.explain": { kind: "write"; input: ExplainInput; output: CheckpointView };
  "audit.timestampAuthority": { kind: "write"; input: TimeStampAuthority; output: TimeStampAuthority };
  "audit.timestamp": { kind: "job"; input: Nothing; output: JobStarted };
  "actor.prove": { kind: "desk"; input: ProveInput; output: JobStarted };
  "actor.offered": { kind: "desk"; input: Nothing; output: Array<Actor> };
  "actor.leave": { kind: "desk"; input: Nothing; output: Nothing };
  "actor.bind": { kind: "write"; input: BindInput; output: RoleView };
  "actor.unbind": { kind: "write"; input: RoleInput; output: RoleView };
  "role.list": { kind: "read"; input: Nothing; output: RoleView };
  "role.give": { kind: "write"; input: RoleGiveInput; output: RoleView };
  "role.end": { kind: "write"; input: RoleInput; output: RoleView };
  "identity.show": { kind: "read"; input: Nothing; output: IdentitySetting };
  "identity.change": { kind: "write"; input: IdentitySetting; output: IdentitySetting };
  "lock.status": { kind: "desk"; input: Nothing; output: LockView };
  "lock.touch": { kind: "desk"; input: Nothing; output: LockView };
  "lock.lock": { kind: "desk"; input: Nothing; output: LockView };
  "lock.unlock": { kind: "desk"; input: UnlockInput; output: LockView };
  "lock.setCode": { kind: "desk"; input: CodeInput; output: LockView };
  "signing.show": { kind: "read"; input: Nothing; output: SigningView | null };
  "signing.create": { kind: "write"; input: Nothing; output: SigningView | null };
  "signing.import": { kind: "write"; input: ImportInput; output: SigningView | null };
  "signing.remove": { kind: "write"; input: Nothing; output: SigningView | null };
  "acknowledgement.list": { kind: "read"; input: AcknowledgementListInput; output: AcknowledgementPage };
  "acknowledgement.offer.list": { kind: "read"; input: AcknowledgementOfInput; output: Array<Offer> };
  "acknowledgement.mine": { kind: "read"; input: Nothing; output: Array<Waiting> };
  "acknowledgement.sign": { kind: "write"; input: AcknowledgementSignInput; output: AcknowledgementRow };
  "acknowledgement.withdraw": { kind: "write"; input: AcknowledgementWithdrawInput; output: AcknowledgementRow };
  "acknowledgement.nominee.name": { kind: "write"; input: NomineeNameInput; output: Nominee };
  "acknowledgement.nominee.dismiss": { kind: "write"; input: NomineeDismissInput; output: Nothing };
  "acknowledgement.nominee.list": { kind: "read"; input: NomineeListInput; output: NomineePage };
  "retention.class.list": { kind: "read"; input: Nothing; output: Array<RetentionClass> };
  "retention.class.put": { kind: "write"; input: RetentionClassInput; output: RetentionClass };
  "retention.choose": { kind: "write"; input: RetentionChooseInput; output: RetentionClass };
  "retention.show": { kind: "read"; input: AcknowledgementOfInput; output: RetentionView };
  "retention.due": { kind: "read"; input: RetentionDueInput; output: RetentionDuePage };
  "hold.place": { kind: "write"; input: HoldPlaceInput; output: HoldRow };
  "hold.lift": { kind: "write"; input: HoldLiftInput; output: HoldRow };
  "hold.list": { kind: "read"; input: HoldListInput; output: HoldPage };
  "history.list": { kind: "read"; input: HistoryListInput; output: HistoryPage };
  "history.person": { kind: "read"; input: HistoryPersonInput; output: HistoryPersonPage };
  "history.summary": { kind: "read"; input: HistorySummaryInput; output: HistorySummary };
  "history.export": { kind: "job"; input: HistoryExportInput; output: JobStarted };
  "sample.population": { kind: "read"; input: PopulationInput; output: PopulationView };
  "sample.draw": { kind: "write"; input: SampleDrawInput; output: SampleView };
  "sample.list": { kind: "read"; input: SampleListInput; output: SamplePage };
  "sample.show": { kind: "read"; input: SampleInput; output: SampleShown };
  "sample.export": { kind: "job"; input: SampleExportInput; output: JobStarted };
  "dossier.show": { kind: "read"; input: DossierInput; output: Dossier };
  "device.own": { kind: "read"; input: Nothing; output: OwnKeyView | null };
  "device.enrol": { kind: "write"; input: DeviceEnrolInput; output: DeviceEnrolled };
  "device.introduce": { kind: "write"; input: DeviceIntroduceInput; output: DeviceEnrolled };
  "device.list": { kind: "read"; input: DeviceListInput; output: DevicePage };
  "device.offer": { kind: "write"; input: DeviceOfferInput; output: DeviceOffered };
  "device.accept": { kind: "write"; input: DeviceAcceptInput; output: DeviceView };
  "device.turnDown": { kind: "write"; input: DeviceEndInput; output: DeviceView };
  "device.revoke": { kind: "write"; input: DeviceEndInput; output: DeviceView };
  "device.replace": { kind: "write"; input: DeviceReplaceInput; output: DeviceView };
  "packet.make": { kind: "job"; input: PacketMakeInput; output: JobStarted };
  "packet.list": { kind: "read"; input: PacketListInput; output: PacketPage };
  "packet.passphrase": { kind: "write"; input: PacketInput; output: PacketPassphrase };
  "directory.show": { kind: "read"; input: DirectoryInput; output: DirectoryHealth };
  "directory.history": { kind: "read"; input: SyncListInput; output: SyncPage };
  "directory.unmatched": { kind: "read"; input: SyncListInput; output: UnmatchedPage };
  "directory.try": { kind: "job"; input: AddInput; output: JobStarted };
  "directory.foresee": { kind: "job"; input: DirectoryInput; output: JobStarted };
  "directory.change": { kind: "write"; input: DirectoryChangeInput; output: DirectoryView };
  "directory.setSecret": { kind: "write"; input: DirectorySecretInput; output: DirectoryView };
  "directory.schedule": { kind: "write"; input: ScheduleInput; output: ScheduleView };
  "correlation.show": { kind: "read"; input: Nothing; output: CorrelationView };
  "correlation.change": { kind: "write"; input: CorrelationSetting; output: CorrelationView };
  "correlation.doubt.list": { kind: "read"; input: DoubtListInput; output: DoubtPage };
  "correlation.candidate.list": { kind: "read"; input: CandidateListInput; output: CandidatePage };
  "ruling.list": { kind: "read"; input: RulingListInput; output: RulingPage };
  "ruling.make": { kind: "write"; input: RulingMakeInput; output: Ruled };
  "ruling.lift": { kind: "write"; input: RulingInput; output: Ruled };
  "person.list": { kind: "read"; input: PersonListInput; output: PersonPage };
  "person.show": { kind: "read"; input: PersonInput; output: PersonView };
  "person.access.list": { kind: "read"; input: AccessListInput; output: AccessPage };
  "person.way.list": { kind: "read"; input: WayListInput; output: Ways };
  "snapshot.list": { kind: "read"; input: SnapshotListInput; output: SnapshotPage };
  "snapshot.compare": { kind: "read"; input: SnapshotCompareInput; output: SnapshotComparison };
  "snapshot.principal.list": { kind: "read"; input: ComparedPrincipalInput; output: ComparedPrincipalPage };
  "snapshot.grant.list": { kind: "read"; input: ComparedGrantInput; output: ComparedGrantPage };
  "exchange.set": { kind: "write"; input: ExchangeInput; output: ExchangeView | null };
  "exchange.show": { kind: "read"; input: Nothing; output: ExchangeView | null };
  "exchange.status": { kind: "read"; input: Nothing; output: ExchangeStatus };
  "exchange.probe": { kind: "job"; input: Nothing; output: JobStarted };
  "exchange.run": { kind: "job"; input: Nothing; output: JobStarted };
  "exchange.put": { kind: "write"; input: ExchangePutInput; output: OutboxRow };
  "exchange.withdraw": { kind: "write"; input: OutboxInput; output: OutboxRow };
  "exchange.outbox": { kind: "read"; input: ExchangeListInput; output: OutboxPage };
  "exchange.arrivals": { kind: "read"; input: ExchangeListInput; output: ArrivalPage };
  "packet.workbook": { kind: "job"; input: WorkbookInput; output: JobStarted };
  "packet.takeWorkbook": { kind: "job"; input: TakeWorkbookInput; output: JobStarted };
  "packet.workbooks": { kind: "read"; input: InstanceInput; output: Array<WorkbookRow> };
  "workstation.list": { kind: "read"; input: Nothing; output: WorkstationView };
  "workstation.tail": { kind: "read"; input: WorkstationTailInput; output: WorkstationTailPage };
  "workstation.name": { kind: "write"; input: WorkstationNameInput; output: WorkstationView };
  "workstation.accept": { kind: "write"; input: WorkstationAcceptInput; output: WorkstationView };
  "workstation.end": { kind: "write"; input: WorkstationEndInput; output: WorkstationView };
  "workstation.handOver": { kind: "write"; input: WorkstationHandOverInput; output: WorkstationView };
  "workstation.takeOver": { kind: "desk"; input: WorkstationTakeOverInput; output: WorkstationView };
  "workstation.setAside": { kind: "desk"; input: WorkstationSetAsideInput; output: Nothing };
  "workstation.trust": { kind: "desk"; input: WorkstationTrustInput; output: Nothing };
  "workstation.follow": { kind: "desk"; input: WorkstationFollowInput; output: WorkstationFollowing };
  "workstation.receive": { kind: "desk"; input: WorkstationReceiveInput; output: JobStarted };
  "tick": { kind: "desk"; input: Nothing; output: Ticked };
  "packet.open": { kind: "job"; input: PacketOpenInput; output: JobStarted };
  "packet.answer": { kind: "job"; input: PacketAnswerInput; output: JobStarted };
  "packet.carry": { kind: "job"; input: PacketCarryInput; output: JobStarted };
  "packet.takeIn": { kind: "job"; input: PacketTakeInInput; output: JobStarted };
  "packet.opened.list": { kind: "read"; input: PacketOpenedListInput; output: PacketOpenedPage };
  "dispute.list": { kind: "read"; input: DisputeListInput; output: DisputePage };
  "dispute.settle": { kind: "write"; input: DisputeSettleInput; output: DisputeRow };
  "approval.handOut": { kind: "job"; input: ApprovalHandOutInput; output: JobStarted };
  "approval.packet.list": { kind: "read"; input: ApprovalPacketListInput; output: ApprovalPacketPage };
  "approval.packet.passphrase": { kind: "write"; input: ApprovalPacketInput; output: PacketPassphrase };
  "approval.received.list": { kind: "read"; input: ApprovalReceivedInput; output: ApprovalReceivedPage };
  "approval.decide": { kind: "write"; input: ApprovalDecideInput; output: ReceivedRow };
  "approval.return": { kind: "job"; input: ReturnInput; output: JobStarted };
  "approval.carry": { kind: "job"; input: CarryInput; output: JobStarted };
  "approval.dispute.list": { kind: "read"; input: ApprovalDisputeListInput; output: ApprovalDisputePage };
  "approval.dispute.settle": { kind: "write"; input: ApprovalDisputeSettleInput; output: ApprovalDisputeRow };
  "request.handOut": { kind: "job"; input: RequestHandOutInput; output: JobStarted };
  "request.packet.list": { kind: "read"; input: RequestPacketListInput; output: RequestPacketPage };
  "request.packet.passphrase": { kind: "write"; input: RequestPacketInput; output: PacketPassphrase };
  "request.offer.list": { kind: "read"; input: OfferListInput; output: OfferPage };
  "request.write": { kind: "write"; input: RequestWriteInput; output: OfferRow };
  "request.withdraw": { kind: "write"; input: RequestWithdrawInput; output: OfferRow };
  "request.return": { kind: "job"; input: ReturnInput; output: JobStarted };
  "request.carry": { kind: "job"; input: CarryInput; output: JobStarted };
  "request.dispute.list": { kind: "read"; input: RequestDisputeListInput; output: RequestDisputePage };
  "request.dispute.settle": { kind: "write"; input: RequestDisputeSettleInput; output: RequestDisputeRow };
  "directory.signIn": { kind: "job"; input: DirectoryInput; output: JobStarted };
  "directory.offered": { kind: "job"; input: DirectoryInput; output: JobStarted };
  "directory.import": { kind: "job"; input: DirectoryImportInput; output: JobStarted };
}
