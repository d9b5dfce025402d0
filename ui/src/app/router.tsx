import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { ScreenProblem } from '../shared/problem';
import { Loading } from '../shared/progress';
import { Frame } from './Frame';
import { NotFound } from './NotFound';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const number = (text: string) => Number.parseInt(text, 10);

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../feature/home/Home')),
});
const directories = createRoute({
  getParentRoute: () => root,
  path: '/directories',
  component: lazyRouteComponent(() => import('../feature/directory/DirectoryList')),
});
const directoryAdd = createRoute({
  getParentRoute: () => root,
  path: '/directories/add',
  component: lazyRouteComponent(() => import('../feature/directory/DirectoryAdd')),
});
const directory = createRoute({
  getParentRoute: () => root,
  path: '/directories/$directory',
  params: { parse: ({ directory }) => ({ directory: number(directory) }), stringify: ({ directory }) => ({ directory: String(directory) }) },
  component: lazyRouteComponent(() => import('../feature/directory/DirectoryDetail')),
});
/** Which two snapshots are compared. */
const compareSearch = (search: Record<string, unknown>): { from?: number; to?: number } => ({
  ...(Number.isInteger(search.from) ? { from: search.from as number } : {}), ...(Number.isInteger(search.to) ? { to: search.to as number } : {}),
});
const snapshots = createRoute({
  getParentRoute: () => root,
  path: '/directories/$directory/snapshots',
  params: { parse: ({ directory }) => ({ directory: number(directory) }), stringify: ({ directory }) => ({ directory: String(directory) }) },
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('../feature/directory/SnapshotList')),
});
const correlation = createRoute({
  getParentRoute: () => root,
  path: '/correlation',
  component: lazyRouteComponent(() => import('../feature/principal/Correlation')),
});
const directoryEdit = createRoute({
  getParentRoute: () => root,
  path: '/directories/$directory/edit',
  params: { parse: ({ directory }) => ({ directory: number(directory) }), stringify: ({ directory }) => ({ directory: String(directory) }) },
  component: lazyRouteComponent(() => import('../feature/directory/DirectoryEdit')),
});
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('../feature/principal/PrincipalList'), 'People'),
});
const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  component: lazyRouteComponent(() => import('../feature/principal/PrincipalList'), 'Groups'),
});
const principal = createRoute({
  getParentRoute: () => root,
  path: '/principals/$principal',
  params: { parse: ({ principal }) => ({ principal: number(principal) }), stringify: ({ principal }) => ({ principal: String(principal) }) },
  component: lazyRouteComponent(() => import('../feature/principal/PrincipalDetail')),
});
const retention = createRoute({
  getParentRoute: () => root,
  path: '/retention',
  component: lazyRouteComponent(() => import('../feature/retention/Retention')),
});
const reviews = createRoute({
  getParentRoute: () => root,
  path: '/reviews',
  component: lazyRouteComponent(() => import('../feature/review/ReviewList')),
});
const reviewNew = createRoute({
  getParentRoute: () => root,
  path: '/reviews/new',
  component: lazyRouteComponent(() => import('../feature/review/ReviewNew')),
});
const reviewParams = {
  parse: ({ review }: { review: string }) => ({ review: number(review) }),
  stringify: ({ review }: { review: number }) => ({ review: String(review) }),
};
/** Which instance of a series is looked at; none means the one that counts first. */
const instanceSearch = (search: Record<string, unknown>): { instance?: number } => (Number.isInteger(search.instance) ? { instance: search.instance as number } : {});
const review = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$review',
  params: reviewParams,
  validateSearch: instanceSearch,
  component: lazyRouteComponent(() => import('../feature/review/ReviewDetail')),
});
const reviewEdit = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$review/edit',
  params: reviewParams,
  component: lazyRouteComponent(() => import('../feature/review/ReviewEdit')),
});
const items = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$review/items',
  params: reviewParams,
  validateSearch: instanceSearch,
  component: lazyRouteComponent(() => import('../feature/item/ItemDesk')),
});
const plan = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$review/plan',
  params: reviewParams,
  validateSearch: instanceSearch,
  component: lazyRouteComponent(() => import('../feature/plan/PlanDetail')),
});
const evidence = createRoute({
  getParentRoute: () => root,
  path: '/evidence',
  component: lazyRouteComponent(() => import('../feature/evidence/Evidence')),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: lazyRouteComponent(() => import('../feature/audit/AuditLog')),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  component: lazyRouteComponent(() => import('../feature/calendar/Calendar')),
});
const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  component: lazyRouteComponent(() => import('../feature/task/TaskBoard')),
});
const guests = createRoute({ getParentRoute: () => root, path: '/guests', component: lazyRouteComponent(() => import('../feature/guest/GuestList')) });
const exchange = createRoute({ getParentRoute: () => root, path: '/exchange', component: lazyRouteComponent(() => import('../feature/exchange/Exchange')) });
const workstations = createRoute({ getParentRoute: () => root, path: '/workstations', component: lazyRouteComponent(() => import('../feature/workstation/Workstations')) });
const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/exceptions',
  component: lazyRouteComponent(() => import('../feature/exception/ExceptionList')),
});
const exception = createRoute({
  getParentRoute: () => root,
  path: '/exceptions/$exception',
  params: { parse: ({ exception }) => ({ exception: number(exception) }), stringify: ({ exception }) => ({ exception: String(exception) }) },
  component: lazyRouteComponent(() => import('../feature/exception/ExceptionDetail')),
});
const devices = createRoute({ getParentRoute: () => root, path: '/devices', component: lazyRouteComponent(() => import('../feature/device/DeviceList')) });
const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  component: lazyRouteComponent(() => import('../feature/notice/NoticeList')),
});
const myAccess = createRoute({
  getParentRoute: () => root,
  path: '/access',
  component: lazyRouteComponent(() => import('../feature/access/MyAccess')),
});
const requests = createRoute({
  getParentRoute: () => root,
  path: '/requests',
  component: lazyRouteComponent(() => import('../feature/request/RequestList')),
});
const myRequests = createRoute({
  getParentRoute: () => root,
  path: '/requests/mine',
  component: lazyRouteComponent(() => import('../feature/request/MyRequests')),
});
const request = createRoute({
  getParentRoute: () => root,
  path: '/requests/$request',
  params: { parse: ({ request }) => ({ request: number(request) }), stringify: ({ request }) => ({ request: String(request) }) },
  component: lazyRouteComponent(() => import('../feature/request/RequestDetail')),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  component: lazyRouteComponent(() => import('../feature/approval/ApprovalDesk')),
});
const conflicts = createRoute({
  getParentRoute: () => root,
  path: '/conflicts',
  component: lazyRouteComponent(() => import('../feature/conflict/ConflictList')),
});
const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organizations',
  component: lazyRouteComponent(() => import('../feature/organization/OrganizationList')),
});
const organization = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$organization',
  params: { parse: ({ organization }) => ({ organization: number(organization) }), stringify: ({ organization }) => ({ organization: String(organization) }) },
  component: lazyRouteComponent(() => import('../feature/organization/OrganizationDetail')),
});
const setting = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../feature/setting/Settings')),
});
const suggestions = createRoute({
  getParentRoute: () => root,
  path: '/suggestions',
  component: lazyRouteComponent(() => import('../feature/suggestion/SuggestionList')),
});
const suggestion = createRoute({
  getParentRoute: () => root,
  path: '/suggestions/$suggestion',
  params: { parse: ({ suggestion }) => ({ suggestion: number(suggestion) }), stringify: ({ suggestion }) => ({ suggestion: String(suggestion) }) },
  component: lazyRouteComponent(() => import('../feature/suggestion/SuggestionDetail')),
});
/** Which tab of a screen is open; none means its first. */
const tabSearch = (search: Record<string, unknown>): { tab?: string } => (typeof search.tab === 'string' ? { tab: search.tab } : {});
const catalogs = createRoute({
  getParentRoute: () => root,
  path: '/catalogs',
  component: lazyRouteComponent(() => import('../feature/catalog/CatalogList')),
});
const catalog = createRoute({
  getParentRoute: () => root,
  path: '/catalogs/$catalog',
  params: { parse: ({ catalog }) => ({ catalog: number(catalog) }), stringify: ({ catalog }) => ({ catalog: String(catalog) }) },
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../feature/catalog/CatalogDetail')),
});
/** Which catalog the list is narrowed to, or which resource its packages give something on. */
const packagesSearch = (search: Record<string, unknown>): { catalog?: number; resource?: number } => ({
  ...(Number.isInteger(search.catalog) ? { catalog: search.catalog as number } : {}), ...(Number.isInteger(search.resource) ? { resource: search.resource as number } : {}),
});
const packages = createRoute({
  getParentRoute: () => root,
  path: '/packages',
  validateSearch: packagesSearch,
  component: lazyRouteComponent(() => import('../feature/package/PackageList')),
});
const packageParams = {
  parse: ({ package: id }: { package: string }) => ({ package: number(id) }),
  stringify: ({ package: id }: { package: number }) => ({ package: String(id) }),
};
const packageDetail = createRoute({
  getParentRoute: () => root,
  path: '/packages/$package',
  params: packageParams,
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../feature/package/PackageDetail')),
});
const policyNew = createRoute({
  getParentRoute: () => root,
  path: '/packages/$package/policies/new',
  params: packageParams,
  component: lazyRouteComponent(() => import('../feature/policy/PolicyNew')),
});
const policyEdit = createRoute({
  getParentRoute: () => root,
  path: '/packages/$package/policies/$policy',
  params: {
    parse: ({ package: id, policy }: { package: string; policy: string }) => ({ package: number(id), policy: number(policy) }),
    stringify: ({ package: id, policy }: { package: number; policy: number }) => ({ package: String(id), policy: String(policy) }),
  },
  component: lazyRouteComponent(() => import('../feature/policy/PolicyEdit')),
});
const assignments = createRoute({
  getParentRoute: () => root,
  path: '/assignments',
  component: lazyRouteComponent(() => import('../feature/assignment/AssignmentList')),
});
const assignment = createRoute({
  getParentRoute: () => root,
  path: '/assignments/$assignment',
  params: { parse: ({ assignment }) => ({ assignment: number(assignment) }), stringify: ({ assignment }) => ({ assignment: String(assignment) }) },
  component: lazyRouteComponent(() => import('../feature/assignment/AssignmentDetail')),
});

const compliance = createRoute({
  getParentRoute: () => root,
  path: '/compliance',
  component: lazyRouteComponent(() => import('../feature/compliance/Overview')),
});
const controls = createRoute({
  getParentRoute: () => root,
  path: '/controls',
  component: lazyRouteComponent(() => import('../feature/control/ControlList')),
});
const controlNew = createRoute({
  getParentRoute: () => root,
  path: '/controls/new',
  component: lazyRouteComponent(() => import('../feature/control/ControlForm'), 'ControlNew'),
});
const controlParams = {
  parse: ({ control }: { control: string }) => ({ control: number(control) }),
  stringify: ({ control }: { control: number }) => ({ control: String(control) }),
};
const control = createRoute({
  getParentRoute: () => root,
  path: '/controls/$control',
  params: controlParams,
  component: lazyRouteComponent(() => import('../feature/control/ControlDetail')),
});
const controlEdit = createRoute({
  getParentRoute: () => root,
  path: '/controls/$control/edit',
  params: controlParams,
  component: lazyRouteComponent(() => import('../feature/control/ControlForm'), 'ControlEdit'),
});
const frameworks = createRoute({
  getParentRoute: () => root,
  path: '/frameworks',
  component: lazyRouteComponent(() => import('../feature/control/FrameworkList')),
});
const framework = createRoute({
  getParentRoute: () => root,
  path: '/frameworks/$framework',
  component: lazyRouteComponent(() => import('../feature/control/FrameworkDetail')),
});
/** What the findings are narrowed to. */
const findingSearch = (search: Record<string, unknown>): { kind?: string; severity?: string } => ({
  ...(typeof search.kind === 'string' ? { kind: search.kind } : {}), ...(typeof search.severity === 'string' ? { severity: search.severity } : {}),
});
const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  validateSearch: findingSearch,
  component: lazyRouteComponent(() => import('../feature/finding/FindingList')),
});
const historyList = createRoute({
  getParentRoute: () => root,
  path: '/history',
  component: lazyRouteComponent(() => import('../feature/history/HistoryList')),
});
const personHistory = createRoute({
  getParentRoute: () => root,
  path: '/history/person/$principal',
  params: { parse: ({ principal }) => ({ principal: number(principal) }), stringify: ({ principal }) => ({ principal: String(principal) }) },
  component: lazyRouteComponent(() => import('../feature/history/PersonHistory')),
});
const samples = createRoute({
  getParentRoute: () => root,
  path: '/samples',
  component: lazyRouteComponent(() => import('../feature/sample/SampleList')),
});
const sample = createRoute({
  getParentRoute: () => root,
  path: '/samples/$sample',
  params: { parse: ({ sample: id }) => ({ sample: number(id) }), stringify: ({ sample: id }) => ({ sample: String(id) }) },
  component: lazyRouteComponent(() => import('../feature/sample/SampleDetail')),
});
/** Which sample a dossier was opened from; none means the history. */
const dossierSearch = (search: Record<string, unknown>): { sample?: number } => (Number.isInteger(search.sample) ? { sample: search.sample as number } : {});
const dossier = createRoute({
  getParentRoute: () => root,
  path: '/dossiers/$about/$id',
  params: { parse: ({ about, id }) => ({ about, id: number(id) }), stringify: ({ about, id }) => ({ about, id: String(id) }) },
  validateSearch: dossierSearch,
  component: lazyRouteComponent(() => import('../feature/sample/DossierDetail')),
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../feature/inbox/Inbox')),
});
const disputes = createRoute({
  getParentRoute: () => root,
  path: '/disputes',
  component: lazyRouteComponent(() => import('../feature/dispute/DisputeList')),
});
const workbooks = createRoute({ getParentRoute: () => root, path: '/workbooks', component: lazyRouteComponent(() => import('../feature/workbook/Workbooks')) });

export const router = createRouter({
  routeTree: root.addChildren([
    suggestions, suggestion, inbox, disputes, workbooks,
    compliance, controls, controlNew, control, controlEdit, frameworks, framework, findings,
    historyList, personHistory, samples, sample, dossier,
    home, directories, directoryAdd, directory, directoryEdit, snapshots, correlation, people, groups, principal,
    reviews, reviewNew, review, reviewEdit, items, plan, calendar, tasks, guests, exchange, workstations, exceptions, exception, devices, notices, evidence, retention, audit, setting,
    catalogs, catalog, packages, packageDetail, policyNew, policyEdit, assignments, assignment,
    myAccess, requests, myRequests, request, approvals, conflicts, organizations, organization,
  ]),
  // The window serves one page; what follows the # never reaches it.
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading label="Loading" />,
  defaultErrorComponent: ScreenProblem,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
